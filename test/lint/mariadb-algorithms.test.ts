import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Statement } from '../../src/dialects/dialect.ts'
import { lintedRevision } from '../../src/lint/entries.ts'
import type { CollectedRevision } from '../../src/lint/entry.ts'
import { KnownSchema } from '../../src/lint/known-schema.ts'
import { copies, rebuildsInPlace } from '../../src/lint/mysql-algorithms.ts'
import { serverOf } from '../../src/lint/server.ts'
import type { Op } from '../../src/operations/op.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { readShapes } from '../../src/runtime/table-shapes.ts'
import { t } from '../../src/schema/t.ts'
import { collectingOp } from '../operations/collect.ts'
import { createMariadbDatabase, hasMariadb } from '../support/mariadb.ts'

const before = async (op: Op): Promise<void> => {
  await op.createTable('maker', { id: t.integer().primaryKey() })
  await op.createTable('keyless', { id: t.integer().notNull(), n: t.integer() })
  await op.createTable('product', {
    id: t.integer().primaryKey(),
    name: t.varchar(50),
    title: t.varchar(70),
    price: t.integer().notNull().default(0),
    maker: t.integer(),
    state: t.enum(['new', 'old']),
    note: t.text(),
  })
  const computed = (table: string, half: Parameters<Op['addColumn']>[2]) =>
    op.createTable(table, {
      id: t.integer().notNull(),
      price: t.integer(),
      name: t.varchar(50),
      count: t.integer().notNull().default(0),
      half,
    })
  await computed('stored', t.integer().generatedAs('price / 2'))
  await computed('virtual', t.integer().generatedAs('price / 2', { stored: false }))
  await computed('indexed', t.integer().generatedAs('price / 2', { stored: false }))
  await op.createIndex('ix_half', 'indexed', ['name', 'half'])
  await computed('distinct', t.integer().generatedAs('price / 2', { stored: false }).unique())
  await op.createIndex('ix_maker', 'product', 'maker')
  await op.createCheckConstraint('ck_price', 'product', 'price >= 0')
}

const alter = (column: string, changes: Parameters<Op['alterColumn']>[2]) => (op: Op) =>
  op.alterColumn('product', column, changes)
const add =
  (column: Parameters<Op['addColumn']>[2], table = 'product') =>
  (op: Op) =>
    op.addColumn(table, 'fresh', column)
const option = (mysql: NonNullable<Parameters<Op['alterTableOptions']>[1]['mysql']>) => (op: Op) =>
  op.alterTableOptions('product', { mysql })

/** What is done otherwise in some tables with a generated column, and what is done as in any. */
function besideGenerated(table: string): Readonly<Record<string, (op: Op) => Promise<unknown>>> {
  return {
    'NOT NULL': (op) => op.alterColumn(table, 'price', { nullable: false }),
    nullable: (op) => op.alterColumn(table, 'count', { nullable: true }),
    'a column': add(t.integer(), table),
    'a virtual column': add(t.integer().generatedAs('price * 2', { stored: false }), table),
    'a column that goes': (op) => op.dropColumn(table, 'count'),
    'a generated column that goes': (op) => op.dropColumn(table, 'half'),
    'a primary key': (op) => op.createPrimaryKey('pk', table, ['id']),
    'the same engine': (op) => op.alterTableOptions(table, { mysql: { engine: 'InnoDB' } }),
    'another row format': (op) => op.alterTableOptions(table, { mysql: { rowFormat: 'COMPRESSED' } }),
  }
}

