import { regclass } from '../../dialects/postgres/regclass.ts'
import type { RenameObject } from '../../operations/object-operation.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { Column, TableName } from '../../schema/model.ts'
import type { Sequence } from '../../schema/objects.ts'
import { ownedName } from '../../schema/owned-name.ts'
import { qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import { isSql } from '../../schema/values.ts'
import { inFreeOrder, type Move, possibleMoves } from './rename-chains.ts'
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
  const taken = new Set([...relationKeys(before), ...newTableKeys(map), ...madeKeys(before)])
  const isTaken = (key: string) => taken.has(key)
  const wished = map.dialect === 'postgres' ? wishedMoves(before, map) : []
  const moved = possibleMoves(wished, { isTaken, isKept: () => false })
  const kept = wished.filter((one) => !moved.includes(one))
  return {
    operations: operationsOf(moved, taken),
    sequences: kept.flatMap(({ sequence, table, column }): readonly Sequence[] => {
      if (column.serial !== true) return []
      const { type } = column.type
      return [
        {
          type: 'sequence',
          ...sequence,
          ...((type === 'smallint' || type === 'integer') && { dataType: type }),
          ownedBy: { table: map.table(table), column: map.column(table, column.name) },
        },
      ]
    }),
    column: columnAfter(map, moved, kept),
  }
}

/** A column whose sequence is to be called otherwise: by the keys of the names, and by its name. */
interface SequenceMove extends Move {
  readonly sequence: TableName
  readonly name: string
  readonly table: TableName
  readonly column: Column
}

function wishedMoves(before: SchemaSnapshot, map: RenameMap): readonly SequenceMove[] {
  return before.tables
    .flatMap((definition) => {
      const { table } = definition.table
      if (!map.isTouched(table)) return []
      return numbered(definition, map).map(({ from, to, column }): SequenceMove => {
        const sequence = { name: from, ...schemaOf(table) }
        return {
          from: qualifiedKey(sequence),
          to: qualifiedKey({ ...sequence, name: to }),
          sequence,
          name: to,
          table,
          column,
        }
      })
    })
    .filter(({ from, to }) => from !== to)
}

function operationsOf(moved: readonly SequenceMove[], taken: ReadonlySet<string>): readonly RenameObject[] {
  const schemas = new Set(moved.map(({ sequence }) => sequence.schema))
  return [...schemas].flatMap((schema) => {
    const place = schema === undefined ? {} : { schema }
    const own = moved.filter(({ sequence }) => sequence.schema === schema)
    const names = own.map(({ sequence, name }) => ({ from: sequence.name, to: name }))
    return inFreeOrder(
      names,
      (name) => taken.has(qualifiedKey({ ...place, name })),
      (name) => name,
    ).map(({ from, to }): RenameObject => {
      return { kind: 'renameObject', object: { type: 'sequence', ...place, name: from }, to }
    })
  })
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
  moved: readonly SequenceMove[],
  kept: readonly SequenceMove[],
): RenamedSequences['column'] {
  const keptBy = new Map(
    kept.map((one) => [columnKey(map.table(one.table), map.column(one.table, one.column.name)), one]),
  )
  const literals = new Map(
    moved.map(({ sequence, name }) => [regclass(sequence), regclass({ ...sequence, name })]),
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
    const sql = value.sql.replaceAll(/'(?:[^']|'')*'::regclass/g, (text) => literals.get(text) ?? text)
    return sql === value.sql ? column : { ...column, default: { sql } }
  }
}

function columnKey(table: TableName, column: string): string {
  return `${qualifiedKey(table)}\0${column}`
}

function withKeptSequence(column: Column, { sequence }: SequenceMove): Column {
  const { serial, identity, ...rest } = column
  if (identity !== undefined) return { ...rest, identity: { ...identity, sequence: sequence.name } }
  return { ...rest, default: { sql: `nextval(${regclass(sequence)})` } }
}
