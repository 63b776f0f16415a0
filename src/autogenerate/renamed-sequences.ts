import { serverIdentifier } from '../dialects/postgres/server-identifier.ts'
import type { RenameObject } from '../operations/object-operation.ts'
import type { TableDefinition } from '../schema/define-table.ts'
import type { Column, TableName } from '../schema/model.ts'
import type { Sequence } from '../schema/objects.ts'
import { ownedName } from '../schema/owned-name.ts'
import { qualifiedKey, type SchemaSnapshot } from '../schema/snapshot.ts'
import { isSql } from '../schema/values.ts'
import type { RenameMap } from './rename-map.ts'
import { relationKeys } from './renamed-objects.ts'
import { namesWithin } from './renamed-table.ts'

/** What becomes of the sequences that PostgreSQL made for columns. */
export interface RenamedSequences {
  /** They get the name that a new column's would have. */
  readonly operations: readonly RenameObject[]
  /** Where that name is taken, a sequence keeps its own, and stands for itself from now on. */
  readonly sequences: readonly Sequence[]
  /** A column, with its new name, whose sequence is called so. */
  column(table: TableName, column: Column): Column
}

/**
 * PostgreSQL renames no sequence along: that of a serial column would be no longer what `serial` makes, and that of an
 * identity have a name of its own.
 */
export function renamedSequences(before: SchemaSnapshot, map: RenameMap): RenamedSequences {
  const operations: RenameObject[] = []
  const kept: KeptSequence[] = []
  if (map.dialect === 'postgres') {
    const taken = new Set([...relationKeys(before), ...newTableKeys(map), ...madeKeys(before)])
    for (const definition of before.tables) {
      if (!map.isTouched(definition.table.table)) continue
      for (const { from, to, column } of numbered(definition, map)) {
        if (from === to) continue
        const place = schemaOf(definition.table.table)
        if (taken.has(qualifiedKey({ ...place, name: to }))) {
          kept.push({ name: from, table: definition.table.table, column })
          continue
        }
        taken.add(qualifiedKey({ ...place, name: to }))
        operations.push({ kind: 'renameObject', object: { type: 'sequence', ...place, name: from }, to })
      }
    }
  }
  return {
    operations,
    sequences: kept.flatMap(({ name, table, column }): readonly Sequence[] => {
      if (column.serial !== true) return []
      const { type } = column.type
      return [
        {
          type: 'sequence',
          ...schemaOf(table),
          name,
          ...((type === 'smallint' || type === 'integer') && { dataType: type }),
          ownedBy: { table: map.table(table), column: map.column(table, column.name) },
        },
      ]
    }),
    column: columnAfter(map, operations, kept),
  }
}

interface KeptSequence {
  readonly name: string
  readonly table: TableName
  readonly column: Column
}

function schemaOf({ schema }: TableName): { readonly schema?: string } {
  return schema === undefined ? {} : { schema }
}

/** The columns whose sequences have the name that the server chooses: that name before, and after. */
function numbered({ table: { table, columns } }: TableDefinition, map: RenameMap) {
  const names = namesWithin(table, map)
  return columns.flatMap((column) => {
    if (!isNumbered(column)) return []
    const from = ownedName(table.name, column.name, 'seq')
    return [{ from, to: ownedName(names.to.name, names.column(column.name), 'seq'), column }]
  })
}

function isNumbered({ serial, identity }: Column): boolean {
  return serial === true || (identity !== undefined && identity.sequence === undefined)
}

function newTableKeys(map: RenameMap): readonly string[] {
  return map.touched.map(({ table }) => qualifiedKey(map.table(table)))
}

function madeKeys({ tables }: SchemaSnapshot): readonly string[] {
  return tables.flatMap(({ table: { table, columns } }) =>
    columns.filter(isNumbered).map(({ name }) => {
      return qualifiedKey({ ...schemaOf(table), name: ownedName(table.name, name, 'seq') })
    }),
  )
}

function columnAfter(
  map: RenameMap,
  operations: readonly RenameObject[],
  kept: readonly KeptSequence[],
): RenamedSequences['column'] {
  const keptBy = new Map(
    kept.map((one) => [columnKey(map.table(one.table), map.column(one.table, one.column.name)), one]),
  )
  const literals = new Map(
    operations.flatMap(({ object, to }) => {
      if (object.type !== 'sequence') return []
      const { schema } = object
      const place = schema === undefined ? {} : { schema }
      return [[regclass({ ...place, name: object.name }), regclass({ ...place, name: to })] as const]
    }),
  )
  return (table, column) => {
    const own = keptBy.get(columnKey(table, column.name))
    if (own !== undefined) return withKeptSequence(column, own)
    const { default: value, identity } = column
    if (identity?.sequence !== undefined && identity.sequence === ownedName(table.name, column.name, 'seq')) {
      const { sequence: _, ...rest } = identity
      return { ...column, identity: rest }
    }
    if (!isSql(value) || literals.size === 0) return column
    let { sql } = value
    for (const [from, to] of literals) sql = sql.replaceAll(from, to)
    return sql === value.sql ? column : { ...column, default: { sql } }
  }
}

function columnKey(table: TableName, column: string): string {
  return `${qualifiedKey(table)}\0${column}`
}

function withKeptSequence(column: Column, { name, table }: KeptSequence): Column {
  const { serial, identity, ...rest } = column
  if (identity !== undefined) return { ...rest, identity: { ...identity, sequence: name } }
  return { ...rest, default: { sql: `nextval(${regclass({ ...schemaOf(table), name })})` } }
}

/** A sequence as it stands in a default. */
function regclass({ schema, name }: TableName): string {
  const spelled = [...(schema === undefined ? [] : [schema]), name].map(serverIdentifier).join('.')
  return `'${spelled.replaceAll("'", "''")}'::regclass`
}
