import { existsSync } from 'node:fs'
import { type ConnectionSource, type ConnectOptions, connect } from '../runtime/connect.ts'
import { silent } from '../runtime/reporter.ts'
import type { Session } from '../runtime/session.ts'
import type { VersionTableSettings } from '../runtime/version-table.ts'
import type { IntrospectionProgress, SchemaSnapshot } from '../schema/snapshot.ts'
import { TsmigError } from '../support/errors.ts'
import { type ConfiguredProject, readSettings } from './database/settings.ts'
import { openConfig } from './open.ts'
import type { CommandOptions } from './options.ts'
import { requireSchemas } from './require-schemas.ts'

/** What of a database is read. */
export interface ReadOptions {
  /** The database schemas to read; all that are not the server's own unless given. */
  readonly schemas?: readonly string[]
  /** Told how far the reading has come. */
  readonly onProgress?: IntrospectionProgress
  /** Called while the server works on what takes long. */
  readonly onAsked?: () => void
}

export type IntrospectOptions = CommandOptions & ReadOptions

/** The project's database as data: tables and objects, without tsmig's own. Makes nothing. Throws `no-schema`. */
export async function introspect(options: IntrospectOptions = {}): Promise<SchemaSnapshot> {
  const { source, versionTable } = await readSettings(await configuredProject(options))
  return withSession(source, async (session) => {
    await requireSchemas([session], options.schemas)
    return readSchema(session, options, versionTable)
  })
}

/** The configuration alone: revision files may be broken. */
export async function configuredProject(options: CommandOptions): Promise<ConfiguredProject> {
  return { config: await openConfig(options), options, reporter: options.reporter ?? silent }
}

/** Opens a database that has to be there, hands it to `use`, and closes it. Throws `no-database`. */
export async function withSession<T>(
  source: ConnectionSource,
  use: (session: Session) => Promise<T>,
  options: ConnectOptions = { create: false },
): Promise<T> {
  if (!options.create) refuseMissingFile(source)
  const session = await connect(source, options)
  try {
    return await use(session)
  } finally {
    await session.close().catch(() => undefined)
  }
}

/** What a database holds, sorted, but for the version table and its log. */
export async function readSchema(
  { dialect, query, inTransaction }: Pick<Session, 'dialect' | 'query' | 'inTransaction'>,
  { schemas, onProgress, onAsked }: ReadOptions,
  versionTable: VersionTableSettings,
): Promise<SchemaSnapshot> {
  if (dialect.introspect === undefined) {
    throw new TsmigError(
      'not-introspectable',
      `tsmig can't read the schema of a ${dialect.name} database yet`,
      'Declare the schema by hand.',
    )
  }
  const snapshot = await dialect.introspect(query, {
    ...(schemas !== undefined && schemas.length > 0 && { schemas }),
    ...(onProgress !== undefined && { onProgress }),
    ...(onAsked !== undefined && { onAsked }),
    ...(inTransaction && { inTransaction }),
  })
  return withoutVersionTable(snapshot, versionTable)
}

/** A table without a schema is in the connection's own, which may be the configured one. */
function withoutVersionTable(
  snapshot: SchemaSnapshot,
  { name, schema }: VersionTableSettings,
): SchemaSnapshot {
  const own = [name, `${name}_log`]
  const tables = snapshot.tables.filter(({ table: { table } }) => {
    return !own.includes(table.name) || (table.schema !== undefined && table.schema !== schema)
  })
  return { ...snapshot, tables }
}

/** A SQLite file that isn't there would read as an empty database. */
function refuseMissingFile(source: ConnectionSource): void {
  if (source.kind !== 'url' || source.settings.dialect !== 'sqlite') return
  const { filename } = source.settings
  if (filename === ':memory:' || existsSync(filename)) return
  throw new TsmigError(
    'no-database',
    `${filename} is not there`,
    'Mend the path in the url; "tsmig upgrade" makes the file of the project.',
  )
}
