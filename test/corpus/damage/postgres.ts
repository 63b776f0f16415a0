/** Questions for statements that each take something away that a PostgreSQL database holds, or change it. */

/** What no extension brought, in schemas that are not the server's own. */
const own = (catalog: string, oid: string, schema: string) =>
  `${schema} NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace)
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`

const relations = (kinds: string) =>
  `pg_class c WHERE c.relkind IN (${kinds}) AND ${own('pg_class', 'c.oid', 'c.relnamespace')}`

const columns = `pg_attribute a, ${relations("'r', 'p'")} AND a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  AND a.attinhcount = 0`

const constraints = `pg_constraint k, ${relations("'r', 'p'")} AND k.conrelid = c.oid AND k.conislocal`

const indexes = `pg_index i, pg_class x, ${relations("'r', 'p', 'm'")} AND i.indrelid = c.oid AND x.oid = i.indexrelid
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)`

export const postgresDamages: readonly string[] = [
  `SELECT format('DROP TABLE %s CASCADE', c.oid::regclass) AS sql FROM ${relations("'r', 'p'")}`,
  `SELECT format('ALTER TABLE %s DROP COLUMN %I CASCADE', c.oid::regclass, a.attname) AS sql FROM ${columns}`,
  `SELECT format('ALTER TABLE %s RENAME COLUMN %I TO damaged', c.oid::regclass, a.attname) AS sql FROM ${columns}`,
  `SELECT format('ALTER TABLE %s ADD COLUMN damaged integer', c.oid::regclass) AS sql FROM ${relations("'r', 'p'")}`,
  `SELECT format('ALTER TABLE %s ALTER COLUMN %I TYPE %s', c.oid::regclass, a.attname, new) AS sql
   FROM (VALUES ('int4', 'bigint'), ('int2', 'integer'), ('int8', 'numeric(20, 0)'), ('varchar', 'text'), ('text', 'varchar(2000)'),
     ('timestamp', 'timestamptz'), ('timestamptz', 'timestamptz(3)'), ('bool', 'text'), ('json', 'jsonb'), ('jsonb', 'text'),
     ('uuid', 'text'), ('float8', 'numeric'), ('numeric', 'float8'), ('date', 'timestamp')) AS types (old, new),
   ${columns} AND a.atttypid = to_regtype('pg_catalog.' || old)`,
  `SELECT format('ALTER TABLE %s ALTER COLUMN %I %s NOT NULL', c.oid::regclass, a.attname, CASE WHEN a.attnotnull THEN 'DROP' ELSE 'SET' END) AS sql FROM ${columns}`,
  `SELECT format('ALTER TABLE %s ALTER COLUMN %I %s', c.oid::regclass, a.attname,
     CASE WHEN a.atthasdef THEN 'DROP DEFAULT' ELSE 'SET DEFAULT NULL' END) AS sql FROM ${columns} AND a.attgenerated = ''`,
  `SELECT format('ALTER TABLE %s ALTER COLUMN %I DROP %s', c.oid::regclass, a.attname, CASE WHEN a.attidentity = '' THEN 'EXPRESSION' ELSE 'IDENTITY' END) AS sql
   FROM ${columns} AND (a.attidentity <> '' OR a.attgenerated <> '')`,
  `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', c.oid::regclass, k.conname) AS sql FROM ${constraints}`,
  `SELECT format('ALTER TABLE %s RENAME CONSTRAINT %I TO damaged', c.oid::regclass, k.conname) AS sql FROM ${constraints}`,
  `SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE INITIALLY DEFERRED', c.oid::regclass, k.conname) AS sql FROM ${constraints} AND k.contype = 'f'`,
  `SELECT format('DROP INDEX %s CASCADE', x.oid::regclass) AS sql FROM ${indexes}`,
  `SELECT format('ALTER INDEX %s RENAME TO damaged', x.oid::regclass) AS sql FROM ${indexes}`,
  `SELECT format('DROP VIEW %s CASCADE', c.oid::regclass) AS sql FROM ${relations("'v'")}`,
  `SELECT format('DROP MATERIALIZED VIEW %s CASCADE', c.oid::regclass) AS sql FROM ${relations("'m'")}`,
  `SELECT format('CREATE OR REPLACE VIEW %s AS SELECT * FROM (%s) AS was', c.oid::regclass, rtrim(pg_get_viewdef(c.oid), ';')) AS sql FROM ${relations("'v'")}`,
  `SELECT format('DROP SEQUENCE %s CASCADE', c.oid::regclass) AS sql FROM ${relations("'S'")}`,
  `SELECT format('ALTER SEQUENCE %s INCREMENT 7', c.oid::regclass) AS sql FROM ${relations("'S'")}`,
  `SELECT format('DROP ROUTINE %s CASCADE', p.oid::regprocedure) AS sql FROM pg_proc p WHERE p.prokind IN ('f', 'p') AND ${own('pg_proc', 'p.oid', 'p.pronamespace')}`,
  `SELECT format('ALTER ROUTINE %s %s', p.oid::regprocedure, clause) AS sql FROM (VALUES ('SECURITY DEFINER'), ('COST 7'), ('SET search_path = pg_catalog')) AS clauses (clause),
   pg_proc p WHERE p.prokind IN ('f', 'p') AND ${own('pg_proc', 'p.oid', 'p.pronamespace')}`,
  `SELECT format('DROP AGGREGATE %s CASCADE', p.oid::regprocedure) AS sql FROM pg_proc p WHERE p.prokind = 'a' AND ${own('pg_proc', 'p.oid', 'p.pronamespace')}`,
  `SELECT format('DROP TYPE %s CASCADE', t.oid::regtype) AS sql FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
   WHERE (t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND c.relkind = 'c')) AND ${own('pg_type', 't.oid', 't.typnamespace')}`,
  `SELECT format('ALTER TYPE %s RENAME VALUE %L TO ''damaged''', t.oid::regtype, e.enumlabel) AS sql FROM pg_enum e, pg_type t WHERE t.oid = e.enumtypid AND ${own('pg_type', 't.oid', 't.typnamespace')}`,
  `SELECT format('ALTER DOMAIN %s SET DEFAULT NULL', t.oid::regtype) AS sql FROM pg_type t WHERE t.typtype = 'd' AND ${own('pg_type', 't.oid', 't.typnamespace')}`,
  `SELECT format('ALTER DOMAIN %s DROP CONSTRAINT %I', t.oid::regtype, k.conname) AS sql FROM pg_constraint k, pg_type t WHERE k.contypid = t.oid AND ${own('pg_type', 't.oid', 't.typnamespace')}`,
  `SELECT format('DROP TRIGGER %I ON %s CASCADE', g.tgname, c.oid::regclass) AS sql FROM pg_trigger g, ${relations("'r', 'p', 'v'")} AND g.tgrelid = c.oid AND NOT g.tgisinternal`,
  `SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', c.oid::regclass, g.tgname) AS sql FROM pg_trigger g, ${relations("'r', 'p', 'v'")} AND g.tgrelid = c.oid AND NOT g.tgisinternal`,
  `SELECT format('DROP POLICY %I ON %s', p.polname, c.oid::regclass) AS sql FROM pg_policy p, ${relations("'r', 'p'")} AND p.polrelid = c.oid`,
  `SELECT format('ALTER TABLE %s %s ROW LEVEL SECURITY', c.oid::regclass, CASE WHEN c.relrowsecurity THEN 'DISABLE' ELSE 'ENABLE' END) AS sql FROM ${relations("'r', 'p'")}`,
  `SELECT format('DROP EXTENSION %I CASCADE', e.extname) AS sql FROM pg_extension e WHERE e.extname <> 'plpgsql'`,
  `SELECT format('COMMENT ON %s %s IS ''damaged''', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END, c.oid::regclass) AS sql FROM ${relations("'r', 'p', 'v', 'm', 'S', 'i'")}`,
  `SELECT format('COMMENT ON COLUMN %s.%I IS %s', c.oid::regclass, a.attname, CASE WHEN col_description(c.oid, a.attnum) IS NULL THEN '''damaged''' ELSE 'NULL' END) AS sql FROM ${columns}`,
  `SELECT format('ALTER TABLE %s SET (fillfactor = 77)', c.oid::regclass) AS sql FROM ${relations("'r'")}`,
  `SELECT format('ALTER TABLE %s REPLICA IDENTITY FULL', c.oid::regclass) AS sql FROM ${relations("'r'")}`,
  `SELECT format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 77', c.oid::regclass, a.attname) AS sql FROM ${columns}`,
]
