import { fileOf } from '../database.ts'
import { node, type Tool } from './tool.ts'
import { linkModules, writeFiles } from './write-files.ts'

/** `typeorm migration:run`, a transaction each. */
export const typeorm: Tool = {
  name: 'TypeORM',
  databases: ['postgres', 'sqlite'],
  write(folder, url, migrations, { modules }) {
    linkModules(folder, modules)
    const connection = url.startsWith('sqlite:')
      ? { type: 'better-sqlite3', database: fileOf(url) }
      : { type: 'postgres', url }
    const files: Record<string, string> = {
      'data-source.js': `const { DataSource } = require('typeorm')
exports.dataSource = new DataSource({ ...${JSON.stringify(connection)}, migrations: ['migrations/*.js'] })
`,
    }
    for (const { name, number, statements, undo } of migrations) {
      const time = 1_700_000_000_000 + number
      const body = (all: readonly string[]): string =>
        all.map((sql) => `    await queryRunner.query(${JSON.stringify(sql)})\n`).join('')
      files[`migrations/${time}-${name}.js`] = `exports.${name}${time} = class {
  name = '${name}${time}'
  async up(queryRunner) {\n${body(statements)}  }
  async down(queryRunner) {\n${body(undo)}  }
}
`
    }
    writeFiles(folder, files)
  },
  upgrade: (folder) =>
    node(folder, ['node_modules/typeorm/cli.js', 'migration:run', '-d', 'data-source.js', '-t', 'each']),
}
