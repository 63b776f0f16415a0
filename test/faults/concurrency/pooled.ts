import type { FaultTest, Round } from '../fault-test.ts'
import { startPgbouncer } from '../support/pgbouncer.ts'
import { type Migration, others } from '../tools/tool.ts'
import { logHistory } from './log-history.ts'
import { backfillsOnce } from './pooled-backfill.ts'
import { runAll } from './run-all.ts'

/**
 * Where nobody looks whether there is a pooler (`isPooled` in src/runtime/lock/pooled-connection.ts gives false), three
 * rounds of three left a lock behind, runs waited for it for ever, and others told `relation "t3" already exists`.
 */
export const pooled: FaultTest = {
  name: 'C3',
  title: 'through a pooler, each revision runs once, or all is refused; no lock is left behind',
  databases: ['postgres'],
  peers: others,
  rounds: { short: 1, full: 10 },
  async start({ short, tool, workspace, atEnd }) {
    const [processes, logged] = short ? [6, 4] : [50, 20]
    const { database } = await workspace()
    const pooler = await startPgbouncer(database.url)
    if (typeof pooler === 'string') return pooler
    atEnd(() => pooler.close())
    return async (round) => {
      const url = pooler.through(round.database.url)
      tool.write(round.folder, url, logHistory(logged))
      const counted = await runAll(round, tool.upgrade, { processes, logged })
      const stranded = await locksLeft(round)
      const next = await round.run(tool.upgrade)
      if (next.code !== 0) round.fail(`the next run ended with ${next.code}: ${next.stderr}`)
      if (tool.name === 'tsmig') {
        await refused(round, url, logged)
        await backfillsOnce(round, url, logged)
        await locksLeft(round)
      }
      return { ...counted, 'locks left behind': stranded }
    }
  },
}

async function locksLeft({ database, fail }: Round): Promise<number> {
  const locks = await database.query(
    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
  )
  if (locks.length > 0) fail(`${locks.length} locks are left behind`)
  return locks.length
}

/** What needs a session for itself is refused while nothing has happened, whatever comes before it. */
async function refused(round: Round, url: string, logged: number): Promise<void> {
  const { tool, folder, database, fail } = round
  const concurrently = 'CREATE INDEX CONCURRENTLY n1_id ON n1 (id)'
  const calling = `await op.outsideTransaction(async () => { await op.execute('${concurrently}') })`
  const last: readonly Migration[] = [
    { name: 'n2', statements: [concurrently], transaction: false },
    { name: 'n2', statements: [], upgrade: calling },
    { name: 'n2', statements: [], upgrade: "await op.setNotNull('n1', 'id')" },
    { name: 'n2', statements: [], upgrade: "await op.backfill('n1', { set: { id: 1 }, key: ['id'] })" },
  ]
  for (const migration of last) {
    const before = JSON.stringify(await database.contents())
    const first = { name: 'n1', statements: ['CREATE TABLE n1 (id integer)'] }
    tool.write(folder, url, [...logHistory(logged), first, migration])
    const { code, stderr } = await round.run(tool.upgrade)
    const told = /error: revision n2 .*pooler[\s\S]*hint: Connect to the server directly/
    if (code === 0 || !told.test(stderr)) fail(`exit ${code}: ${stderr}`)
    if (JSON.stringify(await database.contents()) !== before) fail('something changed before it was refused')
    await locksLeft(round)
  }
}
