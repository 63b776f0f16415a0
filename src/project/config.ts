/** migrations.ini, read and checked. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { messageOf, TsmigError } from '../support/errors.ts'
import { nearest } from '../support/suggest.ts'
import { type NamedDatabaseConfig, readDatabaseSections } from './config/database-sections.ts'
import { readDotEnv } from './config/dot-env.ts'
import { type ConfigSearch, findConfigFile } from './config/find-config.ts'
import { DEFAULT_SECTION, type Ini, parseIni } from './config/ini.ts'
import { findOption, resolveOption } from './config/interpolate.ts'
import { checkTimezone, unknownKeyWarnings } from './config/keys.ts'
import { type ConfiguredUrl, SectionReader } from './config/section-reader.ts'
import { splitPaths } from './config/split-paths.ts'
import { PlaceError } from './place-error.ts'
import { refuseWrongBytes } from './wrong-bytes.ts'

/** A project's configuration. Paths are absolute; everything but `url` and `option` was checked on reading. */
export interface Config {
  /** The ini file, and the folder it stands in, which relative paths start from. */
  readonly file: string
  readonly directory: string
  /** The main section's name: `tsmig`, unless another was asked for. */
  readonly section: string
  readonly scriptLocation: string
  readonly versionLocations: readonly string[]
  readonly recursiveVersionLocations: boolean
  /** With `%(rev)s` and its like still in it. */
  readonly fileTemplate: string
  /** An IANA name; absent: the zone of this machine. */
  readonly timezone?: string
  readonly truncateSlugLength: number
  readonly revisionEnvironment: boolean
  readonly versionTable: string
  readonly versionTableSchema?: string
  /** Absent: not said in the ini. */
  readonly transactionPerMigration?: boolean
  /** Milliseconds to wait for another run; absent: not said in the ini. */
  readonly lockTimeout?: number
  /** Whether a revision that was edited after it was applied is an error. */
  readonly strictChecksums: boolean
  /** Milliseconds, each of them; absent: not said in the ini. */
  readonly tableLockTimeout?: number
  readonly tableLockRetry?: number
  readonly statementTimeout?: number
  readonly connectTimeout?: number
  readonly connectRetry?: number
  /** The databases that the key `databases` names, in its order; none: the project has one, without a name. */
  readonly databases: readonly NamedDatabaseConfig[]
  /** The environment with the `.env` beside the ini below it. */
  readonly env: Readonly<Record<string, string>>
  /** One sentence each, `file:line` first. */
  readonly warnings: readonly string[]
  /**
   * The database's URL, from the ini or else from `DATABASE_URL`; that of the databases that have none of their own,
   * where there are several. Resolved when asked, so that commands without a database don't need the variables it is
   * made of. It may hold a password.
   * @throws PlaceError as `option`.
   */
  url(): ConfiguredUrl | undefined
  /**
   * Any value, interpolated; `[DEFAULT]` stands behind every section.
   * @throws PlaceError `bad-interpolation` or `missing-environment-variable`.
   */
  option(section: string, key: string): string | undefined
  /** The keys that stand in a section itself; none where there is no such section. */
  keys(section: string): readonly string[]
  /** Where a key stands, for messages; line 0 when the file doesn't hold it. */
  place(section: string, key: string): { readonly file: string; readonly line: number }
}

export interface ConfigOptions extends ConfigSearch {
  /** The ini section; `tsmig` unless given. */
  readonly section?: string
}

export const MAIN_SECTION = 'tsmig'
const DEFAULT_FILE_TEMPLATE = '%(rev)s_%(slug)s'
const DEFAULT_SLUG_LENGTH = 40
const DEFAULT_VERSION_TABLE = 'tsmig_version'

/**
 * Finds and reads the configuration.
 * @throws TsmigError `no-config`, `unreadable-config`, `no-such-section`; PlaceError for what is wrong inside.
 */
export async function loadConfig(options: ConfigOptions): Promise<Config> {
  const file = findConfigFile(options)
  const directory = dirname(file)
  const ini = await parseIni(readText(file), file)
  const section = options.section ?? MAIN_SECTION
  requireSection(ini, section)
  const env = Object.freeze({ ...readDotEnv(directory), ...definedOnly(options.env) })
  const reader = new SectionReader(ini, section, { names: new Map([['here', directory]]), env })
  return Object.freeze(buildConfig(reader, directory, env))
}

