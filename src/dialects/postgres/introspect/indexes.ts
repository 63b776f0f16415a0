import type { Index, IndexKey, TableName } from '../../../schema/model.ts'
import type { OtherObject } from '../../../schema/objects.ts'
import { raw } from '../../ddl.ts'
import { ddl } from '../identifier.ts'
import { type Catalog, firstOid } from './catalog.ts'
import { optionsIn, ownOptions } from './columns.ts'
import type { Question } from './reader.ts'
import { numbersOf } from './relations.ts'
import { settingsIn, withoutParentheses } from './text.ts'

/** An index as the catalog has it. What is text with spaces has a number a key. */
export interface IndexRow {
  readonly oid: number
  readonly table: number
  readonly name: string
  readonly unique: boolean
  readonly clustered: boolean
  readonly replicaIdentity: boolean
  readonly nullsNotDistinct: boolean
  /** The table's columns by number, 0 for an expression; behind the keys those that are only stored. */
  readonly columns: string
  readonly keys: number
  /** Bits: 1 descending, 2 nulls first. */
  readonly order: string
  readonly classes: string
  readonly collations: string
  readonly method: string
  /** The keys that are expressions, in their order. */
  readonly expressions: readonly string[] | null
  /** The whole statement, where only that tells which collations were asked for. */
  readonly definition: string | null
  readonly where: string | null
  readonly options: readonly string[] | null
  readonly tablespace: string | null
  readonly comment: string | null
  /** Options of operator classes and statistics targets, by position: `{"1":{"options":["siglen=32"],"target":99}}`. */
  readonly settings: string | null
}

/** But for those that came with an index of a partitioned table. */
export function indexesQuestion({ schemas, version }: Catalog): Question<IndexRow> {
  const sql = `SELECT i.indexrelid AS oid, i.indrelid AS table, c.relname AS name, i.indisunique AS unique,
  i.indisclustered AS clustered, i.indisreplident AS "replicaIdentity",
  ${version >= 150000 ? 'i.indnullsnotdistinct' : 'false'} AS "nullsNotDistinct",
  i.indkey::text AS columns, i.indnkeyatts AS keys, i.indoption::text AS order,
  i.indclass::text AS classes, i.indcollation::text AS collations, am.amname AS method,
  CASE WHEN i.indexprs IS NOT NULL THEN ARRAY(SELECT pg_get_indexdef(i.indexrelid, k + 1, false)
    FROM generate_series(0, i.indnkeyatts - 1) k WHERE i.indkey[k] = 0 ORDER BY k) END AS expressions,
  CASE WHEN i.indexprs IS NOT NULL THEN coalesce(pg_get_indexdef(i.indexrelid), '') END AS definition,
  CASE WHEN i.indpred IS NOT NULL THEN coalesce(pg_get_expr(i.indpred, i.indrelid), '') END AS where,
  c.reloptions AS options, space.spcname AS tablespace, d.description AS comment,
  (SELECT json_object_agg(a.attnum, json_build_object('options', a.attoptions, 'target', a.attstattarget))::text
    FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND (${ownOptions('a')} OR a.attstattarget >= 0)) AS settings
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_am am ON am.oid = c.relam
LEFT JOIN pg_catalog.pg_tablespace space ON space.oid = c.reltablespace
LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0 AND d.objoid >= ${firstOid}
WHERE c.relnamespace IN (${numbersOf(schemas)}) AND NOT c.relispartition AND i.indislive`
  return {
    what: 'indexes',
    parts: [sql],
    title: `'index ' || quote_ident(q.name)`,
    isGone: (row) => row.where === '' || row.definition === '',
  }
}

/** What an index is read against: the columns of its table by number, and their collations. */
export interface IndexedTable {
  readonly names: readonly (string | undefined)[]
  readonly collations: readonly (number | undefined)[]
}

