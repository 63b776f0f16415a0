import { regclass } from '../../dialects/postgres/regclass.ts'
import type { AlterColumn, Operation } from '../../operations/operation.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import { ownedName } from '../../schema/owned-name.ts'
import { isSql } from '../../schema/values.ts'
import { identifiersIn } from '../identifiers-in.ts'
import { namesGiven, namesLeft } from './names-taken.ts'

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
