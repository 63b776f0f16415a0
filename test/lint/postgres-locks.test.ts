import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { lintedRevision } from '../../src/lint/entries.ts'
import type { CollectedRevision, Entry } from '../../src/lint/entry.ts'
import { KnownSchema } from '../../src/lint/known-schema.ts'
import { locks, locksAll } from '../../src/lint/locks.ts'
import { tableOf } from '../../src/lint/rule.ts'
import { rules } from '../../src/lint/rules/rules.ts'
import type { Op } from '../../src/operations/op.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import { collectingOp } from '../operations/collect.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

/** What lint says of these is compared with what the server does. */
const rewriting: ReadonlySet<string> = new Set([
  'volatile-default',
  'numbered-column-rewrites-table',
  'generated-column-rewrites-table',
  'type-change-rewrites-table',
  'table-options-rewrite-table',
])

const before = async (op: Op): Promise<void> => {
  await op.createTable('maker', { id: t.bigint().primaryKey() })
  await op.createTable('product', {
    id: t.bigint().primaryKey(),
    name: t.varchar(50),
    price: t.integer().notNull().default(0),
    weight: t.numeric(8, 2),
    at: t.timestamp({ precision: 3 }),
    maker: t.bigint(),
    note: t.text(),
  })
  await op.createIndex('ix_price', 'product', 'price')
  await op.createCheckConstraint('ck_price', 'product', 'price >= 0', { notValid: true })
  await op.createTable('measure', { day: t.date() }, [], {
    postgres: { partitionBy: { strategy: 'range', keys: 'day' } },
  })
  await op.createTable('measure_1', { day: t.date() })
  await op.createTable('measure_2', { day: t.date() })
  await op.attachPartition('measure', 'measure_2', "FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')")
}

const alter = (column: string, changes: Parameters<Op['alterColumn']>[2]) => (op: Op) =>
  op.alterColumn('product', column, changes)
const add = (column: Parameters<Op['addColumn']>[2]) => (op: Op) => op.addColumn('product', 'fresh', column)

const calls: Readonly<Record<string, (op: Op) => Promise<unknown>>> = {
  'a column': add(t.text()),
  'a column with a constant default': add(t.integer().notNull().default(7)),
  'a column with a stable default': add(t.timestamptz().default(sql`now()`)),
  'a column with a volatile default': add(t.uuid().default(sql`gen_random_uuid()`)),
  'a generated column': add(t.integer().generatedAs('price * 2')),
  'a numbered column': add(t.bigint().identity()),
  'a serial column': add(t.integer().serial()),
  'a column that goes': (op) => op.dropColumn('product', 'note'),
  'NOT NULL': alter('name', { nullable: false }),
  nullable: alter('price', { nullable: true }),
  'a default': alter('price', { default: 5 }),
  'a default that goes': alter('price', { default: null }),
  'a name': alter('price', { name: 'cost' }),
  'a comment': alter('price', { comment: 'in cents' }),
  'a target of statistics': alter('price', { postgres: { statistics: 200 } }),
  'a storage of its own': alter('note', { postgres: { storage: 'external' } }),
  'an option of a column': alter('note', { postgres: { options: { n_distinct: 5 } } }),
  'a longer varchar': alter('name', { type: t.varchar(60) }),
  'a shorter varchar': alter('name', { type: t.varchar(40) }),
  'varchar to text': alter('name', { type: t.text() }),
  'text to varchar': alter('note', { type: t.varchar() }),
  'integer to bigint': alter('price', { type: t.bigint() }),
  'more digits': alter('weight', { type: t.numeric(10, 2) }),
  'more digits behind the point': alter('weight', { type: t.numeric(10, 3) }),
  'no limit of digits': alter('weight', { type: t.numeric() }),
  'a finer time': alter('at', { type: t.timestamp({ precision: 6 }) }),
  'a coarser time': alter('at', { type: t.timestamp({ precision: 0 }) }),
  'the same type with `using`': alter('name', { type: t.text(), using: 'upper(name)' }),
  'an index': (op) => op.createIndex('ix', 'product', 'name'),
  'an index that goes': (op) => op.dropIndex('ix_price', { table: 'product' }),
  'a unique constraint': (op) => op.createUniqueConstraint('uq', 'product', 'name'),
  'a check': (op) => op.createCheckConstraint('ck', 'product', 'price > -1'),
  'a foreign key': (op) => op.createForeignKey('fk', 'product', 'maker', 'maker', 'id'),
  'a foreign key, not valid': (op) =>
    op.createForeignKey('fk', 'product', 'maker', 'maker', 'id', { notValid: true }),
  'a validation': (op) => op.validateConstraint('ck_price', 'product'),
  'a constraint that goes': (op) => op.dropConstraint('ck_price', 'product', { type: 'check' }),
  'a constraint’s name': (op) => op.renameConstraint('ck_price', 'product', 'ck'),
  'a table that goes': (op) => op.dropTable('product'),
  'a table’s name': (op) => op.renameTable('product', 'ware'),
  'row security': (op) => op.enableRowSecurity('product'),
  'a fill factor': (op) => op.alterTableOptions('product', { postgres: { storage: { fillfactor: 70 } } }),
  unlogged: (op) => op.alterTableOptions('product', { postgres: { unlogged: true } }),
  'a partition': (op) =>
    op.attachPartition('measure', 'measure_1', "FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')"),
  'a partition that goes': (op) => op.detachPartition('measure', 'measure_2'),
  rows: (op) => op.bulkInsert('product', [{ id: 7 }]),
}

