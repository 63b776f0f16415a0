import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const dialect = fileURLToPath(new URL('../../../src/dialects/sqlite/dialect.ts', import.meta.url))
const driver = createRequire(import.meta.url).resolve('better-sqlite3')

/** Fills a table with a million rows, rebuilds it, and prints how many rows and how much memory that took. */
const script = `
import { createRequire } from 'node:module'
import { sqlite } from './dialect.mjs'
const Sqlite = createRequire(import.meta.url)(${JSON.stringify(driver)})
const database = new Sqlite('big.db')
const query = async (sql, bindings = []) => database.prepare(sql).all(...bindings)
database.exec(\`PRAGMA foreign_keys = OFF; CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT); CREATE INDEX i ON t (b);
  WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
  INSERT INTO t SELECT i, printf('row %d of a table with a million rows in it', i), i % 1000 FROM n\`)
const shape = await sqlite.shapeOf(query, { name: 't' })
const operation = { kind: 'alterColumn', table: { name: 't' }, column: 'a', to: { nullable: false } }
database.exec('BEGIN IMMEDIATE')
for (const { sql } of sqlite.compile(operation, () => shape)) database.exec(sql)
database.exec('COMMIT')
const { rows } = database.prepare('SELECT count(*) AS rows FROM t').get()
console.log(JSON.stringify({ rows, megabytes: process.resourceUsage().maxRSS / 1024 }))
`

test('a million rows are rebuilt in less than 200 MB', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tsmig-memory-'))
  try {
    await build({
      entryPoints: [dialect],
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile: join(folder, 'dialect.mjs'),
    })
    writeFileSync(join(folder, 'rebuild.mjs'), script)
    const output = execFileSync(process.execPath, ['rebuild.mjs'], { cwd: folder, encoding: 'utf8' })
    const { rows, megabytes } = JSON.parse(output) as { rows: number; megabytes: number }
    expect(rows).toBe(1_000_000)
    expect(megabytes).toBeLessThan(200)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
