import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Hold, Tool } from './tool.ts'

/** node-pg-migrate, installed among these modules. Where another run goes on, it fails, unless it is told to wait. */
export function nodePgMigrateTool(modules: string, whileLocked: 'fail' | 'wait'): Tool {
  const program = join(modules, 'node-pg-migrate/bin/node-pg-migrate.js')
  const library = pathToFileURL(join(modules, 'node-pg-migrate/dist/bundle/index.js')).href
  const upgrade = [
    ...[program, 'up', '--config-file', 'database.json', '--no-single-transaction'],
    ...['--advisory-lock-mode', whileLocked],
  ]
  return {
    name: whileLocked === 'fail' ? 'node-pg-migrate' : 'node-pg-migrate (wait)',
    databases: ['postgres'],
    upgrade,
    upgradeSoon: upgrade,
    // Its lock has one number for all version tables, unless it is given another.
    upgradeBeside: [...upgrade, '--lock-value', '1'],
    ownTables: ['pgmigrations'],
    library: `import { readFileSync } from 'node:fs'
import { runner } from ${JSON.stringify(library)}
const { url: databaseUrl } = JSON.parse(readFileSync('database.json', 'utf8'))
const options = { dir: 'migrations', migrationsTable: 'pgmigrations', singleTransaction: false, log: () => {} }
const advisoryLockMode = '${whileLocked}'
export const upgrade = () => runner({ ...options, databaseUrl, direction: 'up', advisoryLockMode })
`,
    write(folder, url, migrations, versionTable) {
      mkdirSync(join(folder, 'migrations'), { recursive: true })
      const settings = { url, ...(versionTable !== undefined && { 'migrations-table': versionTable }) }
      writeFileSync(join(folder, 'database.json'), JSON.stringify(settings))
      for (const [index, { name, statements, transaction, hold }] of migrations.entries()) {
        const lines = statements.map((sql) => `pgm.sql(${JSON.stringify(sql)})`)
        const body = [...lines, ...holding(hold)].map((line) => `  ${line}\n`).join('')
        const outside = transaction === false ? '  pgm.noTransaction()\n' : ''
        const number = 1_700_000_000_000 + index
        writeFileSync(
          join(folder, 'migrations', `${number}_${name}.cjs`),
          `exports.up = async (pgm) => {\n${outside}${body}}\nexports.down = () => {}\n`,
        )
      }
    },
  }
}

/** Its statements run when the function has ended. */
function holding(hold: Hold | undefined): readonly string[] {
  if (hold === undefined) return []
  const wait =
    hold === 'a minute'
      ? 'await new Promise((resolve) => setTimeout(resolve, 60_000))'
      : `pgm.sql(${JSON.stringify(hold.sql)})`
  return ['if (!process.env.HOLD) return', `console.log('working')`, wait]
}
