import { existsSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { snapshotFromJson } from '../autogenerate/snapshot-json.ts'
import { planUpgrade } from '../graph/plan-upgrade.ts'
import { withoutSignedLabels } from '../graph/signed-labels.ts'
import { parseConnectionUrl } from '../project/config/connection-url.ts'
import { readSource } from '../project/read-revision.ts'
import { loadSchemaFiles } from '../project/target-metadata.ts'
import type { ConnectionSource } from '../runtime/connect.ts'
import { dialectOfSource } from '../runtime/connect.ts'
import { withScratchDatabase } from '../runtime/scratch-database.ts'
import { emptySqlite, inMemory } from '../runtime/scratch-source.ts'
import type { Session } from '../runtime/session.ts'
import type { VersionTableSettings } from '../runtime/version-table.ts'
import { declaredSnapshot } from '../schema/declared-snapshot.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import type { SchemaSnapshot } from '../schema/snapshot.ts'
import { TsmigError } from '../support/errors.ts'
import { readSettings, targetOf } from './database/settings.ts'
import { loadDeclaredSchema } from './declared-schema.ts'
import { openProject, selfUrl } from './open.ts'
import type { CommandOptions } from './options.ts'
import { configuredProject, type ReadOptions, readSchema, withSession } from './read-schema.ts'
import { withModules } from './revisions/modules.ts'
import { runSqlFile } from './run-sql-file.ts'
import { ScratchHistory } from './scratch/history.ts'
import { scratchSettings } from './scratch/settings.ts'

/** A schema that was read from somewhere, while what it was read from is still there. */
export interface LoadedSchema {
  readonly snapshot: SchemaSnapshot
  /** The database that it was read from; none where it was declared. */
  readonly session?: Session
}

/** Where to read from, and which server to make scratch databases on. */
export interface SchemaContext {
  readonly options: CommandOptions & ReadOptions
  /** The server of what is read from a URL, or the project's own. */
  readonly server: () => Promise<ConnectionSource>
}

/**
 * Reads the schema that a word leads to, hands it to `use`, and takes down what was made for it: a URL, a schema file
 * (`.ts`, `.js`, `.json`), a `.sql` file or a revision in a scratch database, `database` or `declared` for the project's
 * own.
 */
export async function withSchema<T>(
  word: string,
  context: SchemaContext,
  use: (schema: LoadedSchema) => Promise<T>,
): Promise<T> {
  const { options } = context
  if (isUrl(word)) return readFrom(urlSource(word, options), context, use)
  if (word === 'database') return readFrom(await configuredSource(options), context, use)
  if (word === 'declared')
    return use({ snapshot: await loadDeclaredSchema(await configuredProject(options)) })
  const path = resolve(options.cwd ?? process.cwd(), word)
  switch (fileKind(path)) {
    case 'module':
      return use({ snapshot: await readModule(path, options) })
    case 'json':
      return use({ snapshot: snapshotFromJson(readSource(path), path) })
    case 'sql':
      return withSqlFile(path, context, use)
    case undefined:
      return withRevision(word, context, use)
  }
}

/** The connection that a URL leads to; `undefined` for another word. */
export function sourceOfUrl(word: string, options: CommandOptions): ConnectionSource | undefined {
  return isUrl(word) ? urlSource(word, options) : undefined
}

/** The project's own connection; an empty SQLite database where there is no project. */
export async function configuredServer(options: CommandOptions): Promise<ConnectionSource> {
  try {
    return await configuredSource(options)
  } catch (error) {
    if (error instanceof TsmigError && error.code === 'no-config') return emptySqlite
    throw error
  }
}

/** The dialect of the project's own connection; `undefined` where it has none, or several. */
export async function configuredDialect(options: CommandOptions): Promise<DialectName | undefined> {
  try {
    return dialectOfSource(await configuredSource(options))
  } catch (error) {
    if (error instanceof TsmigError && ['no-config', 'no-url', 'several-databases'].includes(error.code))
      return undefined
    throw error
  }
}

async function configuredSource(options: CommandOptions): Promise<ConnectionSource> {
  return (await readSettings(await configuredProject(options))).source
}

function isUrl(word: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_+]*:\/\//.test(word)
}

