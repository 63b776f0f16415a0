import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { databaseKinds } from '../support/database.ts'
import type { Hold, Tool } from './tool.ts'

/** knex's own migrations, installed among these modules. */
export function knexTool(modules: string): Tool {
  const command = (name: string) => [join(modules, 'knex/bin/cli.js'), name, '--knexfile', 'knexfile.cjs']
  const upgrade = command('migrate:latest')
  return {
    name: 'knex',
    databases: databaseKinds,
    upgrade,
    upgradeSoon: upgrade,
    upgradeBeside: upgrade,
    repair: command('migrate:unlock'),
    ownTables: ['knex_migrations', 'knex_migrations_lock'],
    library: `import knex from ${JSON.stringify(pathToFileURL(join(modules, 'knex/knex.mjs')).href)}
import settings from './knexfile.cjs'
export async function upgrade() {
  const database = knex(settings)
  await database.migrate.latest().finally(() => database.destroy())
}
`,
    write(folder, url, migrations, versionTable) {
      mkdirSync(join(folder, 'migrations'), { recursive: true })
      // It asks for itself where its user stands.
      if (!existsSync(join(folder, 'node_modules'))) symlinkSync(modules, join(folder, 'node_modules'))
      const settings = {
        ...connectionOf(url),
        migrations: {
          directory: './migrations',
          loadExtensions: ['.cjs'],
          ...(versionTable !== undefined && { tableName: versionTable }),
        },
      }
      writeFileSync(join(folder, 'knexfile.cjs'), `module.exports = ${JSON.stringify(settings)}\n`)
      for (const { name, statements, transaction, hold } of migrations) {
        const lines = statements.map((sql) => `await knex.raw(${JSON.stringify(sql)})`)
        const body = [...lines, ...holding(hold)].map((line) => `  ${line}\n`).join('')
        const outside = transaction === false ? 'exports.config = { transaction: false }\n' : ''
        writeFileSync(
          join(folder, 'migrations', `${name}.cjs`),
          `exports.up = async (knex) => {\n${body}}\nexports.down = async () => {}\n${outside}`,
        )
      }
    },
  }
}

function holding(hold: Hold | undefined): readonly string[] {
  if (hold === undefined) return []
  const wait =
    hold === 'a minute'
      ? 'new Promise((resolve) => setTimeout(resolve, 60_000))'
      : `knex.raw(${JSON.stringify(hold.sql)})`
  return ['if (!process.env.HOLD) return', `console.log('working')`, `await ${wait}`]
}

function connectionOf(url: string): object {
  if (url.startsWith('sqlite:')) {
    return { client: 'better-sqlite3', connection: { filename: 'app.db' }, useNullAsDefault: true }
  }
  return url.startsWith('postgres')
    ? { client: 'pg', connection: url }
    : { client: 'mysql2', connection: url.replace(/^mariadb:/, 'mysql:') }
}
