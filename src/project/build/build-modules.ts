/** The user's files as modules that can be run: one esbuild run over all of them. */
import type { Build, BuiltCode } from '../cache/built-code.ts'
import { type CachedBuild, cachedBuild } from '../cache/cached-build.ts'
import type { LoadOptions } from '../load-options.ts'
import type { ModuleNamespace } from '../module-namespace.ts'
import { buildFiles, openFiles } from './build-files.ts'
import { buildScript } from './build-script.ts'
import { buildFailed, isBuildFailure } from './build-settings.ts'
import { isLedBackElsewhere } from './lead-back.ts'
import { openScript } from './run-script.ts'

export interface BuiltModules {
  /** Runs the module of one of the paths, once. Rejects with what it throws. */
  load(path: string): Promise<ModuleNamespace>
  /** Removes what was written to the temporary folder. Modules that are loaded stay loaded. */
  dispose(): void
}

/**
 * Bundles each of the files with the application code it imports; what several of them import is shared.
 * Packages stay where they are. Nothing is run. A build whose sources are as they were is not made again.
 * @throws PlaceError `syntax-error`, `missing-import`; TsmigError `no-temporary-folder`.
 */
export async function buildModules(paths: readonly string[], options: LoadOptions): Promise<BuiltModules> {
  const { code, ...beside } = await builtCode(paths, options)
  const opened = code.form === 'files' ? openFiles(code) : openScript(code, options, beside)
  const numbers = new Map(paths.map((path, index) => [path, index]))
  return {
    load: (path) => opened.load(numbers.get(path) ?? -1),
    dispose: opened.dispose,
  }
}

/** The build of the files, made or kept. Throws as `buildModules`. */
export function builtCode(paths: readonly string[], options: LoadOptions): Promise<CachedBuild> {
  const form = formOf(options)
  return cachedBuild(paths, form, options, () => build(paths, form, options))
}

async function build(
  paths: readonly string[],
  form: BuiltCode['form'],
  options: LoadOptions,
): Promise<Build> {
  try {
    const script = form === 'script' ? await buildScript(paths, options) : undefined
    return script ?? (await buildFiles(paths, options))
  } catch (error) {
    throw isBuildFailure(error) ? buildFailed(error, options.directory, paths) : error
  }
}

/** A debugger, and whoever counts what is covered, look for files; so does Node where it leads stacks back. */
function formOf({ form }: LoadOptions): BuiltCode['form'] {
  const { NODE_OPTIONS = '', NODE_V8_COVERAGE, VSCODE_INSPECTOR_OPTIONS } = process.env
  const isWatched =
    [...process.execArgv, NODE_OPTIONS].some((text) => text.includes('inspect')) ||
    [NODE_V8_COVERAGE, VSCODE_INSPECTOR_OPTIONS].some(Boolean) ||
    isLedBackElsewhere()
  return form ?? (isWatched ? 'files' : 'script')
}
