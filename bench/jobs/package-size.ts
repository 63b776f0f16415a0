import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../test/support/package-root.ts'
import type { Job } from '../job.ts'
import { newFolder } from '../project.ts'

/** Whoever connects to a database has its driver anyway. */
const drivers = new Set(['pg', 'better-sqlite3', 'mysql2'])

/** What `npm install tsmig` brings, without the drivers. */
export const packageSize: Job = {
  name: 'package-size',
  async run(bench) {
    const folder = newFolder(bench)
    const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
      cwd: packageRoot,
    })
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
    execFileSync(
      'npm',
      [
        'install',
        '--ignore-scripts',
        '--omit=peer',
        '--no-audit',
        '--no-fund',
        '--silent',
        `./${String(packed).trim().split('\n').at(-1)}`,
      ],
      { cwd: folder },
    )
    const counted = installedWithoutDrivers(folder)
    const bytes = counted.reduce((sum, path) => sum + sizeOf(join(folder, path)), 0)
    return [
      {
        title: 'The package',
        quantities: [],
        base: '',
        measured: [],
        goals: [
          { kind: 'number', what: 'installed, without drivers:', value: bytes / 1e6, unit: 'MB', atMost: 12 },
          { kind: 'number', what: 'packages:', value: counted.length, unit: 'packages', atMost: 40 },
        ],
      },
    ]
  },
}

/** The folders of tsmig and of all that it needs, but for the drivers and what those need. */
function installedWithoutDrivers(folder: string): readonly string[] {
  const lock: LockFile = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'))
  const found = new Set<string>()
  const visit = (name: string, from: string): void => {
    if (drivers.has(name)) return
    const path = placesOf(name, from).find((place) => place in lock.packages)
    if (path === undefined || found.has(path)) return
    found.add(path)
    const { dependencies, optionalDependencies } = lock.packages[path] ?? {}
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) visit(next, path)
  }
  visit('tsmig', '')
  return [...found]
}

interface LockFile {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly dependencies?: Readonly<Record<string, string>>
        readonly optionalDependencies?: Readonly<Record<string, string>>
      }
    >
  >
}

/** Where Node looks for a package, the nearest folder first. */
function placesOf(name: string, from: string): readonly string[] {
  const parts = from === '' ? [] : from.split('/node_modules/')
  return [
    ...parts.map(
      (_, at) => `${parts.slice(0, parts.length - at).join('/node_modules/')}/node_modules/${name}`,
    ),
    `node_modules/${name}`,
  ]
}

/** Of a folder, without what is installed in it. */
function sizeOf(path: string): number {
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.size
  return readdirSync(path)
    .filter((name) => name !== 'node_modules')
    .reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
}
