import type { MariadbDatabase } from '../../support/mariadb.ts'

/** The column in which SHOW CREATE tells a thing of a kind. */
const createdIn: Readonly<Record<string, string>> = {
  TABLE: 'Create Table',
  SEQUENCE: 'Create Table',
  VIEW: 'Create View',
  FUNCTION: 'Create Function',
  PROCEDURE: 'Create Procedure',
  TRIGGER: 'SQL Original Statement',
}

const names = `
  SELECT IF(TABLE_TYPE = 'BASE TABLE', 'TABLE', TABLE_TYPE) AS kind, TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()
  UNION ALL SELECT ROUTINE_TYPE, ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
  UNION ALL SELECT 'TRIGGER', TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()
  ORDER BY 1, 2`

/** What SHOW CREATE leaves out. */
const sections = {
  columns: `SELECT TABLE_NAME, ORDINAL_POSITION, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, COLLATION_NAME, COLUMN_COMMENT,
    GENERATION_EXPRESSION FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1, 2`,
  views: `SELECT TABLE_NAME, CHECK_OPTION, SECURITY_TYPE FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1`,
  triggers: `SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_ORDER FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY 1`,
  privileges: `
    SELECT GRANTEE, NULL AS of, NULL AS part, PRIVILEGE_TYPE, IS_GRANTABLE FROM information_schema.SCHEMA_PRIVILEGES WHERE TABLE_SCHEMA = DATABASE()
    UNION ALL SELECT GRANTEE, TABLE_NAME, NULL, PRIVILEGE_TYPE, IS_GRANTABLE FROM information_schema.TABLE_PRIVILEGES WHERE TABLE_SCHEMA = DATABASE()
    UNION ALL SELECT GRANTEE, TABLE_NAME, COLUMN_NAME, PRIVILEGE_TYPE, IS_GRANTABLE FROM information_schema.COLUMN_PRIVILEGES WHERE TABLE_SCHEMA = DATABASE()
    ORDER BY 1, 2, 3, 4`,
} as const

/** Everything in the database but rows, and the privileges on it. */
export async function catalogOf(database: MariadbDatabase): Promise<Readonly<Record<string, unknown>>> {
  const found: Record<string, unknown> = {}
  for (const [name, sql] of Object.entries(sections)) found[name] = await database.query(sql)
  for (const { kind, name } of await database.query(names)) {
    const thing = `${kind} ${name}`
    const [row] = await database.query(`SHOW CREATE ${kind} \`${name}\``)
    // A trigger keeps the words it was created with, its schema among them.
    found[thing] = String(row?.[createdIn[String(kind)] ?? ''])
      .replaceAll(`\`${database.name}\`.`, '')
      // FOLLOWS leaves a space where it stood, and the shell takes it away.
      .replace(/ +$/gm, '')
    if (kind === 'SEQUENCE') found[`${thing}: state`] = await database.query(`SELECT * FROM \`${name}\``)
  }
  return found
}
