import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Bench, Finding, Goal, Job } from '../job.ts'
import { type Case, interleave } from '../measure/interleave.ts'
import { emptyMigrationsOf } from '../migrations.ts'
import { makeProject, newFolder } from '../project.ts'
import { alembic, alembicCommand } from '../tools/alembic.ts'
import { floor } from '../tools/raw.ts'
import { node } from '../tools/tool.ts'
import { tsmig, tsmigCommand } from '../tools/tsmig.ts'

const base = 'empty module'
const cold = 'tsmig heads, nothing kept'

/** What reads the revisions alone, and asks no database. */
export const history: Job = {
  name: 'history',
  async run(bench) {
    const findings: Finding[] = []
    for (const count of bench.quick ? [100] : [100, 10_000]) findings.push(await read(bench, count))
    return findings
  },
}

async function read(bench: Bench, count: number): Promise<Finding> {
  const migrations = emptyMigrationsOf(count)
  const { folder } = await makeProject(bench, tsmig, 'sqlite', migrations)
  const other = await makeProject(bench, tsmig, 'sqlite', migrations)
  const headers = join(other.folder, 'node_modules/.cache')
  const withAlembic = bench.peers.python !== undefined
  const cases: Case[] = [
    { name: base, command: node(newFolder(bench), [floor('empty.mjs')]) },
    { name: 'tsmig heads', command: tsmigCommand(folder, ['heads']) },
    { name: 'tsmig history', command: tsmigCommand(folder, ['history', '-r', '-5:']) },
    { name: 'tsmig show head', command: tsmigCommand(folder, ['show', 'head']) },
    {
      name: cold,
      command: tsmigCommand(other.folder, ['heads']),
      reset: () => rmSync(headers, { recursive: true, force: true }),
    },
    ...(withAlembic ? [await alembicCase(bench, count)] : []),
  ]
  // What was written a moment ago is read again each time: its times don't tell yet whether it was changed since.
  await setTimeout(2500)
  const measured = await interleave(cases, {
    rounds: bench.quick || count > 1000 ? 5 : 11,
    watchMemory: true,
  })
  return {
    title: `Heads and history, ${count.toLocaleString('en')} revisions`,
    quantities: ['wall', 'cpu', 'memory'],
    base,
    measured,
    goals: goalsOf(count, withAlembic),
  }
}

async function alembicCase(bench: Bench, count: number): Promise<Case> {
  const { folder } = await makeProject(bench, alembic, 'sqlite', emptyMigrationsOf(count))
  return { name: 'alembic heads', command: alembicCommand(folder, ['heads'], bench.peers) }
}

function goalsOf(count: number, withAlembic: boolean): readonly Goal[] {
  const isMany = count >= 10_000
  const warm = ['tsmig heads', 'tsmig history', 'tsmig show head'].map(
    (of): Goal => ({ kind: 'ratio', of, to: base, atMost: isMany ? 4 : 1.4 }),
  )
  if (!isMany) return warm
  return [
    ...warm,
    { kind: 'ratio', of: cold, to: base, atMost: 7 },
    ...(withAlembic
      ? [{ kind: 'ratio', of: 'tsmig heads', to: 'alembic heads', timesFaster: 15 } as const]
      : []),
  ]
}
