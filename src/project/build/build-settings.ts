/** What every build of the user's files has in common, and what is told where one fails. */
import { realpathSync } from 'node:fs'
import { dirname, extname, relative, resolve } from 'node:path'
import type { BuildFailure, BuildOptions, Message } from 'esbuild'
import { messageOf, TsmigError } from '../../support/errors.ts'
import { packageManager } from '../../support/package-manager.ts'
import type { ResolvedImport } from '../cache/resolution.ts'
import type { LoadOptions } from '../load-options.ts'
import { PlaceError } from '../place-error.ts'
import { isPackageName, packageOf } from '../specifier.ts'
import { type ResolveOptions, resolveImports } from './resolve-imports.ts'
import { readSourceFiles, SOURCE_DEFINES, sourcePrefixLength } from './source-names.ts'

/** esbuild's options; each import that the file system decides is added to `imports`. */
export function buildSettings(
  options: LoadOptions,
  imports: ResolvedImport[],
  outside: Pick<ResolveOptions, 'markOutside'> = {},
) {
  const directory = realpathSync(options.directory)
  return {
    absWorkingDir: directory,
    outdir: directory,
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: `node${process.versions.node}`,
    logLevel: 'silent',
    keepNames: true,
    // What a package.json says of side effects is for those who want it small: Node runs whatever is imported.
    ignoreAnnotations: true,
    mainFields: ['main'],
    conditions: [],
    define: SOURCE_DEFINES,
    plugins: [
      resolveImports({ selfUrl: options.selfUrl, tell: (resolved) => imports.push(resolved), ...outside }),
      readSourceFiles(),
    ],
  } satisfies BuildOptions
}

/** Whether esbuild refused, which it tells with a list of what is wrong. */
export function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && Array.isArray((error as Partial<BuildFailure>).errors)
}

/** Why the files can't be built: PlaceError `syntax-error` or `missing-import`. */
export function buildFailed(failure: BuildFailure, directory: string, paths: readonly string[]): TsmigError {
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
  const source = first.location.lineText.slice(prefix).trim().slice(0, 200)
  return new PlaceError(
    first.text.startsWith('Could not resolve') ? 'missing-import' : 'syntax-error',
    { file, line },
    `${first.text} (column ${column})${source === '' ? '' : `\n    ${source}`}`,
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
  const name = packageOf(specifier)
  return name !== undefined && isPackageName(name)
    ? `Install it: ${packageManager().install(name)}`
    : 'Look at what "paths" of tsconfig.json, or "imports" of package.json, make of it: no file is there.'
}
