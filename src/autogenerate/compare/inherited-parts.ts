import type { TableDefinition } from '../../schema/define-table.ts'
import type { Column, Constraint, Index, Table } from '../../schema/model.ts'
import { isSame } from '../../schema/same.ts'
import { qualifiedKey } from '../../schema/snapshot.ts'

/** The tables of one snapshot, by key. */
export type TablesByKey = ReadonlyMap<string, TableDefinition>

/**
 * Two definitions of a table, so that what both have from a partitioned table says no difference. Where the tables that
 * they have it from are others, each has all that would be its own if it stood by itself. For heirs of the same
 * tables, see `heirSides`. PostgreSQL.
 */
export function comparable(
  before: TableDefinition,
  after: TableDefinition,
  tables: { readonly before: TablesByKey; readonly after: TablesByKey },
): readonly [before: TableDefinition, after: TableDefinition] {
  const [was, now] = [parentage(before.table), parentage(after.table)]
  if (was === undefined && now === undefined) return [before, after]
  if (!isSame(was, now)) return [alone(before, tables.before), alone(after, tables.after)]
  if (before.table.postgres?.partitionOf === undefined) return [before, after]
  if ((before.table.columns.length === 0) === (after.table.columns.length === 0)) return [before, after]
  return [withColumns(before, tables.before), withColumns(after, tables.after)]
}

function parentage({ postgres }: Table): unknown {
  return postgres?.partitionOf ?? postgres?.inherits
}

/** The table as it is when it is no partition, and no heir, any more. */
function alone(definition: TableDefinition, tables: TablesByKey): TableDefinition {
  const whole = withColumns(definition, tables)
  const { postgres, columns } = definition.table
  const parent = postgres?.partitionOf && tables.get(qualifiedKey(postgres.partitionOf.table))
  if (parent === undefined || columns.length > 0) return whole
  const { table, indexes } = alone(parent, tables)
  const { name } = whole.table.table
  return {
    table: { ...whole.table, constraints: [...whole.table.constraints, ...keysOf(name, table)] },
    indexes: [...whole.indexes, ...indexes.map((index) => ({ ...index, name: indexName(name, index) }))],
  }
}

/** The table with the columns and checks that it has from others. */
export function withColumns(definition: TableDefinition, tables: TablesByKey): TableDefinition {
  const { table } = definition
  const { columns, constraints } = inheritedBy(definition, tables)
  const own = new Set(table.columns.map(({ name }) => name))
  const named = new Set(table.constraints.map(({ name }) => name))
  return {
    ...definition,
    table: {
      ...table,
      columns: [...columns.filter(({ name }) => !own.has(name)), ...table.columns],
      constraints: [...table.constraints, ...constraints.filter(({ name }) => !named.has(name))],
    },
  }
}

/** What a table has from those that it inherits from, or is a partition of. */
export function inheritedBy(
  { table }: TableDefinition,
  tables: TablesByKey,
): Pick<Table, 'columns' | 'constraints'> {
  const { partitionOf, inherits = [] } = table.postgres ?? {}
  if (partitionOf !== undefined && table.columns.length > 0) return { columns: [], constraints: [] }
  const parents = [...(partitionOf === undefined ? [] : [partitionOf.table]), ...inherits].flatMap(
    (name) => tables.get(qualifiedKey(name)) ?? [],
  )
  const whole = parents.map((parent) => withColumns(parent, tables).table)
  const columns = new Map(whole.flatMap((one) => one.columns).map((one) => [one.name, inherited(one)]))
  return {
    columns: [...columns.values()],
    constraints: whole.flatMap((one) => one.constraints.filter(isInherited)).map(withoutComment),
  }
}

function inherited({ comment: _, identity: __, ...column }: Column): Column {
  const { postgres, ...rest } = column
  if (postgres === undefined) return column
  const { options: ___, inherited: ____, ...settings } = postgres
  return Object.keys(settings).length === 0 ? rest : { ...rest, postgres: settings }
}

function isInherited(constraint: Constraint): boolean {
  return constraint.kind === 'check' && constraint.noInherit !== true
}

function withoutComment({ comment: _, ...constraint }: Constraint): Constraint {
  return constraint
}

/** The keys of a partitioned table, under the names that PostgreSQL gives them in a partition. */
function keysOf(partition: string, { constraints }: Table): readonly Constraint[] {
  return constraints.flatMap((one): readonly Constraint[] => {
    const { comment: _, ...key } = one
    switch (key.kind) {
      case 'primaryKey':
        return [{ ...key, name: `${partition}_pkey` }]
      case 'unique':
        return [{ ...key, name: `${partition}_${key.columns.join('_')}_key` }]
      case 'foreignKey':
        return [key]
      default:
        return []
    }
  })
}

function indexName(partition: string, { keys, include = [] }: Index): string {
  return [partition, ...keys.map(({ column = 'expr' }) => column), ...include, 'idx'].join('_')
}
