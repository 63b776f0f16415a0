import { spawnSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { createCustomers } from '../customers.ts'
import { fileOf, sqliteDatabase } from '../database.ts'
import type { Bench, Finding, Job } from '../job.ts'
import type { Command } from '../measure/command.ts'
import { type Case, interleave } from '../measure/interleave.ts'
import { newFolder } from '../project.ts'
import { tsmigCommand, tsmigOf } from '../tools/tsmig.ts'

const base = 'by hand, sqlite3'
const count = 1_000_000

/** What a person writes: the way that SQLite's documentation gives. */
const byHand = `PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE customer_new (id integer NOT NULL, name varchar(100) NOT NULL, email text, balance numeric(10, 2), active boolean, CONSTRAINT ck_balance CHECK (balance >= 0));
INSERT INTO customer_new (id, name, email, balance, active) SELECT id, name, email, balance, active FROM customer;
DROP TABLE customer;
ALTER TABLE customer_new RENAME TO customer;
CREATE INDEX ix_customer_name ON customer (name);
PRAGMA foreign_key_check;
COMMIT;
`

const batch = `await op.batch('customer', (table) => {
    table.alterColumn('name', { nullable: false })
    table.createCheckConstraint('ck_balance', 'balance >= 0')
  })`

const fill = `WITH RECURSIVE counted (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM counted WHERE id < ${count})
INSERT INTO customer SELECT id, 'Customer ' || id, 'customer' || id || '@example.com', (id % 10000) / 100.0, id % 2 = 0 FROM counted`

/** A table of SQLite that is built anew, as most of its changes ask for. */
export const rebuild: Job = {
  name: 'rebuild',
  async run(bench) {
    return spawnSync('sqlite3', ['-version']).status === 0 ? [await rebuildOne(bench)] : []
  },
}

async function rebuildOne(bench: Bench): Promise<Finding> {
  const filled = sqliteDatabase(bench.folder)
  await filled.execute([createCustomers, fill, 'CREATE INDEX ix_customer_name ON customer (name)'])
  const from = fileOf(filled.url)
  const cases = [
    caseOf(bench, from, base, (url) => ({
      program: 'sqlite3',
      args: ['-bail', fileOf(url), byHand],
      cwd: newFolder(bench),
    })),
    caseOf(bench, from, 'tsmig', (url) => tsmigProject(bench, url)),
  ]
  return {
    title: `A table of ${count.toLocaleString('en')} rows and an index built anew, SQLite`,
    quantities: ['wall', 'cpu'],
    base,
    measured: await interleave(cases, { rounds: bench.quick ? 3 : 9 }),
    goals: [{ kind: 'ratio', of: 'tsmig', to: base, atMost: 1.1 }],
  }
}

function caseOf(bench: Bench, from: string, name: string, command: (url: string) => Command): Case {
  const database = sqliteDatabase(bench.folder)
  return {
    name,
    command: command(database.url),
    async reset() {
      await database.reset()
      copyFileSync(from, fileOf(database.url))
    },
    async verify() {
      const built =
        "SELECT count(*) FROM sqlite_master WHERE name = 'ix_customer_name' OR sql LIKE '%ck_balance%'"
      if (Number(await database.value(built)) !== 2) throw new Error(`${name} built no table anew`)
      const found = Number(await database.value('SELECT count(*) FROM customer'))
      if (found !== count) throw new Error(`${name} kept ${found} of ${count} rows`)
    },
  }
}

function tsmigProject(bench: Bench, url: string): Command {
  const folder = newFolder(bench)
  const tool = tsmigOf('tsmig', () => ({ upgrade: batch, downgrade: '' }))
  tool.write(folder, url, [{ number: 1, name: 'rebuild_customer', statements: [], undo: [] }], bench.peers)
  return tsmigCommand(folder, ['upgrade', 'head'])
}
