import type {
  CheckConstraint,
  Constraint,
  Deferral,
  ForeignKey,
  ReferentialAction,
} from '../../../schema/model.ts'
import { type Catalog, firstOid } from './catalog.ts'
import { type IndexedTable, type IndexRow, includedIn, keysOf } from './indexes.ts'
import type { Question } from './reader.ts'
import { numbersOf } from './relations.ts'
import { settingsIn, withoutParentheses } from './text.ts'

/** A constraint of a table or a domain, as the catalog has it. */
export interface ConstraintRow {
  readonly oid: number
  readonly name: string
  readonly kind: 'p' | 'u' | 'x' | 'c' | 'f' | 't' | 'n'
  /** 0 for a constraint of a domain. */
  readonly table: number
  /** 0 for a constraint of a table. */
  readonly domain: number
  /** The index behind it. */
  readonly index: number
  /** The table's columns by number, with spaces between. */
  readonly columns: string | null
  readonly deferrable: boolean
  readonly deferred: boolean
  readonly valid: boolean
  readonly enforced: boolean
  /** WITHOUT OVERLAPS, or PERIOD. */
  readonly period: boolean
  /** Whether the table defines it itself, and doesn't only inherit it. */
  readonly local: boolean
  readonly noInherit: boolean
  /** A check's condition. */
  readonly expression: string | null
  readonly foreignSchema: string | null
  readonly foreignTable: string | null
  /** The number of the table that a foreign key points at, and those of its columns, with spaces between. */
  readonly foreign: number
  readonly foreignKeys: string | null
  /** The names of these, where the table is in a schema that is not read. */
  readonly foreignColumns: readonly string[] | null
  readonly onUpdate: ActionLetter
  readonly onDelete: ActionLetter
  readonly match: 's' | 'f' | 'p'
  /** The columns that ON DELETE SET NULL is about, by number. */
  readonly deleteColumns: string | null
  /** The operators of an exclusion. */
  readonly operators: readonly string[] | null
  readonly comment: string | null
}

type ActionLetter = 'a' | 'r' | 'c' | 'n' | 'd'

/** But for those that only come from a table that is inherited from, or partitioned. */
export function constraintsQuestion({ schemas, version }: Catalog): Question<ConstraintRow> {
  const sql = `SELECT c.oid, c.conname AS name, c.contype AS kind, c.conrelid AS table, c.contypid AS domain, c.conindid AS index,
  array_to_string(c.conkey, ' ') AS columns, c.condeferrable AS deferrable, c.condeferred AS deferred,
  c.convalidated AS valid, ${version >= 180000 ? 'c.conenforced AS enforced, c.conperiod AS period' : 'true AS enforced, false AS period'}, c.conislocal AS local, c.connoinherit AS "noInherit",
  CASE WHEN c.contype = 'c' THEN coalesce(pg_get_expr(c.conbin, c.conrelid), '') END AS expression,
  fn.nspname AS "foreignSchema", f.relname AS "foreignTable",
  c.confrelid AS foreign, array_to_string(c.confkey, ' ') AS "foreignKeys",
  CASE WHEN f.relnamespace NOT IN (${numbersOf(schemas)}) THEN ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY k (number, place)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number ORDER BY k.place) END AS "foreignColumns",
  c.confupdtype AS "onUpdate", c.confdeltype AS "onDelete", c.confmatchtype AS match,
  ${version >= 150000 ? `array_to_string(c.confdelsetcols, ' ')` : 'NULL'} AS "deleteColumns",
  CASE WHEN c.contype = 'x' THEN ARRAY(SELECT CASE WHEN pg_operator_is_visible(o.oid) THEN o.oprname::text
      ELSE format('OPERATOR(%I.%s)', n.nspname, o.oprname) END
    FROM unnest(c.conexclop) WITH ORDINALITY k (oid, place) JOIN pg_catalog.pg_operator o ON o.oid = k.oid
    JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace ORDER BY k.place) END AS operators,
  d.description AS comment
FROM pg_catalog.pg_constraint c
LEFT JOIN pg_catalog.pg_class f ON f.oid = c.confrelid
LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_constraint'::regclass AND d.objoid = c.oid AND d.objoid >= ${firstOid}
WHERE c.connamespace IN (${numbersOf(schemas)}) AND c.conparentid = 0 AND (c.conislocal OR c.contype = 'c') AND (c.contype IN ('p', 'u', 'x', 'c', 'f') OR c.contype = 'n' AND c.contypid <> 0)`
  return {
    what: 'constraints',
    parts: [sql],
    title: `'constraint ' || quote_ident(q.name)`,
    isGone: (row) => row.expression === '',
  }
}

