import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const source = fileURLToPath(new URL('../src/', import.meta.url))

/** From the ground up; folders on one floor don't know each other. */
const floors = [
  ['support'],
  ['graph', 'schema'],
  ['operations'],
  ['dialects'],
  ['project', 'autogenerate', 'lint'],
  ['runtime'],
  ['commands'],
  ['cli'],
]

/** Modules of Node that floors 0 to 3 may use: none of them reads or writes anything. */
const pureModules = new Set(['node:async_hooks', 'node:crypto', 'node:util'])

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && path.includes('/'))
  .map((path) => ({ path, folder: path.split('/')[0] ?? '', text: readFileSync(join(source, path), 'utf8') }))
const floorOf = (folder: string): number => floors.findIndex((floor) => floor.includes(folder))

/** The folders that a file imports from, its own left out. */
function foldersImported({ path, folder, text }: (typeof files)[number]): string[] {
  return [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)'(\.[^']+)'/g)]
    .map((match) => relative(source, resolve(source, dirname(path), match[1] ?? '')))
    .filter((target) => !target.startsWith('..'))
    .map((target) => target.split('/')[0] ?? '')
    .filter((target) => target !== folder)
}

/** The files that a file can't be read without: types too, but not what it loads when it is asked to. */
function filesImported({ path, text }: (typeof files)[number]): string[] {
  return [...text.matchAll(/\bfrom\s*'(\.[^']+)'/g)].map((match) =>
    relative(source, resolve(source, dirname(path), match[1] ?? '')),
  )
}

test('every folder of src stands on a floor', () => {
  expect(files.filter(({ folder }) => floorOf(folder) === -1).map(({ path }) => path)).toEqual([])
  expect(files.length).toBeGreaterThan(100)
})

test('a file imports from its own folder and from floors below', () => {
  const upward = files.flatMap((file) =>
    foldersImported(file)
      .filter((target) => floorOf(target) >= floorOf(file.folder))
      .map((target) => `${file.path} imports ${target}/`),
  )
  expect(upward).toEqual([])
})

test('no file needs another that needs it', () => {
  const needs = new Map(files.map((file) => [file.path, filesImported(file)]))
  const circles: string[] = []
  const done = new Set<string>()
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' -> '))
    else if (!done.has(path)) for (const target of needs.get(path) ?? []) visit(target, [...way, path])
    done.add(path)
  }
  for (const path of needs.keys()) visit(path, [])
  expect(circles).toEqual([])
})

test('floors 0 to 3 do no I/O of their own', () => {
  const impure = files
    .filter(({ folder }) => floorOf(folder) <= 3)
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^import (?!type )(?:[^';]* from )?'([^'.][^']*)'/gm)]
        .map((match) => match[1] ?? '')
        .filter((name) => !pureModules.has(name))
        .map((name) => `${path} imports ${name}`),
    )
  expect(impure).toEqual([])
})

test('only cli/ prints', () => {
  const printing = files.filter(
    ({ folder, text }) => folder !== 'cli' && /\bconsole\.|process\.std(?:out|err)/.test(text),
  )
  expect(printing.map(({ path }) => path)).toEqual([])
})
