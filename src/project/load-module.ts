/**
 * Imports the user's files, TypeScript or not. What Node can import by itself is left to Node; the rest
 * goes through one build, so that modules of the application are single instances in all of them.
 */
import { extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { DefinitionError } from '../schema/errors.ts'
import { messageOf, TsmigError } from '../support/errors.ts'
import { messageOfCode } from '../support/message-of-code.ts'
import { hintForOp } from '../support/op-hint.ts'
import { runUserCode } from '../support/user-code.ts'
import { type BuiltModules, buildModules } from './build/build-modules.ts'
import { importFile } from './import-file.ts'
import type { LoadOptions } from './load-options.ts'
import type { ModuleNamespace } from './module-namespace.ts'
import { needsBuild } from './needs-build.ts'
import { PlaceError, spellPlace } from './place-error.ts'
import { readText } from './read-text.ts'

/** Modules that are ready to be imported, each when it is asked for. */
export interface PreparedModules {
  /**
   * Runs the module, once; the path is one of those that were prepared.
   * @throws TsmigError `import-failed`, `import-timeout`.
   */
  load(path: string): Promise<ModuleNamespace>
  /** Removes what was written to the temporary folder. Modules that are loaded stay loaded. */
  dispose(): void
}

const DEFAULT_TIMEOUT = 30_000

/**
 * Builds what needs building and runs nothing yet. Paths are absolute.
 * @throws TsmigError `syntax-error` and `missing-import`, with file, line and column.
 */
export async function prepareModules(
  paths: readonly string[],
  options: LoadOptions,
): Promise<PreparedModules> {
  const toBuild = new Set(paths.filter((path) => needsBuild(path, readSource(path))))
  const built: BuiltModules | undefined =
    toBuild.size > 0 ? await buildModules([...toBuild], options) : undefined
  return {
    async load(path) {
      const timeout = options.timeout ?? DEFAULT_TIMEOUT
      if (built !== undefined && toBuild.has(path)) return runWithin(() => built.load(path), path, timeout)
      await refuseSyntaxErrors(path, options)
      return runWithin(() => importFile(pathToFileURL(path).href), path, timeout)
    },
    dispose() {
      built?.dispose()
    },
  }
}

/** Imports all of the files, one after the other; the map is keyed by the paths given. Throws as `prepareModules` and `load`. */
export async function loadModules(
  paths: readonly string[],
  options: LoadOptions,
): Promise<Map<string, ModuleNamespace>> {
  const prepared = await prepareModules(paths, options)
  try {
    const modules = new Map<string, ModuleNamespace>()
    for (const path of paths) {
      modules.set(path, await prepared.load(path))
    }
    return modules
  } finally {
    prepared.dispose()
  }
}

function readSource(path: string): string {
  try {
    return readText(path)
  } catch (error) {
    throw new TsmigError(
      'unreadable-file',
      `${path} can't be read: ${messageOf(error)}`,
      'Check the path and its rights.',
      {
        cause: error,
      },
    )
  }
}

/** Node keeps the place of a syntax error to itself; the build tells it. */
async function refuseSyntaxErrors(path: string, options: LoadOptions): Promise<void> {
  const { lex } = await import('./lex.ts')
  if (lex(readSource(path)).gaveUp !== undefined) {
    const built = await buildModules([path], options)
    built.dispose()
  }
}

async function runWithin(
  run: () => Promise<ModuleNamespace>,
  path: string,
  timeout: number,
): Promise<ModuleNamespace> {
  let timer: NodeJS.Timeout | undefined
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(importTimeout(`${path} was still being imported after ${timeout / 1000} s`))
    }, timeout)
    // So that nothing is left running where the import waits for what never comes.
    timer.unref()
  })
  const waiting = () => importTimeout(`${path} waits for something that never comes`)
  try {
    const namespace: ModuleNamespace = await runUserCode(
      `the import of ${path}`,
      () => Promise.race([run(), expired]),
      waiting,
    )
    return unwrap(namespace)
  } catch (error) {
    if (error instanceof DefinitionError) throw placed(error, path)
    throw error instanceof TsmigError ? error : importFailed(error, path)
  } finally {
    clearTimeout(timer)
  }
}

function importTimeout(message: string): TsmigError {
  return new TsmigError(
    'import-timeout',
    message,
    'It waits for something at its top level: move the await into a function.',
  )
}

/** A CommonJS module arrives as the default export. */
function unwrap(namespace: ModuleNamespace): ModuleNamespace {
  const inner = namespace['module.exports'] ?? namespace.default
  const names = Object.keys(namespace).filter(
    (name) => !['default', 'module.exports', '__esModule'].includes(name),
  )
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) {
    return namespace
  }
  const members = inner as ModuleNamespace
  const same = names.every((name) => namespace[name] === members[name])
  return same && (names.length > 0 || !('default' in members)) ? members : namespace
}

/** A declaration that can't be meant, with the place where it stands. */
function placed(error: DefinitionError, path: string): TsmigError {
  const place = { file: path, line: lineIn(error, path) }
  return new PlaceError(error.code, place, error.message, error.hint, { cause: error })
}

function importFailed(error: unknown, path: string): TsmigError {
  const place = spellPlace({ file: path, line: lineIn(error, path) })
  const syntax = error instanceof SyntaxError
  return new TsmigError(
    syntax ? 'syntax-error' : 'import-failed',
    `${place} can't be imported: ${messageOfCode(error)}`,
    hintForOp(error) ??
      (syntax || extname(path) === '.sql'
        ? 'Correct the file.'
        : 'The error was thrown at the top level of the file, or in a file it imports.'),
    { cause: error },
  )
}

/** The line of `path` that the error's stack passes through; 0 when it doesn't. */
function lineIn(error: unknown, path: string): number {
  const stack = error instanceof Error && typeof error.stack === 'string' ? error.stack : ''
  for (const spelled of [path, pathToFileURL(path).href]) {
    const at = stack.indexOf(`${spelled}:`)
    const line = at < 0 ? undefined : /^\d+/.exec(stack.slice(at + spelled.length + 1))?.[0]
    if (line !== undefined) {
      return Number(line)
    }
  }
  return 0
}
