import { configuredConnection } from '../../project/config/configured-connection.ts'
import type { NamedDatabaseConfig } from '../../project/config/database-sections.ts'
import type { DatabaseEnvironment, Environment } from '../../project/environment.ts'
import { loadEnvironment } from '../../project/load-environment.ts'
import { type ConnectionSource, dialectOfSource } from '../../runtime/connect.ts'
import type { LimitSettings } from '../../runtime/limits/limits.ts'
import type { LockPolicy } from '../../runtime/lock/policy.ts'
import type { Reporter } from '../../runtime/reporter.ts'
import type { VersionTableSettings } from '../../runtime/version-table.ts'
import type { NamingConvention } from '../../schema/naming.ts'
import { TsmigError } from '../../support/errors.ts'
import { loadOptions, type Project } from '../open.ts'
import type { RevisionTarget } from '../revisions/modules.ts'
import { refuseSame } from '../same-database.ts'

/** As long as a deploy waits for the one before it: ten minutes. */
const usualLockTimeout = 600_000

/** Long enough for what others do with a table as a rule. */
const usualTableLockRetry = 60_000

const usualConnectTimeout = 30_000

/** What a project says of its database, before anything connects to it. */
export interface DatabaseSettings {
  /** Its name, where the project has several. */
  readonly name?: string
  readonly source: ConnectionSource
  readonly versionTable: VersionTableSettings
  readonly transactionPerRevision: boolean
  readonly lock: Pick<LockPolicy, 'enabled' | 'timeout'>
  readonly limits: LimitSettings
  /** Milliseconds. */
  readonly connectTimeout: number
  /** Milliseconds for which a server that is not there yet is tried again. */
  readonly connectRetry: number
  /** What the env file declares for this database. */
  readonly environment: DatabaseEnvironment
  /** The env file; absent when the project has none. */
  readonly environmentFile?: string
  /** Told of a run on this database. */
  readonly reporter: Reporter
}

/** What of a project says where its database is. */
export type ConfiguredProject = Pick<Project, 'config' | 'options' | 'reporter'>

/**
 * The settings of the project's databases, in the order of the ini: of those that `options.databases` names, or of all;
 * of the only one, which has no name, where the ini names none. Reads the env file.
 * @throws TsmigError `same-database` for two that are one.
 */
export async function readDatabases(project: ConfiguredProject): Promise<readonly DatabaseSettings[]> {
  const { config, options, reporter } = project
  const environment = await loadEnvironment(config, {
    ...loadOptions(config),
    x: options.x ?? {},
    ...(options.tag !== undefined && { tag: options.tag }),
  })
  for (const warning of environment.warnings) reporter.warning(warning)
  if (config.databases.length === 0) return [await settle(project, environment)]
  const chosen = chosenDatabases(project)
  const settled: DatabaseSettings[] = []
  for (const database of chosen) {
    const told = chosen.length > 1 ? reporterFor(database.name, reporter) : reporter
    settled.push(await settle({ ...project, reporter: told }, environment, database))
  }
  refuseSame(settled)
  return settled
}

/**
 * The settings of the project's only database, or of the one of several that is chosen.
 * @throws TsmigError `several-databases`, naming them; what `readDatabases` throws.
 */
export async function readSettings(project: ConfiguredProject): Promise<DatabaseSettings> {
  const chosen = chosenDatabases(project)
  if (chosen.length > 1) throw severalDatabases(chosen)
  const [settings] = await readDatabases(project)
  if (settings === undefined) throw new Error('a project has a database at least')
  return settings
}

/** What the ini says of the databases that are gone through, in its order; none where the only one has no name. */
export function chosenDatabases({ config, options }: ConfiguredProject): readonly NamedDatabaseConfig[] {
  const { databases: names = [] } = options
  return names.length === 0 ? config.databases : config.databases.filter(({ name }) => names.includes(name))
}

