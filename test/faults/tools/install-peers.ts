import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { knexTool } from './knex.ts'
import { nodePgMigrateTool } from './node-pg-migrate.ts'
import type { Tool } from './tool.ts'
import { packageRoot } from './tsmig.ts'

/** What tsmig is compared with. */
const packages = { knex: '3.3.0', 'node-pg-migrate': '9.0.0', pg: '8.16.3', mysql2: '3.15.0' }

/** Other migration tools, in a folder of their own that is gone behind `remove`. */
export interface Peers {
  readonly tools: readonly Tool[]
  remove(): void
}

export function installPeers(): Peers {
  const folder = mkdtempSync(join(tmpdir(), 'tsmig-peers-'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages }))
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], { cwd: folder })
  const modules = join(folder, 'node_modules')
  // It has to be built, and is here.
  symlinkSync(join(packageRoot, 'node_modules/better-sqlite3'), join(modules, 'better-sqlite3'))
  return {
    tools: [knexTool(modules), nodePgMigrateTool(modules)],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
