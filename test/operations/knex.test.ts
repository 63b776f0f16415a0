import knexFactory, { type Knex } from 'knex'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Entry } from '../../src/operations/entry.ts'
import type { Op } from '../../src/operations/op.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { collectingOp } from './collect.ts'

const compiling = {
  pg: knexFactory({ client: 'pg' }),
  sqlite: knexFactory({ client: 'better-sqlite3', useNullAsDefault: true }),
}
let database: TestDatabase
let connected: Knex
beforeAll(async () => {
  database = await createTestDatabase()
  connected = knexFactory({ client: 'pg', connection: database.url })
})
afterAll(async () => {
  await connected.destroy()
  await database.drop()
})

/** The entries of some calls, taken as the stream takes them: after the calls. */
async function entriesOf(knex: Knex, calls: (op: Op) => unknown): Promise<readonly Entry[]> {
  const { op, entries } = collectingOp(() => knex)
  calls(op)
  await undefined
  return entries
}

/** knex takes bindings here; its types don't say so. */
function withBindings(builder: Knex.SchemaBuilder, sql: string, bindings: readonly unknown[]): void {
  ;(builder as unknown as { raw(sql: string, bindings: readonly unknown[]): void }).raw(sql, bindings)
}

function statements(entry: Entry | undefined): readonly { readonly sql: string }[] {
  if (entry?.kind !== 'knexSchema') throw new Error(`${entry?.kind} is no knexSchema`)
  return entry.statements()
}

describe('op.execute', () => {
  test('takes a query and a raw of knex, with the bindings of the database', async () => {
    const entries = await entriesOf(compiling.pg, (op) => {
      op.execute(op.knex('a').where({ b: 1 }).update({ c: 'x' }))
      op.execute(op.knex.raw('SELECT ?, ??', [1, 'd']))
      op.execute(op.knex('a').insert([]))
    })
    expect(entries).toEqual([
      { kind: 'execute', sql: 'update "a" set "c" = $1 where "b" = $2', bindings: ['x', 1] },
      { kind: 'execute', sql: 'SELECT $1, "d"', bindings: [1] },
    ])
  })

  test('takes NULL for what some rows leave out, where knex leaves that to the driver', async () => {
    const entries = await entriesOf(compiling.sqlite, (op) => {
      op.execute(op.knex('a').insert([{ id: 1, b: 'x' }, { id: 2 }]))
    })
    expect(entries).toMatchObject([{ bindings: ['x', 1, null, 2] }])
  })

  test('refuses what knex can not compile, and a schema builder', () => {
    const { op } = collectingOp(() => compiling.pg)
    expect(() => op.execute(op.knex('a').where('b', undefined as never))).toThrow(
      "knex can't compile the query",
    )
    expect(() => op.execute(compiling.pg.schema.dropTable('a') as never)).toThrow('several statements')
  })
})

describe("knex's schema builder", () => {
  const create = (op: Op) =>
    op.createTable('k', (table) => {
      table.increments('id')
      table.string('name').notNullable().unique()
    })

  test('runs in its turn, on the connection it is handed', async () => {
    const entries = await entriesOf(compiling.pg, (op) => {
      create(op)
      withBindings(
        op.schema.alterTable('k', (table) => table.integer('n')),
        'INSERT INTO k (name, n) VALUES (?, ?)',
        ['x', 1],
      )
    })
    for (const entry of entries) if (entry.kind === 'knexSchema') await entry.run(connected)
    expect(await database.query('SELECT * FROM k')).toEqual([{ id: 1, name: 'x', n: 1 }])
    const { op, entries: asked } = collectingOp(() => compiling.pg)
    op.schema.hasTable('k')
    const [entry] = asked
    expect(entry?.kind === 'knexSchema' && (await entry.run(connected))).toBe(true)
  })

  test('is one entry a chain, in the place of its first call, awaited or not', async () => {
    const entries = await entriesOf(compiling.pg, (op) => {
      op.dropTable('a')
      op.schema
        .withSchema('s')
        .createTable('b', (table) => void table.text('c'))
        .dropTable('d')
      op.createTable({ name: 'e', schema: 's' }, (table) => void table.text('f'))
      op.dropTable('g')
    })
    expect(entries.map((entry) => entry.kind)).toEqual(['dropTable', 'knexSchema', 'knexSchema', 'dropTable'])
    expect(entries[1]).toMatchObject({ label: 'knex.schema.withSchema("s").createTable("b").dropTable("d")' })
    expect(statements(entries[1])).toEqual([
      { sql: 'create table "s"."b" ("c" text)' },
      { sql: 'drop table "s"."d"' },
    ])
    expect(statements(entries[2])).toEqual([{ sql: 'create table "s"."e" ("f" text)' }])
  })

  test("is written with the database's own placeholders", async () => {
    const raw = (op: Op) => withBindings(op.schema, "SELECT ?, '\\?'", [1])
    expect(statements((await entriesOf(compiling.pg, raw))[0])).toEqual([
      { sql: "SELECT $1, '?'", bindings: [1] },
    ])
  })

  test.each<[string, (op: Op) => unknown]>([
    ['dropColumn', (op) => op.schema.alterTable('a', (table) => void table.dropColumn('b'))],
    ['dropForeign', (op) => op.schema.alterTable('a', (table) => void table.dropForeign('b'))],
    ['hasTable', (op) => op.schema.hasTable('a')],
  ])('is refused as SQL where knex would look first: %s on SQLite', async (_, call) => {
    const [entry] = await entriesOf(compiling.sqlite, call)
    expect(() => statements(entry)).toThrow('knex looks into the database first')
  })

  test('gives its result, and its failure, to who awaits it', async () => {
    const { op } = collectingOp(() => compiling.pg)
    await expect(op.schema.dropTable('a')).resolves.toBeUndefined()
    await expect(op.schema).resolves.toBeUndefined()
    const [entry] = await entriesOf(compiling.pg, (one) =>
      (one.schema as unknown as { drpTable(): void }).drpTable(),
    )
    await expect(entry?.kind === 'knexSchema' && entry.run(connected)).rejects.toThrow('no method "drpTable"')
  })

  test('refuses a chain that goes on after its turn, and what would not queue', async () => {
    const { op, entries } = collectingOp(() => compiling.pg)
    const chain = op.schema.dropTable('a')
    statements(entries[0])
    expect(() => chain.dropTable('b')).toThrow('has had its turn')
    expect(() => op.schema.toSQL()).toThrow("doesn't take its turn")
  })
})
