import type { AlterColumn, Operation } from '../../operations/operation.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { Constraint, Identity, TableName } from '../../schema/model.ts'
import { ownedName } from '../../schema/owned-name.ts'
import { qualifiedKey } from '../../schema/snapshot.ts'
import type { Made } from './dependencies.ts'

/** The names that no other part may have at the same time. */
export function namesTaken(part: Made, dialect: DialectName): readonly string[] {
  if (part.kind === 'table') {
    const { table, indexes } = part.definition
    return [
      relationName(table.table),
      ...indexes.flatMap(({ name }) => indexName(table.table, name, dialect)),
      ...table.constraints.flatMap((one) => constraintNames(table.table, one, dialect)),
      ...table.columns.flatMap((one) => sequenceName(table.table, one, dialect)),
    ]
  }
  const { object } = part
  switch (object.type) {
    case 'view':
      return [
        relationName(object),
        ...(object.indexes ?? []).map(({ name }) => relationName({ ...object, name })),
      ]
    case 'sequence':
    case 'enum':
    case 'composite':
    case 'domain':
      return [relationName(object)]
    case 'function':
    case 'procedure':
      return [`routine\0${qualifiedKey(object)}`]
    case 'other':
      if (relations.has(object.what)) return [relationName(object)]
      return object.what === 'aggregate' ? [`routine\0${qualifiedKey(object)}`] : []
    default:
      return []
  }
}

/** What stands by its statement, and shares its names with tables. */
const relations: ReadonlySet<string> = new Set(['virtual table', 'table', 'view', 'index', 'type'])

/** The names that operations on a table give. */
export function namesGiven(operations: readonly Operation[], dialect: DialectName): readonly string[] {
  return operations.flatMap((one): readonly string[] => {
    switch (one.kind) {
      case 'alterTable':
        return namesGiven(one.changes, dialect)
      case 'createIndex':
        return indexName(one.table, one.index.name, dialect)
      case 'addConstraint':
        return constraintNames(one.table, one.constraint, dialect)
      case 'addColumn':
        return sequenceName(one.table, one.column, dialect)
      case 'alterColumn':
        return sequenceName(one.table, { name: one.column, ...one.to }, dialect)
      default:
        return []
    }
  })
}

function isNumberedNoMore({ to }: AlterColumn): boolean {
  return to.identity === null || to.serial === false
}

/** The names that an operation on a table lets go of; columns take them along unsaid. */
export function namesLeft(one: Operation, dialect: DialectName): readonly string[] {
  switch (one.kind) {
    case 'dropIndex':
      return one.table === undefined ? [] : indexName(one.table, one.name, dialect)
    case 'dropColumn':
      return one.was === undefined ? [] : sequenceName(one.table, one.was, dialect)
    case 'alterColumn': {
      const { identity, serial } = one.existing ?? {}
      const was = { name: one.column, ...(serial && { serial }), ...(identity && { identity }) }
      return isNumberedNoMore(one) ? sequenceName(one.table, was, dialect) : []
    }
    default:
      return []
  }
}

/** The name of a table among those that `namesTaken` tells. */
export function relationName({ name, schema }: TableName): string {
  return `relation\0${qualifiedKey({ name, ...(schema !== undefined && { schema }) })}`
}

/** Indexes of MySQL are their tables'. */
function indexName(table: TableName, name: string, dialect: DialectName): readonly string[] {
  return dialect === 'mysql' ? [] : [relationName({ ...table, name })]
}

/**
 * The same names of a constraint. PostgreSQL keeps an index of the same name behind a key; foreign keys of MySQL share
 * their names, and so do checks.
 */
export function constraintNames(
  table: TableName,
  { kind, name }: Constraint,
  dialect: DialectName,
): readonly string[] {
  if (name === undefined) return []
  if (dialect === 'mysql')
    return kind === 'foreignKey' || kind === 'check' ? [`${kind}\0${qualifiedKey({ ...table, name })}`] : []
  const isIndexed = dialect === 'postgres' && kind !== 'check' && kind !== 'foreignKey'
  return isIndexed ? [relationName({ ...table, name })] : []
}

/** PostgreSQL numbers a column by a sequence of its own. */
function sequenceName(
  table: TableName,
  { name, serial, identity }: Numbering,
  dialect: DialectName,
): readonly string[] {
  if (dialect !== 'postgres' || (serial !== true && (identity === undefined || identity === null))) return []
  return [relationName({ ...table, name: identity?.sequence ?? ownedName(table.name, name, 'seq') })]
}

interface Numbering {
  readonly name: string
  readonly serial?: boolean
  readonly identity?: Identity | null
}
