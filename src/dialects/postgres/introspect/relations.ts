import { type Catalog, firstOid } from './catalog.ts'
import type { Question } from './reader.ts'

/** A table, a view or a materialized view, as the catalog has it. */
export interface RelationRow {
  readonly oid: number
  readonly name: string
  readonly schema: string
  readonly kind: 'r' | 'p' | 'v' | 'm' | 'f'
  readonly unlogged: true | null
  readonly options: readonly string[] | null
  readonly toastOptions: readonly string[] | null
  readonly tablespace: string | null
  readonly accessMethod: string | null
  readonly rowSecurity: boolean
  readonly forced: boolean
  readonly replicaIdentity: string | null
  /** The composite type that it is a table of. */
  readonly ofSchema: string | null
  readonly ofName: string | null
  readonly comment: string | null
  /** The numbers of the tables it inherits from, with spaces between. */
  readonly parents: string | null
  readonly bounds: string | null
  /** As behind PARTITION BY. */
  readonly partitionKey: string | null
  readonly populated: boolean
  /** The query of a view. */
  readonly definition: string | null
  /** The numbers of the views that it asks, with spaces between. */
  readonly asks: string | null
}

export function relationsQuestion({ schemas }: Catalog): Question<RelationRow> {
  const sql = `SELECT c.oid, c.relname AS name, n.nspname AS schema, c.relkind AS kind,
  CASE WHEN c.relpersistence = 'u' THEN true END AS unlogged,
  c.reloptions AS options, toast.reloptions AS "toastOptions", space.spcname AS tablespace,
  CASE WHEN am.amname <> 'heap' THEN am.amname END AS "accessMethod",
  c.relrowsecurity AS "rowSecurity", c.relforcerowsecurity AS forced,
  CASE WHEN c.relreplident IN ('f', 'n') AND c.relkind IN ('r', 'p') THEN c.relreplident END AS "replicaIdentity",
  ofn.nspname AS "ofSchema", oft.typname AS "ofName", d.description AS comment, i.parents,
  CASE WHEN c.relispartition THEN coalesce(pg_get_expr(c.relpartbound, c.oid), '') END AS bounds,
  CASE WHEN c.relkind = 'p' THEN coalesce(pg_get_partkeydef(c.oid), '') END AS "partitionKey",
  c.relispopulated AS populated,
  CASE WHEN c.relkind IN ('v', 'm') THEN coalesce(pg_get_viewdef(c.oid), '') END AS definition, asked.views AS asks
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_class toast ON toast.oid = c.reltoastrelid AND toast.reloptions IS NOT NULL
LEFT JOIN pg_catalog.pg_tablespace space ON space.oid = c.reltablespace
LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
LEFT JOIN pg_catalog.pg_type oft ON oft.oid = c.reloftype
LEFT JOIN pg_catalog.pg_namespace ofn ON ofn.oid = oft.typnamespace
LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0 AND d.objoid >= ${firstOid}
LEFT JOIN (SELECT inhrelid, string_agg(inhparent::text, ' ' ORDER BY inhseqno) AS parents
  FROM pg_catalog.pg_inherits GROUP BY inhrelid) i ON i.inhrelid = c.oid
LEFT JOIN (SELECT r.ev_class, string_agg(DISTINCT v.oid::text, ' ') AS views FROM pg_catalog.pg_rewrite r
  JOIN pg_catalog.pg_depend w ON w.classid = 'pg_catalog.pg_rewrite'::regclass AND w.objid = r.oid AND w.refclassid = 'pg_catalog.pg_class'::regclass
  JOIN pg_catalog.pg_class v ON v.oid = w.refobjid AND v.oid <> r.ev_class AND v.relkind IN ('v', 'm')
  WHERE r.ev_class >= ${firstOid} AND w.objid >= ${firstOid} AND r.rulename = '_RETURN' GROUP BY r.ev_class) asked ON asked.ev_class = c.oid
WHERE c.relnamespace IN (${numbersOf(schemas)}) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')`
  return {
    what: 'tables and views',
    parts: [sql],
    title: `CASE q.kind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' ELSE 'table ' END || quote_ident(q.schema) || '.' || quote_ident(q.name)`,
    isGone: (row) => row.definition === '' || row.bounds === '' || row.partitionKey === '',
  }
}

/** As a list behind IN: never empty. */
export function numbersOf(schemas: ReadonlyMap<number, string>): string {
  return [0, ...schemas.keys()].join(', ')
}
