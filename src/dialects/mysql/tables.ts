import type { CreateTable, DropTable, RenameTable } from '../../operations/operation.ts'
import type { MysqlTable, Table } from '../../schema/model.ts'
import type { Sql } from '../../schema/values.ts'
import { expression, join, raw } from '../ddl.ts'
import { collationText, columnDefinition } from './columns.ts'
import { constraintClause } from './constraints.ts'
import type { FlavourRules } from './flavour.ts'
import { ddl, identifier } from './identifier.ts'
import { indexClause } from './indexes.ts'
import { commentText, plain } from './quote.ts'
import { unsupported } from './unsupported.ts'

/** One statement, indexes and comments in it. How PostgreSQL or SQLite store a table is theirs, and passed over. */
export function createTable(
  { table: defined, indexes = [], ifNotExists }: CreateTable,
  rules: FlavourRules,
): readonly Sql[] {
  const { table, columns, constraints, temporary } = defined
  if (columns.length === 0) {
    throw unsupported(`has no tables without columns, and ${table.name} is one`, 'Give it a column.')
  }
  refusePartitions(defined)
  const parts = [
    ...columns.map((one) => columnDefinition(one, rules)),
    ...constraints.map((one) => constraintClause(one, rules)),
    ...indexes.map((one) => indexClause(one, rules)),
  ]
  const head = raw(temporary === true ? 'CREATE TEMPORARY TABLE' : 'CREATE TABLE')
  const guard = raw(ifNotExists === true ? 'IF NOT EXISTS ' : '')
  const body = raw(`(\n  ${join(parts, ',\n  ').sql}\n)`)
  return [join([ddl`${head} ${guard}${table} ${body}`, ...tableOptions(defined)], ' ')]
}

export function dropTable({ table, ifExists }: DropTable): readonly Sql[] {
  return [ddl`DROP TABLE ${raw(ifExists === true ? 'IF EXISTS ' : '')}${table}`]
}

/** The new name stands with the table's database: without, the table would move to the connection's own. */
export function renameTable({ table, to }: RenameTable): readonly Sql[] {
  return [ddl`ALTER TABLE ${table} RENAME TO ${{ ...table, name: to }}`]
}

/** What decides about columns and rows. */
function refusePartitions({ table, postgres }: Table): void {
  const asked = (['partitionBy', 'partitionOf', 'inherits'] as const).find(
    (option) => postgres?.[option] !== undefined,
  )
  if (asked === undefined) return
  throw unsupported(
    `has no partitions that are tables of their own and no inheritance, and table ${table.name} asks for ${asked}`,
    'Keep the rows in one table with all of the columns, and partition it with op.execute.',
  )
}

function tableOptions({ columns, comment, mysql = {} }: Table): readonly Sql[] {
  const { engine, characterSet, collation, rowFormat, options = {}, partitionBy }: MysqlTable = mysql
  const start = mysql.autoIncrement ?? columns.find(({ identity }) => identity !== undefined)?.identity?.start
  return [
    ...(engine === undefined ? [] : [raw(`ENGINE=${word(engine, 'engine')}`)]),
    ...(start === undefined ? [] : [raw(`AUTO_INCREMENT=${start}`)]),
    ...(characterSet === undefined ? [] : [raw(`DEFAULT CHARSET=${word(characterSet, 'character set')}`)]),
    ...(collation === undefined ? [] : [raw(`COLLATE=${collationText(collation)}`)]),
    ...(rowFormat === undefined ? [] : [raw(`ROW_FORMAT=${word(rowFormat, 'row format')}`)]),
    ...Object.entries(options).map(
      ([name, value]) => ddl`${raw(optionName(name))}=${raw(optionText(value))}`,
    ),
    ...(comment === undefined ? [] : [raw(`COMMENT=${commentText(comment)}`)]),
    ...(partitionBy === undefined ? [] : [raw(`\nPARTITION BY ${expression(partitionBy).sql}`)]),
  ]
}

/** Options of an engine may have any name; the server's own are words. */
export function optionName(name: string): string {
  return /^\w+$/.test(name) ? name.toUpperCase() : identifier(name)
}

/** The value of an option. */
export function optionText(value: string | number): string {
  return typeof value === 'number' ? String(value) : plain(value)
}

/** What stands in an option without quotes. */
export function word(text: string, what: string): string {
  if (/^\w+$/.test(text)) return text
  throw unsupported(
    `has no ${what} ${JSON.stringify(text)}`,
    'Write it as one word: InnoDB, utf8mb4, DYNAMIC.',
  )
}
