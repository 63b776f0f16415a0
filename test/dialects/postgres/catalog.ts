import type { TestDatabase } from '../../support/postgres.ts'

const lasting = `n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'`
const own = `(${lasting} OR n.oid = pg_my_temp_schema())`

/** What a database holds, by subject, in words that don't depend on numbers it gave out. */
const sections = {
  schemas: `SELECT nspname, pg_get_userbyid(nspowner) AS owner, obj_description(n.oid, 'pg_namespace') AS comment FROM pg_namespace n WHERE ${lasting} ORDER BY 1`,
  extensions: `SELECT extname, extversion, n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = extnamespace ORDER BY 1`,
  relations: `SELECT c.oid::regclass::text AS name, relkind, relpersistence, relrowsecurity, relforcerowsecurity, relispopulated,
      reloptions, coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, relowner))::text AS relacl, pg_get_expr(relpartbound, c.oid) AS bounds, obj_description(c.oid, 'pg_class') AS comment,
      CASE WHEN relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partitioned,
      CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) WHEN relkind IN ('i', 'I') THEN pg_get_indexdef(c.oid) END AS definition,
      (SELECT array_agg(inhparent::regclass::text) FROM pg_inherits WHERE inhrelid = c.oid) AS parents
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE ${own} ORDER BY 1`,
  columns: `SELECT attrelid::regclass::text AS of, attname, row_number() OVER (PARTITION BY attrelid ORDER BY attnum) AS place,
      format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, attcollation::regcollation::text, attacl::text,
      pg_get_expr(adbin, adrelid) AS value, col_description(attrelid, attnum) AS comment
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE ${own} AND relkind IN ('r', 'p', 'v', 'm', 'c') AND attnum > 0 AND NOT attisdropped ORDER BY 1, 3`,
  constraints: `SELECT conrelid::regclass::text AS of, contypid::regtype::text AS type, conname, pg_get_constraintdef(c.oid) AS definition,
      obj_description(c.oid, 'pg_constraint') AS comment
    FROM pg_constraint c JOIN pg_namespace n ON n.oid = connamespace WHERE ${own} ORDER BY 1, 2, 3`,
  types: `SELECT t.oid::regtype::text AS name, typtype, typnotnull, typdefault, typcollation::regcollation::text,
      CASE WHEN typbasetype <> 0 THEN format_type(typbasetype, typtypmod) END AS base, obj_description(t.oid, 'pg_type') AS comment,
      ARRAY(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder) AS labels
    FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace WHERE ${own} ORDER BY 1`,
  sequences: `SELECT seqrelid::regclass::text AS name, seqtypid::regtype::text AS type, seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle,
      (SELECT refobjid::regclass || '.' || refobjsubid FROM pg_depend WHERE objid = seqrelid AND deptype IN ('a', 'i') LIMIT 1) AS owner
    FROM pg_sequence JOIN pg_class c ON c.oid = seqrelid JOIN pg_namespace n ON n.oid = relnamespace WHERE ${own} ORDER BY 1`,
  routines: `SELECT pg_get_functiondef(p.oid) AS definition, proacl::text, obj_description(p.oid, 'pg_proc') AS comment
    FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
    WHERE ${own} AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = p.oid AND deptype = 'e') ORDER BY 1`,
  triggers: `SELECT pg_get_triggerdef(oid) AS definition, obj_description(oid, 'pg_trigger') AS comment
    FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`,
  policies: `SELECT polname, polrelid::regclass::text AS of, polcmd, polpermissive, polroles::regrole[]::text, pg_get_expr(polqual, polrelid) AS visible,
      pg_get_expr(polwithcheck, polrelid) AS writable, obj_description(oid, 'pg_policy') AS comment FROM pg_policy ORDER BY 1, 2`,
  privileges: `SELECT nspname, nspacl::text FROM pg_namespace n WHERE ${lasting} ORDER BY 1`,
} as const

/** Everything in the database but rows. An emptied list of privileges is what an untouched one grants. */
export async function catalogOf(database: TestDatabase): Promise<unknown> {
  const found: Record<string, unknown> = {}
  for (const [name, sql] of Object.entries(sections)) found[name] = await database.query(sql)
  return found
}
