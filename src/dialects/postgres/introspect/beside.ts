import type { TableName } from '../../../schema/model.ts'
import type { OtherObject } from '../../../schema/objects.ts'
import type { Sql } from '../../../schema/values.ts'
import { raw } from '../../ddl.ts'
import { columnSettings } from '../columns.ts'
import { commentStatement } from '../comments.ts'
import { ddl } from '../identifier.ts'
import { type Catalog, catalogs } from './catalog.ts'
import type { ColumnRow } from './column-row.ts'
import { postgresColumnOf } from './columns.ts'
import { type HeadRow, schemasIn } from './head.ts'
import type { Relation } from './relation.ts'
import type { SequenceRow } from './sequences.ts'

/** What can be set on the columns of a view, and has no place in the model: it stands by its statements. */
export function viewColumnSettings({ row, table, columns }: Relation): readonly OtherObject[] {
  if (row.kind === 'v') return columns.flatMap((column) => columnDefault(table, column))
  return columns.flatMap((column): readonly OtherObject[] => {
    const { storage, compression, statistics, options } = postgresColumnOf(column, table)
    const set = columnSettings(column.name, {
      ...(storage !== undefined && { storage }),
      ...(compression !== undefined && { compression }),
      ...(statistics !== undefined && { statistics }),
      ...(options !== undefined && { options }),
    })
    const alter = ddl`ALTER MATERIALIZED VIEW ${table}`.sql
    const reset = [
      ...(storage === undefined ? [] : ['SET STORAGE EXTENDED']),
      ...(compression === undefined ? [] : ['SET COMPRESSION DEFAULT']),
      ...(statistics === undefined ? [] : ['SET STATISTICS -1']),
      ...(options === undefined ? [] : [ddl`RESET (${Object.keys(options)})`.sql]),
    ]
    if (set.length === 0) return []
    return [
      {
        type: 'other',
        what: 'settings of a column',
        ...table,
        name: `${table.name}.${column.name}`,
        table,
        create: `${alter} ${set.map(({ sql }) => sql).join(', ')}`,
        drop: `${alter} ${reset.map((one) => ddl`ALTER COLUMN ${column.name} ${raw(one)}`.sql).join(', ')}`,
      },
    ]
  })
}

/** What is written where a row that is inserted through a view doesn't say it. */
function columnDefault(table: TableName, column: ColumnRow): readonly OtherObject[] {
  if (column.default === null) return []
  const alter = ddl`ALTER VIEW ${table} ALTER COLUMN ${column.name}`.sql
  return [
    {
      type: 'other',
      what: 'default of a column',
      ...table,
      name: `${table.name}.${column.name}`,
      table,
      create: `${alter} SET DEFAULT ${column.default}`,
      drop: `${alter} DROP DEFAULT`,
    },
  ]
}

/** What the server writes on the schema `public` of a new database. */
const usual = 'standard public schema'

/** Comments on schemas that are there without being made: `public`, and the connection's own. */
export function schemaComments(head: HeadRow, catalog: Catalog): readonly OtherObject[] {
  return schemasIn(head).flatMap(({ oid, name, comment }): readonly OtherObject[] => {
    const isThere = name === 'public' || name === head.own
    if (!isThere || !catalog.schemas.has(oid) || catalog.isExtensions(catalogs.schema, oid)) return []
    if (comment === null || (name === 'public' && comment === usual)) return []
    return [commentObject(ddl`SCHEMA ${name}`, { name }, comment, name === 'public' ? usual : null)]
  })
}

/** A comment on the sequence of an identity, which is made with its column. */
export function identityComments(
  { sequences, columns, table }: Relation,
  catalog: Catalog,
): readonly OtherObject[] {
  return columns.flatMap(({ number }): readonly OtherObject[] => {
    const sequence: SequenceRow | undefined = sequences.get(number)
    if (sequence === undefined || !sequence.identity || sequence.comment === null) return []
    const name = catalog.named(sequence.schema, sequence.name)
    return [{ ...commentObject(ddl`SEQUENCE ${name}`, name, sequence.comment, null), table }]
  })
}

function commentObject(on: Sql, name: TableName, comment: string, before: string | null): OtherObject {
  return {
    type: 'other',
    what: 'comment',
    ...name,
    create: commentStatement(on, comment).sql,
    drop: commentStatement(on, before).sql,
  }
}
