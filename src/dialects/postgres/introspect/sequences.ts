import type { Identity } from '../../../schema/model.ts'
import type { Sequence } from '../../../schema/objects.ts'
import { ownedName } from '../../../schema/owned-name.ts'
import { type Catalog, firstOid } from './catalog.ts'
import type { ColumnRow } from './column-row.ts'
import type { Question } from './reader.ts'
import { numbersOf } from './relations.ts'

/** A sequence as the catalog has it. */
export interface SequenceRow {
  readonly oid: number
  readonly name: string
  readonly schema: string
  /** What it is called where it stands in a default, as a string literal. */
  readonly literal: string
  readonly type: 'smallint' | 'integer' | 'bigint'
  readonly start: string
  readonly increment: string
  readonly minimum: string
  readonly maximum: string
  readonly cache: string
  readonly cycle: boolean
  readonly unlogged: boolean
  /** Whether it would be, had it been made with its column. */
  readonly follows: boolean
  /** The column it belongs to, and whether it is that column's identity. */
  readonly table: number | null
  readonly column: number | null
  readonly identity: boolean
  readonly comment: string | null
}

export function sequencesQuestion({ schemas, version }: Catalog): Question<SequenceRow> {
  const sql = `SELECT c.oid, c.relname AS name, n.nspname AS schema, '''' || replace(c.oid::regclass::text, '''', '''''') || '''' AS literal,
  format_type(s.seqtypid, NULL) AS type, s.seqstart::text AS start, s.seqincrement::text AS increment,
  s.seqmin::text AS minimum, s.seqmax::text AS maximum, s.seqcache::text AS cache, s.seqcycle AS cycle,
  c.relpersistence = 'u' AS unlogged, ${version >= 150000 ? `coalesce(t.relpersistence = 'u', false)` : 'false'} AS follows,
  o.refobjid AS table, o.refobjsubid AS column, coalesce(o.deptype = 'i', false) AS identity, d.description AS comment
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid
LEFT JOIN pg_catalog.pg_depend o ON o.classid = 'pg_catalog.pg_class'::regclass AND o.objid = c.oid AND o.objsubid = 0
  AND o.refclassid = 'pg_catalog.pg_class'::regclass AND o.deptype IN ('a', 'i')
LEFT JOIN pg_catalog.pg_class t ON t.oid = o.refobjid
LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0 AND d.objoid >= ${firstOid}
WHERE c.relkind = 'S' AND c.relnamespace IN (${numbersOf(schemas)})`
  return {
    what: 'sequences',
    parts: [sql],
    title: `'sequence ' || quote_ident(q.schema) || '.' || quote_ident(q.name)`,
    isGone: () => false,
  }
}

/** Whether `serial` makes column and sequence just so. */
export function isSerial(row: ColumnRow, table: { readonly name: string }, sequence: SequenceRow): boolean {
  return (
    row.notNull === true &&
    row.identity === null &&
    row.default === `nextval(${sequence.literal}::regclass)` &&
    row.type === sequence.type &&
    sequence.name === ownedName(table.name, row.name, 'seq') &&
    sequence.comment === null &&
    sequence.unlogged === sequence.follows &&
    Object.keys(numbersThatDiffer(sequence)).length === 0
  )
}

/** What an identity's sequence has that is not its type's own. */
export function identityNumbers(
  row: ColumnRow,
  table: { readonly name: string },
  sequence: SequenceRow,
): Omit<Identity, 'mode'> {
  const { start, increment, minimum, maximum, cache, cycle } = numbersThatDiffer(sequence)
  return {
    ...(sequence.name !== ownedName(table.name, row.name, 'seq') && { sequence: sequence.name }),
    ...(start !== undefined && { start }),
    ...(increment !== undefined && { increment }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(cache !== undefined && { cache }),
    ...(cycle !== undefined && { cycle }),
  }
}

/** A sequence that stands for itself. `owner`: the table and the column it belongs to. */
export function sequenceOf(
  row: SequenceRow,
  catalog: Catalog,
  ownedBy: Sequence['ownedBy'] | undefined,
): Sequence {
  return {
    type: 'sequence',
    ...catalog.named(row.schema, row.name),
    ...(row.type !== 'bigint' && { dataType: row.type }),
    ...numbersThatDiffer(row),
    ...(row.unlogged && { unlogged: true }),
    ...(ownedBy !== undefined && { ownedBy }),
    ...(row.comment !== null && { comment: row.comment }),
  }
}

const largest = { smallint: 2n ** 15n, integer: 2n ** 31n, bigint: 2n ** 63n } as const

function numbersThatDiffer(
  row: SequenceRow,
): Pick<Sequence, 'start' | 'increment' | 'minimum' | 'maximum' | 'cache' | 'cycle'> {
  const up = !row.increment.startsWith('-')
  const end = largest[row.type]
  const [least, most] = up ? ['1', String(end - 1n)] : [String(-end), '-1']
  const usual = {
    start: up ? row.minimum : row.maximum,
    increment: '1',
    minimum: least,
    maximum: most,
    cache: '1',
  }
  return {
    ...(row.start !== usual.start && { start: numberOf(row.start) }),
    ...(row.increment !== usual.increment && { increment: numberOf(row.increment) }),
    ...(row.minimum !== usual.minimum && { minimum: numberOf(row.minimum) }),
    ...(row.maximum !== usual.maximum && { maximum: numberOf(row.maximum) }),
    ...(row.cache !== usual.cache && { cache: numberOf(row.cache) }),
    ...(row.cycle && { cycle: true as const }),
  }
}

function numberOf(digits: string): number | bigint {
  const number = Number(digits)
  return Number.isSafeInteger(number) ? number : BigInt(digits)
}
