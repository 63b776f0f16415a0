import Sqlite from 'better-sqlite3'
import type { Dialect, Query, Shapes } from '../../src/dialects/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { Op } from '../../src/operations/op.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { readShapes } from '../../src/runtime/table-shapes.ts'
import { check } from '../../src/schema/constraints.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { operationsOf } from './compile-sample.ts'
import type { Call, Place } from './sample.ts'

/** The tables that are there before every sample. */
export async function commonTables(op: Op): Promise<void> {
  await op.createTable('customer', { id: t.integer().primaryKey() })
  await op.createTable(
    'item',
    {
      id: t.integer().notNull(),
      name: t.varchar(50).notNull(),
      price: t.integer().notNull(),
      maker: t.integer(),
    },
    [check('price >= 0', { name: 'ck_item_price' }), index('price', { name: 'ix_item_price' })],
  )
}

const mysqlTables: Readonly<Record<string, string>> = {
  customer: 'CREATE TABLE `customer` (\n  `id` int(11) NOT NULL,\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB',
  item: [
    'CREATE TABLE `item` (',
    '  `id` int(11) NOT NULL,',
    '  `name` varchar(50) NOT NULL,',
    '  `price` int(11) NOT NULL,',
    '  `maker` int(11) DEFAULT NULL,',
    '  `total` int(11) GENERATED ALWAYS AS (`maker` * 2) STORED,',
    '  KEY `ix_item_price` (`price`),',
    '  CONSTRAINT `ck_item_price` CHECK (`price` >= 0)',
    ') ENGINE=InnoDB',
  ].join('\n'),
}

const tableOf: Query = async (sql) => {
  const name = Object.keys(mysqlTables).find((one) => sql.endsWith(`\`${one}\``))
  return name === undefined ? [] : [{ 'Create Table': mysqlTables[name] }]
}

/** The shapes that `operation` needs after the common tables and `given`, without a server. */
export async function sampleShapes(
  dialect: Dialect,
  place: Place,
  given: Call | undefined,
  operation: Operation,
): Promise<Shapes> {
  switch (dialect.name) {
    case 'postgres':
      return () => undefined
    case 'mysql':
      return readShapes(dialect, tableOf, operation)
    case 'sqlite': {
      const { query, close } = await filledSqlite(place, given)
      try {
        return await readShapes(sqlite, query, operation)
      } finally {
        close()
      }
    }
    default:
      return dialect.name satisfies never
  }
}

/** A database in memory with the common tables and what a sample asks for. */
export async function filledSqlite(place: Place, given: Call | undefined) {
  const database = new Sqlite(':memory:')
  const query: Query = async (sql, bindings = []) => {
    const statement = database.prepare<unknown[], Record<string, unknown>>(sql)
    if (statement.reader) return statement.all(...bindings)
    statement.run(...bindings)
    return []
  }
  await fill(sqlite, query, place, given)
  return { query, script: (sql: string) => database.exec(sql), close: () => database.close() }
}

/** Makes the common tables and what a sample asks for. */
export async function fill(
  dialect: Dialect,
  query: Query,
  place: Place,
  given: Call | undefined,
): Promise<void> {
  for (const call of [commonTables, ...(given === undefined ? [] : [given])]) {
    for (const operation of await operationsOf(dialect, place, call)) await perform(dialect, query, operation)
  }
}

/** Does an operation as a live run does; gives the statements with their bindings written in. */
export async function perform(
  dialect: Dialect,
  query: Query,
  operation: Operation,
): Promise<readonly string[]> {
  const shapes = await readShapes(dialect, query, operation)
  const statements = dialect.compile(operation, shapes)
  for (const { sql, bindings } of statements) await query(sql, bindings)
  return statements.map((one) => dialect.inline(one))
}
