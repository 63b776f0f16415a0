/** The env file: what a project declares in code. It declares; it calls nothing of ours. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { checkConvention, type NamingConvention } from '../schema/naming.ts'
import { messageOf, TsmigError } from '../support/errors.ts'
import { nearest } from '../support/suggest.ts'
import { type AutogenerateHooks, autogenerateChecks } from './autogenerate-hooks.ts'
import type { Config } from './config.ts'
import { type ModuleNamespace, prepareModules } from './load-module.ts'

/** A knex instance, or the settings to make one from. */
export type Connection = Knex | Knex.Config

/** A revision that was just applied, reverted or stamped; its transaction is still open. */
export interface VersionApplyEvent {
  readonly direction: 'upgrade' | 'downgrade' | 'stamp'
  /** The revision's id and message; absent when a stamp moved over several revisions. */
  readonly revision?: string
  readonly message?: string
  /** The rows of the version table before and after. */
  readonly from: readonly string[]
  readonly heads: readonly string[]
  /** The `-x` arguments. */
  readonly x: Readonly<Record<string, string>>
  /** The database's name, where the project has several. */
  readonly database?: string
}

/** What an env file may declare of a database; everything may be left out. */
export interface DatabaseDeclaration extends AutogenerateHooks {
  /** Wins over the ini's url. A function is called only by commands that need the database. */
  readonly connection?: Connection | (() => Connection | Promise<Connection>)
  /** The declared schema. */
  readonly targetMetadata?: unknown
  /** How constraints and indexes are called that a revision gives no name, by kind: `{ uq: 'uq_%(table_name)s_…' }`. */
  readonly naming?: NamingConvention
  readonly onVersionApply?: (event: VersionApplyEvent) => void | Promise<void>
  /** These win over the ini's keys of the same names. */
  readonly transactionPerMigration?: boolean
  readonly versionTable?: string
  readonly versionTableSchema?: string
  /** Whether a new version table gets its primary key; true unless said otherwise. */
  readonly versionTablePrimaryKey?: boolean
}

/** What an env file may declare. */
export interface EnvironmentDeclaration extends DatabaseDeclaration {
  /** The same for each of the databases that the ini names; what stands beside it is for all of them. */
  readonly databases?: Readonly<Record<string, DatabaseDeclaration>>
}

/** What a declaration can depend on. */
export interface EnvironmentContext {
  readonly config: Config
  /** The ini section in use. */
  readonly section: string
  /** The `-x key=value` arguments. */
  readonly x: Readonly<Record<string, string>>
  /** `--tag`, where it was given. */
  readonly tag?: string
  /** The environment, with the `.env` beside the ini below it. */
  readonly env: Readonly<Record<string, string>>
}

export type EnvironmentDefinition =
  | EnvironmentDeclaration
  | ((context: EnvironmentContext) => EnvironmentDeclaration | Promise<EnvironmentDeclaration>)

/** Types the declaration of an env file: `export default defineEnvironment({ … })`. Gives back what it got. */
export function defineEnvironment(definition: EnvironmentDefinition): EnvironmentDefinition {
  return definition
}

/** What is declared of a database, checked. */
export interface DatabaseEnvironment extends Omit<DatabaseDeclaration, 'connection'> {
  /** Makes or gives the connection. Throws TsmigError `bad-environment`, with what the file threw as its cause. */
  readonly connection?: () => Promise<Connection>
}

/** A declaration, checked. */
export interface Environment extends DatabaseEnvironment {
  /** The env file; absent when the project has none. */
  readonly file?: string
  /** What is declared of each database by itself. */
  readonly databases?: ReadonlyMap<string, DatabaseEnvironment>
  readonly warnings: readonly string[]
}

export interface EnvironmentOptions {
  readonly x?: Readonly<Record<string, string>>
  readonly tag?: string
  readonly selfUrl?: string
  /** Milliseconds that the env file may take to be imported. */
  readonly timeout?: number
}

const FILES = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((extension) => `env.${extension}`)

