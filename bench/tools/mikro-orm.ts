import { node, type Tool } from './tool.ts'
import { linkModules, writeFiles } from './write-files.ts'

/** A program with MikroORM's migrator, a transaction each. */
export const mikroOrm: Tool = {
  name: 'MikroORM',
  databases: ['postgres'],
  write(folder, url, migrations, { modules }) {
    linkModules(folder, modules)
    const files: Record<string, string> = {
      'migrate.js': `const { MikroORM } = require('@mikro-orm/postgresql')
const { Migrator } = require('@mikro-orm/migrations')
async function main() {
  const orm = await MikroORM.init({
    clientUrl: ${JSON.stringify(url)},
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: { path: './migrations', glob: '*.js', transactional: true, allOrNothing: false, snapshot: false, silent: true },
  })
  await orm.getMigrator().up()
  await orm.close()
}
main()
`,
    }
    for (const { name, number, statements, undo } of migrations) {
      const time = 20_200_101_000_000 + number
      const body = (all: readonly string[]): string =>
        all.map((sql) => `    this.addSql(${JSON.stringify(sql)})\n`).join('')
      files[`migrations/Migration${time}_${name}.js`] =
        `const { Migration } = require('@mikro-orm/migrations')
exports.Migration${time} = class extends Migration {
  async up() {\n${body(statements)}  }
  async down() {\n${body(undo)}  }
}
`
    }
    writeFiles(folder, files)
  },
  upgrade: (folder) => node(folder, ['migrate.js']),
}
