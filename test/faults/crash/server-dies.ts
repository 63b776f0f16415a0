import type { FaultTest, Round } from '../fault-test.ts'
import { type Database, openDatabase } from '../support/database.ts'
import { makeOwnServer, type OwnServer } from '../support/own-server.ts'
import { pause } from '../support/process.ts'
import type { Migration } from '../tools/tool.ts'
import { cleanRun } from './clean-run.ts'
import { comparable } from './comparable.ts'
import { crashHistory } from './history.ts'

/**
 * Needs what K1 and K2 need. Without a transaction (`begin` of src/runtime/live-sink.ts) and without what is recorded
 * (`recorded: []` in src/runtime/log/run-log.ts), 1 of 4 reruns on PostgreSQL and 2 of 4 on MariaDB ended with
 * `relation "parent" already exists`, `Duplicate entry '1'` and their like.
 */
export const serverDies: FaultTest = {
  name: 'K4',
  title: 'the server dies at any moment, and the rerun leads to the same database',
  databases: ['postgres', 'mariadb'],
  rounds: { short: 1, full: 20 },
  largest: ['s at most'],
  async start(setting) {
    const { kind, tool, short, atEnd } = setting
    if (kind === 'sqlite') return 'SQLite has no server'
    const server = await makeOwnServer(kind)
    if (typeof server === 'string') return server
    atEnd(() => server.remove())
    const history = crashHistory(kind, { rows: short ? 5000 : 50_000 }).map((migration) =>
      slowed(migration, kind),
    )
    const make = async (name: string): Promise<Database> => {
      const first = openDatabase(kind, server.urlOf(kind === 'postgres' ? 'postgres' : 'mysql'))
      await first.query(`CREATE DATABASE ${name}`)
      return openDatabase(kind, server.urlOf(name))
    }
    const clean = await cleanRun(setting, history, await make('clean'))
    let number = 0
    return async (round) => {
      const { folder, dice, fail } = round
      const database = await make(`crash_${number++}`)
      tool.write(folder, database.url, history)
      const run = round.node(tool.upgrade)
      let over = false
      const end = run.ended.finally(() => {
        over = true
      })
      while (!over && !(await database.tables()).includes('tsmig_version')) await pause(20)
      await pause(dice.below(history.length * slowness))
      await strike(server, round, database)
      const { code, stderr, seconds } = await end
      if (/^\s+at .*\(/m.test(stderr)) fail(`a stack is printed: ${stderr}`)
      if (seconds > 60) fail(`it took ${seconds} s`)
      const rerun = await round.run(tool.upgrade)
      if (rerun.code !== 0) fail(`the rerun ended with ${rerun.code}: ${rerun.stderr}`)
      const equal = rerun.code === 0 && (await comparable(database, tool)) === clean.contents
      if (rerun.code === 0 && !equal) fail('the database is another than that of a whole run')
      return {
        runs: 1,
        'cut off': code === 0 ? 0 : 1,
        'equal after the rerun': equal ? 1 : 0,
        's at most': seconds,
      }
    }
  },
}

/** Milliseconds that each revision takes longer, between its first two statements. */
const slowness = 100

function slowed(migration: Migration, kind: 'postgres' | 'mariadb'): Migration {
  const [first, ...more] = migration.statements
  const sleep = kind === 'postgres' ? `SELECT pg_sleep(${slowness / 1000})` : `DO SLEEP(${slowness / 1000})`
  return { ...migration, statements: [...(first === undefined ? [] : [first]), sleep, ...more] }
}

/** The whole server, or on PostgreSQL the one process of it that works for tsmig, which the others do not outlive. */
async function strike(server: OwnServer, { kind, dice }: Round, database: Database): Promise<void> {
  const other = kind === 'postgres' && dice.chance(50) ? await startOther(database) : undefined
  const backend = other && (await backendOf(database))
  if (backend === undefined) {
    await server.crash()
    await server.start()
  } else {
    process.kill(backend, 'SIGKILL')
    // Until the server has noticed it answers as if nothing had happened.
    await other?.ended
  }
  while (!(await database.query('SELECT 1').catch(() => undefined))) await pause(50)
}

/** Another connection that is in use for longer than a round lasts. */
async function startOther(database: Database): Promise<{ readonly ended: Promise<unknown> }> {
  const wait = 'SELECT pg_sleep(600)'
  const ended = database.query(wait).catch(() => undefined)
  const running = `SELECT 1 FROM pg_stat_activity WHERE query = '${wait}'`
  while ((await database.query(running)).length === 0) await pause(5)
  return { ended }
}

async function backendOf(database: Database): Promise<number | undefined> {
  const [row] = await database.query(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'tsmig'",
  )
  return row === undefined ? undefined : Number(row.pid)
}
