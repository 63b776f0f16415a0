import type { KeyColumn, UniqueKey } from '../../dialects/table-walk.ts'
import { refuseKeyChanged } from '../../operations/backfill-operation.ts'
import { named } from '../../operations/describe.ts'
import type { Backfill } from '../../operations/operation.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import { noKey } from './errors.ts'

/** What a backfill goes by, in the order of its index. Throws `backfill-key` where a table has nothing of the kind. */
export function chooseKey(
  operation: Backfill,
  keys: readonly UniqueKey[] | undefined,
  dialect: DialectName,
): readonly KeyColumn[] {
  const { table, set, key: asked } = operation
  if (keys === undefined) {
    throw noKey(table, 'there is no such table', 'Check the name, and its schema: { schema: … }.')
  }
  const found = keys.filter((one) => (asked === undefined ? one.isPrimary : isOver(one, asked)))
  const fit = found.find(({ columns }) => columns.every(({ unfit }) => unfit === undefined))
  if (fit === undefined) throw nothingFits(operation, keys, found)
  const same = (name: string) => (dialect === 'postgres' ? name : name.toLowerCase())
  refuseKeyChanged(
    table,
    fit.columns.map(({ name }) => same(name)),
    set.map((one) => ({ ...one, column: same(one.column) })),
  )
  return fit.columns
}

function isOver({ columns }: UniqueKey, asked: readonly string[]): boolean {
  return columns.length === asked.length && columns.every(({ name }) => asked.includes(name))
}

function nothingFits({ table, key }: Backfill, keys: readonly UniqueKey[], found: readonly UniqueKey[]) {
  const bad = found.flatMap(({ columns }) => columns).find(({ unfit }) => unfit !== undefined)
  const others = keys.filter(({ columns }) => columns.every(({ unfit }) => unfit === undefined))
  const message =
    bad !== undefined
      ? `${bad.name}, a column of its key, ${bad.unfit}`
      : key === undefined
        ? 'it has no primary key'
        : `it has no primary key and no unique index over ${key.join(', ')}`
  return noKey(
    table,
    message,
    others.length === 0
      ? `Make a unique index over columns that are NOT NULL, and name them: op.backfill('${named(table)}', { key: …, set: … }).`
      : `Name what it can go by: ${others.map(({ columns }) => spellKey(columns)).join(' or ')}.`,
  )
}

function spellKey(columns: readonly KeyColumn[]): string {
  return `{ key: [${columns.map(({ name }) => `'${name}'`).join(', ')}] }`
}
