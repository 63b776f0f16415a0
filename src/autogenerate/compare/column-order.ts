import type { AddColumn, AlterColumn, DropColumn, TableChange } from '../../operations/operation.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { Column } from '../../schema/model.ts'
import { identifiersIn } from '../identifiers-in.ts'
import { inOrder } from '../order/order.ts'
import type { ColumnDifferences } from './columns.ts'

/**
 * The changes of a table's columns in an order that works: what is computed goes before the columns that it is
 * computed of change, and comes when they have. Columns come before others go, so that the table is never without,
 * but where one is made again under its name, or brings the primary key along that another takes away.
 */
export function columnsInTurn(
  { added, altered, dropped }: ColumnDifferences,
  dialect: DialectName,
): readonly TableChange[] {
  const again = new Set(added.map(({ column }) => column.name))
  const come = usersLast(added, dialect)
  const isKeyTaken = dialect !== 'postgres' && added.some(hasPrimaryKey)
  const isEarly = (one: DropColumn) =>
    isComputed(one) || again.has(one.column) || (isKeyTaken && hasPrimaryKey(one))
  return [
    ...usersLast(dropped, dialect).filter(isEarly).toReversed(),
    ...altered.filter(isLetGo),
    ...come.filter((one) => !isComputed(one)),
    ...altered.filter((one) => !isLetGo(one)),
    ...come.filter(isComputed),
    ...dropped.filter((one) => !isEarly(one)),
  ]
}

function hasPrimaryKey({ constraints = [] }: AddColumn | DropColumn): boolean {
  return constraints.some(({ kind }) => kind === 'primaryKey')
}

function isComputed(change: AddColumn | DropColumn): boolean {
  return definitionOf(change)?.generated !== undefined
}

function definitionOf(change: AddColumn | DropColumn): Column | undefined {
  return change.kind === 'addColumn' ? change.column : change.was
}

/** It is computed no more. */
function isLetGo({ to }: AlterColumn): boolean {
  return to.generated === null
}

/** Each behind those that it is computed of. */
function usersLast<Change extends AddColumn | DropColumn>(
  changes: readonly Change[],
  dialect: DialectName,
): readonly Change[] {
  if (!changes.some(isComputed)) return changes
  const places = new Map(changes.map((one, at) => [definitionOf(one)?.name, at]))
  const parts = changes.map((one, at) => {
    const { generated } = definitionOf(one) ?? {}
    const names = generated === undefined ? [] : [...identifiersIn(generated.expression, dialect)]
    const needs = names.flatMap((name) => {
      const on = places.get(name)
      return on === undefined || on === at ? [] : [{ on, strength: 'must' as const }]
    })
    return { needs }
  })
  return inOrder(parts).flatMap((at) => changes[at] ?? [])
}
