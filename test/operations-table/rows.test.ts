import { afterAll, describe, expect, test } from 'vitest'
import type { Dialect, Query } from '../../src/dialects/dialect.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { catalogOf } from '../dialects/postgres/catalog.ts'
import { createMariadbDatabase, hasMariadb } from '../support/mariadb.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { fill, filledSqlite, perform } from './common.ts'
import { operationsOf, rowCalls } from './compile-sample.ts'
import { documentPlace, samples } from './document.ts'
import { judge } from './judge.ts'
import type { MethodSample, Place } from './sample.ts'

interface Row {
  readonly title: string
  readonly sample: MethodSample
  readonly option: string | undefined
}

const rows: readonly Row[] = Object.entries(samples).flatMap(([method, sample]) =>
  [undefined, ...Object.keys(sample.options ?? {})].map((option) => ({
    title: option === undefined ? method : `${method}: ${option}`,
    sample,
    option,
  })),
)

/** The rows that a database says yes to. */
async function doneBy(dialect: Dialect): Promise<readonly Row[]> {
  const found: Row[] = []
  for (const row of rows) {
    const place = documentPlace(dialect.name)
    const base = row.option === undefined ? undefined : await judge(dialect, place, row.sample)
    if (base !== undefined && base.kind !== 'yes') continue
    if ((await judge(dialect, place, row.sample, row.option)).kind === 'yes') found.push(row)
  }
  return found
}

async function performRow(
  dialect: Dialect,
  query: Query,
  place: Place,
  { sample, option }: Row,
): Promise<readonly string[]> {
  const { call } = rowCalls(sample, option)
  const texts: string[] = []
  for (const operation of await operationsOf(dialect, place, call)) {
    texts.push(...(await perform(dialect, query, operation)))
  }
  return texts
}

describe('SQLite', async () => {
  const place = documentPlace('sqlite')
  const schemaOf = (query: Query) => query('SELECT type, name, tbl_name, sql FROM sqlite_schema')

  test.each(await doneBy(sqlite))('$title runs, and its script does the same', async (row) => {
    const live = await filledSqlite(place, row.sample.given)
    const scripted = await filledSqlite(place, row.sample.given)
    try {
      const texts = await performRow(sqlite, live.query, place, row)
      scripted.script(texts.map((text) => `${text};`).join('\n'))
      expect(await schemaOf(scripted.query)).toEqual(await schemaOf(live.query))
    } finally {
      live.close()
      scripted.close()
    }
  })
})

describe('PostgreSQL', async () => {
  const place = documentPlace('postgres')
  const database = await createTestDatabase()
  afterAll(() => database.drop())
  const query: Query = (sql, bindings) => database.query(sql, bindings)
  const [server] = await database.query("SELECT current_setting('server_version_num')::integer AS version")
  const isBefore17 = Number(server?.version) < 170_000

  test.each(await doneBy(postgres))('$title runs, and its script does the same', async (row) => {
    if (row.option === 'concurrently') {
      await database.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      await fill(postgres, query, place, row.sample.given)
      expect(await performRow(postgres, query, place, row)).toEqual([expect.stringContaining('CONCURRENTLY')])
      await database.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      return
    }
    await database.query('BEGIN')
    try {
      await fill(postgres, query, place, row.sample.given)
      await database.query('SAVEPOINT filled')
      const done = performRow(postgres, query, place, row)
      // An expression is changed since PostgreSQL 17.
      if (isBefore17 && row.title === 'alterColumn: generated') {
        await expect(done).rejects.toThrow('EXPRESSION')
        return
      }
      const texts = await done
      const live = await catalogOf(database)
      await database.query('ROLLBACK TO filled')
      if (texts.length > 0) await database.query(texts.map((text) => `${text};`).join('\n'))
      expect(await catalogOf(database)).toEqual(live)
    } finally {
      await database.query('ROLLBACK')
    }
  })
})

const reachable = await hasMariadb()

describe.skipIf(!reachable)('MySQL or MariaDB', async () => {
  // The body of a suite is read even where its tests are skipped.
  if (!reachable) return void test('needs a MariaDB', () => {})
  const database = await createMariadbDatabase()
  afterAll(() => database.drop())
  const place: Place = { dialect: 'mysql', schema: database.name }
  const { dialect } = database
  const query: Query = (sql, bindings) =>
    database.query(dialect.inline({ sql, ...(bindings === undefined ? {} : { bindings }) }))

  test.each(await doneBy(dialect))('$title runs', async (row) => {
    await database.empty()
    await fill(dialect, query, place, row.sample.given)
    try {
      await performRow(dialect, query, place, row)
    } finally {
      await query('DROP DATABASE IF EXISTS tsmig_fresh')
      await query('DROP DATABASE IF EXISTS tsmig_old')
    }
  })
})
