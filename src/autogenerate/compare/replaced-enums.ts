import type { EnumColumn, ReplaceObject } from '../../operations/object-operation.ts'
import type { AlterColumn } from '../../operations/operation.ts'
import type { ColumnType } from '../../schema/column-type.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { Column } from '../../schema/model.ts'
import type { EnumType } from '../../schema/objects.ts'
import { isSame } from '../../schema/same.ts'
import { objectKey, qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import { existingOf } from './columns.ts'
import { refuseUsers } from './enum-users.ts'
import { keepsValues } from './objects.ts'

/** The enum types that lose values, or have them in another order: no server alters them so. PostgreSQL. */
export interface ReplacedEnums {
  /** By key of the type. */
  readonly operations: ReadonlyMap<string, ReplaceObject>
  /** What takes away the defaults that don't come back with the new type. */
  readonly cleared: readonly AlterColumn[]
  /** The schema as it is when the types are replaced. */
  readonly standing: SchemaSnapshot
  /** By key of a table: the columns that are converted, by themselves or with those of a parent. */
  readonly converted: ReadonlyMap<string, ReadonlySet<string>>
}

/** Throws `UnalterableError` where something uses such a type that can't be made anew. */
export function replacedEnums(before: SchemaSnapshot, after: SchemaSnapshot): ReplacedEnums {
  const fresh = new Map(after.objects.map((one) => [objectKey(one), one]))
  const pairs = before.objects.flatMap((was) => {
    const now = fresh.get(objectKey(was))
    return was.type === 'enum' && now?.type === 'enum' && !keepsValues(was, now) ? [{ was, now }] : []
  })
  const nothing = { operations: new Map(), cleared: [], standing: before, converted: new Map() }
  return pairs.length === 0 ? nothing : replacing(before, after, pairs)
}

interface Pair {
  readonly was: EnumType
  readonly now: EnumType
}

function replacing(before: SchemaSnapshot, after: SchemaSnapshot, pairs: readonly Pair[]): ReplacedEnums {
  const tables = new Map(after.tables.map((one) => [qualifiedKey(one.table.table), one]))
  const keepsDefault = ({ table }: TableDefinition, column: Column) => {
    const now = tables.get(qualifiedKey(table.table))?.table.columns.find(({ name }) => name === column.name)
    return now === undefined || isSame(now.default, column.default)
  }
  const converted = new Map<string, ReadonlySet<string>>()
  for (const one of before.tables) {
    const columns = one.table.columns.filter(({ type }) => pairs.some(({ was }) => isOf(type, was)))
    if (columns.length > 0)
      converted.set(qualifiedKey(one.table.table), new Set(columns.map(({ name }) => name)))
  }
  for (const { was } of pairs) refuseUsers(before, was, converted)
  const own = before.tables.flatMap((definition) =>
    ownColumns(definition, before).map((column) => ({ definition, column })),
  )
  const operations = pairs.map(({ was, now }): readonly [string, ReplaceObject] => {
    const columns = own
      .filter(({ column }) => isOf(column.type, was))
      .map(({ definition, column }) => enumColumn(definition, column, keepsDefault(definition, column)))
    return [
      objectKey(now),
      { kind: 'replaceObject', object: now, was, ...(columns.length > 0 && { columns }) },
    ]
  })
  const clears = (definition: TableDefinition, column: Column) =>
    column.default !== undefined &&
    pairs.some(({ was }) => isOf(column.type, was)) &&
    !keepsDefault(definition, column)
  return {
    operations: new Map(operations),
    cleared: own
      .filter(({ definition, column }) => clears(definition, column))
      .map(({ definition, column }) => clearing(definition, column)),
    standing: {
      ...before,
      tables: before.tables.map((one) =>
        withColumns(one, (column) => {
          const { default: value, ...rest } = { ...column, type: typeAfter(column.type, pairs) }
          return value === undefined || clears(one, column) ? rest : { ...rest, default: value }
        }),
      ),
    },
    converted,
  }
}

function isOf(type: ColumnType, of: EnumType): boolean {
  if (type.type === 'array') return isOf(type.of, of)
  return type.type === 'enum' && type.name === of.name && type.schema === of.schema
}

function typeAfter(type: ColumnType, pairs: readonly Pair[]): ColumnType {
  if (type.type === 'array') return { ...type, of: typeAfter(type.of, pairs) }
  const pair = pairs.find(({ was }) => isOf(type, was))
  return pair === undefined || type.type !== 'enum' ? type : { ...type, values: pair.now.values }
}

function withColumns(definition: TableDefinition, map: (column: Column) => Column): TableDefinition {
  const { table } = definition
  return { ...definition, table: { ...table, columns: table.columns.map(map) } }
}

function enumColumn({ table }: TableDefinition, column: Column, keepsDefault: boolean): EnumColumn {
  return {
    table: table.table,
    column: column.name,
    ...(column.type.type === 'array' && { array: true }),
    ...(keepsDefault && column.default !== undefined && { default: column.default }),
  }
}

function clearing({ table }: TableDefinition, column: Column): AlterColumn {
  return {
    kind: 'alterColumn',
    table: table.table,
    column: column.name,
    to: { default: null },
    existing: existingOf(column, {}),
  }
}

/** The columns that are not altered with those of another table. */
function ownColumns({ table }: TableDefinition, { tables }: SchemaSnapshot): readonly Column[] {
  const { partitionOf, inherits = [] } = table.postgres ?? {}
  if (partitionOf !== undefined) return []
  if (inherits.length === 0) return table.columns
  const parents = tables.filter((one) =>
    inherits.some((name) => qualifiedKey(name) === qualifiedKey(one.table.table)),
  )
  const inherited = new Set(parents.flatMap((one) => one.table.columns.map(({ name }) => name)))
  return table.columns.filter(({ name, postgres }) => postgres?.inherited !== true && !inherited.has(name))
}