/**
 * Imports and checks the env file of the project's script location; empty when there is none.
 * @throws TsmigError `bad-environment`, naming file and key; what `prepareModules` throws.
 */
export async function loadEnvironment(
  config: Config,
  options: EnvironmentOptions = {},
): Promise<Environment> {
  const file = findEnvironmentFile(config)
  if (file === undefined) {
    return { warnings: [] }
  }
  const { selfUrl, timeout } = options
  const prepared = await prepareModules([file], {
    directory: config.directory,
    ...(selfUrl === undefined ? {} : { selfUrl }),
    ...(timeout === undefined ? {} : { timeout }),
  })
  try {
    const definition = findDefinition(await prepared.load(file))
    const declared =
      typeof definition === 'function' ? await call(definition, config, options, file) : definition
    return checkEnvironment(declared, { file, names: config.databases.map(({ name }) => name) })
  } finally {
    prepared.dispose()
  }
}

/**
 * The env file's path, or `undefined` when there is none.
 * @throws TsmigError `bad-environment` when there are several.
 */
export function findEnvironmentFile(config: Config): string | undefined {
  const found = FILES.map((name) => join(config.scriptLocation, name)).filter(
    (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true,
  )
  if (found.length > 1) {
    throw new TsmigError(
      'bad-environment',
      `there are several env files: ${found.join(', ')}`,
      'Keep one of them.',
    )
  }
  return found[0]
}

/** The default export, or the named exports where there is no default. */
function findDefinition(namespace: ModuleNamespace): unknown {
  const inner = namespace.default
  if (inner === undefined) {
    return { ...namespace }
  }
  // CommonJS code that was compiled from a default export.
  const compiled = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, '__esModule')
  return compiled ? (inner as ModuleNamespace).default : inner
}

async function call(
  definition: unknown,
  config: Config,
  options: EnvironmentOptions,
  file: string,
): Promise<unknown> {
  const context: EnvironmentContext = {
    config,
    section: config.section,
    x: Object.freeze({ ...options.x }),
    ...(options.tag === undefined ? {} : { tag: options.tag }),
    env: config.env,
  }
  try {
    return await (definition as (context: EnvironmentContext) => unknown)(context)
  } catch (error) {
    throw failed(file, `its function threw: ${messageOf(error)}`, mendIt, error)
  }
}

const CHECKS: Readonly<Record<keyof DatabaseDeclaration, readonly [(value: unknown) => boolean, string]>> = {
  connection: [isConnectionOrFunction, 'a knex configuration, a knex instance, or a function that gives one'],
  targetMetadata: [() => true, 'a schema'],
  // What is wrong with it, `checkConvention` says.
  naming: [() => true, 'a naming convention'],
  onVersionApply: [(value) => typeof value === 'function', 'a function'],
  transactionPerMigration: [(value) => typeof value === 'boolean', 'true or false'],
  versionTable: [isText, 'a text'],
  versionTableSchema: [isText, 'a text'],
  versionTablePrimaryKey: [(value) => typeof value === 'boolean', 'true or false'],
  ...autogenerateChecks,
}

interface Origin {
  readonly file: string
  /** The databases that the ini names. */
  readonly names: readonly string[]
}

function checkEnvironment(declared: unknown, origin: Origin): Environment {
  const { file } = origin
  const warnings: string[] = []
  const record = recordOf(declared)
  if (record === undefined) throw failed(file, 'it declares no environment', declareIt)
  const { databases: declarations, ...rest } = record
  const own = checkDeclaration(rest, { file, path: '', warnings })
  const databases = declarations === undefined ? undefined : checkDatabases(declarations, origin, warnings)
  return Object.freeze({
    ...own,
    ...(databases !== undefined && { databases }),
    file,
    warnings: Object.freeze(warnings),
  })
}

