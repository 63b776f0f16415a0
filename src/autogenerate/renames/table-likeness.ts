import type { TableDefinition } from '../../schema/define-table.ts'
import { isSame } from '../../schema/same.ts'
import { familyOf, nameScore } from './column-likeness.ts'
import type { Pair } from './pair-best.ts'

/** How many tables with a column like it make that column tell nothing. */
const common = 20

/** From here on, a gone table and one that came may be the same. */
const enough = 0.5

/**
 * Each gone table beside each that came which may be the same: in one schema, and with columns of which at least half
 * are alike. Tables are found by the columns that few have, so that thousands of them can be told apart.
 */
export function alikeTables(
  gone: readonly TableDefinition[],
  come: readonly TableDefinition[],
): readonly Pair[] {
  const holders = new Map<string, number[]>()
  for (const [to, one] of come.entries()) {
    for (const key of columnKeys(one)) {
      const known = holders.get(key)
      if (known === undefined) holders.set(key, [to])
      else known.push(to)
    }
  }
  return gone.flatMap((one, from) => {
    const keys = columnKeys(one).map((key) => holders.get(key) ?? [])
    const telling = keys.filter(({ length }) => length <= common)
    const place = Math.floor((from * come.length) / gone.length)
    const candidates = new Set(telling.length > 0 ? telling.flat() : around(keys[0] ?? [], place))
    return [...candidates].flatMap((to): readonly Pair[] => {
      const other = come[to]
      const score = other === undefined ? 0 : likeness(one, other)
      return score < enough ? [] : [{ from, to, score }]
    })
  })
}

/** Those in the same place of their list: many tables that look the same were hardly renamed out of their order. */
function around(places: readonly number[], place: number): readonly number[] {
  const at = places.findIndex((one) => one >= place)
  const middle = at === -1 ? places.length : at
  return places.slice(Math.max(0, middle - common / 2), middle + common / 2)
}

function columnKeys({ table: { table, columns } }: TableDefinition): readonly string[] {
  return columns.map(({ name, type }) => `${table.schema ?? ''}\0${name}\0${familyOf(type)}`)
}

/** From 0 to 1. A column of the same name counts whole, one of another name in the same place by half. */
function likeness(one: TableDefinition, other: TableDefinition): number {
  const [old, fresh] = [one.table, other.table]
  if (old.table.schema !== fresh.table.schema || !isSamePart(one, other)) return 0
  const most = Math.max(old.columns.length, fresh.columns.length)
  const families = new Map(fresh.columns.map(({ name, type }) => [name, familyOf(type)]))
  const known = new Set(old.columns.map(({ name }) => name))
  let shared = 0
  for (const [at, { name, type }] of old.columns.entries()) {
    const beside = fresh.columns[at]
    if (families.get(name) === familyOf(type)) shared += 1
    else if (!families.has(name) && beside !== undefined && !known.has(beside.name)) {
      if (familyOf(beside.type) === familyOf(type)) shared += 0.5
    }
  }
  const alike = most === 0 ? 0 : shared / most
  return alike < enough ? 0 : 0.9 * alike + 0.1 * nameScore(old.table.name, fresh.table.name)
}

/** Partitions come and go: one goes on under another name only where it holds the same rows. */
function isSamePart(one: TableDefinition, other: TableDefinition): boolean {
  return isSame(one.table.postgres?.partitionOf, other.table.postgres?.partitionOf)
}
