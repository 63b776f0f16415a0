/**
 * What decides how a build resolves its imports, as esbuild does: the names beside what an import names,
 * the node_modules folders above, package.json and tsconfig.json.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, extname, isAbsolute, join, resolve, sep } from 'node:path'
import type { Look } from './observation.ts'

/** An import that the build resolved. */
export interface ResolvedImport {
  readonly specifier: string
  /** The folder of the file that imports. */
  readonly from: string
  /** The file it leads to; absent where it leads nowhere. */
  readonly to?: string
}

/** The looks that decide an import; `undefined` where more decides than is looked at. */
export function looksAtImport({ specifier, from, to }: ResolvedImport): readonly Look[] | undefined {
  if (to === undefined) return undefined
  if (/^\.{1,2}(?:$|\/)/.test(specifier) || isAbsolute(specifier)) {
    const path = resolve(from, specifier)
    // Named in full, a file is taken whatever stands beside it.
    return path === to ? [{ kind: 'file', path }] : looksAtFile(path)
  }
  const name = /^(?:@[^/]+\/)?[^/#]+/.exec(specifier)?.[0]
  // Names that a tsconfig.json may lead to files of the application.
  if (name === undefined || settingsAbove(from)?.some(mapsNames) !== false) return undefined
  const looks: Look[] = []
  for (const folder of upwards(from).map((each) => join(each, 'node_modules'))) {
    const path = join(folder, name)
    looks.push({ kind: 'place', path }, { kind: 'file', path: join(path, 'package.json') })
    // A folder of the name that doesn't have what is imported is passed by.
    looks.push(...looksAtFile(join(folder, specifier)))
    if (existsSync(path) && to.startsWith(realpathSync(path) + sep)) return [...looks, ...looksAtFile(to)]
  }
  return undefined
}

/**
 * The looks at what decides how source files are read: themselves, and the settings that stand above them; `undefined`
 * where these are more than is looked at.
 */
export function looksAtSources(paths: readonly string[]): readonly Look[] | undefined {
  const settings: string[] = []
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    const above = settingsAbove(folder)
    if (above === undefined) return undefined
    settings.push(...nearestOnes(folder), ...above)
  }
  return [...paths, ...settings].map((path) => ({ kind: 'file', path }))
}

/** Where settings would be looked for, up to where they are. */
function nearestOnes(folder: string): readonly string[] {
  return ['tsconfig.json', 'jsconfig.json', 'package.json'].flatMap((name) => {
    const files = upwards(folder).map((each) => join(each, name))
    return files.slice(0, files.findIndex(existsSync) + 1 || files.length)
  })
}

/** A path without an extension, one of another extension, or a folder: whatever stands there. */
function looksAtFile(path: string): readonly Look[] {
  const main = mainOf(path)
  return [
    ...(main === undefined ? [path] : [path, resolve(path, main)]).flatMap((each): Look[] => {
      const stem = basename(each, extname(each))
      return [
        { kind: 'names', path: dirname(each), stem },
        { kind: 'names', path: each, stem: 'index.' },
      ]
    }),
    { kind: 'file', path: join(path, 'package.json') },
  ]
}

/** What the package.json of a folder names as its entry. */
function mainOf(folder: string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const { main } = manifest as { main?: unknown }
    return typeof main === 'string' ? main : undefined
  } catch {
    return undefined
  }
}

/** The nearest tsconfig.json and what it extends; `undefined` where that isn't plainly a file beside it. */
function settingsAbove(folder: string): readonly string[] | undefined {
  const chain: string[] = []
  let next = upwards(folder)
    .flatMap((each) => [join(each, 'tsconfig.json'), join(each, 'jsconfig.json')])
    .find(existsSync)
  while (next !== undefined) {
    if (!existsSync(next) || chain.includes(next)) return undefined
    chain.push(next)
    const mentions =
      readFileSync(next, 'utf8').match(/"extends"(?:\s*:\s*"(\.{1,2}\/[^"\\]+\.json)")?/g) ?? []
    if (mentions.length === 0) return chain
    const extended = /"(\.[^"]*)"$/.exec(mentions[0] ?? '')?.[1]
    if (mentions.length > 1 || extended === undefined) return undefined
    next = resolve(dirname(next), extended)
  }
  return chain
}

function mapsNames(settings: string): boolean {
  return /"(?:paths|baseUrl)"/.test(readFileSync(settings, 'utf8'))
}

function upwards(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...upwards(parent)]
}
