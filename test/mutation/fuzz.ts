import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { DialectName } from '../../src/schema/dialect-name.ts'
import { startOwnMariadb } from '../support/own-mariadb.ts'
import { makeQuickFolder } from '../support/quick-folder.ts'
import { dialectCalled, runEdits } from './run-edits.ts'

process.env.TSMIG_TEST_POSTGRES_URL ??= 'postgres://postgres@127.0.0.1:5432/postgres'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { edits: { type: 'string' }, seed: { type: 'string' }, failures: { type: 'string' } },
})
const names = positionals.length === 0 ? ['postgres', 'sqlite', 'mariadb'] : positionals
const seed = Number(values.seed ?? process.env.TSMIG_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))
const dialects = names.map(dialectCalled)
if (dialects.includes(undefined)) {
  console.error('usage: npm run fuzz -- [postgres|sqlite|mariadb] [--edits N] [--seed S] [--failures N]')
  process.exit(2)
}
const folder = makeQuickFolder()
process.env.TMPDIR = folder
const stop = dialects.includes('mysql') ? await startOwnMariadb() : undefined
let whole = true
try {
  for (const dialect of dialects) if (dialect !== undefined) whole = (await fuzz(dialect)) && whole
} finally {
  await stop?.()
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = whole ? 0 : 1

/** Tells how it went, and whether all held. */
async function fuzz(dialect: DialectName): Promise<boolean> {
  const { edits, failures, seconds, kinds, refused, oneWay } = await runEdits(dialect, {
    edits: Number(values.edits ?? 2000),
    seed,
    most: Number(values.failures ?? 5),
    report: (text) => console.log(text),
  })
  const name = dialect === 'mysql' ? 'mariadb' : dialect
  console.log(
    `${name}: ${edits} edits of ${kinds} kinds, ${failures} failures, ${refused} tables not filled, ${oneWay} steps with no way back, ${seconds.toFixed(0)} s (seed ${seed})`,
  )
  return failures === 0
}