function urlSource(url: string, options: CommandOptions): ConnectionSource {
  const { settings, masked } = parseConnectionUrl(url, options.cwd ?? process.cwd())
  return { kind: 'url', settings, masked }
}

type FileKind = 'module' | 'json' | 'sql'

const fileKinds: Readonly<Record<string, FileKind>> = {
  '.ts': 'module',
  '.mts': 'module',
  '.cts': 'module',
  '.js': 'module',
  '.mjs': 'module',
  '.cjs': 'module',
  '.json': 'json',
  '.sql': 'sql',
}

/** What kind of schema file it is; a word without such an ending is a revision. */
function fileKind(path: string): FileKind | undefined {
  const kind = fileKinds[extname(path).toLowerCase()]
  if (kind === undefined || existsSync(path)) return kind
  throw new TsmigError('no-files', `${path} is not there`, 'Mend the path: it is taken from this folder.')
}

function readFrom<T>(
  source: ConnectionSource,
  context: SchemaContext,
  use: (schema: LoadedSchema) => Promise<T>,
): Promise<T> {
  return withSession(source, async (session) => use(await schemaIn(session, context)))
}

async function schemaIn(session: Session, { options }: SchemaContext): Promise<LoadedSchema> {
  return { snapshot: await readSchema(session, options, await versionTableOf(options)), session }
}

/** That of the project, where there is one. */
async function versionTableOf(options: CommandOptions): Promise<VersionTableSettings> {
  try {
    return (await readSettings(await configuredProject(options))).versionTable
  } catch (error) {
    if (error instanceof TsmigError && ['no-config', 'no-url'].includes(error.code)) {
      return { name: 'tsmig_version', primaryKey: true }
    }
    throw error
  }
}

async function readModule(path: string, options: CommandOptions): Promise<SchemaSnapshot> {
  const directory = resolve(options.cwd ?? process.cwd())
  const snapshot = declaredSnapshot(await loadSchemaFiles([path], { directory, selfUrl: selfUrl() }))
  if (snapshot.tables.length + snapshot.objects.length > 0) return snapshot
  throw new TsmigError(
    'bad-schema-file',
    `${path} declares nothing`,
    'Export tables: export const a = table(…).',
  )
}

/** The history up to a revision, in a scratch database. */
async function withRevision<T>(
  target: string,
  { options, server }: SchemaContext,
  use: (schema: LoadedSchema) => Promise<T>,
): Promise<T> {
  const project = await openProject(options)
  const settings = await readSettings(project)
  const plan = planUpgrade(project.graph, withoutSignedLabels(project.graph, target), [])
  const source = await server()
  return withModules(project, plan, targetOf(scratchSettings(settings, source)), async (modules) => {
    const history = await ScratchHistory.open({ project, settings, server: source, modules, read: options })
    try {
      for (const { revision } of plan.steps) if (revision !== undefined) await history.up(revision)
      return await use({ snapshot: await history.snapshot(), session: history.database.session })
    } finally {
      await history.close()
    }
  })
}

/** What a .sql file makes, in a scratch database. */
async function withSqlFile<T>(
  path: string,
  context: SchemaContext,
  use: (schema: LoadedSchema) => Promise<T>,
): Promise<T> {
  const source = await context.server()
  const run = (session: Session) => runSqlFile(session, path, readSource(path))
  if (dialectOfSource(source) === 'sqlite') {
    return withSession(inMemory(source), async (session) => {
      await run(session)
      return use(await schemaIn(session, context))
    })
  }
  return withScratchDatabase(source, async (scratch) => {
    await withSession(scratch, run, { create: true })
    // The file may have set up its session for itself.
    return readFrom(scratch, context, use)
  })
}
