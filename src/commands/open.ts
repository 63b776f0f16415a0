import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { RevisionGraph } from '../graph/graph.ts'
import type { GraphWarning } from '../graph/revision.ts'
import { type Config, loadConfig } from '../project/config.ts'
import type { LoadOptions } from '../project/load-options.ts'
import { PlaceError } from '../project/place-error.ts'
import { readRevisionFiles } from '../project/revision-files.ts'
import { templatesDirectory } from '../project/template.ts'
import { type Reporter, silent } from '../runtime/reporter.ts'
import { TsmigError } from '../support/errors.ts'
import { nearest } from '../support/suggest.ts'
import type { CommandOptions } from './options.ts'
import { requireObject } from './require-options.ts'
import { FilesById } from './revisions/files-by-id.ts'

/** A project as it stands on disk: its configuration, its revision files, and the graph they make. */
export interface Project {
  readonly config: Config
  readonly graph: RevisionGraph
  readonly files: FilesById
  readonly options: CommandOptions
  readonly reporter: Reporter
}

/** Reads configuration and revision files. Throws what is wrong with either; tells warnings to the reporter. */
export async function openProject(options: CommandOptions): Promise<Project> {
  const config = await openConfig(options)
  checkFolders(config, options.reporter ?? silent)
  const read = await readRevisionFiles(config, loadOptions(config))
  if (read.unreadable.length > 0) throw unreadableFiles(read.unreadable.map(({ error }) => error))
  const graph = RevisionGraph.build(read.revisions)
  if (graph.index.hiddenCycle !== undefined) throw graph.index.hiddenCycle
  const reporter = options.reporter ?? silent
  for (const warning of graph.warnings) tell(warning, reporter)
  return { config, graph, files: new FilesById(read, graph), options, reporter }
}

/** Reads the configuration alone. */
export async function openConfig(options: CommandOptions): Promise<Config> {
  requireObject(options)
  const config = await loadConfig({
    cwd: options.cwd ?? process.cwd(),
    env: process.env,
    ...(options.config !== undefined && { config: options.config }),
    ...(options.name !== undefined && { section: options.name }),
  })
  for (const warning of config.warnings) options.reporter?.warning(warning)
  for (const name of options.databases ?? []) requireDatabase(name, config)
  return config
}

function requireDatabase(name: string, { databases, file, section }: Config): void {
  const names = databases.map((database) => database.name)
  if (names.includes(name)) return
  const near = nearest(name, names)
  throw new TsmigError(
    'no-such-database',
    names.length === 0
      ? `there is no database "${name}": ${file} names none`
      : `there is no database "${name}" among ${names.join(', ')}`,
    near === undefined
      ? `The key databases of [${section}] names them: databases = main, audit`
      : `Did you mean "${near}"?`,
  )
}

/** Without its folder a project would have no revisions, and every database would be where it should be. */
function checkFolders(config: Config, reporter: Reporter): void {
  const { scriptLocation, section, versionLocations } = config
  if (!existsSync(scriptLocation)) {
    throw new PlaceError(
      'bad-option',
      config.place(section, 'script_location'),
      `script_location leads to ${scriptLocation}, which is not there`,
      `Mend the path, or make the folder: tsmig init ${basename(scriptLocation)}`,
    )
  }
  if (config.option(section, 'version_locations') === undefined) return
  const { file, line } = config.place(section, 'version_locations')
  for (const location of versionLocations)
    if (!existsSync(location))
      reporter.warning(`${file}:${line}: the version location ${location} is not there`)
}

/** How the user's files are imported: `import 'tsmig'` in them is the tsmig that runs. */
export function loadOptions(config: Config): LoadOptions & { readonly selfUrl: string } {
  return { directory: config.directory, selfUrl: selfUrl() }
}

/** The URL of the tsmig that runs. */
export function selfUrl(): string {
  return pathToFileURL(join(dirname(templatesDirectory()), 'dist', 'index.js')).href
}

/** One broken file is told as it is; several are told together. */
function unreadableFiles(errors: readonly TsmigError[]): TsmigError {
  const [first, ...more] = errors
  if (first !== undefined && more.length === 0) return first
  return new TsmigError(
    'unreadable-revisions',
    `${errors.length} revision files can't be read:\n${errors.map(({ message }) => `  ${message}`).join('\n')}`,
    'Mend them, or move them out of the versions folder.',
  )
}

/** What Alembic only warns about: of two files with one id, one would silently not count. */
function tell(warning: GraphWarning, reporter: Reporter): void {
  if (warning.kind === 'duplicate_revision') {
    throw new TsmigError(
      'duplicate-revision',
      warning.message,
      'Remove one of the two files, or give it an id of its own.',
    )
  }
  reporter.warning(warning.message)
}
