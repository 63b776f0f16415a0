import type { OtherObject } from '../../schema/objects.ts'
import type { Catalog } from './introspect-catalog.ts'
import type { Question } from './introspect-reader.ts'
import { numbersOf } from './introspect-relations.ts'

/** What the model has no parts for, with the statements that the server, or the query, spells. */
export interface OtherRow {
  readonly what: string
  /** By which catalog and number extensions know it. */
  readonly catalog: number
  readonly oid: number
  readonly name: string
  readonly schema: string | null
  readonly tableSchema: string | null
  readonly table: string | null
  /** None where it went away meanwhile. */
  readonly create: string | null
  readonly drop: string
  readonly comment: string | null
}

export function othersQuestion({ schemas }: Catalog): Question<OtherRow> {
  const list = numbersOf(schemas)
  return {
    what: 'operators and statistics',
    parts: [operatorsSql(list), statisticsSql(list)],
    title: `q.what || ' ' || quote_ident(q.name)`,
    isGone: (row) => row.create === null,
  }
}

function operatorsSql(list: string): string {
  return `SELECT 'operator' AS what, 2617 AS catalog, o.oid, o.oprname::text AS name, n.nspname::text AS schema, NULL AS "tableSchema", NULL AS table,
  format('CREATE OPERATOR %s%s (%s)', CASE WHEN n.nspname = current_schema() THEN '' ELSE quote_ident(n.nspname) || '.' END, o.oprname,
    concat_ws(', ', 'FUNCTION = ' || o.oprcode::regproc, 'LEFTARG = ' || format_type(nullif(o.oprleft, 0), NULL),
      'RIGHTARG = ' || format_type(nullif(o.oprright, 0), NULL),
      'COMMUTATOR = ' || (SELECT format('OPERATOR(%I.%s)', m.nspname, c.oprname) FROM pg_catalog.pg_operator c
        JOIN pg_catalog.pg_namespace m ON m.oid = c.oprnamespace WHERE c.oid = o.oprcom),
      'NEGATOR = ' || (SELECT format('OPERATOR(%I.%s)', m.nspname, c.oprname) FROM pg_catalog.pg_operator c
        JOIN pg_catalog.pg_namespace m ON m.oid = c.oprnamespace WHERE c.oid = o.oprnegate),
      'RESTRICT = ' || nullif(o.oprrest, 0)::regproc, 'JOIN = ' || nullif(o.oprjoin, 0)::regproc,
      CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END)) AS create,
  format('DROP OPERATOR %s%s (%s, %s)', CASE WHEN n.nspname = current_schema() THEN '' ELSE quote_ident(n.nspname) || '.' END, o.oprname,
    coalesce(format_type(nullif(o.oprleft, 0), NULL), 'NONE'), coalesce(format_type(nullif(o.oprright, 0), NULL), 'NONE')) AS drop,
  obj_description(o.oid, 'pg_operator') AS comment
FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
WHERE o.oprnamespace IN (${list}) AND o.oprcode <> 0`
}

function statisticsSql(list: string): string {
  return `SELECT 'statistics' AS what, 3381 AS catalog, s.oid, s.stxname::text AS name, n.nspname::text AS schema,
  tn.nspname::text AS "tableSchema", t.relname::text AS table,
  pg_get_statisticsobjdef(s.oid) || CASE WHEN s.stxstattarget >= 0 THEN format(E';\\nALTER STATISTICS %I.%I SET STATISTICS %s', n.nspname, s.stxname, s.stxstattarget) ELSE '' END AS create,
  format('DROP STATISTICS %I.%I', n.nspname, s.stxname) AS drop, obj_description(s.oid, 'pg_statistic_ext') AS comment
FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
JOIN pg_catalog.pg_class t ON t.oid = s.stxrelid JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
WHERE s.stxnamespace IN (${list})`
}

export function otherOf(row: OtherRow, catalog: Catalog): OtherObject {
  const { what, name, schema, table, tableSchema, comment } = row
  return {
    type: 'other',
    what,
    ...(schema === null ? { name } : catalog.named(schema, name)),
    ...(table !== null && { table: catalog.named(tableSchema ?? '', table) }),
    create: row.create ?? '',
    drop: row.drop,
    ...(comment !== null && { comment }),
  }
}
