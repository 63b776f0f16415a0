import type { Heads } from '../graph/revision.ts'
import { configuredConnection } from '../project/configured-connection.ts'
import { type Environment, loadEnvironment } from '../project/environment.ts'
import { type ConnectionSource, connect } from '../runtime/connect.ts'
import { type LockPolicy, readWhenFree } from '../runtime/lock.ts'
import type { Session } from '../runtime/session.ts'
import type { Sink } from '../runtime/sink.ts'
import { VersionTable, type VersionTableSettings } from '../runtime/version-table.ts'
import type { NamingConvention } from '../schema/naming.ts'
import { loadOptions, type Project } from './open.ts'

const lockTimeout = 10 * 60_000

/** What a project says of its database, before anything connects to it. */
export interface DatabaseSettings {
  readonly source: ConnectionSource
  readonly versionTable: VersionTableSettings
  readonly transactionPerRevision: boolean
  readonly environment: Environment
  /** Told when somebody else keeps the database for long. */
  readonly onWait: (holder: string) => void
}

/** What of a project says where its database is. */
export type ConfiguredProject = Pick<Project, 'config' | 'options' | 'reporter'>

/** A database that is open: its session, its version table. */
export interface Database {
  readonly session: Session
  readonly table: VersionTable
  readonly settings: DatabaseSettings
  readHeads(): Promise<Heads>
  /** The same, or `undefined` where there is no version table. */
  findHeads(): Promise<Heads | undefined>
}

/** Reads the env file, where there is one, and settles what it and the ini say. */
export async function readSettings(project: ConfiguredProject): Promise<DatabaseSettings> {
  const { config, options, reporter } = project
  const environment = await loadEnvironment(config, {
    ...loadOptions(config),
    x: options.x ?? {},
    ...(options.tag !== undefined && { tag: options.tag }),
  })
  for (const warning of environment.warnings) reporter.warning(warning)
  const schema = environment.versionTableSchema ?? config.versionTableSchema
  return {
    source: await connectionSource(project, environment),
    versionTable: {
      name: environment.versionTable ?? config.versionTable,
      primaryKey: environment.versionTablePrimaryKey ?? true,
      ...(schema !== undefined && { schema }),
    },
    transactionPerRevision: environment.transactionPerMigration ?? config.transactionPerMigration ?? true,
    environment,
    onWait: (holder) => reporter.waiting(holder),
  }
}

/** The project's naming convention, as `createOp` takes it. */
export function namingOf({ environment: { naming } }: DatabaseSettings): {
  readonly naming?: NamingConvention
} {
  return naming === undefined ? {} : { naming }
}

async function connectionSource(
  project: ConfiguredProject,
  environment: Environment,
): Promise<ConnectionSource> {
  const declared = await environment.connection?.()
  if (declared !== undefined) {
    return typeof declared === 'function'
      ? { kind: 'knex', knex: declared }
      : { kind: 'knexConfig', config: declared }
  }
  const { settings, masked, warnings } = configuredConnection(project.config)
  for (const warning of warnings) project.reporter.warning(warning)
  return { kind: 'url', settings, masked }
}

/**
 * Opens the database, hands it to `use`, and closes it whatever happens.
 * A SQLite file that isn't there reads as an empty database; it is made only where `create` says so.
 */
export async function withDatabase<T>(
  settings: DatabaseSettings,
  options: { create: boolean },
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(settings, options)
  try {
    return await use(database)
  } finally {
    // One that broke can't be closed; what broke it is told already.
    await database.session.close().catch(() => undefined)
  }
}

/** The same for somebody who closes the session. */
export async function openDatabase(
  settings: DatabaseSettings,
  options: { create: boolean },
): Promise<Database> {
  const session = await connect(settings.source, options)
  const table = new VersionTable(session.dialect, settings.versionTable)
  const query = readWhenFree(session, lockPolicy(settings, table))
  return {
    session,
    table,
    settings,
    readHeads: () => table.read(query),
    findHeads: () => table.find(query),
  }
}

/** The same settings for a scratch database: its version table is in its own schema, and no hook hears of it. */
export function scratchSettings(settings: DatabaseSettings, source: ConnectionSource): DatabaseSettings {
  const { onVersionApply: _, ...environment } = settings.environment
  const { name, primaryKey } = settings.versionTable
  return { ...settings, source, versionTable: { name, primaryKey }, environment }
}

/** Makes the version table where there is none: a role that may not make tables can run revisions of rows. */
export async function makeVersionTable({ findHeads, table }: Database, sink: Sink): Promise<void> {
  if ((await findHeads()) !== undefined) return
  await sink.begin({ transaction: true })
  await sink.accept(table.create())
  await sink.commit()
}

/** How long to wait for another run on this database, and whom to tell. */
export function lockPolicy({ onWait }: DatabaseSettings, table: VersionTable): LockPolicy {
  return { table: table.table, timeout: lockTimeout, onWait }
}
