/**
 * A build as one script, in which each module is a function: no module costs a file or a turn of Node's loader, and V8
 * can keep what it compiled.
 */
import { extname, resolve } from 'node:path'
import type { Metafile } from 'esbuild'
import type { Build, BuiltScript } from '../cache/built-code.ts'
import type { ResolvedImport } from '../cache/resolution.ts'
import type { LoadOptions } from '../load-options.ts'
import { nodeExpectsModule } from '../needs-build.ts'
import { buildSettings, isBuildFailure } from './build-settings.ts'
import { scriptEntry } from './resolve-imports.ts'

/** Stands before the URL of a module outside that the script imports. */
export const outsideMark = 'tsmig-outside:'

/** What the script calls for a module outside that it imports lazily: as long as the word, so that no column moves. */
export const lazyImport = 'tsmig$'

const importedLazily = new RegExp(`\\bimport(?=\\("${outsideMark}[^"\\n]*"\\))`, 'g')

const outsideRequire = `require\\("${outsideMark}[^"\\n]*"`
const requiredByName = new RegExp(`^( *(import_[\\w$]+) = ${outsideRequire})\\);$`, 'gm')
const requiredWhole = new RegExp(`\\b__toESM\\((${outsideRequire}\\))(?:, 1)?\\)`, 'g')

/**
 * One run of esbuild over the files; what several of them import is there once. `undefined` where a script can't say
 * it: a file awaits at its top level, or imports another of the application lazily.
 */
export async function buildScript(
  paths: readonly string[],
  options: LoadOptions,
): Promise<Build<BuiltScript> | undefined> {
  const { build } = await import('esbuild')
  const imports: ResolvedImport[] = []
  const settings = buildSettings(options, imports, { markOutside: (url) => outsideMark + url })
  const directory = settings.absWorkingDir
  const loaders = paths.map((path, index) => `  ${index}: () => import(${JSON.stringify(path)}),\n`)
  try {
    const { outputFiles, metafile, warnings } = await build({
      ...settings,
      stdin: { contents: `module.exports = {\n${loaders.join('')}}`, resolveDir: directory, loader: 'js' },
      format: 'cjs',
      sourcemap: 'external',
      sourcesContent: false,
    })
    const [map, code] = outputFiles.map(({ text }) => text)
    // An entry that calls itself a module and writes to `exports`: as an import, esbuild takes it by its word.
    const isMixed = warnings.some(({ id }) => id === 'commonjs-variable-in-esm')
    const needs = !isMixed && isSayable(metafile, directory) ? outsideOfEntries(metafile) : undefined
    if (map === undefined || code === undefined || needs === undefined) return undefined
    return {
      code: { form: 'script', code: requireNamed(code), outside: needs },
      sourceMap: map,
      sources: Object.keys(metafile.inputs)
        .filter((name) => name !== scriptEntry)
        .map((name) => resolve(directory, name)),
      imports,
    }
  } catch (error) {
    if (isBuildFailure(error) && error.errors.some(({ text }) => text.startsWith('Top-level await')))
      return undefined
    throw error
  }
}

/** A script runs as CommonJS what Node would refuse as a module, and has nothing to run when it is asked for later. */
function isSayable({ inputs }: Metafile, directory: string): boolean {
  return Object.entries(inputs).every(([name, { format, imports }]) => {
    if (name === scriptEntry) return true
    const path = resolve(directory, name)
    const extension = extname(path)
    return (
      !imports.some(({ kind, external }) => kind === 'dynamic-import' && !external) &&
      !(format === 'cjs' && /^\.m?js$/.test(extension) && nodeExpectsModule(path, extension))
    )
  })
}

/** For each entry, the modules outside that it and what it imports name, in order. */
function outsideOfEntries({ inputs }: Metafile): readonly (readonly string[])[] {
  const entries = inputs[scriptEntry]?.imports ?? []
  return entries.map(({ path }) => {
    const seen = new Set<string>()
    const found: string[] = []
    const open = [path]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue
      seen.add(next)
      const eager = (inputs[next]?.imports ?? []).filter(({ kind }) => kind !== 'dynamic-import')
      if (next.startsWith(outsideMark)) found.push(next.slice(outsideMark.length))
      else open.push(...eager.map((one) => one.path).reverse())
    }
    return found
  })
}

/**
 * A module outside is required with the names that are taken from it, which a script would not miss by itself; and as
 * it is: what esbuild makes of CommonJS would lose the default of a module.
 */
function requireNamed(code: string): string {
  const taken = new Map<string, Set<string>>()
  for (const [, variable = '', name = ''] of code.matchAll(/\b(import_[\w$]+)\.([\w$]+)/g)) {
    const names = taken.get(variable)
    if (names === undefined) taken.set(variable, new Set([name]))
    else names.add(name)
  }
  return code
    .replace(requiredByName, (all, call, variable) => {
      const names = [...(taken.get(variable) ?? [])].map((name) => JSON.stringify(name))
      return names.length === 0 ? all : `${call}, ${names.join(', ')});`
    })
    .replace(requiredWhole, '$1')
    .replace(importedLazily, () => lazyImport)
}
