import type { Database } from '../support/database.ts'
import type { Tool } from '../tools/tool.ts'

/** What a database holds, as a text; of the tool's own tables only where it stands, as the rest tells times. */
export async function comparable(database: Database, { ownTables }: Tool): Promise<string> {
  const { rows, ...schema } = (await database.contents()) as {
    readonly rows: Readonly<Record<string, unknown>>
  }
  const kept = Object.entries(rows).filter(
    ([table]) => table === 'tsmig_version' || !(ownTables.includes(table) || table.startsWith('tsmig_')),
  )
  return JSON.stringify({ schema, rows: kept }).replace(/AUTO_INCREMENT=\d+/g, '')
}
