import { ambiguousPrefix } from '../graph/lookup-errors.ts'
import type { Direction, LogRow } from '../runtime/log/log-table.ts'
import { inDatabase } from './database/error.ts'
import { type DatabaseSettings, readDatabases } from './database/settings.ts'
import { type Database, withDatabase } from './database.ts'
import type { CommandOptions } from './options.ts'
import { configuredProject } from './read-schema.ts'

export interface LogOptions extends CommandOptions {
  /** The steps of this revision alone, by its id or the beginning of it. */
  readonly revision?: string
  /** At most so many, the newest. */
  readonly limit?: number
}

/** A step that was done on a database. */
export interface LogEntry {
  /** The database's name, where the project has several. */
  readonly database?: string
  /** Of a stamp, the revision that it went to; empty for base. */
  readonly revision: string
  readonly direction: Direction
  /** The first line of the revision's message; of a stamp, where it led from and to. */
  readonly message: string
  /** ISO 8601, in UTC; on PostgreSQL by the clock of the server, else of the machine that ran it. */
  readonly appliedAt: string
  readonly milliseconds: number
  /** The user of the machine that ran it, and of the database. */
  readonly osUser: string | null
  readonly dbUser: string | null
  readonly host: string | null
  readonly tsmigVersion: string | null
  /** Of the revision's code. */
  readonly checksum: string | null
  /** What takes an upgrade back, where it could be written. */
  readonly downSql: string | null
}

/** What was done on the project's databases, the newest first of each; nothing where there is no log. Makes nothing. */
export async function log(options: LogOptions = {}): Promise<readonly LogEntry[]> {
  const databases = await readDatabases(await configuredProject(options))
  const entries: LogEntry[] = []
  for (const settings of databases) {
    entries.push(...(await inDatabase(settings, databases, () => logOf(settings, options))))
  }
  return entries
}

function logOf(
  settings: DatabaseSettings,
  { revision, limit = Number.POSITIVE_INFINITY }: LogOptions,
): Promise<readonly LogEntry[]> {
  return withDatabase(settings, { create: false }, async (database) => {
    const { read, logTable, session } = database
    const [where, bindings] =
      revision === undefined
        ? ['unit = 0', []]
        : [`unit = 0 AND revision = ${session.dialect.placeholder(1)}`, [await loggedId(revision, database)]]
    const rows = (await logTable.read(read, shownColumns, where, bindings)) ?? []
    return rows
      .toReversed()
      .slice(0, limit)
      .map((row) => entryOf(row, settings))
  })
}

/** The id in the log that the text is, or the only one that it begins: what is logged may have no file. Throws `ambiguous-prefix`. */
async function loggedId(text: string, { read, logTable }: Database): Promise<string> {
  const rows = (await logTable.read(read, ['revision'], 'unit = 0')) ?? []
  const ids = new Set(rows.map(({ revision }) => revision))
  const begun = ids.has(text) ? [text] : [...ids].filter((id) => id.startsWith(text))
  if (begun.length > 1) throw ambiguousPrefix(text, begun)
  return begun[0] ?? text
}

const shownColumns = [
  'revision',
  'direction',
  'label',
  'applied_at',
  'milliseconds',
  'os_user',
  'db_user',
  'host',
  'tsmig_version',
  'checksum',
  'down_sql',
] as const satisfies readonly (keyof LogRow)[]

function entryOf(row: Pick<LogRow, (typeof shownColumns)[number]>, { name }: DatabaseSettings): LogEntry {
  return {
    ...(name !== undefined && { database: name }),
    revision: row.revision,
    direction: row.direction,
    message: row.label ?? '',
    appliedAt: row.applied_at,
    milliseconds: row.milliseconds ?? 0,
    osUser: row.os_user,
    dbUser: row.db_user,
    host: row.host,
    tsmigVersion: row.tsmig_version,
    checksum: row.checksum,
    downSql: row.down_sql,
  }
}