function timeouts(reader: SectionReader) {
  const tableLockTimeout = reader.duration('table_lock_timeout')
  const tableLockRetry = reader.duration('table_lock_retry')
  const statementTimeout = reader.duration('statement_timeout')
  const connectTimeout = reader.duration('connect_timeout')
  const connectRetry = reader.duration('connect_retry')
  return {
    ...(tableLockTimeout !== undefined && { tableLockTimeout }),
    ...(tableLockRetry !== undefined && { tableLockRetry }),
    ...(statementTimeout !== undefined && { statementTimeout }),
    ...(connectTimeout !== undefined && { connectTimeout }),
    ...(connectRetry !== undefined && { connectRetry }),
  }
}

function buildConfig(
  reader: SectionReader,
  directory: string,
  env: Readonly<Record<string, string>>,
): Config {
  const { ini, section } = reader
  const scriptLocation = resolve(directory, reader.required('script_location'))
  const timezone = reader.text('timezone')
  const schema = reader.text('version_table_schema')
  const perMigration = reader.boolean('transaction_per_migration')
  const lockTimeout = reader.duration('lock_timeout')
  const databases = readDatabaseSections(reader)
  if (timezone !== undefined) {
    checkTimezone(timezone, reader.place('timezone'))
  }
  return {
    file: ini.file,
    directory,
    section,
    scriptLocation,
    versionLocations: Object.freeze(versionLocations(reader, directory, scriptLocation)),
    recursiveVersionLocations: reader.boolean('recursive_version_locations') ?? false,
    fileTemplate: reader.text('file_template') ?? DEFAULT_FILE_TEMPLATE,
    ...(timezone === undefined ? {} : { timezone }),
    truncateSlugLength: reader.count('truncate_slug_length') ?? DEFAULT_SLUG_LENGTH,
    revisionEnvironment: reader.boolean('revision_environment') ?? false,
    versionTable: reader.text('version_table') ?? DEFAULT_VERSION_TABLE,
    ...(schema === undefined ? {} : { versionTableSchema: schema }),
    ...(perMigration === undefined ? {} : { transactionPerMigration: perMigration }),
    ...(lockTimeout === undefined ? {} : { lockTimeout }),
    strictChecksums: reader.boolean('strict_checksums') ?? false,
    ...timeouts(reader),
    databases,
    env,
    warnings: Object.freeze([
      ...unknownKeyWarnings(ini, section),
      ...databases.flatMap((database) => unknownKeyWarnings(ini, database.section, 'database')),
    ]),
    // One variable can't name several databases.
    url: () => reader.url() ?? (databases.length > 0 ? undefined : urlOfEnvironment(env)),
    option: (other, key) => resolveOption(ini, other, key, reader.surroundings),
    keys: (other) => [...(ini.sections.get(other)?.keys() ?? [])],
    place: (other, key) => ({ file: ini.file, line: findOption(ini, other, key)?.line ?? 0 }),
  }
}

function urlOfEnvironment({ DATABASE_URL }: Readonly<Record<string, string>>): ConfiguredUrl | undefined {
  const url = DATABASE_URL?.trim()
  return url === undefined || url === '' ? undefined : { url, source: 'DATABASE_URL' }
}

function versionLocations(reader: SectionReader, directory: string, scriptLocation: string): string[] {
  const text = reader.text('version_locations')
  if (text === undefined) {
    return [resolve(scriptLocation, 'versions')]
  }
  const key = reader.has('path_separator') ? 'path_separator' : 'version_path_separator'
  const paths = splitPaths(text, reader.text(key), reader.place(key))
  if (paths.length === 0) {
    throw new PlaceError(
      'bad-option',
      reader.place('version_locations'),
      'version_locations names no folder',
      'Name one or more folders, or leave the key out for the default.',
    )
  }
  return paths.map((path) => resolve(directory, path))
}

function requireSection(ini: Ini, section: string): void {
  if (ini.sections.has(section)) {
    return
  }
  const names = [...ini.sections.keys()].filter((name) => name !== DEFAULT_SECTION)
  const near = nearest(section, names)
  const toDo =
    names.length === 0
      ? `The file has no sections: write its keys under [${section}], as "tsmig init" does.`
      : `It has ${names.join(', ')}. Choose one with --name.`
  throw new TsmigError(
    'no-such-section',
    `${ini.file} has no section [${section}]`,
    near === undefined ? toDo : `Did you mean [${near}]?`,
  )
}

/** @throws TsmigError `unreadable-config` for a folder, for missing rights, and for what is not UTF-8. */
function readText(file: string): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    throw new TsmigError(
      'unreadable-config',
      `${file} can't be read: ${messageOf(error)}`,
      'Name an ini file that you may read.',
    )
  }
  refuseWrongBytes(bytes, file, 'unreadable-config')
  return bytes.toString('utf8')
}

function definedOnly(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
