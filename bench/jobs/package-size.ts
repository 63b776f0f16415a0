import { execFileSync } from 'node:child_process'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
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
    const modules = join(folder, 'node_modules')
    const names = readdirSync(modules)
      .filter((name) => !name.startsWith('.'))
      .flatMap((name) =>
        name.startsWith('@') ? readdirSync(join(modules, name)).map((one) => `${name}/${one}`) : [name],
      )
    const counted = names.filter((name) => !drivers.has(name))
    const bytes = counted.reduce((sum, name) => sum + sizeOf(join(modules, name)), 0)
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

function sizeOf(path: string): number {
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.size
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
}
