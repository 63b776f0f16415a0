import Sqlite from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { createMariadbDatabase, hasMariadb } from './mariadb.ts'
import { createTestDatabase } from './postgres.ts'
import { TestProject } from './project.ts'

type Query = (sql: string) => Promise<readonly Record<string, unknown>[]>

/** A project with a database of each kind. */
export interface SeveralDatabases {
  readonly project: TestProject
  /** In the order of the ini: `main` is SQLite, `audit` PostgreSQL, `log` MariaDB where a server answers. */
  readonly names: readonly string[]
  readonly urls: Readonly<Record<string, string>>
  query(database: string, sql: string): ReturnType<Query>
  /** The rows of each database's version table. */
  rows(): Promise<Record<string, readonly unknown[]>>
}

const hasLog = await hasMariadb()

/** All of it goes away when the test ends. `ini` are more lines for the main section. */
export async function createSeveral(
  options: { readonly ini?: string; readonly files?: Readonly<Record<string, string>> } = {},
): Promise<SeveralDatabases> {
  const audit = await createTestDatabase()
  onTestFinished(() => audit.drop())
  const project = new TestProject()
  const urls: Record<string, string> = { main: 'sqlite:///main.db', audit: audit.url }
  const queries: Record<string, Query> = {
    main: async (sql) => {
      const database = new Sqlite(project.path('main.db'))
      try {
        const statement = database.prepare<[], Record<string, unknown>>(sql)
        if (statement.reader) return statement.all()
        statement.run()
        return []
      } finally {
        database.close()
      }
    },
    audit: (sql) => audit.query(sql),
  }
  if (hasLog) {
    const log = await createMariadbDatabase()
    onTestFinished(() => log.drop())
    urls.log = log.url
    queries.log = (sql) => log.query(sql)
  }
  const names = Object.keys(urls)
  const sections = names.map((name) => `[${name}]\nurl = ${urls[name]?.replaceAll('%', '%%')}\n`)
  project.write(
    'migrations.ini',
    `[tsmig]\nscript_location = migrations\ndatabases = ${names.join(', ')}\n${options.ini ?? ''}\n${sections.join('')}`,
  )
  project.write('migrations/versions/.keep', '')
  for (const [path, text] of Object.entries(options.files ?? {})) project.write(path, text)
  const query = (database: string, sql: string): ReturnType<Query> => {
    const ask = queries[database]
    if (ask === undefined) throw new Error(`there is no database ${database}`)
    return ask(sql)
  }
  const rows = async () => {
    const found: Record<string, readonly unknown[]> = {}
    for (const name of names) {
      const table = await query(name, 'SELECT version_num FROM tsmig_version ORDER BY version_num').catch(
        () => [],
      )
      found[name] = table.map(({ version_num }) => version_num)
    }
    return found
  }
  return { project, names, urls, query, rows }
}

/** A revision file with these texts behind `export`. */
export function severalRevision(id: string, down: string | null, upgrade: string, downgrade: string): string {
  return `import { type Op, sql, t } from 'tsmig'

export const revision = ${JSON.stringify(id)}
export const downRevision = ${JSON.stringify(down)}
export ${upgrade}
export ${downgrade}
`
}
