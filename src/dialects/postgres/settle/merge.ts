import type { ColumnType } from '../../../schema/column-type.ts'
import { withDefaultCheckNames } from '../../../schema/default-names.ts'
import type { TableDefinition } from '../../../schema/define-table.ts'
import type { Column, Constraint, Index, PostgresTable } from '../../../schema/model.ts'
import type { Domain, SchemaObject } from '../../../schema/objects.ts'

/** The declared table with the types and expressions of the planted one, part by part, by their names. */
export function mergeTable({ table, indexes }: TableDefinition, planted: TableDefinition): TableDefinition {
  const columns = new Map(planted.table.columns.map((one) => [one.name, one]))
  const constraints = new Map(planted.table.constraints.map((one) => [one.name, one]))
  const read = new Map(planted.indexes.map((one) => [one.name, one]))
  return {
    table: {
      ...table,
      columns: table.columns.map((one) => mergeColumn(one, columns.get(one.name))),
      constraints: table.constraints.map((one) => mergeConstraint(one, constraints.get(one.name))),
      ...(table.postgres !== undefined && {
        postgres: mergeOptions(table.postgres, planted.table.postgres ?? {}),
      }),
    },
    indexes: indexes.map((one) => mergeIndex(one, read.get(one.name))),
  }
}

/** How it is partitioned, and the bounds that it has as a partition. */
function mergeOptions(options: PostgresTable, { partitionBy, partitionOf }: PostgresTable): PostgresTable {
  return {
    ...options,
    ...(options.partitionBy !== undefined && partitionBy !== undefined && { partitionBy }),
    ...(options.partitionOf !== undefined &&
      partitionOf !== undefined && { partitionOf: { ...options.partitionOf, bounds: partitionOf.bounds } }),
  }
}

function mergeColumn(column: Column, read: Column | undefined): Column {
  if (read === undefined) return column
  const { default: _, generated: __, collation: ___, ...rest } = column
  return {
    ...rest,
    type: isEnum(column.type) ? column.type : read.type,
    ...(read.default !== undefined && { default: read.default }),
    ...(read.generated !== undefined && { generated: read.generated }),
    ...(read.collation !== undefined && { collation: read.collation }),
  }
}

/** An enum is spelt by its name; its values are compared where the type is. */
function isEnum(type: ColumnType): boolean {
  return type.type === 'array' ? isEnum(type.of) : type.type === 'enum' && type.name !== undefined
}

function mergeConstraint(constraint: Constraint, read: Constraint | undefined): Constraint {
  if (read === undefined || read.kind !== constraint.kind) return constraint
  const { comment } = constraint
  return {
    ...read,
    ...(comment !== undefined && { comment }),
    ...(constraint.kind === 'check' && constraint.notValid === true && { notValid: true }),
  }
}

function mergeIndex({ comment, tablespace, ...index }: Index, read: Index | undefined): Index {
  return {
    ...(read ?? index),
    ...(comment !== undefined && { comment }),
    ...(tablespace !== undefined && { tablespace }),
  }
}

/** The declared object with the expressions of the planted one. */
export function mergeObject(object: SchemaObject, read: SchemaObject): SchemaObject {
  switch (object.type) {
    case 'view':
      return read.type === 'view' ? mergeView(object, read) : object
    case 'domain':
      return read.type === 'domain' ? mergeDomain(object, read) : object
    case 'composite':
    case 'function':
    case 'procedure': {
      if (read.type !== object.type) return object
      const { name, schema, comment } = object
      const { schema: _, ...parts } = read
      return {
        ...parts,
        name,
        ...(schema !== undefined && { schema }),
        ...(comment !== undefined && { comment }),
      } as SchemaObject
    }
    case 'trigger':
    case 'policy': {
      if (read.type !== object.type) return object
      return {
        ...read,
        table: object.table,
        ...(object.comment !== undefined && { comment: object.comment }),
      } as SchemaObject
    }
    default:
      return object
  }
}

/** What got its name of the plant gets one of the domain. */
function mergeDomain({ name, schema, checks, comment }: Domain, read: Domain): Domain {
  const given = new Set(checks.flatMap((one) => one.name ?? []))
  const { schema: _, ...parts } = read
  return withDefaultCheckNames({
    ...parts,
    name,
    ...(schema !== undefined && { schema }),
    checks: read.checks.map(({ name: own, ...check }) =>
      own !== undefined && given.has(own) ? { name: own, ...check } : check,
    ),
    ...(comment !== undefined && { comment }),
  })
}

type View = Extract<SchemaObject, { type: 'view' }>

/** The server writes the names of a view's columns into its query. */
function mergeView(view: View, read: View): View {
  const { columns: _, ...rest } = view
  return { ...rest, query: read.query, ...(read.columns !== undefined && { columns: read.columns }) }
}
