import type { TableDefinition } from '../../../schema/define-table.ts'
import type { Column, Constraint, Index, PostgresTable } from '../../../schema/model.ts'
import type { SchemaObject, Trigger, View } from '../../../schema/objects.ts'

/** The schema of this session's temporary objects. */
export const temporary = 'pg_temp'

/** A table with what the server may spell otherwise, and nothing else, as a temporary table of the same name. */
export function plantTable({ table, indexes }: TableDefinition): TableDefinition {
  const options = plantOptions(table.postgres ?? {})
  return {
    table: {
      table: { name: table.table.name, schema: temporary },
      columns: table.columns.map(plantColumn),
      constraints: table.constraints.filter(({ kind }) => kind !== 'foreignKey').map(plantConstraint),
      ...(Object.keys(options).length > 0 && { postgres: options }),
    },
    indexes: indexes.map(plantIndex),
  }
}

/** The table that a partition is one of is planted, too. */
function plantOptions({ inherits, partitionBy, partitionOf }: PostgresTable): PostgresTable {
  return {
    ...(inherits !== undefined && { inherits }),
    ...(partitionBy !== undefined && { partitionBy }),
    ...(partitionOf !== undefined && {
      partitionOf: { ...partitionOf, table: { name: partitionOf.table.name, schema: temporary } },
    }),
  }
}

function plantColumn({ name, type, nullable, default: value, generated, collation }: Column): Column {
  return {
    name,
    type,
    nullable,
    ...(value !== undefined && { default: value }),
    ...(generated !== undefined && { generated }),
    ...(collation !== undefined && { collation }),
  }
}

function plantConstraint(constraint: Constraint): Constraint {
  const { comment: _, ...rest } = constraint
  if (rest.kind === 'check') {
    const { notValid: __, ...check } = rest
    return check
  }
  return rest as Constraint
}

function plantIndex({ comment: _, tablespace: __, ...index }: Index): Index {
  return index
}

/** A view that a planted trigger stands on: nothing of a trigger that a view can have depends on what it shows. */
export function plantView({ table }: Trigger): View {
  return { type: 'view', ...table, query: 'SELECT 1' }
}

/**
 * An object as a temporary one called `name`; `undefined` where there is nothing that the server could spell otherwise.
 * Triggers and policies keep their names, and stand on the temporary table.
 */
export function plantObject(object: SchemaObject, name: string): SchemaObject | undefined {
  switch (object.type) {
    case 'view': {
      const { query, columns } = object
      return { type: 'view', name, schema: temporary, query, ...(columns !== undefined && { columns }) }
    }
    case 'domain':
    case 'composite':
    case 'function':
    case 'procedure': {
      const { comment: _, ...rest } = object
      return { ...rest, name, schema: temporary }
    }
    case 'trigger':
    case 'policy': {
      const { comment: _, ...rest } = object
      return { ...rest, table: { name: object.table.name, schema: temporary } }
    }
    default:
      return undefined
  }
}
