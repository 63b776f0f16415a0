import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

/** npm runs scripts in the package's folder. */
export const packageRoot = process.env.npm_config_local_prefix ?? process.cwd()

/** Where the other tools stand, and the Python that has Alembic, where one does. */
export interface Peers {
  readonly modules: string
  readonly python: string | undefined
}

const folder = join(packageRoot, 'bench/peers')

/** Installs the peers once, at the versions of their lock file. */
export function installPeers(): Peers {
  const modules = join(folder, 'node_modules')
  if (!existsSync(join(modules, 'knex'))) {
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: 'inherit',
    })
  }
  const driver = join(modules, 'better-sqlite3')
  if (!existsSync(join(driver, 'build/Release'))) {
    // It has to be built, and is here.
    rmSync(driver, { recursive: true, force: true })
    symlinkSync(join(packageRoot, 'node_modules/better-sqlite3'), driver)
  }
  return { modules, python: pythonWithAlembic() }
}

function pythonWithAlembic(): string | undefined {
  const names = [process.env.TSMIG_BENCH_PYTHON ?? '', 'python3', 'python'].filter((name) => name !== '')
  return names.find((name) => spawnSync(name, ['-c', 'import alembic, psycopg2']).status === 0)
}
