import type { Operation } from '../../operations/operation.ts'
import type { Column, NotNull, Table, TableName } from '../../schema/model.ts'
import { ownedName } from '../../schema/owned-name.ts'
import type { ColumnDifferences } from './columns.ts'

/** What is done to the NOT NULLs of a table before its columns change, and behind that. */
interface NotNullDifferences {
  readonly first: readonly Operation[]
  readonly last: readonly Operation[]
}

/**
 * What changes of the NOT NULLs of columns that stand in both, beside what they demand: PostgreSQL 18 has them as
 * constraints, with names and comments. One that nobody names keeps the name it has. What goes is called as the server
 * would first, so that on the way back it gets its name again.
 */
export function compareNotNulls(
  before: Table,
  { table, columns }: Table,
  { added }: ColumnDifferences,
): NotNullDifferences {
  const old = new Map(before.columns.map((column) => [column.name, column]))
  const made = new Set(added.map(({ column }) => column.name))
  const first: Operation[] = []
  const last: Operation[] = []
  for (const column of columns) {
    const was = old.get(column.name)
    if (was === undefined || made.has(column.name)) continue
    const usual = ownedName(table.name, column.name, 'not_null')
    const [stood, stands] = [notNullOf(was, usual), notNullOf(column, usual)]
    if (column.nullable) first.push(...alterations(table, usual, stood, { name: usual }))
    else last.push(...alterations(table, usual, stood, stands))
  }
  return { first, last }
}

function alterations(table: TableName, usual: string, was: NotNull, now: NotNull): readonly Operation[] {
  const from = was.name ?? usual
  const to = now.name ?? from
  const on = { type: 'constraint', name: to, table } as const
  return [
    ...(from === to ? [] : [{ kind: 'renameConstraint', table, name: from, to } as const]),
    ...(was.comment === now.comment
      ? []
      : [{ kind: 'setComment', on, comment: now.comment ?? null, was: was.comment ?? null } as const]),
  ]
}

/** Of a column that allows NULL, nothing is said; where its usual name is taken, the server puts a number behind it. */
function notNullOf({ nullable, postgres }: Column, usual: string): NotNull {
  if (nullable || postgres?.notNull === undefined) return {}
  const { name, ...notNull } = postgres.notNull
  const isUsual = name?.startsWith(usual) === true && /^\d*$/.test(name.slice(usual.length))
  return name === undefined || isUsual ? notNull : { name, ...notNull }
}
