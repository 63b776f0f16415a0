import type { AlterTableOptions, MysqlTableChange } from '../../operations/object-operation.ts'
import type { MysqlTable, TableName } from '../../schema/model.ts'
import type { Sql } from '../../schema/values.ts'
import { expression, join, raw } from '../ddl.ts'
import { refuseIllegible } from './alter-column.ts'
import { usualAriaOption } from './aria-options.ts'
import { printColumn } from './column-text.ts'
import { collationText } from './columns.ts'
import type { TableDraft } from './draft.ts'
import { ddl } from './identifier.ts'
import { plain, quoted } from './quote.ts'
import { optionName, optionText, word } from './tables.ts'
import { unsupported } from './unsupported.ts'

/** Whether columns follow the change, for which they have to be known. */
export function changesLetters({ to }: AlterTableOptions): boolean {
  return to.mysql?.characterSet !== undefined || to.mysql?.collation !== undefined
}

/** What a table is as a whole. How PostgreSQL stores it is passed over. */
export function alterTableOptions(operation: AlterTableOptions, draft: TableDraft): readonly Sql[] {
  const { table, to, was } = operation
  const { partitionBy, collation, ...rest } = to.mysql ?? {}
  const followers = changesLetters(operation) ? followersOf(table, draft) : []
  const actions = [...optionsOf(rest, was?.mysql), ...followers]
  return [
    ...(partitionBy === null ? [ddl`ALTER TABLE ${table} REMOVE PARTITIONING`] : []),
    ...(collation === null
      ? usualCollation(table, actions)
      : altered(table, [
          ...actions,
          ...(collation === undefined ? [] : [raw(`COLLATE=${collationText(collation)}`)]),
        ])),
    ...(typeof partitionBy === 'string'
      ? [ddl`ALTER TABLE ${table} PARTITION BY ${expression(partitionBy)}`]
      : []),
  ]
}

function altered(table: TableName, actions: readonly Sql[]): readonly Sql[] {
  return actions.length === 0 ? [] : [ddl`ALTER TABLE ${table} ${join(actions)}`]
}

function optionsOf(
  to: Omit<MysqlTableChange, 'partitionBy' | 'collation'>,
  was: MysqlTable = {},
): readonly Sql[] {
  const { engine, characterSet, rowFormat, options = {}, autoIncrement } = to
  const format = rowFormat === undefined ? was.rowFormat : (rowFormat ?? undefined)
  const usual = (name: string) =>
    usualAriaOption(name, { ...(format !== undefined && { rowFormat: format }) })?.toString() ??
    usualOption(name)
  return [
    ...(engine === undefined ? [] : [raw(`ENGINE=${word(engine ?? 'InnoDB', 'engine')}`)]),
    ...(autoIncrement === undefined ? [] : [raw(`AUTO_INCREMENT=${autoIncrement}`)]),
    ...(characterSet === undefined ? [] : [raw(`DEFAULT CHARSET=${word(characterSet, 'character set')}`)]),
    ...(rowFormat === undefined ? [] : [raw(`ROW_FORMAT=${word(rowFormat ?? 'DEFAULT', 'row format')}`)]),
    ...Object.entries(options).map(
      ([name, value]) =>
        ddl`${raw(optionName(name))}=${raw(value === null ? usual(name) : optionText(value))}`,
    ),
  ]
}

const numbers = /^(?:(?:max|min)_rows|avg_row_length|(?:table_)?checksum|delay_key_write|key_block_size)$/i

/** Options of the server's own have no word for it in some cases. */
function usualOption(name: string): string {
  if (numbers.test(name)) return '0'
  return /^(?:compression|connection)$/i.test(name) ? "''" : 'DEFAULT'
}

/** Columns without a collation of their own have the table's: stated anew in the same statement, they get the new one. */
function followersOf(table: TableName, draft: TableDraft): readonly Sql[] {
  if (!draft.isKnown) {
    throw unsupported(
      `can't tell in a script which columns follow the collation of ${table.name}`,
      'Convert them with op.execute: ALTER TABLE … CONVERT TO CHARACTER SET … COLLATE ….',
    )
  }
  return draft.withoutCollation().map(([name, column]) => {
    refuseIllegible(column)
    return ddl`MODIFY COLUMN ${name} ${raw(printColumn(column))}`
  })
}

/** The collation of the database, whose name only the server knows. */
function usualCollation(table: TableName, actions: readonly Sql[]): readonly Sql[] {
  const { sql: text } = ddl`ALTER TABLE ${table} ${join([...actions, raw('COLLATE=')])}`
  const schema = table.schema === undefined ? 'DATABASE()' : plain(table.schema)
  const collation = `(SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ${schema})`
  return [
    raw(`SET @tsmig_alter = CONCAT(${quoted(text)}, ${collation})`),
    raw('PREPARE tsmig_alter FROM @tsmig_alter'),
    raw('EXECUTE tsmig_alter'),
    raw('DEALLOCATE PREPARE tsmig_alter'),
  ]
}
