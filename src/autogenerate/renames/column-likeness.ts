import type { ColumnType } from '../../schema/column-type.ts'
import type { Column } from '../../schema/model.ts'
import { isSame } from '../../schema/same.ts'
import { editDistance } from '../../support/suggest.ts'
import type { Pair } from './pair-best.ts'

/** Columns of a table, before and after, of which some have gone and some have come. */
export interface ColumnLists {
  readonly before: readonly Column[]
  readonly after: readonly Column[]
  readonly gone: readonly Column[]
  readonly come: readonly Column[]
}

/** From here on, a gone column and one that came may be the same. */
const enough = 0.5

/**
 * Each gone column beside each that came which may be the same: of one family of types, and in the same place, of much
 * the same name, or alone of that family. The places are those in `gone` and `come`.
 */
export function alikeColumns({ before, after, gone, come }: ColumnLists): readonly Pair[] {
  const families = new Map<string, number[]>()
  for (const [to, column] of come.entries()) add(families, familyOf(column.type), to)
  const common = new Set(before.map(({ name }) => name))
  const stays = new Set(after.flatMap(({ name }) => (common.has(name) ? [name] : [])))
  // Counted whatever is settled of them, so that an answer changes nothing about the others.
  const [goneOf, comeOf] = [familyCounts(before, stays), familyCounts(after, stays)]
  const [old, fresh] = [neighbours(before, stays), neighbours(after, stays)]
  return gone.flatMap((column, from) => {
    const family = familyOf(column.type)
    const others = families.get(family) ?? []
    const isAlone = goneOf.get(family) === 1 && comeOf.get(family) === 1
    return others.flatMap((to): readonly Pair[] => {
      const other = come[to]
      if (other === undefined || !isWorkedOutAlike(column, other)) return []
      const score = scoreOf(column, other, placeScore(old.get(column), fresh.get(other)), isAlone)
      return score < enough ? [] : [{ from, to, score }]
    })
  })
}

function add(lists: Map<string, number[]>, key: string, place: number): void {
  const known = lists.get(key)
  if (known === undefined) lists.set(key, [place])
  else known.push(place)
}

/** How many columns of each family do not stay. */
function familyCounts(columns: readonly Column[], stays: ReadonlySet<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { name, type } of columns) {
    if (!stays.has(name)) counts.set(familyOf(type), (counts.get(familyOf(type)) ?? 0) + 1)
  }
  return counts
}

/** A column that is computed holds nothing that a rename would save, and one that is not can't become one. */
function isWorkedOutAlike(one: Column, other: Column): boolean {
  return (one.generated === undefined) === (other.generated === undefined)
}

/** From 0 to 1: the type, the place, the name, and the rest of the column. */
function scoreOf(column: Column, other: Column, place: number, isAlone: boolean): number {
  const type = isSame(column.type, other.type) ? 0.3 : 0.2
  const rest = isSame(restOf(column), restOf(other)) ? 0.1 : 0
  return type + 0.35 * Math.max(place, isAlone ? 0.75 : 0) + 0.25 * nameScore(column.name, other.name) + rest
}

function restOf({ name: _, type: __, comment: ___, ...rest }: Column): object {
  return rest
}

/** From 0 to 1: how much of a name stays. */
export function nameScore(from: string, to: string): number {
  const [one, other] = [from.toLowerCase(), to.toLowerCase()]
  if (one.length > longest || other.length > longest) return 0
  const within = one.includes(other) || other.includes(one) ? 0.6 : 0
  return Math.max(within, 1 - editDistance(one, other) / Math.max(one.length, other.length, 1))
}

const longest = 100

/** What stands beside a column: how many have gone or come between it and the columns that stay. */
interface Neighbours {
  readonly before: string
  readonly after: string
  readonly index: number
}

function neighbours(columns: readonly Column[], stays: ReadonlySet<string>): Map<Column, Neighbours> {
  const next: string[] = []
  let following = '\0end'
  for (let at = columns.length - 1; at >= 0; at--) {
    next[at] = following
    const name = columns[at]?.name ?? ''
    if (stays.has(name)) following = name
  }
  const found = new Map<Column, Neighbours>()
  let [preceding, since] = ['\0begin', 0]
  for (const [at, column] of columns.entries()) {
    if (stays.has(column.name)) [preceding, since] = [column.name, 0]
    else found.set(column, { before: preceding, after: next[at] ?? '', index: since++ })
  }
  return found
}

/** From 0 to 1: both neighbours, one of them, and the same number of strangers between. */
function placeScore(one: Neighbours | undefined, other: Neighbours | undefined): number {
  if (one === undefined || other === undefined) return 0
  const sides = Number(one.before === other.before) + Number(one.after === other.after)
  return sides * 0.4 + (sides > 0 && one.index === other.index ? 0.2 : 0)
}

/** Types that hold much the same. */
export function familyOf(type: ColumnType): string {
  switch (type.type) {
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'numeric':
    case 'real':
    case 'double':
      return 'number'
    case 'varchar':
    case 'char':
    case 'text':
      return 'text'
    case 'enum':
      return type.name === undefined ? 'text' : `enum ${type.schema ?? ''} ${type.name}`
    case 'json':
    case 'jsonb':
      return 'json'
    case 'date':
    case 'timestamp':
      return 'time'
    case 'array':
      return `array of ${familyOf(type.of)}`
    case 'raw':
      return `raw ${type.sql.toLowerCase().replace(/\(.*$/s, '').trim()}`
    default:
      return type.type
  }
}
