import { type DatabaseKind, fileOf } from '../database.ts'
import type { Bench, Finding, Goal, Job } from '../job.ts'
import { type Case, interleave } from '../measure/interleave.ts'
import { runCommand } from '../measure/run-command.ts'
import { emptyMigrationsOf } from '../migrations.ts'
import { makeProject, type Project } from '../project.ts'
import { alembicCommand } from '../tools/alembic.ts'
import { nodePeers, toolsFor } from '../tools/all-tools.ts'
import { floor } from '../tools/raw.ts'
import { node } from '../tools/tool.ts'
import { tsmigCommand } from '../tools/tsmig.ts'

/** From here on only the peers that a goal names run, once a minute or faster. */
const many = 10_000

const base = 'raw floor'

/** `upgrade` of a database that is at its head: what every deploy pays. */
export const noOp: Job = {
  name: 'no-op',
  async run(bench) {
    const findings: Finding[] = []
    for (const count of bench.quick ? [100] : [100, 1000, many]) {
      if (bench.postgres !== undefined) findings.push(await atHead(bench, 'postgres', count))
      if (count <= 1000) findings.push(await atHead(bench, 'sqlite', count))
    }
    return findings
  },
}

async function atHead(bench: Bench, kind: DatabaseKind, count: number): Promise<Finding> {
  const migrations = emptyMigrationsOf(count)
  const tools = toolsFor(kind, bench.peers).filter(
    ({ name }) => count < many || ['raw floor', 'tsmig', 'knex', 'dbmate', 'Alembic'].includes(name),
  )
  const cases: Case[] = []
  for (const tool of tools) {
    const project = await makeProject(bench, tool, kind, migrations)
    if (tool.name === base) {
      const { url } = project.database
      cases.push({
        name: base,
        command:
          kind === 'sqlite'
            ? node(project.folder, [floor('no-op-sqlite.mjs'), fileOf(url)])
            : node(project.folder, [floor('no-op-postgres.mjs'), url]),
      })
    } else {
      await runCommand(toHead(project, bench, count))
      cases.push({ name: tool.name, command: project.upgrade })
    }
  }
  const measured = await interleave(cases, { rounds: roundsOf(bench, count), watchMemory: count >= many })
  return {
    title: `Nothing to do, ${count.toLocaleString('en')} revisions, ${kind === 'postgres' ? 'PostgreSQL' : 'SQLite'}`,
    quantities: count >= many ? ['wall', 'cpu', 'memory'] : ['wall', 'cpu'],
    base,
    measured,
    goals:
      kind === 'postgres'
        ? goalsOf(
            count,
            tools.map(({ name }) => name),
          )
        : [],
  }
}

/** Alembic takes long over thousands, and a stamp leaves what they leave. */
function toHead({ tool, folder, upgrade }: Project, bench: Bench, count: number) {
  if (count < many) return upgrade
  if (tool.name === 'tsmig') return tsmigCommand(folder, ['stamp', 'head'])
  return tool.name === 'Alembic' ? alembicCommand(folder, ['stamp', 'head'], bench.peers) : upgrade
}

function goalsOf(count: number, names: readonly string[]): readonly Goal[] {
  const faster = (to: string, timesFaster: number): readonly Goal[] =>
    names.includes(to) ? [{ kind: 'ratio', of: 'tsmig', to, timesFaster }] : []
  if (count >= many) {
    return [
      { kind: 'ratio', of: 'tsmig', to: base, atMost: 2.2 },
      ...faster('knex', 6),
      ...faster('Alembic', 20),
      ...(names.includes('dbmate') ? [{ kind: 'ratio', of: 'tsmig', to: 'dbmate', atMost: 3 } as const] : []),
      { kind: 'most', of: 'tsmig', quantity: 'memory', atMost: 110 },
    ]
  }
  return [
    { kind: 'ratio', of: 'tsmig', to: base, atMost: 1.2 },
    ...(count === 1000 ? nodePeers.flatMap(({ name }) => faster(name, 2)) : []),
    ...(count === 1000 ? faster('Alembic', 8) : []),
  ]
}

function roundsOf({ quick }: Bench, count: number): number {
  if (quick) return 5
  return count >= many ? 5 : 11
}
