import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { constants, Script } from 'node:vm'
import type { BuiltScript } from '../cache/built-code.ts'
import type { BesideCode } from '../cache/kept-beside.ts'
import { importFile } from '../import-file.ts'
import type { LoadOptions } from '../load-options.ts'
import type { ModuleNamespace } from '../module-namespace.ts'
import { lazyImport, outsideMark } from './build-script.ts'
import { leadBackScript } from './lead-back.ts'
import type { OpenedModules } from './opened-modules.ts'

type Loaders = Readonly<Record<number, () => Promise<ModuleNamespace>>>
type Define = (require: unknown, module: { exports: Loaders }, lazily: LazyImport) => void
type LazyImport = (name: string) => Promise<ModuleNamespace>

/** Of a name that only the running code knows. V8 doesn't keep with compiled code how that is imported. */
const importsByItself = /\bimport\s*\(/

let scripts = 0

/** Compiles the script and runs none of its modules. */
export function openScript(
  { code, outside }: BuiltScript,
  options: LoadOptions,
  beside: BesideCode,
): OpenedModules {
  const directory = resolve(options.directory)
  const filename = join(directory, `.tsmig-built-${beside.name ?? ++scripts}.cjs`)
  leadBackScript(filename, { directory: options.directory, sourceMap: beside.sourceMap })
  const isAlone = !importsByItself.test(code)
  const compiled = isAlone ? beside.compiled : undefined
  const script = new Script(`(function (require, module, ${lazyImport}) { 'use strict';\n${code}\n})`, {
    filename,
    lineOffset: -1,
    ...(!isAlone && { importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER }),
    ...(compiled && { cachedData: compiled }),
  })
  const namespaces = new Map<string, ModuleNamespace>()
  const define: Define = script.runInThisContext()
  const module = { exports: {} as Loaders }
  const imported = async (url: string) => ownModule(url, options.selfUrl) ?? (await importFile(url))
  const lazily: LazyImport = async (name) => imported(name.slice(outsideMark.length))
  define(requireOf(directory, namespaces, options.selfUrl), module, lazily)
  return {
    async load(index) {
      for (const url of outside[index] ?? []) {
        if (!namespaces.has(url)) namespaces.set(url, await imported(url))
      }
      const run = module.exports[index]
      if (run === undefined) throw new Error(`the build lacks its module ${index}`)
      return run()
    },
    dispose() {
      if (isAlone && (!compiled || script.cachedDataRejected)) beside.keep?.(script.createCachedData())
    },
  }
}

/**
 * What the running tsmig exports, from the CommonJS file beside the ES module of that name, which hands on the same:
 * most projects import nothing else from outside, and Node's loader of ES modules takes longer to begin than they to run.
 */
function ownModule(url: string, selfUrl: string | undefined): ModuleNamespace | undefined {
  if (selfUrl === undefined || !url.endsWith('.js') || dirname(url) !== dirname(selfUrl)) return undefined
  const file = fileURLToPath(url.replace(/js$/, 'cjs'))
  return existsSync(file) ? createRequire(file)(file) : undefined
}

/** Node's require from the project's folder, which has the modules outside that import statements name. */
function requireOf(
  directory: string,
  namespaces: ReadonlyMap<string, ModuleNamespace>,
  selfUrl: string | undefined,
) {
  const own = createRequire(join(directory, 'index.js'))
  const require = (name: string, ...taken: readonly string[]): unknown => {
    if (!name.startsWith(outsideMark)) return own(name)
    const url = name.slice(outsideMark.length)
    const namespace = namespaces.get(url)
    const missing = taken.find((one) => namespace === undefined || !(one in namespace))
    if (missing === undefined) return namespace
    const title = url === selfUrl ? 'tsmig' : url
    throw new SyntaxError(`The requested module '${title}' does not provide an export named '${missing}'`)
  }
  return Object.assign(require, {
    resolve: own.resolve,
    cache: own.cache,
    main: own.main,
    extensions: own.extensions,
  })
}
