import type { Declared } from './declared.ts'
import type { Dice } from './dice.ts'

const tables = ['account', 'order', 'Product', 'invoice', 'tag', 'event_log', 'team', 'line item'] as const
const columns = [
  'name',
  'title',
  'price',
  'amount',
  'created_at',
  'state',
  'body',
  'order',
  'Total',
  'ref',
  'code',
  'note',
] as const
const objects = [
  'summary',
  'recent',
  'Totals',
  'totals_by_day',
  'counter',
  'touch',
  'archive',
  'overview',
] as const

/** A name of a table that nothing has: what was dropped may come back as something else. */
export function tableName(declared: Declared, dice: Dice): string {
  return free(tables, takenBy(declared), dice)
}

export function columnName(taken: readonly string[], dice: Dice): string {
  return free(columns, new Set(taken.map((name) => name.toLowerCase())), dice)
}

/** A name of a view, a function, a sequence or a type. */
export function objectName(declared: Declared, dice: Dice): string {
  // Now and then that of a table that is gone.
  return free(dice.chance(15) ? tables : objects, takenBy(declared), dice)
}

/** A name of a constraint or index; in PostgreSQL's schemas, and in SQLite's databases, each stands once. */
export function partName(prefix: string, declared: Declared, dice: Dice): string {
  const taken = new Set(
    declared.tables.flatMap(({ table, indexes }) => [
      ...table.constraints.flatMap(({ name }) => name ?? []),
      ...indexes.map(({ name }) => name),
    ]),
  )
  for (const name of declared.forgotten ?? []) taken.add(name)
  for (const object of declared.objects) {
    if (object.type === 'view') for (const { name } of object.indexes ?? []) taken.add(name)
    if (['trigger', 'policy', 'other'].includes(object.type) && 'name' in object) taken.add(object.name)
  }
  return free([`${prefix}_a`, `${prefix}_b`, `${prefix}_c`, `${prefix} d`], taken, dice)
}

function takenBy({ tables, objects }: Declared): ReadonlySet<string> {
  return new Set(
    [
      ...tables.map(({ table }) => table.table.name),
      ...objects.flatMap((object) => ('name' in object ? object.name : [])),
    ].map((name) => name.toLowerCase()),
  )
}

function free(words: readonly string[], taken: ReadonlySet<string>, dice: Dice): string {
  const left = words.filter((word) => !taken.has(word) && !taken.has(word.toLowerCase()))
  const found = dice.pick(left)
  if (found !== undefined) return found
  for (let number = 2; ; number++) {
    const name = `${dice.pick(words) ?? 'one'}_${number}`
    if (!taken.has(name) && !taken.has(name.toLowerCase())) return name
  }
}
