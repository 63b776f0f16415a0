import { mysql } from '../../../src/dialects/mysql/dialect.ts'
import type { Op } from '../../../src/operations/op.ts'
import type { Operation } from '../../../src/operations/operation.ts'
import { readShapes } from '../../../src/runtime/table-shapes.ts'
import { operationOf } from '../../operations/collect.ts'
import type { MariadbDatabase } from '../../support/mariadb.ts'

export type Call = (op: Op) => Promise<unknown>

/** Does an operation as a live run does. */
export async function perform(database: MariadbDatabase, operation: Operation): Promise<void> {
  const { dialect } = database
  const shapes = await readShapes(dialect, (sql) => database.query(sql), operation)
  for (const one of dialect.compile(operation, shapes)) await database.query(dialect.inline(one))
}

export async function run(database: MariadbDatabase, ...calls: readonly Call[]): Promise<void> {
  for (const call of calls) await perform(database, await operationOf(call))
}

/** The definition of one column, in the server's own words. */
export async function columnLine(database: MariadbDatabase, table: string, column: string): Promise<string> {
  const text = await createText(database, table)
  const start = `  ${mysql.identifier(column)} `
  const line = text.split('\n').find((one) => one.startsWith(start))
  if (line === undefined) throw new Error(`no column ${column} in\n${text}`)
  return line.slice(start.length).replace(/,$/, '')
}

export async function createText(database: MariadbDatabase, table: string): Promise<string> {
  const [row] = await database.query(`SHOW CREATE TABLE ${mysql.identifier(table)}`)
  return String(row?.['Create Table'] ?? row?.['Create View'])
}
