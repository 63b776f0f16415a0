import type { OtherObject } from '../../../schema/objects.ts'
import type { UnreadPart } from '../../../schema/snapshot.ts'
import { identifier, tableName } from '../identifier.ts'
import type { Catalog } from './catalog.ts'
import type { Question } from './reader.ts'
import { numbersOf } from './relations.ts'
import { notesSql, unspokenOutside, unspokenSql } from './unspoken.ts'

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
  /** Why there are no statements, where it isn't that nothing makes such a thing. */
  readonly reason: string | null
}

export function othersQuestion({ schemas, whole, version }: Catalog): Question<OtherRow> {
  const list = numbersOf(schemas)
  return {
    what: 'operators, statistics, casts and the like',
    parts: [
      operatorsSql(list),
      statisticsSql(list),
      collationsSql(list),
      ...unspokenSql(list),
      ...notesSql(list, version),
      ...(whole ? [castsSql, eventTriggersSql, ...unspokenOutside] : []),
    ],
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
  obj_description(o.oid, 'pg_operator') AS comment, NULL AS reason
FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
WHERE o.oprnamespace IN (${list}) AND o.oprcode <> 0`
}

function statisticsSql(list: string): string {
  return `SELECT 'statistics' AS what, 3381 AS catalog, s.oid, s.stxname::text AS name, n.nspname::text AS schema,
  tn.nspname::text AS "tableSchema", t.relname::text AS table,
  pg_get_statisticsobjdef(s.oid) || CASE WHEN s.stxstattarget >= 0 THEN format(E';\\nALTER STATISTICS %I.%I SET STATISTICS %s', n.nspname, s.stxname, s.stxstattarget) ELSE '' END AS create,
  format('DROP STATISTICS %I.%I', n.nspname, s.stxname) AS drop, obj_description(s.oid, 'pg_statistic_ext') AS comment, NULL AS reason
FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
JOIN pg_catalog.pg_class t ON t.oid = s.stxrelid JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
WHERE s.stxnamespace IN (${list})`
}

/** Columns have other names from version to version: the row tells. */
function collationsSql(list: string): string {
  return `SELECT 'collation' AS what, 3456 AS catalog, c.oid, c.collname::text AS name, n.nspname::text AS schema,
  NULL AS "tableSchema", NULL AS table,
  format('CREATE COLLATION %I.%I (%s)', n.nspname, c.collname, concat_ws(', ',
    'PROVIDER = ' || CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
    CASE WHEN NOT c.collisdeterministic THEN 'DETERMINISTIC = false' END,
    CASE WHEN c.collprovider = 'c' THEN format('LC_COLLATE = %L, LC_CTYPE = %L', c.collcollate, c.collctype)
      ELSE format('LOCALE = %L', coalesce(j.row ->> 'colllocale', j.row ->> 'colliculocale', c.collcollate)) END,
    'RULES = ' || quote_literal(j.row ->> 'collicurules'))) AS create,
  format('DROP COLLATION %I.%I', n.nspname, c.collname) AS drop, obj_description(c.oid, 'pg_collation') AS comment, NULL AS reason
FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
CROSS JOIN LATERAL (SELECT to_jsonb(c) AS row) j
WHERE c.collnamespace IN (${list})`
}

const outside = `NULL AS schema, NULL AS "tableSchema", NULL AS table`

/** What initdb made has low numbers. */
const castsSql = `SELECT 'cast' AS what, 2605 AS catalog, c.oid,
  format_type(c.castsource, NULL) || ' AS ' || format_type(c.casttarget, NULL) AS name, ${outside},
  format('CREATE CAST (%s AS %s) %s%s', format_type(c.castsource, NULL), format_type(c.casttarget, NULL),
    CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || c.castfunc::regprocedure WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END,
    CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END) AS create,
  format('DROP CAST (%s AS %s)', format_type(c.castsource, NULL), format_type(c.casttarget, NULL)) AS drop,
  obj_description(c.oid, 'pg_cast') AS comment, NULL AS reason
FROM pg_catalog.pg_cast c WHERE c.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend i
  WHERE i.classid = 'pg_catalog.pg_cast'::regclass AND i.objid = c.oid AND i.deptype = 'i')`

const eventTriggersSql = `SELECT 'event trigger' AS what, 3466 AS catalog, e.oid, e.evtname::text AS name, ${outside},
  format('CREATE EVENT TRIGGER %I ON %s%s EXECUTE FUNCTION %s()', e.evtname, e.evtevent,
    ' WHEN TAG IN (' || (SELECT string_agg(quote_literal(tag), ', ') FROM unnest(e.evttags) tag) || ')', e.evtfoid::regproc)
  || CASE e.evtenabled WHEN 'D' THEN format(E';\\nALTER EVENT TRIGGER %I DISABLE', e.evtname)
    WHEN 'R' THEN format(E';\\nALTER EVENT TRIGGER %I ENABLE REPLICA', e.evtname)
    WHEN 'A' THEN format(E';\\nALTER EVENT TRIGGER %I ENABLE ALWAYS', e.evtname) ELSE '' END AS create,
  format('DROP EVENT TRIGGER %I', e.evtname) AS drop, obj_description(e.oid, 'pg_event_trigger') AS comment, NULL AS reason
FROM pg_catalog.pg_event_trigger e`

/** Whether there are statements for it. */
export function isSpoken({ create }: OtherRow): boolean {
  return create !== ''
}

/** What is told of a thing that there are no statements for. */
export function unspokenPart({ what, schema, name, tableSchema, table, reason }: OtherRow): UnreadPart {
  const title = schema === null ? identifier(name) : tableName({ schema, name })
  const of = table === null ? '' : ` of ${tableName({ schema: tableSchema ?? '', name: table })}`
  return {
    what: `${what} ${title}${of}`,
    reason: reason ?? `tsmig has no operation that makes ${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what}.`,
  }
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
