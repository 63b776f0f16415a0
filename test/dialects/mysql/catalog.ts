import type { MariadbDatabase } from '../../support/mariadb.ts'

type Rows = readonly Record<string, unknown>[]

/** Schemas that samples make beside the database. */
const beside = "SCHEMA_NAME LIKE 'tsmig\\_fresh%' OR SCHEMA_NAME LIKE 'tsmig\\_old%'"

/** What SHOW CREATE says of each thing of a kind: the column that holds it, and a query for the names. */
const created = [
  [
    'TABLE',
    'Create Table',
    "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'",
  ],
  [
    'SEQUENCE',
    'Create Table',
    "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'SEQUENCE'",
  ],
  [
    'VIEW',
    'Create View',
    'SELECT TABLE_NAME AS name FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()',
  ],
  [
    'FUNCTION',
    'Create Function',
    "SELECT ROUTINE_NAME AS name FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE = 'FUNCTION'",
  ],
  [
    'PROCEDURE',
    'Create Procedure',
    "SELECT ROUTINE_NAME AS name FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE = 'PROCEDURE'",
  ],
  [
    'TRIGGER',
    'SQL Original Statement',
    'SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()',
  ],
] as const

/** What SHOW CREATE leaves out. */
const sections = {
  schemas: `SELECT SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME, SCHEMA_COMMENT FROM information_schema.SCHEMATA WHERE ${beside} ORDER BY 1`,
  columns:
    'SELECT TABLE_NAME, ORDINAL_POSITION, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, COLLATION_NAME, COLUMN_COMMENT, GENERATION_EXPRESSION FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1, 2',
  views:
    'SELECT TABLE_NAME, CHECK_OPTION, SECURITY_TYPE, ALGORITHM FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1',
  triggers:
    'SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_ORDER FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY 1',
  schemaPrivileges:
    'SELECT GRANTEE, PRIVILEGE_TYPE, IS_GRANTABLE FROM information_schema.SCHEMA_PRIVILEGES WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1, 2',
  tablePrivileges:
    'SELECT GRANTEE, TABLE_NAME, PRIVILEGE_TYPE, IS_GRANTABLE FROM information_schema.TABLE_PRIVILEGES WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1, 2, 3',
  columnPrivileges:
    'SELECT GRANTEE, TABLE_NAME, COLUMN_NAME, PRIVILEGE_TYPE, IS_GRANTABLE FROM information_schema.COLUMN_PRIVILEGES WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1, 2, 3, 4',
} as const

/** Everything in the database but rows, the privileges on it, and the schemas that samples make beside it. */
export async function catalogOf(database: MariadbDatabase): Promise<Readonly<Record<string, unknown>>> {
  const found: Record<string, unknown> = {}
  for (const [name, sql] of Object.entries(sections)) found[name] = await database.query(sql)
  for (const [kind, column, names] of created) {
    const texts: Record<string, unknown> = {}
    for (const { name } of await database.query(`${names} ORDER BY 1`)) {
      const [row]: Rows = await database.query(`SHOW CREATE ${kind} \`${name}\``)
      texts[String(name)] = String(row?.[column]).replaceAll(`\`${database.name}\`.`, '')
      if (kind === 'SEQUENCE') texts[`${name} stands at`] = await database.query(`SELECT * FROM \`${name}\``)
    }
    found[kind] = texts
  }
  return found
}