async function operationsOf(call: (op: Op) => Promise<unknown>): Promise<readonly Operation[]> {
  const { op, entries } = collectingOp()
  await call(op)
  return entries.flatMap((entry) =>
    entry.kind === 'execute' || 'table' in entry ? [entry as Operation] : [],
  )
}

/** Modes that hold writers off; the last holds readers off, too. */
const strong = ['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock']

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  for (const operation of await operationsOf(before))
    for (const statement of postgres.compile(operation, () => undefined)) await database.query(statement.sql)
  await database.query("INSERT INTO product VALUES (1, 'a', 1, 1, now(), NULL, 'b')")
})
afterAll(() => database.drop())

describe('what lint says of locks and of tables that are written anew is what the server does', () => {
  test.each(Object.entries(calls))('%s', async (_, call) => {
    const operations = await operationsOf(call)
    const entries = await entriesOf(operations)
    const table = tableOf(entries[0] as Entry)?.name ?? ''
    const done = await observed(operations, table)
    const said = {
      all: entries.some(({ step }) => locksAll(step)),
      some: entries.some(({ step }) => locks(step)),
      anew: entries.some(isRewriting(await knownSchema())),
    }
    expect(said).toEqual(done)
  })
})

async function observed(operations: readonly Operation[], table: string) {
  const [{ oid } = {}] = await database.query('SELECT $1::regclass::oid AS oid', [table])
  const file = async () =>
    (await database.query('SELECT relfilenode FROM pg_class WHERE oid = $1', [oid]))[0]?.relfilenode
  const fileBefore = await file()
  await database.query('BEGIN')
  try {
    for (const operation of operations)
      for (const { sql, bindings } of postgres.compile(operation, () => undefined))
        await database.query(sql, bindings)
    const held = await database.query(
      "SELECT mode FROM pg_locks WHERE relation = $1 AND pid = pg_backend_pid() AND locktype = 'relation'",
      [oid],
    )
    const modes = held.map(({ mode }) => String(mode))
    const fileAfter = await file()
    return {
      all: modes.includes('AccessExclusiveLock'),
      some: modes.some((mode) => strong.includes(mode)),
      anew: fileAfter !== undefined && fileAfter !== fileBefore,
    }
  } finally {
    await database.query('ROLLBACK')
  }
}

const revision: Omit<CollectedRevision, 'calls'> = {
  id: 'a1',
  transaction: true,
  wayBack: 'there',
  ignores: [],
}

async function entriesOf(operations: readonly Operation[]): Promise<readonly Entry[]> {
  const calls = operations.map((operation) => ({ operation, outside: false }))
  return lintedRevision({ ...revision, calls }, 'postgres').entries
}

async function knownSchema(): Promise<KnownSchema> {
  const schema = new KnownSchema()
  for (const { step } of await entriesOf(await operationsOf(before))) schema.apply(step, false)
  return schema
}

function isRewriting(schema: KnownSchema): (entry: Entry) => boolean {
  const context = {
    server: { name: 'postgres', version: [15] },
    revision: { ...revision, entries: [] },
    schema,
    final: schema,
    hasLockTimeout: true,
  } as const
  return (entry) =>
    rules.some(({ code, find }) => {
      const found = rewriting.has(code) ? find?.(entry, context) : undefined
      return found !== undefined && (!Array.isArray(found) || found.length > 0)
    })
}
