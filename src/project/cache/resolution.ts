/**
 * What decides how a build resolves its imports, as esbuild does: the names beside what an import names,
 * the node_modules folders above, package.json and tsconfig.json.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, extname, join, resolve, sep } from 'node:path'
import { isPath, packageOf } from '../specifier.ts'
import type { Look } from './observation.ts'
import { type Settings, upwards } from './settings.ts'

/** The settings above a folder. */
export type SettingsOf = (folder: string) => Settings | undefined

/** An import that the build resolved. */
export interface ResolvedImport {
  readonly specifier: string
  /** The folder of the file that imports. */
  readonly from: string
  /** The file it leads to; absent where it leads nowhere. */
  readonly to?: string
}

/** The looks that decide an import; `undefined` where more decides than is looked at. */
export function looksAtImport(
  { specifier, from, to }: ResolvedImport,
  settingsOf: SettingsOf,
): readonly Look[] | undefined {
  if (to === undefined) return undefined
  if (isPath(specifier)) {
    const path = resolve(from, specifier)
    // Named in full, a file is taken whatever stands beside it.
    return path === to ? [{ kind: 'file', path }] : looksAtFile(path)
  }
  const name = packageOf(specifier)
  // Names that a tsconfig.json may lead to files of the application go before those of packages.
  const mapped = settingsOf(from)?.mapped(specifier)
  if (name === undefined || mapped === undefined) return undefined
  const looks = mapped.flatMap(looksAtFile)
  for (const folder of upwards(from).map((each) => join(each, 'node_modules'))) {
    const path = join(folder, name)
    looks.push({ kind: 'place', path }, { kind: 'file', path: join(path, 'package.json') })
    // A folder of the name that doesn't have what is imported is passed by.
    looks.push(...looksAtFile(join(folder, specifier)))
    if (existsSync(path) && to.startsWith(realpathSync(path) + sep)) return [...looks, ...looksAtFile(to)]
  }
  if (!mapped.some((path) => leadsTo(path, to))) return undefined
  // Whether it is taken for a package's is told by the names of those above, too.
  return [
    ...looks,
    ...upwards(from).map((each): Look => ({ kind: 'file', path: join(each, 'package.json') })),
  ]
}

/** Whether a file is what a path without an extension, or one of a folder, may lead to. */
function leadsTo(path: string, to: string): boolean {
  const folder = dirname(path)
  if (!existsSync(folder)) return false
  const stem = join(realpathSync(folder), basename(path, extname(path)))
  return to.startsWith(`${stem}.`) || to.startsWith(stem + sep)
}

/**
 * The looks at what decides how source files are read: themselves, and the settings that stand above them; `undefined`
 * where these are more than is looked at.
 */
export function looksAtSources(
  paths: readonly string[],
  settingsOf: SettingsOf,
): readonly Look[] | undefined {
  const files = [...paths]
  const looks: Look[] = []
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    const settings = settingsOf(folder)
    if (settings === undefined) return undefined
    files.push(...nearestOnes(folder))
    looks.push(...settings.looks)
  }
  return [...files.map((path): Look => ({ kind: 'file', path })), ...looks]
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
