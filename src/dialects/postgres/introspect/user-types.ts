import type { NotNull } from '../../../schema/model.ts'
import type { CompositeType, Domain, EnumType, OtherObject } from '../../../schema/objects.ts'
import { plain } from '../object-name.ts'
import { type Catalog, firstOid } from './catalog.ts'
import type { ColumnRow } from './column-row.ts'
import { type ConstraintRow, checkOf } from './constraints.ts'
import { baseOf, defaultOf } from './default.ts'
import type { Question } from './reader.ts'
import { numbersOf } from './relations.ts'
import { nameOf } from './text.ts'

/** A type as the catalog has it. */
export interface TypeRow {
  readonly oid: number
  readonly array: number
  readonly name: string
  readonly schema: string
  /** Enum, domain, composite, range, base. */
  readonly kind: 'e' | 'd' | 'c' | 'r' | 'b'
  readonly relation: number
  readonly labels: readonly string[] | null
  readonly baseOid: number
  readonly base: string | null
  readonly notNull: boolean
  readonly default: string | null
  readonly collation: string | null
  /** What stands in the parentheses behind AS RANGE. */
  readonly range: string | null
  readonly comment: string | null
}

export function typesQuestion({ schemas, version }: Catalog): Question<TypeRow> {
  const sql = `SELECT t.oid, t.typarray AS array, t.typname AS name, n.nspname AS schema, t.typtype AS kind, t.typrelid AS relation,
  CASE WHEN t.typtype = 'e' THEN ARRAY(SELECT enumlabel::text FROM pg_catalog.pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder) END AS labels,
  t.typbasetype AS "baseOid", CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS base,
  t.typnotnull AS "notNull", pg_get_expr(t.typdefaultbin, 0) AS default,
  CASE WHEN t.typtype = 'd' AND t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END AS collation,
  CASE WHEN t.typtype = 'r' THEN concat_ws(', ', 'SUBTYPE = ' || format_type(r.rngsubtype, NULL),
    CASE WHEN NOT o.opcdefault THEN format('SUBTYPE_OPCLASS = %I.%I', onsp.nspname, o.opcname) END,
    CASE WHEN r.rngcollation <> 0 AND r.rngcollation <> s.typcollation THEN 'COLLATION = ' || r.rngcollation::regcollation END,
    CASE WHEN r.rngcanonical <> 0 THEN 'CANONICAL = ' || r.rngcanonical::regproc END,
    CASE WHEN r.rngsubdiff <> 0 THEN 'SUBTYPE_DIFF = ' || r.rngsubdiff::regproc END
    ${version >= 140000 ? `, 'MULTIRANGE_TYPE_NAME = ' || format_type(r.rngmultitypid, NULL)` : ''}) END AS range,
  d.description AS comment
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
LEFT JOIN pg_catalog.pg_type s ON s.oid = r.rngsubtype
LEFT JOIN pg_catalog.pg_opclass o ON o.oid = r.rngsubopc
LEFT JOIN pg_catalog.pg_namespace onsp ON onsp.oid = o.opcnamespace
LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_type'::regclass AND d.objoid = t.oid AND d.objoid >= ${firstOid}
WHERE t.typnamespace IN (${numbersOf(schemas)})
  AND (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c' OR t.typtype = 'b' AND t.typcategory <> 'A' AND t.typisdefined)
  AND (t.typrelid = 0 OR t.typrelid IN (SELECT oid FROM pg_catalog.pg_class WHERE relkind = 'c'))`
  return {
    what: 'types',
    parts: [sql],
    title: `'type ' || quote_ident(q.schema) || '.' || quote_ident(q.name)`,
    isGone: (row) => row.base === '???',
  }
}

export function enumOf(row: TypeRow, catalog: Catalog): EnumType {
  return { type: 'enum', ...catalog.named(row.schema, row.name), values: row.labels ?? [], ...commentOf(row) }
}

export function domainOf(row: TypeRow, catalog: Catalog, constraints: readonly ConstraintRow[]): Domain {
  const base = row.base ?? ''
  const dataType = catalog.typeOf(row.baseOid, base)
  return {
    type: 'domain',
    ...catalog.named(row.schema, row.name),
    dataType,
    nullable: !row.notNull,
    ...notNullIn(row, constraints),
    ...(row.default !== null && { default: defaultOf(row.default, dataType, baseOf(base)) }),
    ...(row.collation !== null && { collation: nameOf(row.collation) }),
    checks: constraints.filter(({ kind }) => kind === 'c').map(checkOf),
    ...commentOf(row),
  }
}

/** PostgreSQL 17 gives the NOT NULL of a domain a name. */
function notNullIn(
  { name: domain }: TypeRow,
  constraints: readonly ConstraintRow[],
): Pick<Domain, 'notNull'> {
  const found = constraints.find(({ kind }) => kind === 'n')
  if (found === undefined) return {}
  const { name, comment } = found
  const parts: NotNull = {
    ...((name !== `${domain}_not_null` || comment !== null) && { name }),
    ...(comment !== null && { comment }),
  }
  return Object.keys(parts).length === 0 ? {} : { notNull: parts }
}

export function compositeOf(row: TypeRow, catalog: Catalog, attributes: readonly ColumnRow[]): CompositeType {
  return {
    type: 'composite',
    ...catalog.named(row.schema, row.name),
    attributes: attributes.map(({ name, typeOid, type, collation, comment }) => ({
      name,
      type: catalog.typeOf(typeOid, type),
      ...(collation !== null && { collation: nameOf(collation) }),
      ...(comment !== null && { comment }),
    })),
    ...commentOf(row),
  }
}

export function rangeOf(row: TypeRow, catalog: Catalog): OtherObject {
  const name = catalog.named(row.schema, row.name)
  return {
    type: 'other',
    what: 'type',
    ...name,
    create: `CREATE TYPE ${plain(name).sql} AS RANGE (${row.range ?? ''})`,
    drop: `DROP TYPE ${plain(name).sql}`,
    ...commentOf(row),
  }
}

function commentOf({ comment }: TypeRow): { readonly comment?: string } {
  return comment === null ? {} : { comment }
}
