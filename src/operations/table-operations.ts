import {
  type ColumnList,
  type ColumnRecord,
  type LooseTableParts,
  type TableOptions,
  type TablePart,
  tableDefinition,
} from '../schema/define-table.ts'
import { deepFreeze } from '../schema/freeze.ts'
import { indexName } from '../schema/index-definition.ts'
import type { TableName } from '../schema/model.ts'
import { nameOf, tableNameOf } from '../schema/names.ts'
import type { CreateTable, DropTable, RenameTable } from './operation.ts'
import { flag, knownOptions } from './options.ts'

export interface CreateTableOptions extends TableOptions {
  /** Leaves a table of that name as it is. */
  readonly ifNotExists?: boolean
}

export interface SchemaOption {
  /** The schema of the table, where it is not the connection's own. */
  readonly schema?: string
}

export interface DropTableOptions extends SchemaOption {
  readonly ifExists?: boolean
  /** The table as it is, so that the drop can be reversed, without its rows. */
  readonly was?: FormerTable
}

/** A table as it was: what `op.createTable` would be given. */
export interface FormerTable extends Omit<TableOptions, 'schema'> {
  readonly columns: ColumnRecord | ColumnList
  readonly constraintsAndIndexes?: readonly TablePart[]
}

/** `op.createTable` as data. */
export function createTable<const Columns extends ColumnRecord | ColumnList>(
  name: string | TableName,
  columns: Columns,
  parts: LooseTableParts<Columns>,
  options: CreateTableOptions,
  nameIndex: typeof indexName = indexName,
): CreateTable {
  knownOptions('op.createTable', options, [
    'schema',
    'comment',
    'temporary',
    'strict',
    'withoutRowid',
    'postgres',
    'mysql',
    'ifNotExists',
  ])
  const { table, indexes } = tableDefinition(name, columns, parts, options, nameIndex)
  return deepFreeze({
    kind: 'createTable',
    table,
    ...(indexes.length === 0 ? {} : { indexes }),
    ...flag('ifNotExists', options.ifNotExists),
  })
}

/** `op.dropTable` as data. */
export function dropTable(
  name: string | TableName,
  options: DropTableOptions,
  nameIndex: typeof indexName = indexName,
): DropTable {
  knownOptions('op.dropTable', options, ['schema', 'ifExists', 'was'])
  const table = tableNameOf(name, options.schema)
  return deepFreeze({
    kind: 'dropTable',
    table,
    ...flag('ifExists', options.ifExists),
    ...(options.was === undefined ? {} : formerTable(table, options.was, nameIndex)),
  })
}

function formerTable(
  name: TableName,
  was: FormerTable,
  nameIndex: typeof indexName,
): Pick<DropTable, 'was' | 'indexes'> {
  const {
    columns,
    constraintsAndIndexes = [],
    ...options
  } = knownOptions('`was` of op.dropTable', was, [
    'columns',
    'constraintsAndIndexes',
    'comment',
    'temporary',
    'strict',
    'withoutRowid',
    'postgres',
    'mysql',
  ])
  const { table, indexes } = tableDefinition(name, columns, constraintsAndIndexes, options, nameIndex)
  return { was: table, ...(indexes.length === 0 ? {} : { indexes }) }
}

/** `op.renameTable` as data. A renamed table stays in its schema. */
export function renameTable(name: string | TableName, to: string, options: SchemaOption): RenameTable {
  knownOptions('op.renameTable', options, ['schema'])
  return deepFreeze({
    kind: 'renameTable',
    table: tableNameOf(name, options.schema),
    to: nameOf(to, "The table's new name"),
  })
}