const calls: Readonly<Record<string, (op: Op) => Promise<unknown>>> = {
  'a column': add(t.integer()),
  'a column with a default': add(t.integer().notNull().default(7)),
  'a numbered column': add(t.integer().identity().primaryKey(), 'keyless'),
  'a virtual column': add(t.integer().generatedAs('price * 2', { stored: false })),
  'a column with a foreign key': add(t.integer().references('maker.id')),
  'a column with a check': add(t.integer().check('fresh > 0')),
  'a column that goes': (op) => op.dropColumn('product', 'note'),
  'a column with an index that goes': (op) => op.dropColumn('product', 'maker'),
  'NOT NULL': alter('maker', { nullable: false }),
  nullable: alter('price', { nullable: true }),
  'another default': alter('price', { default: 4 }),
  'another name': alter('note', { name: 'remark' }),
  'a comment': alter('note', { comment: 'what is to say' }),
  'another type': alter('maker', { type: t.bigint() }),
  'a text of a varchar': alter('name', { type: t.text() }),
  'a longer varchar': alter('name', { type: t.varchar(60) }),
  'a varchar of two bytes of length': alter('name', { type: t.varchar(64) }),
  'a longer varchar of two bytes of length': alter('title', { type: t.varchar(100) }),
  'a shorter varchar': alter('name', { type: t.varchar(40) }),
  'more values of an enum': alter('state', { type: t.enum(['new', 'old', 'gone']) }),
  'values before those of an enum': alter('state', { type: t.enum(['first', 'new', 'old']) }),
  'fewer values of an enum': alter('state', { type: t.enum(['new']) }),
  'another expression': (op) => op.alterColumn('stored', 'half', { generated: { expression: 'price / 4' } }),
  'another expression of a virtual column': (op) =>
    op.alterColumn('virtual', 'half', { generated: { expression: 'price / 4', stored: false } }),
  'another expression of a virtual column with an index': (op) =>
    op.alterColumn('indexed', 'half', { generated: { expression: 'price / 4', stored: false } }),
  'no expression any more': (op) => op.alterColumn('stored', 'half', { generated: null }),
  ...Object.fromEntries(
    ['stored', 'virtual', 'indexed', 'distinct'].flatMap((table) =>
      Object.entries(besideGenerated(table)).map(([what, call]) => [`${what} in ${table}`, call]),
    ),
  ),
  'another collation': alter('name', { collation: 'utf8mb4_bin' }),
  'another collation of another character set': alter('name', {
    collation: 'latin1_bin',
    existing: { type: t.varchar(50), nullable: true, collation: 'utf8mb4_general_ci' },
  }),
  'another character set': alter('name', { mysql: { characterSet: 'latin1' } }),
  'a check': (op) => op.createCheckConstraint('ck_maker', 'product', 'maker > 0'),
  'a check that goes': (op) => op.dropConstraint('ck_price', 'product', { type: 'check' }),
  'a foreign key': (op) => op.createForeignKey('fk_maker', 'product', 'maker', ['maker'], ['id']),
  'a unique constraint': (op) => op.createUniqueConstraint('uq_name', 'product', ['name']),
  'a primary key': (op) => op.createPrimaryKey('pk', 'keyless', ['id']),
  'a primary key that goes': (op) => op.dropConstraint('pk', 'product', { type: 'primaryKey' }),
  'another character set of the table': option({ characterSet: 'latin1' }),
  'another collation of the table': option({ collation: 'utf8mb4_bin' }),
  'the same engine': option({ engine: 'InnoDB' }),
  'another engine': option({ engine: 'MyISAM' }),
  'another row format': option({ rowFormat: 'COMPRESSED' }),
  'another number to come': option({ autoIncrement: 100 }),
  partitions: option({ partitionBy: 'HASH (id) PARTITIONS 2' }),
}

async function operationsOf(call: (op: Op) => Promise<unknown>): Promise<readonly Operation[]> {
  const { op, entries } = collectingOp()
  await call(op)
  return entries as readonly Operation[]
}

const revision: Omit<CollectedRevision, 'calls'> = {
  id: 'a1',
  transaction: true,
  wayBack: 'there',
  ignores: [],
}

const steps = async (call: (op: Op) => Promise<unknown>) => {
  const collected = (await operationsOf(call)).map((operation) => ({ operation, outside: false }))
  return lintedRevision({ ...revision, calls: collected }, 'mysql').entries.map(({ step }) => step)
}

const reachable = await hasMariadb()

describe.skipIf(!reachable)('what lint says of copies is what the server does', async () => {
  // The body of a suite is read even where its tests are skipped.
  if (!reachable) return void test('needs a MariaDB', () => {})
  const database = await createMariadbDatabase()
  afterAll(() => database.drop())
  const [row] = await database.query('SELECT VERSION() AS version')
  const server = serverOf('mariadb', String(row?.version))

  beforeEach(async () => {
    await database.empty()
    for (const operation of await operationsOf(before)) await run(operation, send)
  })

  const send = async ({ sql }: Statement) => void (await database.query(sql))

  async function run(operation: Operation, each: (statement: Statement) => Promise<void>) {
    const shapes = await readShapes(database.dialect, database.query, operation)
    for (const statement of database.dialect.compile(operation, shapes)) {
      await each({ sql: database.dialect.inline(statement) })
    }
  }

  /** Does it by the lightest way that the server takes: `NOCOPY` refuses to build the table anew. */
  async function lightest({ sql }: Statement): Promise<'stays' | 'anew' | 'copied'> {
    const table = /^ALTER TABLE (?:`[^`]+`\.)?`[^`]+`/.exec(sql)?.[0]
    if (table === undefined) throw new Error(`no change of a table: ${sql}`)
    const rest = sql.slice(table.length)
    const ways = [
      ['stays', 'ALGORITHM=NOCOPY, LOCK=NONE'],
      ['anew', 'ALGORITHM=INPLACE, LOCK=NONE'],
    ] as const
    for (const [way, asked] of ways) {
      try {
        await database.query(`${table} ${asked}${/^ PARTITION/.test(rest) ? '' : ','}${rest}`)
        return way
      } catch (error) {
        if (!/^ER_ALTER_OPERATION_NOT_SUPPORTED/.test(String((error as { code?: unknown }).code))) throw error
      }
    }
    await database.query(sql)
    return 'copied'
  }

  test.skipIf(!database.isMariadb).each(Object.entries(calls))('%s', async (_, call) => {
    const schema = new KnownSchema()
    for (const step of await steps(before)) schema.apply(step, false)
    const done: string[] = []
    for (const operation of await operationsOf(call)) {
      await run(operation, async (statement) => void done.push(await lightest(statement)))
    }
    const said = (await steps(call)).map((step) => {
      if (copies(step, schema, server) !== undefined) return 'copied'
      return rebuildsInPlace(step, server) === undefined ? 'stays' : 'anew'
    })
    const heaviest = (ways: readonly string[]) =>
      ['copied', 'anew', 'stays'].find((way) => ways.includes(way))
    expect(heaviest(said)).toBe(heaviest(done))
  })
})
