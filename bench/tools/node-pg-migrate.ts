import { node, type Tool } from './tool.ts'
import { linkModules, writeFiles } from './write-files.ts'

/** `node-pg-migrate up`, a transaction each. */
export const nodePgMigrate: Tool = {
  name: 'node-pg-migrate',
  databases: ['postgres'],
  write(folder, url, migrations, { modules }) {
    linkModules(folder, modules)
    const files: Record<string, string> = { 'database.json': JSON.stringify({ url }) }
    for (const { name, number, statements, undo } of migrations) {
      const body = (all: readonly string[]): string =>
        all.map((sql) => `  pgm.sql(${JSON.stringify(sql)})\n`).join('')
      files[`migrations/${1_700_000_000_000 + number}_${name}.cjs`] =
        `exports.up = (pgm) => {\n${body(statements)}}\nexports.down = (pgm) => {\n${body(undo)}}\n`
    }
    writeFiles(folder, files)
  },
  upgrade: (folder) =>
    node(folder, [
      'node_modules/node-pg-migrate/bin/node-pg-migrate.js',
      'up',
      '--config-file',
      'database.json',
      '--no-single-transaction',
    ]),
}
