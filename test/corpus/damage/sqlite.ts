/** Questions for statements that each take something away that a SQLite database holds, or change it. */
const named = (name: string) => `'"' || replace(${name}, '"', '""') || '"'`
const tables = `sqlite_schema t WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`
/** A view or trigger without its table would stop every other change: SQLite reads them all again. */
const unused = `NOT EXISTS (SELECT 1 FROM sqlite_schema v WHERE v.type IN ('view', 'trigger') AND v.tbl_name <> t.name
  AND instr(lower(v.sql), lower(t.name)) > 0)`
const columns = `sqlite_schema t, pragma_table_xinfo(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`

export const sqliteDamages: readonly string[] = [
  `SELECT 'DROP TABLE ' || ${named('t.name')} AS sql FROM ${tables} AND ${unused}`,
  `SELECT 'DROP VIEW ' || ${named('t.name')} AS sql FROM sqlite_schema t WHERE t.type = 'view'`,
  `SELECT 'DROP INDEX ' || ${named('t.name')} AS sql FROM sqlite_schema t WHERE t.type = 'index' AND t.sql IS NOT NULL`,
  `SELECT 'DROP TRIGGER ' || ${named('t.name')} AS sql FROM sqlite_schema t WHERE t.type = 'trigger'`,
  `SELECT 'ALTER TABLE ' || ${named('t.name')} || ' DROP COLUMN ' || ${named('c.name')} AS sql FROM ${columns}`,
  `SELECT 'ALTER TABLE ' || ${named('t.name')} || ' RENAME COLUMN ' || ${named('c.name')} || ' TO damaged' AS sql FROM ${columns}`,
  `SELECT 'ALTER TABLE ' || ${named('t.name')} || ' ADD COLUMN damaged integer' AS sql FROM ${tables}`,
  `SELECT 'ALTER TABLE ' || ${named('t.name')} || ' ADD COLUMN damaged2 text NOT NULL DEFAULT ''x'' CHECK (damaged2 <> '''')' AS sql FROM ${tables}`,
  `SELECT 'ALTER TABLE ' || ${named('t.name')} || ' ADD COLUMN damaged3 text REFERENCES ' || ${named('t.name')} AS sql FROM ${columns} AND c.pk = 1`,
  `SELECT 'CREATE INDEX damaged_index ON ' || ${named('t.name')} || ' (' || ${named('c.name')} || ' DESC)' AS sql FROM ${columns}`,
  `SELECT 'CREATE UNIQUE INDEX damaged_unique ON ' || ${named('t.name')} || ' (lower(' || ${named('c.name')} || ')) WHERE ' || ${named('c.name')} || ' IS NOT NULL' AS sql FROM ${columns}`,
]
