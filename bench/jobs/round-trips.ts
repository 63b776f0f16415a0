import { postgresDatabase } from '../database.ts'
import type { Bench, Finding, Goal, Job } from '../job.ts'
import { type Case, interleave } from '../measure/interleave.ts'
import { runCommand } from '../measure/run-command.ts'
import { migrationsOf } from '../migrations.ts'
import { newFolder } from '../project.ts'
import { decimal } from '../report/goals.ts'
import { openSlowProxy, type SlowProxy } from '../slow-proxy.ts'
import { nodePeers, toolsFor } from '../tools/all-tools.ts'
import type { Tool } from '../tools/tool.ts'
import { typedTsmig } from '../tools/tsmig.ts'

const base = 'raw floor'
const roundTrip = 20

/** The same upgrade over a network that takes its time: what counts is how often it is waited for. */
export const roundTrips: Job = {
  name: 'round-trips',
  async run(bench) {
    return bench.postgres === undefined ? [] : [await upgradeSlowly(bench)]
  },
}

async function upgradeSlowly(bench: Bench): Promise<Finding> {
  const count = bench.quick ? 10 : 50
  const proxies: SlowProxy[] = []
  try {
    const cases: Case[] = []
    const trips = new Map<string, Trips>()
    const tools = [...toolsFor('postgres', bench.peers), typedTsmig]
    for (const tool of tools) {
      const few = await slowCase(bench, tool, 2)
      const many = await slowCase(bench, tool, count)
      proxies.push(few.proxy, many.proxy)
      const tripsOfFew = await tripsOf(few)
      const each = ((await tripsOf(many)) - tripsOfFew) / (count - 2)
      trips.set(tool.name, { each, once: tripsOfFew - 2 * each })
      cases.push(many.case)
    }
    const measured = await interleave(cases, { rounds: 3, warm: false })
    const told = [...trips].map(([name, { each, once }]) => `${name} ${decimal(each)} and ${decimal(once)}`)
    return {
      title: `${count} revisions applied where a round trip takes ${roundTrip} ms, PostgreSQL`,
      quantities: ['wall'],
      base,
      measured,
      goals: goalsOf(tools, trips),
      notes: [`Round trips for each revision, and once for all: ${told.join('; ')}.`],
    }
  } finally {
    for (const proxy of proxies) await proxy.close()
  }
}

function goalsOf(tools: readonly Tool[], trips: ReadonlyMap<string, Trips>): readonly Goal[] {
  const tripsOf = (name: string) => trips.get(name)?.each ?? Number.NaN
  return [
    {
      kind: 'number',
      what: 'round trips of tsmig for a revision',
      value: tripsOf('tsmig'),
      unit: 'round trips',
      // BEGIN and its statements, and what writes the rows and commits.
      atMost: 2,
    },
    ...nodePeers
      .filter(({ name }) => tools.some((tool) => tool.name === name))
      .map(({ name }): Goal => ({ kind: 'ratio', of: 'tsmig', to: name, atMost: 1 })),
  ]
}

/** How often a tool waits for the server: for each revision, and beside them. */
interface Trips {
  readonly each: number
  readonly once: number
}

interface SlowCase {
  readonly proxy: SlowProxy
  readonly case: Case
}

async function slowCase(bench: Bench, tool: Tool, count: number): Promise<SlowCase> {
  const folder = newFolder(bench)
  const database = await postgresDatabase()
  const url = new URL(database.url)
  const proxy = await openSlowProxy({ host: url.hostname, port: Number(url.port || 5432) }, roundTrip)
  const slowUrl = Object.assign(new URL(database.url), { hostname: '127.0.0.1', port: proxy.port }).href
  tool.write(folder, slowUrl, migrationsOf(count), bench.peers)
  return {
    proxy,
    case: {
      name: tool.name,
      command: tool.upgrade(folder, slowUrl, bench.peers),
      reset: database.reset,
      async verify() {
        const found = await database.value("SELECT count(*) FROM pg_indexes WHERE indexname LIKE 'ix_item%'")
        if (Number(found) !== count) throw new Error(`${tool.name} made ${found} of ${count} indexes`)
      },
    },
  }
}

/** How often a whole run waits for the server. */
async function tripsOf({ proxy, case: { command, reset } }: SlowCase): Promise<number> {
  await reset?.()
  proxy.roundTrips()
  await runCommand(command)
  return proxy.roundTrips()
}
