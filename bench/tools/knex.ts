import { fileOf } from '../database.ts'
import { node, type Tool } from './tool.ts'
import { linkModules, writeFiles } from './write-files.ts'

/** `knex migrate:latest`. */
export const knex: Tool = {
  name: 'knex',
  databases: ['postgres', 'sqlite'],
  write(folder, url, migrations, { modules }) {
    linkModules(folder, modules)
    const settings = url.startsWith('sqlite:')
      ? { client: 'better-sqlite3', connection: { filename: fileOf(url) }, useNullAsDefault: true }
      : { client: 'pg', connection: url }
    const files: Record<string, string> = { 'knexfile.js': `module.exports = ${JSON.stringify(settings)}\n` }
    for (const { name, number, statements, undo } of migrations) {
      const body = (all: readonly string[]): string =>
        all.map((sql) => `  await knex.raw(${JSON.stringify(sql)})\n`).join('')
      files[`migrations/${20_200_101_000_000 + number}_${name}.js`] =
        `exports.up = async (knex) => {\n${body(statements)}}\nexports.down = async (knex) => {\n${body(undo)}}\n`
    }
    writeFiles(folder, files)
  },
  upgrade: (folder) => node(folder, ['node_modules/knex/bin/cli.js', 'migrate:latest']),
}
