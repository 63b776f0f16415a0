import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Tool } from './tool.ts'

/** node-pg-migrate, installed among these modules. */
export function nodePgMigrateTool(modules: string): Tool {
  return {
    name: 'node-pg-migrate',
    databases: ['postgres'],
    upgrade: [
      join(modules, 'node-pg-migrate/bin/node-pg-migrate.js'),
      'up',
      '--config-file',
      'database.json',
      '--no-single-transaction',
    ],
    ownTables: ['pgmigrations'],
    write(folder, url, migrations) {
      mkdirSync(join(folder, 'migrations'), { recursive: true })
      writeFileSync(join(folder, 'database.json'), JSON.stringify({ url }))
      for (const [index, { name, statements, transaction }] of migrations.entries()) {
        const body = statements.map((sql) => `  pgm.sql(${JSON.stringify(sql)})\n`).join('')
        const outside = transaction === false ? '  pgm.noTransaction()\n' : ''
        const number = 1_700_000_000_000 + index
        writeFileSync(
          join(folder, 'migrations', `${number}_${name}.cjs`),
          `exports.up = (pgm) => {\n${outside}${body}}\nexports.down = () => {}\n`,
        )
      }
    },
  }
}
