import type {
  Constraint,
  ForeignKey,
  PrimaryKey,
  SqliteKey,
  UniqueConstraint,
} from '../../../schema/model.ts'
import { rowidAlias, type SqliteConstraint, type TableDefinition } from '../definition.ts'
import { canBeNull } from '../shape-model.ts'
import type { Targets } from '../targets.ts'
import { sameName } from '../tokenize.ts'
import { canonicalExpression } from './expression.ts'

/** A constraint with the names as its table spells them, without what goes without saying. */
export function canonicalConstraint(
  constraint: SqliteConstraint,
  definition: TableDefinition,
  targets: Targets,
): Constraint {
  const columns = definition.columns.map(({ name }) => name)
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique':
      return canonicalKey(constraint, definition)
    case 'check':
      return { ...constraint, expression: canonicalExpression(constraint.expression, columns) }
    case 'foreignKey':
      return canonicalReference(constraint, columns, targets)
    default:
      return constraint satisfies never
  }
}

function canonicalKey<Key extends PrimaryKey | UniqueConstraint>(
  { sqlite: written, ...key }: Key,
  definition: TableDefinition,
): Omit<Key, 'sqlite'> & { readonly sqlite?: SqliteKey } {
  const columns = spelled(key.columns, definition)
  const isRowid = key.kind === 'primaryKey' && rowidAlias(definition) !== undefined
  const { onConflict, ...order } = written ?? {}
  const details: SqliteKey = {
    ...(onConflict !== undefined && { onConflict }),
    // The rowid has one order and no collation.
    ...(!isRowid && orderOf(order, definition)),
    ...(key.kind === 'primaryKey' && nullableOf(columns, definition)),
  }
  return { ...key, columns, ...(Object.keys(details).length > 0 && { sqlite: details }) }
}

function orderOf(
  { descending = [], collations = {} }: SqliteKey,
  definition: TableDefinition,
): Pick<SqliteKey, 'descending' | 'collations'> {
  const turned = spelled(descending, definition)
  const other = Object.entries(collations).flatMap(([name, collation]) => {
    const [column = name] = spelled([name], definition)
    return sameName(collation, collationOf(definition, column)) ? [] : [[column, collation] as const]
  })
  return {
    ...(turned.length > 0 && { descending: turned }),
    ...(other.length > 0 && { collations: Object.fromEntries(other) }),
  }
}

function nullableOf(columns: readonly string[], definition: TableDefinition): Pick<SqliteKey, 'nullable'> {
  const nullable = columns.filter((name) => {
    const column = definition.columns.find((one) => one.name === name)
    return column !== undefined && canBeNull(definition, column)
  })
  return nullable.length === 0 ? {} : { nullable }
}

/** The collation that a column's values are compared by, where nothing else is said. */
export function collationOf(definition: TableDefinition, column: string): string {
  const clauses = definition.columns.find(({ name }) => sameName(name, column))?.clauses ?? []
  return clauses.findLast((clause) => clause.kind === 'collate')?.collation ?? 'BINARY'
}

function spelled(names: readonly string[], { columns }: TableDefinition): readonly string[] {
  return names.map((name) => columns.find((column) => sameName(column.name, name))?.name ?? name)
}

/** SQLite heeds no MATCH, and defers only what is INITIALLY DEFERRED. */
function canonicalReference(key: ForeignKey, columns: readonly string[], targets: Targets): ForeignKey {
  const { references, onDelete, onUpdate, match: _, deferral, ...rest } = key
  const target = targets(references.table.name)
  const own = (name: string, known: readonly string[]) => known.find((one) => sameName(one, name)) ?? name
  const named = references.columns.map((name) => own(name, target?.columns ?? []))
  const meant = target?.key.length === key.columns.length ? target.key : []
  return {
    ...rest,
    columns: key.columns.map((name) => own(name, columns)),
    references: {
      table: { ...references.table, name: target?.name ?? references.table.name },
      columns: named.length > 0 ? named : meant,
    },
    ...(onDelete !== undefined && onDelete !== 'no action' && { onDelete }),
    ...(onUpdate !== undefined && onUpdate !== 'no action' && { onUpdate }),
    ...(deferral?.deferrable && {
      deferral: { deferrable: true, ...(deferral.initially === 'deferred' && { initially: 'deferred' }) },
    }),
  }
}
