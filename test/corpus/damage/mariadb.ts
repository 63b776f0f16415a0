/** Questions for statements that each take something away that a MariaDB database holds, or change it. */
const here = 'table_schema = DATABASE()'
const quoted = (name: string) => `'\`', ${name}, '\`'`
/** Views of what is gone are told as unreadable, and left alone. */
const unseen = (table: string) =>
  `NOT EXISTS (SELECT 1 FROM information_schema.views v WHERE v.${here} AND INSTR(v.view_definition, CONCAT(${quoted(table)})) > 0)`
const plainColumns = `information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name) WHERE c.${here} AND t.table_type = 'BASE TABLE' AND c.generation_expression IS NULL AND c.extra = ''`

export const mariadbDamages: readonly string[] = [
  `SELECT CONCAT('DROP TABLE ', ${quoted('t.table_name')}) AS \`sql\` FROM information_schema.tables t WHERE t.${here} AND t.table_type = 'BASE TABLE' AND ${unseen('t.table_name')}`,
  `SELECT CONCAT('DROP VIEW ', ${quoted('table_name')}) AS \`sql\` FROM information_schema.views WHERE ${here}`,
  `SELECT CONCAT('ALTER TABLE ', ${quoted('c.table_name')}, ' DROP COLUMN ', ${quoted('c.column_name')}) AS \`sql\` FROM ${plainColumns} AND ${unseen('c.table_name')}`,
  `SELECT CONCAT('ALTER TABLE ', ${quoted('c.table_name')}, ' RENAME COLUMN ', ${quoted('c.column_name')}, ' TO damaged') AS \`sql\` FROM ${plainColumns} AND ${unseen('c.table_name')}`,
  `SELECT CONCAT('ALTER TABLE ', ${quoted('c.table_name')}, ' ADD COLUMN damaged integer AFTER ', ${quoted('c.column_name')}) AS \`sql\` FROM ${plainColumns}`,
  `SELECT CONCAT('ALTER TABLE ', ${quoted('c.table_name')}, ' MODIFY ', ${quoted('c.column_name')}, ' ', c.column_type, IF(c.is_nullable = 'YES', ' NOT NULL', ' NULL')) AS \`sql\` FROM ${plainColumns}`,
  `SELECT CONCAT('ALTER TABLE ', ${quoted('c.table_name')}, ' MODIFY ', ${quoted('c.column_name')}, ' ', IF(c.data_type = 'int', 'bigint', IF(c.data_type = 'varchar', 'text', IF(c.data_type = 'datetime', 'datetime(6)', 'varchar(333)'))), IF(c.is_nullable = 'YES', ' NULL', ' NOT NULL')) AS \`sql\` FROM ${plainColumns}`,
  `SELECT CONCAT('ALTER TABLE ', ${quoted('c.table_name')}, ' MODIFY ', ${quoted('c.column_name')}, ' ', c.column_type, IF(c.is_nullable = 'YES', ' NULL', ' NOT NULL'), ' COMMENT \\'damaged\\'') AS \`sql\` FROM ${plainColumns}`,
  `SELECT CONCAT('ALTER TABLE ', ${quoted('c.table_name')}, ' ALTER COLUMN ', ${quoted('c.column_name')}, ' DROP DEFAULT') AS \`sql\` FROM ${plainColumns} AND c.column_default IS NOT NULL`,
  `SELECT CONCAT('ALTER TABLE ', ${quoted('table_name')}, ' DROP FOREIGN KEY ', ${quoted('constraint_name')}) AS \`sql\` FROM information_schema.table_constraints WHERE ${here} AND constraint_type = 'FOREIGN KEY'`,
  `SELECT CONCAT('ALTER TABLE ', ${quoted('table_name')}, ' DROP CONSTRAINT ', ${quoted('constraint_name')}) AS \`sql\` FROM information_schema.table_constraints WHERE ${here} AND constraint_type IN ('CHECK', 'UNIQUE')`,
  `SELECT CONCAT('ALTER TABLE ', ${quoted('table_name')}, ' DROP PRIMARY KEY') AS \`sql\` FROM information_schema.table_constraints WHERE ${here} AND constraint_type = 'PRIMARY KEY'`,
  `SELECT DISTINCT CONCAT('ALTER TABLE ', ${quoted('table_name')}, ' DROP INDEX ', ${quoted('index_name')}) AS \`sql\` FROM information_schema.statistics WHERE ${here} AND index_name <> 'PRIMARY'`,
  `SELECT DISTINCT CONCAT('ALTER TABLE ', ${quoted('table_name')}, ' RENAME INDEX ', ${quoted('index_name')}, ' TO damaged') AS \`sql\` FROM information_schema.statistics WHERE ${here} AND index_name <> 'PRIMARY'`,
  `SELECT CONCAT('DROP TRIGGER ', ${quoted('trigger_name')}) AS \`sql\` FROM information_schema.triggers WHERE trigger_schema = DATABASE()`,
  `SELECT CONCAT('DROP ', routine_type, ' ', ${quoted('routine_name')}) AS \`sql\` FROM information_schema.routines WHERE routine_schema = DATABASE()`,
  `SELECT CONCAT('ALTER TABLE ', ${quoted('table_name')}, ' COMMENT \\'damaged\\'') AS \`sql\` FROM information_schema.tables WHERE ${here} AND table_type = 'BASE TABLE'`,
  `SELECT CONCAT('ALTER TABLE ', ${quoted('table_name')}, ' CONVERT TO CHARACTER SET latin1') AS \`sql\` FROM information_schema.tables WHERE ${here} AND table_type = 'BASE TABLE'`,
]
