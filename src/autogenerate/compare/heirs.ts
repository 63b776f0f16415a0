import type { Operation } from '../../operations/operation.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { Column, Constraint, Table } from '../../schema/model.ts'
import { isSame } from '../../schema/same.ts'
import { qualifiedKey } from '../../schema/snapshot.ts'
import { compareColumns } from './columns.ts'
import { inheritedBy, type TablesByKey, withColumns } from './inherited-parts.ts'

/** The two sides of a table that inherits from the same tables before and after. */
export interface HeirSides {
  /** It lets go of what is its own where a parent changes: the parent's change would overwrite it, on the way back, too. */
  readonly first: readonly Operation[]
  /** The table as the changes of its parents leave it, with all that it has from them. */
  readonly before: TableDefinition
  readonly after: TableDefinition
}

/** The tables of one snapshot before, and of another after. */
interface BothTables {
  readonly before: TablesByKey
  readonly after: TablesByKey
}

/** Whether a table inherits, and from the same tables on both sides; partitions do not. */
export function isHeir(before: TableDefinition, after: TableDefinition): boolean {
  const [was, now] = [before.table.postgres?.inherits, after.table.postgres?.inherits]
  return was !== undefined && isSame(was, now)
}

/** PostgreSQL makes every change of a parent's columns and checks in its heirs, too, whatever they had of their own. */
export function heirSides(before: TableDefinition, after: TableDefinition, tables: BothTables): HeirSides {
  const [was, now] = [inheritedBy(before, tables.before), inheritedBy(after, tables.after)]
  const whole = columnsOf(before, tables.before)
  const parents = { before: byName(was.columns), after: byName(now.columns) }
  const wanted = columnsOf(after, tables.after)
  const final = byName(wanted)
  // A column that a parent gets, too, is what it is to be before that.
  const isMerged = ({ name }: Column) => !parents.before.has(name) && parents.after.has(name)
  const freed = whole.map((column) =>
    isMerged(column) ? (final.get(column.name) ?? column) : withAspects(column, parents, 'before'),
  )
  const { altered } = compareColumns(before.table.table, whole, freed, 'postgres')
  const own = new Set(before.table.columns.filter(isOwn).map(({ name }) => name))
  const kept = freed
    .filter(({ name }) => own.has(name) || !parents.before.has(name) || parents.after.has(name))
    .map((column) => withAspects(column, parents, 'after'))
    .map((column) => (own.has(column.name) ? freeToBeNull(column, parents, final) : column))
  const there = new Set(kept.map(({ name }) => name))
  const columns = [...kept, ...now.columns.filter(({ name }) => !there.has(name))]
  return {
    first: altered,
    before: withParts(before, columns, withoutAny(before.table.constraints, now.constraints)),
    after: withParts(after, wanted, withoutAny(after.table.constraints, now.constraints)),
  }
}

/** Tables each after those that it inherits from. */
export function parentsFirst(tables: TablesByKey): readonly (readonly [string, TableDefinition])[] {
  const known = new Map<string, number>()
  const generation = (key: string): number => {
    const found = known.get(key)
    if (found !== undefined) return found
    // Of a circle, which no server takes, the first stays here.
    known.set(key, 0)
    const { inherits = [] } = tables.get(key)?.table.postgres ?? {}
    const turn = Math.max(0, ...inherits.map((name) => 1 + generation(qualifiedKey(name))))
    known.set(key, turn)
    return turn
  }
  return [...tables]
    .map((entry) => ({ entry, turn: generation(entry[0]) }))
    .toSorted((one, other) => one.turn - other.turn)
    .map(({ entry }) => entry)
}

function columnsOf(definition: TableDefinition, tables: TablesByKey): readonly Column[] {
  return withColumns(definition, tables).table.columns.map(unmarked)
}

/** That a column is inherited is known of its parents. */
function unmarked(column: Column): Column {
  if (column.postgres?.inherited === undefined) return column
  const { postgres, ...rest } = column
  const { inherited: _, ...settings } = postgres
  return Object.keys(settings).length === 0 ? rest : { ...rest, postgres: settings }
}

function isOwn({ postgres }: Column): boolean {
  return postgres?.inherited !== true
}

function byName(columns: readonly Column[]): ReadonlyMap<string, Column> {
  return new Map(columns.map((column) => [column.name, column]))
}

interface Parents {
  readonly before: ReadonlyMap<string, Column>
  readonly after: ReadonlyMap<string, Column>
}

/** What an ALTER COLUMN of a parent changes in its heirs. */
const aspects = ['type', 'collation', 'nullable', 'default', 'generated'] as const
const settings = ['storage', 'statistics'] as const

/** The column as its parents have it on one side, in all that is not the same on both. */
function withAspects(column: Column, parents: Parents, side: keyof Parents): Column {
  const [was, now] = [parents.before.get(column.name), parents.after.get(column.name)]
  const wanted = side === 'before' ? was : now
  if (was === undefined || now === undefined || wanted === undefined) return column
  const postgres = taking(
    column.postgres ?? {},
    wanted.postgres ?? {},
    settings.filter((key) => !isSame(was.postgres?.[key], now.postgres?.[key])),
  )
  const { postgres: _, ...rest } = taking(column, wanted, changedAspects(was, now))
  return Object.keys(postgres).length === 0 ? rest : { ...rest, postgres }
}

/** With its type a column gets its default anew. */
function changedAspects(was: Column, now: Column): readonly (typeof aspects)[number][] {
  const isRetyped = !isSame(was.type, now.type) || was.collation !== now.collation
  return aspects.filter((key) => (key === 'default' && isRetyped) || !isSame(was[key], now[key]))
}

/**
 * Where a parent's column may be NULL from now on, newer servers leave a NOT NULL that the heir says, older ones take it
 * away: what is wanted is said anyway.
 */
function freeToBeNull(column: Column, parents: Parents, final: ReadonlyMap<string, Column>): Column {
  const [was, now] = [parents.before.get(column.name), parents.after.get(column.name)]
  const wanted = final.get(column.name)
  if (was?.nullable !== false || now?.nullable !== true || wanted === undefined) return column
  return { ...column, nullable: !wanted.nullable }
}

/** The one with some parts of the other; what that hasn't is gone. */
function taking<Whole extends object>(one: Whole, other: Whole, keys: readonly (keyof Whole)[]): Whole {
  const parts = { ...one }
  for (const key of keys) {
    if (other[key] === undefined) delete parts[key]
    else parts[key] = other[key]
  }
  return parts
}

/** But for those that are given by the parents, whether or not the table says them, too. */
function withoutAny(constraints: readonly Constraint[], given: readonly Constraint[]): readonly Constraint[] {
  return constraints.filter((one) => !given.some((other) => isSame(one, other)))
}

function withParts(
  definition: TableDefinition,
  columns: readonly Column[],
  constraints: readonly Constraint[],
): TableDefinition {
  const table: Table = { ...definition.table, columns, constraints }
  return { ...definition, table }
}
