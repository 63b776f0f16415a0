import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseKind } from '../database.ts'
import type { Bench, Finding, Job } from '../job.ts'
import { type Case, interleave } from '../measure/interleave.ts'
import { migrationsOf } from '../migrations.ts'
import { makeProject } from '../project.ts'
import { knex } from '../tools/knex.ts'
import { raw } from '../tools/raw.ts'
import type { Tool } from '../tools/tool.ts'
import { typedTsmig } from '../tools/tsmig.ts'

const base = 'raw floor'
const cold = 'tsmig, nothing built yet'
const warm = 'tsmig, built before'

/** `upgrade` with one revision in TypeScript to do: what most deploys that change something pay. */
export const oneRevision: Job = {
  name: 'one-revision',
  async run(bench) {
    return [
      ...(bench.postgres === undefined ? [] : [await upgradeOne(bench, 'postgres')]),
      await upgradeOne(bench, 'sqlite'),
    ]
  },
}

async function upgradeOne(bench: Bench, kind: DatabaseKind): Promise<Finding> {
  const cases = [
    await caseOf(bench, kind, { name: base, tool: raw }),
    await caseOf(bench, kind, { name: cold, tool: typedTsmig, isCold: true }),
    await caseOf(bench, kind, { name: warm, tool: typedTsmig }),
    await caseOf(bench, kind, { name: 'knex, JavaScript', tool: knex }),
  ]
  return {
    title: `One revision, ${kind === 'postgres' ? 'PostgreSQL' : 'SQLite'}`,
    quantities: ['wall', 'cpu'],
    base,
    measured: await interleave(cases, { rounds: bench.quick ? 7 : 21 }),
    // On SQLite the floor is little more than the start of Node.
    goals:
      kind === 'postgres'
        ? [
            { kind: 'ratio', of: cold, to: base, atMost: 1.9 },
            { kind: 'ratio', of: warm, to: base, atMost: 1.25 },
          ]
        : [],
  }
}

async function caseOf(
  bench: Bench,
  kind: DatabaseKind,
  { name, tool, isCold = false }: { readonly name: string; readonly tool: Tool; readonly isCold?: boolean },
): Promise<Case> {
  const { folder, database, upgrade } = await makeProject(bench, tool, kind, migrationsOf(1))
  return {
    name,
    command: upgrade,
    async reset() {
      if (isCold) rmSync(join(folder, 'node_modules/.cache'), { recursive: true, force: true })
      await database.reset()
    },
    async verify() {
      await database.value('SELECT count(*) FROM item_00001')
    },
  }
}