export function indexOf(row: IndexRow, table: IndexedTable, catalog: Catalog): Index {
  const include = includedIn(row, table)
  const storage = settingsIn(row.options)
  return {
    name: row.name,
    keys: keysOf(row, table, catalog),
    ...(row.unique && { unique: true }),
    ...(row.where !== null && { where: withoutParentheses(row.where) }),
    ...(row.method !== 'btree' && { method: row.method }),
    ...(include !== undefined && { include }),
    ...(row.nullsNotDistinct && { nullsNotDistinct: true }),
    ...(storage !== undefined && { storage }),
    ...(row.tablespace !== null && { tablespace: row.tablespace }),
    ...(row.comment !== null && { comment: row.comment }),
  }
}

/** The columns that an index stores beside its keys. */
export function includedIn(row: IndexRow, { names }: IndexedTable): readonly string[] | undefined {
  const all = row.columns.split(' ')
  return all.length === row.keys
    ? undefined
    : all.slice(row.keys).map((number) => names[Number(number)] ?? '')
}

export function keysOf(row: IndexRow, table: IndexedTable, catalog: Catalog): readonly IndexKey[] {
  const numbers = row.columns.split(' ')
  const [orders, classes, collations] = [
    row.order.split(' '),
    row.classes.split(' '),
    row.collations.split(' '),
  ]
  const settings = settingsOf(row)
  let expressions = 0
  return numbers.slice(0, row.keys).map((number, at) => {
    const text = number === '0' ? row.expressions?.[expressions++] : undefined
    const column = Number(number)
    const collation = Number(collations[at])
    const asked =
      text === undefined
        ? collation !== 0 && collation !== table.collations[column]
        : saysCollation(row, text)
    const operatorClass = operatorClassOf(
      Number(classes[at]),
      optionsIn(settings[at + 1]?.options ?? null),
      catalog,
    )
    return {
      ...(text === undefined
        ? { column: table.names[column] ?? '' }
        : { expression: withoutParentheses(text) }),
      ...orderOf(Number(orders[at])),
      ...(asked && { collation: catalog.collations.get(collation) ?? '' }),
      ...(operatorClass !== undefined && { operatorClass }),
    }
  })
}

/** Descending keys have their nulls first, ascending ones last. */
function orderOf(bits: number): Pick<IndexKey, 'order' | 'nulls'> {
  switch (bits) {
    case 1:
      return { order: 'desc', nulls: 'last' }
    case 2:
      return { nulls: 'first' }
    case 3:
      return { order: 'desc' }
    default:
      return {}
  }
}

function saysCollation({ definition }: IndexRow, expression: string): boolean {
  return (
    definition !== null &&
    [expression, `(${expression})`].some((text) => definition.includes(`${text} COLLATE `))
  )
}

function operatorClassOf(
  oid: number,
  options: readonly string[] | null,
  { operatorClasses }: Catalog,
): string | undefined {
  const { spelled, usual } = operatorClasses.get(oid) ?? { spelled: '', usual: true }
  if (options !== null && options.length > 0) return `${spelled} (${options.join(', ')})`
  return usual ? undefined : spelled
}

interface KeySettings {
  readonly options: readonly string[] | null
  readonly target: number | null
}

function settingsOf({ settings }: IndexRow): Readonly<Record<string, KeySettings>> {
  return settings === null ? {} : JSON.parse(settings)
}

/** The statistics targets that expressions of an index have, which are set by number. */
export function targetsOf(row: IndexRow, table: TableName): readonly OtherObject[] {
  if (row.settings === null) return []
  const index = { ...table, name: row.name }
  return Object.entries(settingsOf(row)).flatMap(([position, { target }]): readonly OtherObject[] => {
    if (target === null || target < 0) return []
    const set = ddl`ALTER INDEX ${index} ALTER COLUMN ${raw(position)} SET STATISTICS `.sql
    return [
      { type: 'other', what: 'statistics target', ...index, table, create: set + target, drop: `${set}-1` },
    ]
  })
}
