import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { databaseKinds } from '../support/database.ts'
import type { Tool } from './tool.ts'

/** knex's own migrations, installed among these modules. */
export function knexTool(modules: string): Tool {
  return {
    name: 'knex',
    databases: databaseKinds,
    upgrade: [join(modules, 'knex/bin/cli.js'), 'migrate:latest', '--knexfile', 'knexfile.cjs'],
    ownTables: ['knex_migrations', 'knex_migrations_lock'],
    write(folder, url, migrations) {
      mkdirSync(join(folder, 'migrations'), { recursive: true })
      // It asks for itself where its user stands.
      if (!existsSync(join(folder, 'node_modules'))) symlinkSync(modules, join(folder, 'node_modules'))
      const settings = {
        ...connectionOf(url),
        migrations: { directory: './migrations', loadExtensions: ['.cjs'] },
      }
      writeFileSync(join(folder, 'knexfile.cjs'), `module.exports = ${JSON.stringify(settings)}\n`)
      for (const { name, statements, transaction } of migrations) {
        const body = statements.map((sql) => `  await knex.raw(${JSON.stringify(sql)})\n`).join('')
        const outside = transaction === false ? 'exports.config = { transaction: false }\n' : ''
        writeFileSync(
          join(folder, 'migrations', `${name}.cjs`),
          `exports.up = async (knex) => {\n${body}}\nexports.down = async () => {}\n${outside}`,
        )
      }
    },
  }
}

function connectionOf(url: string): object {
  if (url.startsWith('sqlite:')) {
    return { client: 'better-sqlite3', connection: { filename: 'app.db' }, useNullAsDefault: true }
  }
  return url.startsWith('postgres')
    ? { client: 'pg', connection: url }
    : { client: 'mysql2', connection: url.replace(/^mariadb:/, 'mysql:') }
}