function checkDatabases(
  declared: unknown,
  { file, names }: Origin,
  warnings: string[],
): ReadonlyMap<string, DatabaseEnvironment> {
  const record = recordOf(declared)
  if (record === undefined) throw failed(file, '"databases" is not an object', declareDatabases)
  return new Map(
    Object.entries(record).map(([name, declaration]) => {
      if (!names.includes(name)) throw unknownDatabase(name, { file, names })
      const own = recordOf(declaration)
      if (own === undefined) throw failed(file, `"databases.${name}" declares nothing`, declareDatabases)
      return [name, checkDeclaration(own, { file, path: `databases.${name}.`, warnings })]
    }),
  )
}

function unknownDatabase(name: string, { file, names }: Origin): TsmigError {
  const near = nearest(name, names)
  return failed(
    file,
    `"databases" has ${JSON.stringify(name)}, which is none of the databases that the ini names`,
    near === undefined
      ? `Name it there: databases = ${[...names, name].join(', ')}`
      : `Did you mean "${near}"?`,
  )
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

/** `path` stands before the keys in messages. */
function checkDeclaration(
  declared: Readonly<Record<string, unknown>>,
  { file, path, warnings }: { readonly file: string; readonly path: string; readonly warnings: string[] },
): DatabaseEnvironment {
  const checked: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(declared)) {
    const check = Object.hasOwn(CHECKS, key) ? CHECKS[key as keyof DatabaseDeclaration] : undefined
    if (check === undefined) {
      const near = nearest(key, Object.keys(CHECKS))
      const advice = near === undefined ? '' : `; did you mean "${near}"?`
      warnings.push(`${file}: "${path}${key}" has no effect${advice}`)
    } else if (value !== undefined) {
      if (!check[0](value)) {
        throw failed(
          file,
          `"${path}${key}" is not ${check[1]}`,
          key === 'connection' ? declareIt : `Give it that, or leave it out.`,
        )
      }
      checked[key] = value
    }
  }
  const { connection, naming, ...rest } = checked as DatabaseDeclaration
  return Object.freeze({
    ...rest,
    ...(naming === undefined ? {} : { naming: checkedNaming(naming, { file, path }) }),
    ...(connection === undefined ? {} : { connection: () => openConnection(connection, file) }),
  })
}

function checkedNaming(
  naming: NamingConvention,
  { file, path }: { file: string; path: string },
): NamingConvention {
  try {
    return checkConvention(naming)
  } catch (error) {
    throw failed(
      file,
      `"${path}naming": ${messageOf(error)}`,
      error instanceof TsmigError ? error.hint : mendIt,
      error,
    )
  }
}

async function openConnection(
  declared: NonNullable<EnvironmentDeclaration['connection']>,
  file: string,
): Promise<Connection> {
  if (!isConnectionFunction(declared)) {
    return declared
  }
  let connection: Connection
  try {
    connection = await declared()
  } catch (error) {
    throw failed(file, `"connection" threw: ${messageOf(error)}`, mendIt, error)
  }
  if (!isKnex(connection) && !isKnexConfig(connection)) {
    throw failed(file, '"connection" gave neither a knex configuration nor a knex instance', declareIt)
  }
  return connection
}

function isConnectionFunction(value: unknown): value is () => Connection | Promise<Connection> {
  return typeof value === 'function' && !isKnex(value)
}

function isConnectionOrFunction(value: unknown): boolean {
  return typeof value === 'function' || isKnexConfig(value)
}

/** A knex instance is a function, too. */
function isKnex(value: unknown): value is Knex {
  return typeof value === 'function' && 'client' in value && 'raw' in value
}

function isKnexConfig(value: unknown): value is Knex.Config {
  return typeof value === 'object' && value !== null && 'client' in value && Boolean(value.client)
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

const declareIt = 'Write: export default defineEnvironment({ connection: { client: … } })'
const declareDatabases = 'Write: databases: { main: { connection: { client: … } } }'
const mendIt = 'Mend what it needs, or the file; --raiseerr shows where it was thrown.'

function failed(file: string, what: string, hint: string, cause?: unknown): TsmigError {
  return new TsmigError(
    'bad-environment',
    `${file}: ${what}`,
    hint,
    cause === undefined ? undefined : { cause },
  )
}
