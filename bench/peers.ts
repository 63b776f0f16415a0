import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../test/support/package-root.ts'

const folder = join(packageRoot, 'bench/peers')

/** The one driver that has to be built, and is here. */
const builtDriver = join(packageRoot, 'node_modules/better-sqlite3')

/** Where the other tools stand, and the Python that has Alembic, where one does. */
export interface Peers {
  readonly modules: string
  readonly python: string | undefined
}

type Version = readonly [name: string, version: string]

/** Installs the peers at the versions that are pinned, where they are not there yet. */
export function installPeers(): Peers {
  const modules = join(folder, 'node_modules')
  const isInstalled = ([name, version]: Version) => {
    const path = join(modules, name)
    return existsSync(path) && versionOf(path) === version
  }
  if (!pinnedVersions().every(isInstalled)) {
    // No lock file: it would have to know the packages that dbmate has for other systems.
    const options = ['--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
    execFileSync('npm', ['install', ...options], { cwd: folder, stdio: 'inherit' })
  }
  const driver = join(modules, 'better-sqlite3')
  if (!existsSync(driver)) symlinkSync(builtDriver, driver)
  return { modules, python: pythonWithAlembic() }
}

/** The packages that the peers are made of, with the driver that they are given. */
export function peerVersions(): readonly Version[] {
  return [...pinnedVersions(), ['better-sqlite3', versionOf(builtDriver)]]
}

function pinnedVersions(): readonly Version[] {
  return Object.entries(manifestIn(folder).dependencies)
}

function versionOf(path: string): string {
  return manifestIn(path).version
}

interface Manifest {
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
}

function manifestIn(path: string): Manifest {
  return JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
}

function pythonWithAlembic(): string | undefined {
  const names = [process.env.TSMIG_BENCH_PYTHON ?? '', 'python3', 'python'].filter((name) => name !== '')
  return names.find((name) => spawnSync(name, ['-c', 'import alembic, psycopg2']).status === 0)
}
