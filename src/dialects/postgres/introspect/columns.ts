import type { Column, Identity, NotNull, PostgresColumn } from '../../../schema/model.ts'
import { ownedName } from '../../../schema/owned-name.ts'
import { type Catalog, firstOid } from './catalog.ts'
import type { ColumnRow } from './column-row.ts'
import { baseOf, defaultOf } from './default.ts'
import type { Question } from './reader.ts'
import { numbersOf } from './relations.ts'
import { identityNumbers, isSerial, type SequenceRow } from './sequences.ts'
import { nameOf, settingsIn, withoutParentheses } from './text.ts'

export function columnsQuestion({ schemas, version }: Catalog): Question<ColumnRow> {
  const named = version >= 180000 ? notNullSql : { parts: 'NULL', from: '' }
  const sql = `SELECT a.attrelid AS relation, a.attnum AS number, a.attname AS name, a.atttypid AS "typeOid",
  format_type(a.atttypid, a.atttypmod) AS type, nullif(a.attnotnull, false) AS "notNull",
  CASE WHEN v.oid IS NOT NULL THEN coalesce(pg_get_expr(v.adbin, v.adrelid), '') END AS default,
  nullif(a.attidentity, '') AS identity, nullif(a.attgenerated, '') AS generated,
  CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END AS collation,
  nullif(a.attcollation, 0) AS "collationOid",
  CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END AS storage,
  ${version >= 140000 ? `nullif(a.attcompression, '')` : 'NULL'} AS compression,
  CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END AS statistics,
  CASE WHEN ${ownOptions('a')} THEN a.attoptions END AS options, d.description AS comment, nullif(NOT a.attislocal, false) AS "onlyInherited",
  ${named.parts} AS "notNullParts"
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum AND a.atthasdef
LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = a.attrelid AND d.objsubid = a.attnum AND d.objoid >= ${firstOid}${named.from}
WHERE c.relnamespace IN (${numbersOf(schemas)}) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
  AND a.attrelid >= ${firstOid} AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum`
  return {
    what: 'columns',
    parts: [sql],
    key: 'relation',
    title: `'columns of ' || q.relation::regclass`,
    isGone: (row) => row.default === '' || row.type === '???',
  }
}

/** Most have the server's own name, and nothing else to tell. */
const notNullSql = {
  parts: `CASE WHEN n.conname <> concat(c.relname, '_', a.attname, '_not_null') OR NOT n.convalidated OR n.connoinherit OR nd.description IS NOT NULL
    THEN json_build_object('name', n.conname, 'notValid', NOT n.convalidated, 'noInherit', n.connoinherit, 'comment', nd.description)::text END`,
  from: `
LEFT JOIN pg_catalog.pg_constraint n ON n.conrelid = a.attrelid AND n.conkey[1] = a.attnum AND n.contype = 'n' AND n.coninhcount = 0
LEFT JOIN pg_catalog.pg_description nd ON nd.classoid = 'pg_catalog.pg_constraint'::regclass AND nd.objoid = n.oid`,
} as const

/** Newer servers note the version of a column among its options, with nothing that could be set. */
export function ownOptions(attribute: string): string {
  return `(${attribute}.attoptions[1] NOT LIKE 'pg\\_attver=%' OR ${attribute}.attoptions[2] IS NOT NULL)`
}

const storages = { p: 'plain', m: 'main', e: 'external', x: 'extended' } as const
const compressions = { p: 'pglz', l: 'lz4' } as const

/** A column as the model has it; `sequence`: the one that belongs to it. */
export function columnOf(
  row: ColumnRow,
  table: { readonly name: string },
  catalog: Catalog,
  sequence: SequenceRow | undefined,
): Column {
  const type = catalog.typeOf(row.typeOid, row.type)
  const serial = sequence !== undefined && isSerial(row, table, sequence)
  const column: Column = {
    name: row.name,
    type:
      row.collation?.includes('.') === true
        ? { type: 'raw', sql: `${row.type} COLLATE ${row.collation}` }
        : type,
    nullable: row.notNull === null,
  }
  if (isBare(row)) return column
  return {
    ...column,
    ...(serial && { serial: true }),
    ...(row.generated !== null && {
      generated: { expression: withoutParentheses(row.default ?? ''), stored: row.generated === 's' },
    }),
    ...(row.default !== null &&
      row.generated === null &&
      !serial && { default: defaultOf(row.default, type, baseOf(row.type)) }),
    ...(row.identity !== null && { identity: identityOf(row, table, sequence) }),
    ...(row.collation !== null && !row.collation.includes('.') && { collation: nameOf(row.collation) }),
    ...(row.comment !== null && { comment: row.comment }),
    ...settingsOf(row, table),
  }
}

/** Most columns have nothing but a type. */
function isBare(row: ColumnRow): boolean {
  return (
    row.default === null &&
    row.identity === null &&
    row.collation === null &&
    row.comment === null &&
    row.storage === null &&
    row.compression === null &&
    row.statistics === null &&
    row.options === null &&
    row.notNullParts === null &&
    row.inherited === undefined
  )
}

/** But for what the server notes there for itself. */
export function optionsIn(options: readonly string[] | null): readonly string[] | null {
  return options?.filter((option) => !option.startsWith('pg_attver=')) ?? null
}

function settingsOf(
  row: ColumnRow,
  table: { readonly name: string },
): { readonly postgres?: PostgresColumn } {
  const postgres = postgresColumnOf(row, table)
  return Object.keys(postgres).length === 0 ? {} : { postgres }
}

/** What of a column only PostgreSQL has. */
export function postgresColumnOf(row: ColumnRow, table: { readonly name: string }): PostgresColumn {
  const notNull = notNullOf(row.notNullParts, ownedName(table.name, row.name, 'not_null'))
  const { storage, compression, statistics } = row
  const options = settingsIn(optionsIn(row.options))
  return {
    ...(storage !== null && { storage: storages[storage] }),
    ...(compression !== null && { compression: compressions[compression] }),
    ...(statistics !== null && { statistics }),
    ...(options !== undefined && { options }),
    ...(row.inherited === true && { inherited: true }),
    ...(notNull !== undefined && { notNull }),
  }
}

interface NotNullParts {
  readonly name: string
  readonly notValid: boolean
  readonly noInherit: boolean
  readonly comment: string | null
}

/** What a NOT NULL has beside what goes without saying; `usual`: the name that the server gives it. */
export function notNullOf(json: string | null, usual: string): NotNull | undefined {
  if (json === null) return undefined
  const { name, notValid, noInherit, comment }: NotNullParts = JSON.parse(json)
  const parts: NotNull = {
    ...(name !== usual && { name }),
    ...(notValid && { notValid }),
    ...(noInherit && { noInherit }),
    ...(comment !== null && { comment }),
  }
  return Object.keys(parts).length === 0 ? undefined : parts
}

function identityOf(
  row: ColumnRow,
  table: { readonly name: string },
  sequence: SequenceRow | undefined,
): Identity {
  return {
    mode: row.identity === 'a' ? 'always' : 'by default',
    ...(sequence !== undefined && identityNumbers(row, table, sequence)),
  }
}
