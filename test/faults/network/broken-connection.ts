import { logHistory } from '../concurrency/log-history.ts'
import { checkLog } from '../concurrency/run-all.ts'
import { comparable } from '../crash/comparable.ts'
import type { FaultTest } from '../fault-test.ts'
import { startNode } from '../support/process.ts'
import { tsmigCommand, writeProject } from '../tools/tsmig.ts'
import { type Fault, openProxy } from './proxy.ts'

const limits = ['statement_timeout = 2s', 'connect_timeout = 2s']
/** Time to start, the limit, what is waited beyond it, and a second try to look at the database. */
const longest = 30

/** Where an answer is waited for without an end (src/runtime/answered.ts), each run whose connection stalled hung. */
export const brokenConnection: FaultTest = {
  name: 'N1',
  title: 'a connection that breaks or stalls ends the run, and the rerun is clean',
  databases: ['postgres', 'mariadb'],
  rounds: { short: 2, full: 100 },
  largest: ['s at most'],
  async start(setting) {
    const logged = 6
    const history = logHistory(logged)
    const clean = await setting.workspace()
    const proxy = await openProxy(placeOf(clean.database.url))
    writeProject(clean.folder, through(clean.database.url, proxy.port), history, limits)
    const whole = await startNode(tsmigCommand('upgrade', 'head'), { cwd: clean.folder }).ended
    await proxy.close()
    if (whole.code !== 0) return `a run with nothing wrong ended with ${whole.code}: ${whole.stderr}`
    const wanted = await comparable(clean.database, setting.tool)
    return async (round) => {
      const { database, folder, dice, fail, tool } = round
      const kind = dice.one<Fault['kind']>(['cut', 'stall', 'half-close'])
      const broken = await openProxy(placeOf(database.url), { kind, after: 1 + dice.below(proxy.sent) })
      writeProject(folder, through(database.url, broken.port), history, limits)
      const { code, stderr, seconds } = await round.run(tsmigCommand('upgrade', 'head'))
      await broken.close()
      if (seconds > longest) fail(`${kind}: it took ${seconds} s`)
      if (/^\s+at .*\(/m.test(stderr)) fail(`${kind}: a stack is printed: ${stderr}`)
      if (code !== 0 && !stderr.includes('error: ')) fail(`${kind}: exit ${code} without a word`)
      writeProject(folder, database.url, history, limits)
      const rerun = await round.run(tsmigCommand('upgrade', 'head'))
      // Without a transaction around DDL, what was begun may stand there: the error says so.
      const explained = database.kind === 'mariadb' && rerun.code !== 0 && /already exists/.test(rerun.stderr)
      if (rerun.code !== 0 && !explained) fail(`${kind}: the rerun ended with ${rerun.code}: ${rerun.stderr}`)
      const equal = rerun.code === 0 && (await comparable(database, tool)) === wanted
      if (rerun.code === 0 && !equal) fail(`${kind}: the database is another than that of a whole run`)
      const counted = rerun.code === 0 ? await checkLog(round, logged) : {}
      return {
        runs: 1,
        failed: code === 0 ? 0 : 1,
        'equal after the rerun': equal ? 1 : 0,
        's at most': seconds,
        ...counted,
      }
    }
  },
}

function placeOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(url)
  return { host: hostname, port: Number(port || (protocol.startsWith('postgres') ? 5432 : 3306)) }
}

function through(url: string, port: number): string {
  const other = new URL(url)
  other.hostname = '127.0.0.1'
  other.port = String(port)
  return other.href
}
