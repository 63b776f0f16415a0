import type { FaultTest, Round } from '../fault-test.ts'
import { databaseKinds } from '../support/database.ts'
import { pause } from '../support/process.ts'
import { type Hold, others } from '../tools/tool.ts'
import { comparable } from './comparable.ts'

/**
 * Without `dieWithClient` (src/runtime/lock/run-lock.ts) PostgreSQL kept the lock in three rounds of three, for as long as
 * its statement went on.
 */
export const signals: FaultTest = {
  name: 'K3',
  title: 'a run that is told to end leaves no lock and nothing half done',
  databases: databaseKinds,
  peers: others,
  rounds: { short: 2, full: 50 },
  largest: ['ms the lock stayed at most'],
  async start({ kind, tool }) {
    return async (round) => {
      const { folder, database, dice, fail } = round
      const one = { name: 'm1', statements: ['CREATE TABLE one (id integer)'] }
      tool.write(folder, database.url, [one])
      const first = await round.run(tool.upgrade)
      if (first.code !== 0) fail(`exit ${first.code}: ${first.stderr}`)
      const before = await comparable(database, tool)
      tool.write(folder, database.url, [one, { name: 'm2', ...slow(kind) }])
      const run = round.node(tool.upgrade, { HOLD: '1' })
      await run.said('working')
      await pause(dice.below(300))
      const signal = dice.one<keyof typeof codes>(['SIGTERM', 'SIGINT', 'SIGKILL'])
      run.kill(signal)
      const ended = await run.ended
      if (ended.signal !== signal && ended.code !== codes[signal]) fail(`${signal}: ended with ${ended.code}`)
      const stayed = await lockStayed(round)
      if (stayed > 2000) fail(`${signal}: the lock stayed for ${stayed} ms`)
      const isSame = (await comparable(database, tool)) === before
      if (!isSame) fail(`${signal}: something of the revision was kept`)
      const rerun = await round.run(tool.upgrade)
      if (rerun.code !== 0) fail(`${signal}: the rerun ended with ${rerun.code}: ${rerun.stderr}`)
      return {
        runs: 1,
        'half done': isSame ? 0 : 1,
        'reruns that failed': rerun.code === 0 ? 0 : 1,
        'ms the lock stayed at most': stayed,
      }
    }
  },
}

const codes = { SIGTERM: 143, SIGINT: 130, SIGKILL: 137 }

/** On PostgreSQL the server is busy, and doesn't look at its client; MariaDB takes rows back, and no tables. */
function slow(kind: Round['kind']): { readonly statements: readonly string[]; readonly hold: Hold } {
  const change = kind === 'mariadb' ? 'INSERT INTO one (id) VALUES (2)' : 'CREATE TABLE two (id integer)'
  return {
    statements: [change],
    hold: kind === 'postgres' ? { sql: 'SELECT pg_sleep(10)' } : 'a minute',
  }
}

/** Milliseconds until no session has a lock of a run any more, be it on a table. */
async function lockStayed({ database }: Round): Promise<number> {
  const start = performance.now()
  while (await isLocked(database)) await pause(20)
  return Math.round(performance.now() - start)
}

async function isLocked({ kind, query }: Round['database']): Promise<boolean> {
  switch (kind) {
    case 'postgres': {
      const rows = await query(
        'SELECT 1 FROM pg_locks WHERE pid <> pg_backend_pid() AND database = (SELECT oid FROM pg_database WHERE datname = current_database())',
      )
      return rows.length > 0
    }
    case 'mariadb': {
      const rows = await query(
        'SELECT 1 FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND ID <> CONNECTION_ID()',
      )
      return rows.length > 0
    }
    case 'sqlite':
      // The file's locks are the process's.
      return false
  }
}
