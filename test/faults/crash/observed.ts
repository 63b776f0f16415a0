import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { openClient } from '../../support/client.ts'
import { logHistory } from '../concurrency/log-history.ts'
import type { FaultTest, Round } from '../fault-test.ts'
import { pause } from '../support/process.ts'

/** With the rows of the version table written behind the commit (in src/runtime/run-steps.ts) some looks see them apart. */
export const observed: FaultTest = {
  name: 'K6',
  title: 'nobody sees a version without its tables, or tables without their version',
  databases: ['postgres', 'sqlite'],
  rounds: { short: 1, full: 10 },
  async start({ tool }) {
    return async (round) => {
      const { folder, database, fail } = round
      tool.write(folder, database.url, logHistory(50))
      const observer = await openObserver(round)
      const run = round.node(tool.upgrade)
      let ended = false
      const end = run.ended.finally(() => {
        ended = true
      })
      let [looks, torn] = [0, 0]
      const states = new Set<string>()
      while (!ended) {
        const { version, tables } = await observer.look()
        looks += 1
        states.add(version)
        // m003 is the fourth, and makes the fourth table.
        const expected = version === '' ? 0 : Number(version.slice(1)) + 1
        if (tables !== expected) {
          torn += 1
          fail(`${tables} tables at version ${version}`)
        }
        await pause(5)
      }
      await observer.close()
      const { code, stderr } = await end
      if (code !== 0) fail(`exit ${code}: ${stderr}`)
      return { looks, 'states seen': states.size, torn }
    }
  },
}

interface Observer {
  look(): Promise<{ readonly version: string; readonly tables: number }>
  close(): Promise<void>
}

/** Reads both in one statement, and so in one snapshot. */
async function openObserver({ kind, database, folder }: Round): Promise<Observer> {
  if (kind === 'sqlite') return observeFile(join(folder, 'app.db'))
  const client = await openClient('postgres', database.url)
  const tables = `SELECT count(*)::integer AS tables FROM pg_class WHERE relkind = 'r'
    AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'tsmig%'`
  const read = async (sql: string) => {
    const { rows } = (await client.query(sql)) as { rows: readonly Record<string, unknown>[] }
    return rows[0] ?? {}
  }
  const exists = async () =>
    (await read("SELECT to_regclass('tsmig_version') IS NOT NULL AS found")).found === true
  return {
    async look() {
      const row = (await exists())
        ? await read(`SELECT (SELECT max(version_num) FROM tsmig_version) AS version, (${tables}) AS tables`)
        : await read(tables)
      return { version: String(row.version ?? ''), tables: Number(row.tables) }
    },
    close: () => client.close(),
  }
}

function observeFile(file: string): Observer {
  const database = new Sqlite(file)
  const tables = `SELECT count(*) AS tables FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'tsmig%' AND name NOT LIKE 'sqlite%'`
  const read = database.transaction((): { version: string; tables: number } => {
    const { tables: count } = database.prepare<[], { tables: number }>(tables).get() ?? { tables: 0 }
    const found = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'tsmig_version'").get()
    const row =
      found === undefined
        ? undefined
        : database
            .prepare<[], { version: string | null }>('SELECT max(version_num) AS version FROM tsmig_version')
            .get()
    return { version: row?.version ?? '', tables: count }
  })
  return {
    look: async () => read(),
    async close() {
      database.close()
    },
  }
}
