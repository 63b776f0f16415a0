import { fileOf } from '../database.ts'
import { node, type Tool } from './tool.ts'
import { linkModules, writeFiles } from './write-files.ts'

const postgres = (url: string): string => `const { Umzug } = require('umzug')
const { Client } = require('pg')
const client = new Client({ connectionString: ${JSON.stringify(url)} })
const query = (sql, values) => client.query(sql, values)
const executed = async () => (await query('SELECT name FROM migrations ORDER BY name')).rows.map((row) => row.name)
const log = async ({ name }) => query('INSERT INTO migrations (name) VALUES ($1)', [name])
const open = () => client.connect()
const close = () => client.end()
`

const sqlite = (url: string): string => `const { Umzug } = require('umzug')
const Database = require('better-sqlite3')
const client = new Database(${JSON.stringify(fileOf(url))})
const query = async (sql) => client.exec(sql)
const executed = async () => client.prepare('SELECT name FROM migrations ORDER BY name').pluck().all()
const log = async ({ name }) => client.prepare('INSERT INTO migrations (name) VALUES (?)').run(name)
const open = async () => {}
const close = async () => client.close()
`

const main = `async function main() {
  await open()
  await query('CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY)')
  const umzug = new Umzug({
    migrations: { glob: 'migrations/*.js' },
    context: { query },
    storage: { executed, logMigration: log, unlogMigration: async () => {} },
    logger: undefined,
  })
  await umzug.up()
  await close()
}
main()
`

/** A program with umzug and a storage of its own; a transaction each, as its users write them. */
export const umzug: Tool = {
  name: 'umzug',
  databases: ['postgres', 'sqlite'],
  write(folder, url, migrations, { modules }) {
    linkModules(folder, modules)
    const files: Record<string, string> = {
      'migrate.js': (url.startsWith('sqlite:') ? sqlite(url) : postgres(url)) + main,
    }
    for (const { name, number, statements } of migrations) {
      const body = ['BEGIN', ...statements, 'COMMIT']
        .map((sql) => `  await context.query(${JSON.stringify(sql)})\n`)
        .join('')
      files[`migrations/${20_200_101_000_000 + number}_${name}.js`] =
        `exports.up = async ({ context }) => {\n${body}}\nexports.down = async () => {}\n`
    }
    writeFiles(folder, files)
  },
  upgrade: (folder) => node(folder, ['migrate.js']),
}
