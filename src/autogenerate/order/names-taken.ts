import { regclass } from '../../dialects/postgres/regclass.ts'
import type { AlterColumn, Operation } from '../../operations/operation.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { Constraint, Identity, TableName } from '../../schema/model.ts'
import { ownedName } from '../../schema/owned-name.ts'
import { qualifiedKey } from '../../schema/snapshot.ts'
import { isSql } from '../../schema/values.ts'
import { identifiersIn } from '../identifiers-in.ts'
import type { Made } from './dependencies.ts'

/** The names that nothing else may have at the same time. */
export function namesTaken(part: Made, dialect: DialectName): readonly string[] {
  if (part.kind === 'table') {
    const { table, indexes } = part.definition
    return [
      relation(table.table),
      ...indexes.flatMap(({ name }) => indexName(table.table, name, dialect)),
      ...table.constraints.flatMap((one) => constraintName(table.table, one, dialect)),
      ...table.columns.flatMap((one) => sequenceName(table.table, one, dialect)),
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
    case 'other':
      if (relations.has(object.what)) return [relation(object)]
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
        return constraintName(one.table, one.constraint, dialect)
      case 'addColumn':
        return sequenceName(one.table, one.column, dialect)
      case 'alterColumn':
        return sequenceName(one.table, { name: one.column, ...one.to }, dialect)
      default:
        return []
    }
  })
}

/**
 * The changes of one table or view, of which the dropping of indexes and of numbered columns goes first whose names
 * something else gets, behind that of what is computed of such a column. So does the default of a column that becomes an
 * identity, where that takes its numbers from a sequence whose name the identity gets.
 */
export function apart(
  operations: readonly Operation[],
  taken: ReadonlySet<string>,
  dialect: DialectName,
): { readonly first: readonly Operation[]; readonly rest: readonly Operation[] } {
  const own = new Set(namesGiven(operations, dialect))
  const isInTheWay = (change: Operation): boolean =>
    namesLeft(change, dialect).some((name) => taken.has(name) && !own.has(name))
  const leaving = new Set(
    operations.flatMap((one) => (one.kind === 'dropColumn' && isInTheWay(one) ? [one.column] : [])),
  )
  const first = operations.filter((one) => isComputedOf(one, leaving, dialect))
  const rest = operations.flatMap((one): readonly Operation[] => {
    if (first.includes(one)) return []
    if (one.kind === 'alterColumn' && takesNameOfDefault(one, dialect)) {
      const { default: _, ...others } = one.to
      first.push({ ...one, to: { default: null } })
      return [{ ...one, to: others, existing: { ...one.existing, default: null } }]
    }
    if (one.kind === 'alterColumn' && isInTheWay(one)) {
      const { taken: numbering, rest: others } = withoutNumbering(one)
      first.push(numbering)
      return Object.keys(others.to).length === 0 ? [] : [others]
    }
    if (one.kind !== 'alterTable') {
      if (!isInTheWay(one)) return [one]
      first.push(one)
      return []
    }
    first.push(...one.changes.filter(isInTheWay))
    const changes = one.changes.filter((change) => !isInTheWay(change))
    // Settings of the table are told beside its changes.
    const isEmpty = changes.length === 0 && one.changes.length > 0 && one.rebuild === undefined
    return isEmpty ? [] : [{ ...one, changes }]
  })
  return { first, rest }
}

/** Whether it takes away that a column is computed of one of those. */
function isComputedOf(one: Operation, columns: ReadonlySet<string>, dialect: DialectName): boolean {
  if (columns.size === 0 || (one.kind !== 'dropColumn' && one.kind !== 'alterColumn')) return false
  if (one.kind === 'alterColumn' && one.to.generated === undefined) return false
  const was = one.kind === 'dropColumn' ? one.was?.generated : one.existing?.generated
  return was != null && [...identifiersIn(was.expression, dialect)].some((name) => columns.has(name))
}

function takesNameOfDefault({ table, column, to, existing }: AlterColumn, dialect: DialectName): boolean {
  const value = existing?.default
  if (dialect !== 'postgres' || to.default !== null || to.identity == null || !isSql(value)) return false
  const name = to.identity.sequence ?? ownedName(table.name, column, 'seq')
  return value.sql.includes(regclass({ ...table, name }))
}

function isNumberedNoMore({ to }: AlterColumn): boolean {
  return to.identity === null || to.serial === false
}

/** That a column is numbered no more, and what else becomes of it. */
function withoutNumbering(operation: AlterColumn): {
  readonly taken: AlterColumn
  readonly rest: AlterColumn
} {
  const { to, existing, ...place } = operation
  const { identity, serial, ...others } = to
  const { serial: _, ...known } = existing ?? {}
  return {
    taken: {
      ...operation,
      to: { ...(identity !== undefined && { identity }), ...(serial !== undefined && { serial }) },
    },
    rest: { ...place, to: others, ...(existing !== undefined && { existing: { ...known, identity: null } }) },
  }
}

/** The names that an operation on a table lets go of; columns take them along unsaid. */
function namesLeft(one: Operation, dialect: DialectName): readonly string[] {
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

function relation({ name, schema }: TableName): string {
  return `relation\0${qualifiedKey({ name, ...(schema !== undefined && { schema }) })}`
}

/** Indexes of MySQL are their tables'. */
function indexName(table: TableName, name: string, dialect: DialectName): readonly string[] {
  return dialect === 'mysql' ? [] : [relation({ ...table, name })]
}

/** PostgreSQL keeps an index of the same name behind a key; foreign keys of MySQL share their names, and so do checks. */
function constraintName(
  table: TableName,
  { kind, name }: Constraint,
  dialect: DialectName,
): readonly string[] {
  if (name === undefined) return []
  if (dialect === 'mysql')
    return kind === 'foreignKey' || kind === 'check' ? [`${kind}\0${qualifiedKey({ ...table, name })}`] : []
  const isIndexed = dialect === 'postgres' && kind !== 'check' && kind !== 'foreignKey'
  return isIndexed ? [relation({ ...table, name })] : []
}

/** PostgreSQL numbers a column by a sequence of its own. */
function sequenceName(
  table: TableName,
  { name, serial, identity }: Numbering,
  dialect: DialectName,
): readonly string[] {
  if (dialect !== 'postgres' || (serial !== true && (identity === undefined || identity === null))) return []
  return [relation({ ...table, name: identity?.sequence ?? ownedName(table.name, name, 'seq') })]
}

interface Numbering {
  readonly name: string
  readonly serial?: boolean
  readonly identity?: Identity | null
}
