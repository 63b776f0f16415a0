import type { ProjectWithDatabase } from '../support/databases.ts'

type Query = ProjectWithDatabase['query']

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``

async function namesOf(query: Query, type: string): Promise<readonly string[]> {
  const rows = await query(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = '${type}'`,
  )
  return rows.map(({ name }) => String(name)).sort()
}

/** What the database holds beside rows, each in the server's own words, and the rows. */
export async function mysqlContents(query: Query): Promise<unknown> {
  const definitions: unknown[] = []
  for (const type of ['BASE TABLE', 'SEQUENCE', 'VIEW']) {
    for (const name of await namesOf(query, type)) {
      if (name === 'tsmig_version_log') continue
      definitions.push((await query(`SHOW CREATE TABLE ${quoted(name)}`)).map(withoutDatabase))
      if (type === 'SEQUENCE') definitions.push(await query(`SELECT * FROM ${quoted(name)}`))
    }
  }
  return {
    definitions,
    triggers: await query(
      `SELECT trigger_name, event_object_table, event_manipulation, action_timing, action_statement, action_order, sql_mode
        FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY trigger_name`,
    ),
    routines: await query(
      `SELECT routine_name, routine_type, dtd_identifier, routine_definition, is_deterministic, sql_data_access,
          security_type, sql_mode, routine_comment
        FROM information_schema.routines WHERE routine_schema = DATABASE() ORDER BY routine_name`,
    ),
    parameters: await query(
      `SELECT specific_name, ordinal_position, parameter_mode, parameter_name, dtd_identifier
        FROM information_schema.parameters WHERE specific_schema = DATABASE() ORDER BY 1, 2`,
    ),
    rows: await mysqlRows(query),
  }
}

/** A view names the database that it stands in. */
function withoutDatabase(row: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.values(row).map((value) => String(value).replace(/`tsmig_test_[0-9a-f]+`\./g, ''))
}

/** The definition of each table, without what differs from server to server. */
export async function mysqlLines(query: Query): Promise<readonly { readonly line: string }[]> {
  const lines: { line: string }[] = []
  for (const name of await namesOf(query, 'BASE TABLE')) {
    if (name.startsWith('tsmig_version')) continue
    const [row] = await query(`SHOW CREATE TABLE ${quoted(name)}`)
    const text = String(row?.['Create Table'])
    lines.push({ line: `${text.replace(/ DEFAULT CHARSET=utf8mb4 COLLATE=\w+/, '')};` })
  }
  return lines
}

/** The rows of each table, sorted: numbers to the last digit, bytes in hexadecimal digits. */
export async function mysqlRows(query: Query): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {}
  for (const name of await namesOf(query, 'BASE TABLE')) {
    if (name === 'tsmig_version_log') continue
    const columns = await query(
      `SELECT column_name AS name, data_type AS type FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = CONVERT(x'${Buffer.from(name).toString('hex')}' USING utf8mb4) ORDER BY ordinal_position`,
    )
    const list = columns.map((column) => {
      const shown = quoted(String(column.name))
      // The driver would parse JSON.
      return column.type === 'longtext' ? `CAST(${shown} AS CHAR)` : shown
    })
    const rows = await query(`SELECT ${list.join(', ')} FROM ${quoted(name)}`)
    found[name] = rows.map((row) => Object.values(row).map(valueText).join(',')).sort()
  }
  return found
}

function valueText(value: unknown): string {
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`
  return value === null ? 'NULL' : typeof value === 'string' ? `'${value}'` : String(value)
}
