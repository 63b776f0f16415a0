import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type BenchDatabase,
  type DatabaseKind,
  fileOf,
  postgresDatabase,
  sqliteDatabase,
} from '../database.ts'
import type { Bench, Finding, Job } from '../job.ts'
import { type Case, interleave } from '../measure/interleave.ts'
import { newFolder } from '../project.ts'
import { alembic, alembicCommand } from '../tools/alembic.ts'
import { floor } from '../tools/raw.ts'
import { node } from '../tools/tool.ts'
import { tsmig, tsmigCommand } from '../tools/tsmig.ts'
import { alembicModels, createStatements, tsmigDeclaration } from '../wide-schema.ts'

const bare = 'six catalog queries'

/** The database beside the declaration, with nothing different: what CI asks of every commit. */
export const check: Job = {
  name: 'check',
  async run(bench) {
    const findings: Finding[] = []
    for (const tables of bench.quick ? [200] : [1000, 2000]) {
      if (bench.postgres !== undefined) findings.push(await compare(bench, 'postgres', tables))
      if (tables <= 1000) findings.push(await compare(bench, 'sqlite', tables))
    }
    if (!bench.quick && bench.postgres !== undefined) findings.push(await compare(bench, 'postgres', 5000))
    return findings
  },
}

async function compare(bench: Bench, kind: DatabaseKind, tables: number): Promise<Finding> {
  const database = kind === 'postgres' ? await postgresDatabase() : sqliteDatabase(bench.folder)
  await database.execute(createStatements(tables))
  const withAlembic = bench.peers.python !== undefined && tables <= 2000
  const cases: Case[] = [
    ...(kind === 'postgres' ? [bareCase(bench, database)] : []),
    tsmigCase(bench, database, tables),
    ...(withAlembic ? [alembicCase(bench, database, tables)] : []),
  ]
  const measured = await interleave(cases, {
    rounds: bench.quick ? 3 : tables > 1000 ? 3 : 5,
    watchMemory: true,
  })
  return {
    title: `Nothing different, ${tables.toLocaleString('en')} tables, ${kind === 'postgres' ? 'PostgreSQL' : 'SQLite'}`,
    quantities: ['wall', 'cpu', 'memory'],
    base: kind === 'postgres' ? bare : 'tsmig check',
    measured,
    goals: [
      ...(kind === 'postgres' && tables === 1000
        ? [
            { kind: 'ratio', of: 'tsmig check', to: bare, atMost: 2 } as const,
            { kind: 'most', of: 'tsmig check', quantity: 'memory', atMost: 200 } as const,
          ]
        : []),
      ...(withAlembic
        ? [
            {
              kind: 'ratio',
              of: 'tsmig check',
              to: 'alembic check',
              timesFaster: tables > 1000 ? 12 : 8,
            } as const,
          ]
        : []),
      ...(tables === 5000
        ? [
            { kind: 'most', of: 'tsmig check', quantity: 'cpu', atMost: 5000 } as const,
            { kind: 'most', of: 'tsmig check', quantity: 'memory', atMost: 700 } as const,
          ]
        : []),
    ],
  }
}

function bareCase(bench: Bench, { url }: BenchDatabase): Case {
  return { name: bare, command: node(newFolder(bench), [floor('catalog-postgres.mjs'), url]) }
}

function tsmigCase(bench: Bench, { url }: BenchDatabase, tables: number): Case {
  const folder = newFolder(bench)
  tsmig.write(folder, url, [], bench.peers)
  writeFileSync(
    join(folder, 'migrations/env.ts'),
    "import { defineEnvironment } from 'tsmig'\n\nexport default defineEnvironment({ targetMetadata: 'models.ts' })\n",
  )
  writeFileSync(join(folder, 'models.ts'), tsmigDeclaration(tables))
  return { name: 'tsmig check', command: tsmigCommand(folder, ['check']) }
}

function alembicCase(bench: Bench, { url, kind }: BenchDatabase, tables: number): Case {
  const folder = newFolder(bench)
  alembic.write(folder, kind === 'sqlite' ? `sqlite:///${fileOf(url)}` : url, [], bench.peers)
  writeFileSync(join(folder, 'models.py'), alembicModels(tables))
  return { name: 'alembic check', command: alembicCommand(folder, ['check'], bench.peers) }
}
