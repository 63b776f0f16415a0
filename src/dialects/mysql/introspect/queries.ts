import { plain } from '../quote.ts'

/** What is asked of information_schema, each in one query. */
export type Subject =
  | 'tables'
  | 'columns'
  | 'indexes'
  | 'keyColumns'
  | 'foreignKeys'
  | 'checks'
  | 'views'
  | 'routines'
  | 'parameters'
  | 'triggers'
  | 'events'

export const subjects: readonly Subject[] = [
  'tables',
  'columns',
  'indexes',
  'keyColumns',
  'foreignKeys',
  'checks',
  'views',
  'routines',
  'parameters',
  'triggers',
  'events',
]

/** Which server the connection is with, and what holds where nothing else is told. */
export const serverQuery =
  'SELECT DATABASE() AS name, VERSION() AS version, @@sql_mode AS modes, @@default_storage_engine AS engine, @@lower_case_table_names AS folding'

/** The query for a subject in these schemas. */
export function subjectQuery(subject: Subject, schemas: readonly string[], isMariadb: boolean): string {
  return ofEach(schemas, (schema) => queries[subject](schema, isMariadb))
}

/** Comments of schemas are MariaDB's. */
export function schemataQuery(schemas: readonly string[], isMariadb: boolean): string {
  const comment = isMariadb ? 'schema_comment' : "''"
  return ofEach(
    schemas,
    (schema) =>
      `SELECT schema_name AS name, default_collation_name AS collation, ${comment} AS comment FROM information_schema.schemata WHERE schema_name = ${schema}`,
  )
}

/** The reference systems of MariaDB's spatial columns. */
export function geometryQuery(schemas: readonly string[]): string {
  return ofEach(
    schemas,
    (schema) =>
      `SELECT g_table_schema AS \`schema\`, g_table_name AS table_name, g_geometry_column AS name, srid AS srid FROM information_schema.geometry_columns WHERE g_table_schema = ${schema} AND srid <> 0`,
  )
}

/** MariaDB looks into one folder where a schema is compared with a constant, and into all where it is one of a list. */
function ofEach(schemas: readonly string[], query: (schema: string) => string): string {
  return schemas.map((schema) => query(nameLiteral(schema))).join(' UNION ALL ')
}

/** A name as text that means the same in every `sql_mode`. */
function nameLiteral(name: string): string {
  return name.includes('\\') ? `CONVERT(x'${Buffer.from(name).toString('hex')}' USING utf8mb3)` : plain(name)
}

const queries: Readonly<Record<Subject, (schema: string, isMariadb: boolean) => string>> = {
  tables: (schema) =>
    `SELECT table_schema AS \`schema\`, table_name AS table_name, table_type AS type, engine AS engine, table_collation AS collation, create_options AS options, table_comment AS comment FROM information_schema.tables WHERE table_schema = ${schema}`,
  columns: (schema, isMariadb) =>
    `SELECT table_schema AS \`schema\`, table_name AS table_name, column_name AS name, ordinal_position AS place, column_default AS default_text, is_nullable AS nullable, column_type AS type, collation_name AS collation, extra AS extra, generation_expression AS computed, column_comment AS comment, privileges AS privileges, ${isMariadb ? 'NULL' : 'srs_id'} AS srid FROM information_schema.columns WHERE table_schema = ${schema}`,
  indexes: (schema, isMariadb) =>
    `SELECT table_schema AS \`schema\`, table_name AS table_name, index_name AS name, non_unique AS non_unique, seq_in_index AS place, column_name AS column_name, collation AS direction, sub_part AS prefix, index_type AS method, index_comment AS comment, ${isMariadb ? "ignored = 'YES'" : "is_visible = 'NO'"} AS invisible, ${isMariadb ? 'NULL' : 'expression'} AS expression FROM information_schema.statistics WHERE table_schema = ${schema}`,
  keyColumns: (schema) =>
    `SELECT table_schema AS \`schema\`, table_name AS table_name, constraint_name AS name, column_name AS column_name, ordinal_position AS place, referenced_table_schema AS other_schema, referenced_table_name AS other_table, referenced_column_name AS other_column FROM information_schema.key_column_usage WHERE table_schema = ${schema} AND referenced_table_name IS NOT NULL`,
  foreignKeys: (schema) =>
    `SELECT constraint_schema AS \`schema\`, table_name AS table_name, constraint_name AS name, update_rule AS on_update, delete_rule AS on_delete FROM information_schema.referential_constraints WHERE constraint_schema = ${schema}`,
  checks: (schema, isMariadb) =>
    isMariadb
      ? `SELECT constraint_schema AS \`schema\`, table_name AS table_name, constraint_name AS name, level AS level, check_clause AS clause, 'YES' AS enforced FROM information_schema.check_constraints WHERE constraint_schema = ${schema}`
      : `SELECT t.table_schema AS \`schema\`, t.table_name AS table_name, t.constraint_name AS name, 'Table' AS level, c.check_clause AS clause, t.enforced AS enforced FROM information_schema.table_constraints AS t JOIN information_schema.check_constraints AS c ON c.constraint_schema = t.constraint_schema AND c.constraint_name = t.constraint_name WHERE t.table_schema = ${schema} AND t.constraint_type = 'CHECK'`,
  views: (schema, isMariadb) =>
    `SELECT table_schema AS \`schema\`, table_name AS table_name, view_definition AS query, check_option AS check_option, security_type AS security, ${isMariadb ? 'algorithm' : 'NULL'} AS algorithm FROM information_schema.views WHERE table_schema = ${schema}`,
  routines: (schema) =>
    `SELECT routine_schema AS \`schema\`, routine_name AS name, routine_type AS type, dtd_identifier AS returns, character_set_name AS charset, collation_name AS collation, routine_definition AS body, routine_body AS language, is_deterministic AS is_deterministic, sql_data_access AS data_use, security_type AS security, sql_mode AS modes, routine_comment AS comment, database_collation AS surroundings FROM information_schema.routines WHERE routine_schema = ${schema}`,
  parameters: (schema) =>
    `SELECT specific_schema AS \`schema\`, specific_name AS routine, routine_type AS routine_type, ordinal_position AS place, parameter_mode AS mode, parameter_name AS name, dtd_identifier AS type, character_set_name AS charset, collation_name AS collation FROM information_schema.parameters WHERE specific_schema = ${schema} AND ordinal_position > 0`,
  triggers: (schema) =>
    `SELECT event_object_schema AS \`schema\`, event_object_table AS table_name, trigger_name AS name, event_manipulation AS event, action_timing AS timing, action_order AS place, action_statement AS body, sql_mode AS modes FROM information_schema.triggers WHERE trigger_schema = ${schema}`,
  events: (schema) =>
    `SELECT event_schema AS \`schema\`, event_name AS name, event_definition AS body, event_type AS type, ${moment('execute_at')} AS at, interval_value AS amount, interval_field AS unit, ${moment('starts')} AS starts, ${moment('ends')} AS ends, status AS status, on_completion AS completion, event_comment AS comment, sql_mode AS modes FROM information_schema.events WHERE event_schema = ${schema}`,
}

/** A moment of an event in the session's time zone, in which CREATE EVENT would read it. */
function moment(column: string): string {
  return `CAST(COALESCE(CONVERT_TZ(${column}, time_zone, @@time_zone), ${column}) AS CHAR)`
}
