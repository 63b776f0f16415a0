/** One esbuild run over several entry files, into a private temporary folder. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BuildFailure, Message } from 'esbuild'
import { messageOf, TsmigError } from '../support/errors.ts'
import { type Build, cachedBuild } from './cache/cached-build.ts'
import type { ResolvedImport } from './cache/resolution.ts'
import type { LoadOptions } from './load-options.ts'
import { PlaceError } from './place-error.ts'
import { resolveImports } from './resolve-imports.ts'
import { readSourceFiles, SOURCE_DEFINES, sourcePrefixLength } from './source-names.ts'

export interface BuiltModules {
  /** The file to import for each of the paths. */
  readonly outputs: ReadonlyMap<string, string>
  dispose(): void
}

/**
 * Bundles each of the files with the application code it imports; what several of them import is shared.
 * Packages stay where they are. Nothing is run. A build whose sources are as they were is not made again.
 * @throws PlaceError `syntax-error`, `missing-import`; TsmigError `no-temporary-folder`.
 */
export async function buildModules(paths: readonly string[], options: LoadOptions): Promise<BuiltModules> {
  const files = await cachedBuild(paths, options, () => build(paths, options))
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text)
  process.setSourceMapsEnabled(true)
  return {
    outputs: new Map(paths.map((path, index) => [path, join(folder.path, `${index}.mjs`)])),
    dispose: folder.remove,
  }
}

async function build(paths: readonly string[], options: LoadOptions): Promise<Build> {
  const { build } = await import('esbuild')
  const directory = realpathSync(options.directory)
  const imports: ResolvedImport[] = []
  try {
    const { outputFiles, metafile } = await build({
      entryPoints: Object.fromEntries(paths.map((path, index) => [`${index}`, path])),
      absWorkingDir: directory,
      outdir: directory,
      outExtension: { '.js': '.mjs' },
      write: false,
      metafile: true,
      bundle: true,
      // A single file holds all it needs, so that its lazy imports still work when the folder is gone.
      splitting: paths.length > 1,
      format: 'esm',
      platform: 'node',
      target: `node${process.versions.node}`,
      sourcemap: 'inline',
      // The built files will stand elsewhere.
      sourceRoot: `${pathToFileURL(directory).href}/`,
      logLevel: 'silent',
      keepNames: true,
      mainFields: ['main'],
      conditions: [],
      define: SOURCE_DEFINES,
      banner: { js: requireBanner(options.directory) },
      plugins: [resolveImports(options.selfUrl, (resolved) => imports.push(resolved)), readSourceFiles()],
    })
    return {
      files: Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path), text])),
      sources: Object.keys(metafile.inputs).map((name) => resolve(directory, name)),
      imports,
    }
  } catch (error) {
    throw isBuildFailure(error) ? buildFailed(error, options.directory, paths) : error
  }
}

interface TemporaryFolder {
  readonly path: string
  remove(): void
}

function temporaryFolder(): TemporaryFolder {
  try {
    const path = realpathSync(mkdtempSync(join(tmpdir(), 'tsmig-')))
    // Without it, a package.json further up could tell Node that these files are something else.
    writeFileSync(join(path, 'package.json'), '{"type":"module"}')
    const remove = (): void => {
      process.off('exit', remove)
      rmSync(path, { recursive: true, force: true })
    }
    process.on('exit', remove)
    return { path, remove }
  } catch (error) {
    throw new TsmigError(
      'no-temporary-folder',
      `no folder for built modules can be made in ${tmpdir()}: ${messageOf(error)}`,
      'Set TMPDIR to a folder that can be written to.',
      { cause: error },
    )
  }
}

/** Built files are ES modules: a `require` that stays in them has to come from somewhere. */
function requireBanner(directory: string): string {
  const from = JSON.stringify(join(resolve(directory), 'index.js'))
  return `import { createRequire as __tsmigCreateRequire } from 'node:module'; const require = __tsmigCreateRequire(${from});`
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && Array.isArray((error as Partial<BuildFailure>).errors)
}

function buildFailed(failure: BuildFailure, directory: string, paths: readonly string[]): TsmigError {
  const first = failure.errors.find(({ location }) => location !== null) ?? failure.errors[0]
  if (first?.location == null) {
    const text = first?.text ?? messageOf(failure)
    return new TsmigError('syntax-error', `${paths[0]} can't be built: ${text}`, 'Correct the file.', {
      cause: failure,
    })
  }
  const file = resolve(realpathSync(directory), first.location.file)
  const { line } = first.location
  // The prefix that was put before the first line is not the user's.
  const prefix = line === 1 ? sourcePrefixLength(file) : 0
  const column = Math.max(0, first.location.column - prefix) + 1
  const source = first.location.lineText.slice(prefix)
  return new PlaceError(
    first.text.startsWith('Could not resolve') ? 'missing-import' : 'syntax-error',
    { file, line },
    `${first.text} (column ${column})\n    ${source.trim().slice(0, 200)}`,
    hintFor(first, directory),
    { cause: failure },
  )
}

function hintFor(message: Message, directory: string): string {
  const specifier = /^Could not resolve "(.*)"/.exec(message.text)?.[1]
  if (specifier === undefined) {
    return 'Correct the file; nothing was run.'
  }
  if (specifier.startsWith('.')) {
    const from = dirname(resolve(directory, message.location?.file ?? '.'))
    const named = relative(directory, resolve(from, specifier)) || '.'
    return `There is no such file${extname(specifier) === '' ? ' of any extension' : ''}: ${named}`
  }
  return `Install it: npm install ${specifier}`
}
