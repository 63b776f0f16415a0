import { afterAll, describe, expect, test } from 'vitest'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { reverse } from '../../src/operations/reverse.ts'
import { createMariadbDatabase, hasMariadb } from '../support/mariadb.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { operationsOf, rowCalls } from './compile-sample.ts'
import { documentPlace } from './document.ts'
import { mariadbGround } from './mariadb-ground.ts'
import { freshGround, savepointGround } from './postgres-ground.ts'
import { sqliteGround } from './sqlite-ground.ts'
import { doneBy, rowsForReverse, thereAndBack } from './there-and-back.ts'

const title = '$title is done and undone, and so by its script'

// Row security is turned off where it was turned on, and the other way round.
const opposites: ReadonlySet<string> = new Set([
  'enableRowSecurity: was',
  'disableRowSecurity: was',
  'forceRowSecurity: was',
  // That it was nullable is known, and PostgreSQL asks for no more.
  'setNotNull: existing',
])

describe('what is told for the way back', () => {
  test.each(rowsForReverse)('$title: without it there is none', async ({ title, sample, option }) => {
    const { plain } = rowCalls(sample, option)
    if (plain === undefined) throw new Error('the row of an option')
    const operations = await operationsOf(postgres, documentPlace('postgres'), plain)
    const isReversible = operations.every((operation) => reverse(operation).operation !== undefined)
    expect(isReversible).toBe(opposites.has(title))
  })
})

describe('SQLite', async () => {
  test.each(await doneBy(sqlite))(title, async (row) => {
    const { ground, close } = sqliteGround(documentPlace('sqlite'), row.sample)
    try {
      await thereAndBack(ground, row)
    } finally {
      close()
    }
  })
})

/** What came with a later server: the end of the row's title, the version, and a word that older ones stumble over. */
const younger: readonly (readonly [string, number, string])[] = [
  ['alterColumn: generated', 170_000, 'EXPRESSION'],
  ['withoutOverlaps', 180_000, 'WITHOUT'],
  ['period', 180_000, 'WITHOUT'],
  ['notEnforced', 180_000, 'ENFORCED'],
  ['nullsNotDistinct', 150_000, 'NULLS'],
  ['onDeleteColumns', 150_000, '('],
]

describe('PostgreSQL', async () => {
  const place = documentPlace('postgres')
  const database = await createTestDatabase()
  // What has to stand outside a transaction is done in a database that is emptied each time.
  const emptied = await createTestDatabase()
  afterAll(async () => {
    await database.drop()
    await emptied.drop()
  })
  const [server] = await database.query("SELECT current_setting('server_version_num')::integer AS version")
  const version = Number(server?.version)

  test.each(await doneBy(postgres))(title, async (row) => {
    if (row.option === 'concurrently') return thereAndBack(freshGround(emptied, place, row.sample), row)
    try {
      const done = thereAndBack(savepointGround(database, place, row.sample), row)
      const [, since, refusal] = younger.find(([end]) => row.title.endsWith(end)) ?? []
      if (since !== undefined && version < since) await expect(done).rejects.toThrow(refusal)
      else await done
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
  const groundFor = mariadbGround(database)

  test.each(await doneBy(database.dialect))(title, async (row) => {
    const { ground, leave } = groundFor(row)
    try {
      await thereAndBack(ground, row)
    } finally {
      await leave()
    }
  })
})
