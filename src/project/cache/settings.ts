/** The tsconfig.json that goes for a folder, as esbuild reads it, and where it leads names to. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isPath, packageOf } from '../specifier.ts'
import type { Look } from './observation.ts'
import { readSettings, type SettingsFile } from './read-settings.ts'

/** What goes for the files of a folder. */
export interface Settings {
  /** The looks that decide which files it is. */
  readonly looks: readonly Look[]
  /** Where a name that is no path may lead, by `paths` and `baseUrl`: all that any of the files says. */
  mapped(specifier: string): readonly string[]
}

/** The settings above a folder; `undefined` where they say more than is looked at. */
export function settingsAbove(folder: string): Settings | undefined {
  const looks: Look[] = []
  const files: SettingsFile[] = []
  const waiting = upwards(folder)
    .flatMap((each) => [join(each, 'tsconfig.json'), join(each, 'jsconfig.json')])
    .filter(existsSync)
    .slice(0, 1)
  const seen = new Set<string>()
  for (const path of waiting) {
    if (seen.has(path)) continue
    seen.add(path)
    looks.push({ kind: 'file', path }, { kind: 'place', path })
    if (!isFile(path)) continue
    const file = readSettings(path)
    if (file === undefined) return undefined
    files.push(file)
    for (const extended of file.extends) {
      for (const places of file.folders.map((from) => placesOf(extended, from))) {
        if (places === undefined) return undefined
        looks.push(...places.manifests.map((one): Look => ({ kind: 'file', path: one })))
        waiting.push(...places.files)
      }
    }
  }
  const bases = files.flatMap(({ baseUrls }) => baseUrls)
  return {
    looks,
    mapped: (specifier) => [
      ...files.flatMap(({ folders, paths }) =>
        substitutes(paths, specifier).flatMap((name) =>
          [...bases, ...folders].map((base) => resolve(base, name)),
        ),
      ),
      ...bases.map((base) => resolve(base, specifier)),
    ],
  }
}

/** A folder and those above it, the nearest first. */
export function upwards(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...upwards(parent)]
}

interface Places {
  readonly files: readonly string[]
  /** What decides whether it is one of these. */
  readonly manifests: readonly string[]
}

/** The files that `extends` may name; `undefined` where a package says itself which. */
function placesOf(extended: string, from: string): Places | undefined {
  if (isPath(extended)) return { files: filesOf(resolve(from, extended)), manifests: [] }
  const name = packageOf(extended)
  if (name === undefined) return undefined
  const folders = upwards(from).map((each) => join(each, 'node_modules'))
  const manifests = folders.flatMap((folder) =>
    [name, extended].map((each) => join(folder, each, 'package.json')),
  )
  const says = (path: string): boolean => /"(?:exports|tsconfig)"/.test(readFileSync(path, 'utf8'))
  if (manifests.some((path) => isFile(path) && says(path))) return undefined
  return { files: folders.flatMap((folder) => filesOf(join(folder, extended))), manifests }
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}

function filesOf(path: string): readonly string[] {
  return [path, `${path}.json`, join(path, 'tsconfig.json')]
}

/** What a name is replaced by, for each pattern that it fits. */
function substitutes(paths: SettingsFile['paths'], specifier: string): readonly string[] {
  return Object.entries(paths).flatMap(([pattern, names]) => {
    const [before = '', after] = pattern.split('*')
    if (after === undefined) return pattern === specifier ? names : []
    const isFit =
      specifier.length >= before.length + after.length &&
      specifier.startsWith(before) &&
      specifier.endsWith(after)
    const middle = specifier.slice(before.length, specifier.length - after.length)
    return isFit ? names.map((name) => name.replace('*', () => middle)) : []
  })
}
