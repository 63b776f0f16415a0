/**
 * Which imports become part of a build: the application's own code and packages written in TypeScript.
 * Installed packages stay outside, named by absolute paths, since the build stands somewhere else.
 */
import { existsSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, extname, isAbsolute, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild'
import type { ResolvedImport } from '../cache/resolution.ts'
import { packageOf } from '../specifier.ts'

/** What esbuild and the source map call the text that imports the entries. */
export const scriptEntry = '<stdin>'

const SELF = 'tsmig-self'
const TYPESCRIPT = new Set(['.ts', '.mts', '.cts', '.tsx'])

export interface ResolveOptions {
  /** What `tsmig` stands for. */
  readonly selfUrl: string | undefined
  /** Hears of each import that the file system decides. */
  tell(resolved: ResolvedImport): void
  /** Gives what stands in the built code for a module outside that is imported; its URL, or name, unless given. */
  markOutside?(url: string): string
}

/** The esbuild plugin. */
export function resolveImports({ selfUrl, tell, markOutside = (url) => url }: ResolveOptions): Plugin {
  const found = new Map<string, Promise<OnResolveResult | undefined>>()
  // esbuild reads the folder anew for each question of ours: of a thousand revisions that import one thing, one asks.
  const resolveOnce = (build: PluginBuild, args: OnResolveArgs) => {
    const asked = JSON.stringify([args.path, args.kind, args.resolveDir, extname(args.importer)])
    const answer = found.get(asked) ?? resolveImport(build, args, tell)
    found.set(asked, answer)
    return answer
  }
  const resolved = (build: PluginBuild, args: OnResolveArgs) => {
    if (args.namespace === SELF) return { path: args.path, external: true }
    if (args.kind === 'entry-point' || args.importer === scriptEntry || args.pluginData === SELF)
      return undefined
    if (selfUrl !== undefined && /^tsmig(?:\/|$)/.test(args.path)) return resolveSelf(args, selfUrl)
    return resolveOnce(build, args)
  }
  return {
    name: 'tsmig-imports',
    setup(build) {
      build.onResolve({ filter: /.*/ }, async (args) => {
        const result = await resolved(build, args)
        const { path = '', external = false } = result ?? {}
        const isNamed =
          args.kind === 'dynamic-import' || (args.kind === 'import-statement' && !isBuiltin(path))
        return external && isNamed ? { ...result, path: markOutside(path) } : result
      })
      build.onLoad({ filter: /.*/, namespace: SELF }, ({ path }) => ({
        contents: `export * from ${JSON.stringify(path)}`,
      }))
    },
  }
}

/** `require('tsmig')` gets a module that hands the running copy on: a URL can't be required. */
function resolveSelf({ path, kind }: OnResolveArgs, selfUrl: string): OnResolveResult {
  const url =
    path === 'tsmig'
      ? selfUrl
      : new URL(`./${path.slice('tsmig/'.length)}${extname(new URL(selfUrl).pathname)}`, selfUrl).href
  if (TYPESCRIPT.has(extname(url))) {
    // tsmig runs from its sources: Node can't import them, so they join the build.
    return { path: fileURLToPath(url), sideEffects: false }
  }
  return kind === 'require-call' ? { path: url, namespace: SELF } : { path: url, external: true }
}

async function resolveImport(
  build: PluginBuild,
  args: OnResolveArgs,
  tell: (resolved: ResolvedImport) => void,
): Promise<OnResolveResult | undefined> {
  const { path, kind, importer, resolveDir, namespace } = args
  if (isBuiltin(path)) {
    return { path, external: true }
  }
  if (isUrl(path)) {
    return { path, external: true }
  }
  const found = await build.resolve(path, { kind, importer, resolveDir, namespace, pluginData: SELF })
  const inFile = found.errors.length === 0 && found.namespace === 'file'
  tell({ specifier: path, from: resolveDir, ...(inFile && { to: found.path }) })
  if (found.errors.length > 0) {
    // esbuild reports it, or lets it pass where the code asks in a try block.
    return undefined
  }
  if (found.external || found.path === '' || found.namespace !== 'file') {
    return { path: found.path, external: found.external, namespace: found.namespace }
  }
  if (staysOutside(path, found.path, resolveDir)) {
    const required = kind === 'require-call' || kind === 'require-resolve'
    return { path: required ? found.path : pathToFileURL(found.path).href, external: true }
  }
  // esbuild finds it by itself, with the tsconfig.json that goes for it.
  return undefined
}

function isUrl(path: string): boolean {
  return /^(?:file|data|https?):/.test(path)
}

function staysOutside(specifier: string, file: string, from: string): boolean {
  const extension = extname(file)
  if (extension === '.node') {
    return true
  }
  if (TYPESCRIPT.has(extension) || extension === '.json') {
    return false
  }
  if (specifier.startsWith('.') || isAbsolute(specifier)) {
    return false
  }
  return file.includes('/node_modules/') || file.includes('\\node_modules\\') || isInstalled(specifier, from)
}

/** Whether the specifier's package stands in a node_modules folder: a workspace, linked from elsewhere. */
function isInstalled(specifier: string, from: string): boolean {
  const name = packageOf(specifier)
  if (name === undefined) {
    return false
  }
  for (let directory = from; ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'node_modules', name))) {
      return true
    }
    if (isNamed(directory, name) || directory === dirname(directory)) {
      return false
    }
  }
}

/** A package that imports itself by its name imports its own code. */
function isNamed(directory: string, name: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
    return (manifest as { name?: unknown }).name === name
  } catch {
    return false
  }
}