/** What is said of a database by itself goes before what is said of all, and the env file before the ini. */
async function settle(
  { config, options, reporter }: ConfiguredProject,
  environment: Environment,
  database?: NamedDatabaseConfig,
): Promise<DatabaseSettings> {
  const { file, databases, warnings: _, ...shared } = environment
  const own = database === undefined ? undefined : databases?.get(database.name)
  const schema =
    own?.versionTableSchema ??
    database?.versionTableSchema ??
    shared.versionTableSchema ??
    config.versionTableSchema
  return {
    ...(database !== undefined && { name: database.name }),
    source: await connectionSource({ config, reporter }, { own, shared, database }),
    versionTable: {
      name: own?.versionTable ?? database?.versionTable ?? shared.versionTable ?? config.versionTable,
      primaryKey: own?.versionTablePrimaryKey ?? shared.versionTablePrimaryKey ?? true,
      ...(schema !== undefined && { schema }),
    },
    transactionPerRevision:
      own?.transactionPerMigration ??
      database?.transactionPerMigration ??
      shared.transactionPerMigration ??
      config.transactionPerMigration ??
      true,
    lock: {
      enabled: options.lock !== false,
      timeout: options.lockTimeout ?? config.lockTimeout ?? usualLockTimeout,
    },
    limits: limitsOf({ config, options }),
    connectTimeout: options.connectTimeout ?? config.connectTimeout ?? usualConnectTimeout,
    connectRetry: options.connectRetry ?? config.connectRetry ?? 0,
    environment: { ...shared, ...own },
    ...(file !== undefined && { environmentFile: file }),
    reporter,
  }
}

function limitsOf({ config, options }: Pick<ConfiguredProject, 'config' | 'options'>): LimitSettings {
  const tableLock = options.tableLockTimeout ?? config.tableLockTimeout
  const statement = options.statementTimeout ?? config.statementTimeout
  return {
    ...(tableLock !== undefined && { tableLock }),
    ...(statement !== undefined && { statement }),
    retry: options.tableLockRetry ?? config.tableLockRetry ?? usualTableLockRetry,
  }
}

/** Tells what it is told with the database's name. */
function reporterFor(database: string, reporter: Reporter): Reporter {
  return {
    running: (step) => reporter.running(step, database),
    ran: (step, milliseconds) => reporter.ran(step, milliseconds, database),
    waiting: (holder) => reporter.waiting(holder, database),
    warning: (text) => reporter.warning(text, database),
    progress: (text) => reporter.progress?.(text, database),
  }
}

function severalDatabases(chosen: readonly NamedDatabaseConfig[]): TsmigError {
  const names = chosen.map(({ name }) => name)
  return new TsmigError(
    'several-databases',
    `this is for one database, and there are ${names.join(', ')}`,
    `Name one: --database ${names[0]}`,
  )
}

/** What is said of one database by itself, and of all. */
interface Said {
  readonly own: DatabaseEnvironment | undefined
  readonly shared: DatabaseEnvironment
  readonly database: NamedDatabaseConfig | undefined
}

async function connectionSource(
  { config, reporter }: Pick<ConfiguredProject, 'config' | 'reporter'>,
  { own, shared, database }: Said,
): Promise<ConnectionSource> {
  const open = own?.connection ?? (database?.url() === undefined ? shared.connection : undefined)
  const declared = await open?.()
  if (declared !== undefined) {
    return typeof declared === 'function'
      ? { kind: 'knex', knex: declared }
      : { kind: 'knexConfig', config: declared }
  }
  const { settings, masked, warnings } = configuredConnection(config, database)
  for (const warning of warnings) reporter.warning(warning)
  return { kind: 'url', settings, masked }
}

/** The project's naming convention, as `createOp` takes it. */
export function namingOf({ environment: { naming } }: DatabaseSettings): {
  readonly naming?: NamingConvention
} {
  return naming === undefined ? {} : { naming }
}

/** The database, as revisions are made ready for it. */
export function targetOf({ source, name }: DatabaseSettings): RevisionTarget {
  return { dialect: dialectOfSource(source), ...(name !== undefined && { database: name }) }
}
