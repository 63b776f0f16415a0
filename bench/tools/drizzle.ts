import { fileOf } from '../database.ts'
import { node, type Tool } from './tool.ts'
import { linkModules, writeFiles } from './write-files.ts'

const postgres = (url: string): string => `import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
const client = new pg.Client({ connectionString: ${JSON.stringify(url)} })
await client.connect()
await migrate(drizzle(client), { migrationsFolder: './drizzle' })
await client.end()
`

const sqlite = (url: string): string => `import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import Database from 'better-sqlite3'
migrate(drizzle(new Database(${JSON.stringify(fileOf(url))})), { migrationsFolder: './drizzle' })
`

/** drizzle-orm's migrator; it has one transaction for all. */
export const drizzle: Tool = {
  name: 'drizzle',
  databases: ['postgres', 'sqlite'],
  write(folder, url, migrations, { modules }) {
    linkModules(folder, modules)
    const entries = migrations.map(({ name, number }) => ({
      idx: number - 1,
      version: '7',
      when: 1_700_000_000_000 + number,
      tag: `${String(number).padStart(5, '0')}_${name}`,
      breakpoints: true,
    }))
    const files: Record<string, string> = {
      'migrate.mjs': url.startsWith('sqlite:') ? sqlite(url) : postgres(url),
      'drizzle/meta/_journal.json': JSON.stringify({
        version: '7',
        dialect: url.startsWith('sqlite:') ? 'sqlite' : 'postgresql',
        entries,
      }),
    }
    for (const { name, number, statements } of migrations) {
      files[`drizzle/${String(number).padStart(5, '0')}_${name}.sql`] = statements
        .map((sql) => `${sql};`)
        .join('\n--> statement-breakpoint\n')
    }
    writeFiles(folder, files)
  },
  upgrade: (folder) => node(folder, ['migrate.mjs']),
}