const actions: Readonly<Record<ActionLetter, ReferentialAction | undefined>> = {
  a: undefined,
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
}

/** A constraint as the model has it; `index`: the one behind it; `tables`: all that are read, by number. */
export function constraintOf(
  row: ConstraintRow,
  table: IndexedTable,
  catalog: Catalog,
  index: IndexRow | undefined,
  tables: ReadonlyMap<number, IndexedTable>,
): Constraint {
  switch (row.kind) {
    case 'p':
    case 'u':
      return {
        kind: row.kind === 'p' ? 'primaryKey' : 'unique',
        name: row.name,
        columns: columnsOf(row, table),
        ...keyParts(row, table, index),
      }
    case 'x':
      return exclusionOf(row, table, catalog, index)
    case 'f':
      return foreignKeyOf(row, table, catalog, tables.get(row.foreign))
    default:
      return checkOf(row)
  }
}

export function checkOf(row: ConstraintRow): CheckConstraint {
  return {
    kind: 'check',
    name: row.name,
    expression: withoutParentheses(row.expression ?? ''),
    ...(row.enforced ? !row.valid && { notValid: true } : { notEnforced: true }),
    ...(row.noInherit && { noInherit: true }),
    ...(row.comment !== null && { comment: row.comment }),
  }
}

function keyParts(row: ConstraintRow, table: IndexedTable, index: IndexRow | undefined) {
  const include = index === undefined ? undefined : includedIn(index, table)
  return {
    ...(include !== undefined && { include }),
    ...(index?.nullsNotDistinct === true && { nullsNotDistinct: true as const }),
    ...(row.period && { withoutOverlaps: true as const }),
    ...commonParts(row, index),
  }
}

function exclusionOf(
  row: ConstraintRow,
  table: IndexedTable,
  catalog: Catalog,
  index: IndexRow | undefined,
): Constraint {
  const keys = index === undefined ? [] : keysOf(index, table, catalog)
  return {
    kind: 'exclude',
    name: row.name,
    elements: keys.map((key, at) => ({ ...key, operator: row.operators?.[at] ?? '' })),
    ...(index !== undefined && index.method !== 'gist' && { method: index.method }),
    ...(index !== undefined && index.where !== null && { where: withoutParentheses(index.where) }),
    ...commonParts(row, index),
  }
}

function commonParts(row: ConstraintRow, index: IndexRow | undefined) {
  const storage = index === undefined ? undefined : settingsIn(index.options)
  return {
    ...deferralOf(row),
    ...(storage !== undefined && { storage }),
    ...(index !== undefined && index.tablespace !== null && { tablespace: index.tablespace }),
    ...(row.comment !== null && { comment: row.comment }),
  }
}

function foreignKeyOf(
  row: ConstraintRow,
  table: IndexedTable,
  catalog: Catalog,
  foreign: IndexedTable | undefined,
): ForeignKey {
  const [onDelete, onUpdate] = [actions[row.onDelete], actions[row.onUpdate]]
  return {
    kind: 'foreignKey',
    name: row.name,
    columns: columnsOf(row, table),
    references: {
      table: catalog.named(row.foreignSchema ?? '', row.foreignTable ?? ''),
      columns: row.foreignColumns ?? (foreign === undefined ? [] : namesOf(row.foreignKeys ?? '', foreign)),
    },
    ...(onDelete !== undefined && { onDelete }),
    ...(onUpdate !== undefined && { onUpdate }),
    ...(row.deleteColumns !== null && { onDeleteColumns: namesOf(row.deleteColumns, table) }),
    ...(row.match === 'f' && { match: 'full' }),
    ...(row.period && { period: true }),
    ...deferralOf(row),
    ...(row.enforced ? !row.valid && { notValid: true } : { notEnforced: true }),
    ...(row.comment !== null && { comment: row.comment }),
  }
}

function deferralOf({ deferrable, deferred }: ConstraintRow): { readonly deferral?: Deferral } {
  if (!deferrable) return {}
  return { deferral: { deferrable, ...(deferred && { initially: 'deferred' }) } }
}

function columnsOf({ columns }: ConstraintRow, table: IndexedTable): readonly string[] {
  return columns === null ? [] : namesOf(columns, table)
}

function namesOf(numbers: string, { names }: IndexedTable): readonly string[] {
  return numbers.split(' ').map((number) => names[Number(number)] ?? '')
}
