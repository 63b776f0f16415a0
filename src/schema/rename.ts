import type { TableName } from './model.ts'

/** That something goes on under another name, with all that it holds. */
export type Rename = TableRename | ColumnRename

/** A table stays in its schema. */
export interface TableRename {
  readonly what: 'table'
  readonly schema?: string
  readonly from: string
  readonly to: string
}

export interface ColumnRename {
  readonly what: 'column'
  /** Its table by the name that it has in the end. */
  readonly table: TableName
  readonly from: string
  readonly to: string
}

/** What its names are names among: the tables of a schema, the columns of a table. */
export function renamePlace(rename: Rename): string {
  const place =
    rename.what === 'table' ? [rename.schema ?? ''] : [rename.table.schema ?? '', rename.table.name]
  return [rename.what, ...place].join('\0')
}

/** Whether two are about the same two things. */
export function renameKey(rename: Rename): string {
  const { from, to } = rename
  return [renamePlace(rename), from, to].join('\0')
}
