import type { DatabaseKind } from '../database.ts'
import type { Bench, Finding, Goal, Job } from '../job.ts'
import { type Case, interleave } from '../measure/interleave.ts'
import { migrationsOf } from '../migrations.ts'
import { makeProject } from '../project.ts'
import { nodePeers, toolsFor } from '../tools/all-tools.ts'
import { typedTsmig } from '../tools/tsmig.ts'

const base = 'raw floor'

/** An empty database, and all migrations. */
export const apply: Job = {
  name: 'apply',
  async run(bench) {
    const count = bench.quick ? 100 : 1000
    return [
      ...(bench.postgres === undefined ? [] : [await fromBase(bench, 'postgres', count)]),
      await fromBase(bench, 'sqlite', count),
    ]
  },
}

async function fromBase(bench: Bench, kind: DatabaseKind, count: number): Promise<Finding> {
  const migrations = migrationsOf(count)
  const tools = [...toolsFor(kind, bench.peers), typedTsmig]
  const cases: Case[] = []
  for (const tool of tools) {
    const { database, upgrade } = await makeProject(bench, tool, kind, migrations)
    const made = `SELECT count(*) FROM ${kind === 'sqlite' ? "sqlite_master WHERE type = 'index'" : 'pg_indexes'}`
    const named = kind === 'sqlite' ? " AND name LIKE 'ix_item%'" : " WHERE indexname LIKE 'ix_item%'"
    cases.push({
      name: tool.name,
      command: upgrade,
      reset: database.reset,
      async verify() {
        const found = Number(await database.value(made + named))
        if (found !== count) throw new Error(`${tool.name} made ${found} of ${count} indexes`)
      },
    })
  }
  const measured = await interleave(cases, { rounds: bench.quick ? 3 : 5 })
  const names = tools.map(({ name }) => name)
  return {
    title: `${count.toLocaleString('en')} revisions applied, ${kind === 'postgres' ? 'PostgreSQL' : 'SQLite'}`,
    quantities: ['wall', 'cpu'],
    base,
    measured,
    goals: kind === 'postgres' ? onPostgres(names) : [{ kind: 'ratio', of: 'tsmig', to: base, atMost: 1.3 }],
    notes: [
      'A transaction each, but for knex and drizzle, which have one for all. The raw floor is one client with the same statements.',
    ],
  }
}

function onPostgres(names: readonly string[]): readonly Goal[] {
  return [
    { kind: 'ratio', of: 'tsmig', to: base, atMost: 1.1 },
    { kind: 'ratio', of: 'tsmig', to: 'knex', quantity: 'cpu', atMost: 0.7 },
    ...nodePeers
      .filter(({ name }) => names.includes(name))
      .map(({ name }): Goal => ({ kind: 'ratio', of: 'tsmig', to: name, atMost: 1 })),
  ]
}
