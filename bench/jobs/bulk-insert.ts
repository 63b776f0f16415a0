import { createCustomers, customersLater, customersList, timed, timeTold } from '../customers.ts'
import {
  type BenchDatabase,
  type DatabaseKind,
  fileOf,
  postgresDatabase,
  sqliteDatabase,
} from '../database.ts'
import type { Bench, Finding, Job } from '../job.ts'
import type { Command } from '../measure/command.ts'
import { type Case, interleave } from '../measure/interleave.ts'
import { newFolder } from '../project.ts'
import { knex } from '../tools/knex.ts'
import { floor } from '../tools/raw.ts'
import { node } from '../tools/tool.ts'
import { tsmigCommand, tsmigOf } from '../tools/tsmig.ts'
import { writeFiles } from '../tools/write-files.ts'

const titles = { postgres: 'PostgreSQL', sqlite: 'SQLite' }

/** Rows into a new table, in one revision: from a list, and from what makes more than memory holds. */
export const bulkInsert: Job = {
  name: 'bulk-insert',
  async run(bench) {
    const findings: Finding[] = []
    for (const kind of databases(bench)) findings.push(await ofList(bench, kind))
    for (const kind of databases(bench)) findings.push(await ofIterable(bench, kind))
    return findings
  },
}

function databases({ postgres }: Bench): readonly DatabaseKind[] {
  return postgres === undefined ? ['sqlite'] : ['postgres', 'sqlite']
}

async function ofList(bench: Bench, kind: DatabaseKind): Promise<Finding> {
  const count = 100_000
  const base = kind === 'postgres' ? 'COPY, pg-copy-streams' : '500-row statement'
  const told = { wall: timeTold }
  const insert = timed(customersList(count), "await op.bulkInsert('customer', rows)")
  const cases = [
    {
      ...(await caseOf(bench, kind, { name: base, count }, (database) =>
        floorCommand(bench, database, count),
      )),
      ...told,
    },
    {
      ...(await caseOf(bench, kind, { name: 'tsmig', count }, ({ url }) => tsmigProject(bench, url, insert))),
      ...told,
    },
    {
      ...(await caseOf(bench, kind, { name: 'knex', count }, ({ url }) => knexProject(bench, url, count))),
      ...told,
    },
  ]
  return {
    title: `${count.toLocaleString('en')} rows of 5 columns, ${titles[kind]}`,
    quantities: ['wall', 'cpu'],
    base,
    measured: await interleave(cases, { rounds: bench.quick ? 5 : 9 }),
    goals: [
      { kind: 'ratio', of: 'tsmig', to: base, atMost: kind === 'postgres' ? 1.25 : 1.2 },
      { kind: 'ratio', of: 'tsmig', to: 'knex', timesFaster: kind === 'postgres' ? 2.5 : 3 },
    ],
    notes: [
      'The time is that of `op.bulkInsert`, and of what stands in its place, with the rows in a list; the processor time is of the whole process.',
    ],
  }
}

/** What so many rows take of memory, beside what a quarter of them takes: enough that the heap has grown to what it needs. */
async function ofIterable(bench: Bench, kind: DatabaseKind): Promise<Finding> {
  const most = bench.quick ? 2_000_000 : 10_000_000
  const nameOf = (count: number) => `${count.toLocaleString('en')} rows`
  const cases: Case[] = []
  for (const count of [most / 4, most]) {
    const insert = `await op.bulkInsert('customer', ${customersLater(count)})`
    const one = { name: nameOf(count), count }
    cases.push(await caseOf(bench, kind, one, ({ url }) => tsmigProject(bench, url, insert)))
  }
  return {
    title: `Rows of an async iterable, ${titles[kind]}`,
    quantities: ['wall', 'cpu', 'memory'],
    base: nameOf(most / 4),
    measured: await interleave(cases, { rounds: 1, warm: false, watchMemory: true }),
    // What the heap grows to is another from run to run; rows that stay in it would take more than this.
    goals: [{ kind: 'most', of: nameOf(most), quantity: 'memory', atMost: 200 }],
  }
}

async function caseOf(
  bench: Bench,
  kind: DatabaseKind,
  { name, count }: { readonly name: string; readonly count: number },
  project: (database: BenchDatabase) => Command,
): Promise<Case> {
  const database = kind === 'postgres' ? await postgresDatabase() : sqliteDatabase(bench.folder)
  return {
    name,
    command: project(database),
    reset: database.reset,
    async verify() {
      const found = Number(await database.value('SELECT count(balance) FROM customer'))
      if (found !== count) throw new Error(`${name}: ${found} of ${count} rows are there`)
    },
  }
}

function floorCommand(bench: Bench, { kind, url }: BenchDatabase, count: number): Command {
  return kind === 'postgres'
    ? node(newFolder(bench), [floor('bulk-insert-postgres.mjs'), url, bench.peers.modules, String(count)])
    : node(newFolder(bench), [floor('bulk-insert-sqlite.mjs'), fileOf(url), String(count)])
}

const only = { number: 1, name: 'insert_customers', statements: [], undo: [] }

function tsmigProject(bench: Bench, url: string, insert: string): Command {
  const folder = newFolder(bench)
  const upgrade = `await op.execute('${createCustomers}')\n  ${insert}`
  const tool = tsmigOf('tsmig', () => ({ upgrade, downgrade: "await op.dropTable('customer')" }))
  tool.write(folder, url, [only], bench.peers)
  return tsmigCommand(folder, ['upgrade', 'head'])
}

function knexProject(bench: Bench, url: string, count: number): Command {
  const folder = newFolder(bench)
  knex.write(folder, url, [], bench.peers)
  // SQLite takes no more than 500 rows in the form that knex gives them.
  const together = url.startsWith('sqlite:') ? 100 : 1000
  const insert = timed(customersList(count), `await knex.batchInsert('customer', rows, ${together})`)
  writeFiles(folder, {
    'migrations/20200101000000_insert_customers.js': `exports.up = async (knex) => {
  await knex.raw('${createCustomers}')
  ${insert}
}
exports.down = async (knex) => {}
`,
  })
  return knex.upgrade(folder, url, bench.peers)
}
