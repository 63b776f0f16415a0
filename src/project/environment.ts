/** The env file: what a project declares in code. It declares; it calls nothing of ours. */
import { checkConvention, type NamingConvention } from '../schema/naming.ts'
import { messageOf, TsmigError } from '../support/errors.ts'
import { nearest } from '../support/suggest.ts'
import { type AutogenerateHooks, autogenerateChecks } from './autogenerate-hooks.ts'
import {
  type Connection,
  type DeclaredConnection,
  isConnectionOrFunction,
  openConnection,
} from './config/declared-connection.ts'
import type { Config } from './config.ts'
import { declareDatabases, declareIt, failed, mendIt } from './environment-error.ts'

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
  readonly connection?: DeclaredConnection
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

/** Checks what an env file declares. Throws TsmigError `bad-environment`, naming file and key. */
export function checkEnvironment(declared: unknown, origin: Origin): Environment {
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

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
