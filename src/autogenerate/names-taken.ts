import type { Operation, TableChange } from '../operations/operation.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import type { Constraint, TableName } from '../schema/model.ts'
import { qualifiedKey } from '../schema/snapshot.ts'
import type { Made } from './dependencies.ts'

/** The names that nothing else may have at the same time. */
export function namesTaken(part: Made, dialect: DialectName): readonly string[] {
  if (part.kind === 'table') {
    const { table, indexes } = part.definition
    return [
      relation(table.table),
      ...indexes.flatMap(({ name }) => indexName(table.table, name, dialect)),
      ...table.constraints.flatMap((one) => constraintName(table.table, one, dialect)),
    ]
  }
  const { object } = part
  switch (object.type) {
    case 'view':
      return [relation(object), ...(object.indexes ?? []).map(({ name }) => relation({ ...object, name }))]
    case 'sequence':
    case 'enum':
    case 'composite':
    case 'domain':
      return [relation(object)]
    case 'function':
    case 'procedure':
      return [`routine\0${qualifiedKey(object)}`]
    default:
      return []
  }
}

/** The names that operations on a table give. */
export function namesGiven(operations: readonly Operation[], dialect: DialectName): readonly string[] {
  return operations.flatMap((one): readonly string[] => {
    switch (one.kind) {
      case 'alterTable':
        return namesGiven(one.changes, dialect)
      case 'createIndex':
        return indexName(one.table, one.index.name, dialect)
      case 'addConstraint':
        return constraintName(one.table, one.constraint, dialect)
      default:
        return []
    }
  })
}

/**
 * The changes of one table, of which the dropping of indexes whose names another table gets goes first. SQLite, where
 * all changes of a table are one.
 */
export function apart(
  operations: readonly Operation[],
  taken: ReadonlySet<string>,
): { readonly first: readonly Operation[]; readonly rest: readonly Operation[] } {
  const first: Operation[] = []
  const rest = operations.flatMap((one): readonly Operation[] => {
    if (one.kind !== 'alterTable') return [one]
    const own = new Set(namesGiven(one.changes, 'sqlite'))
    const isInTheWay = (change: TableChange): boolean =>
      change.kind === 'dropIndex' &&
      indexName(one.table, change.name, 'sqlite').some((name) => taken.has(name) && !own.has(name))
    first.push(...one.changes.filter(isInTheWay))
    const changes = one.changes.filter((change) => !isInTheWay(change))
    // Settings of the table are told beside its changes.
    const isEmpty = changes.length === 0 && one.changes.length > 0 && one.rebuild === undefined
    return isEmpty ? [] : [{ ...one, changes }]
  })
  return { first, rest }
}

function relation({ name, schema }: TableName): string {
  return `relation\0${qualifiedKey({ name, ...(schema !== undefined && { schema }) })}`
}

/** Indexes of MySQL are their tables'. */
function indexName(table: TableName, name: string, dialect: DialectName): readonly string[] {
  return dialect === 'mysql' ? [] : [relation({ ...table, name })]
}

/** PostgreSQL keeps an index of the same name behind a key; foreign keys of MySQL share their names. */
function constraintName(
  table: TableName,
  { kind, name }: Constraint,
  dialect: DialectName,
): readonly string[] {
  if (name === undefined) return []
  if (dialect === 'mysql')
    return kind === 'foreignKey' ? [`foreignKey\0${qualifiedKey({ ...table, name })}`] : []
  const isIndexed = dialect === 'postgres' && kind !== 'check' && kind !== 'foreignKey'
  return isIndexed ? [relation({ ...table, name })] : []
}
