import { parseArgs } from 'node:util'
import { dialectCalled, runEdits } from './run-edits.ts'

process.env.TSMIG_TEST_POSTGRES_URL ??= 'postgres://postgres@127.0.0.1:5432/postgres'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { edits: { type: 'string' }, seed: { type: 'string' }, failures: { type: 'string' } },
})
const names = positionals.length === 0 ? ['postgres', 'sqlite', 'mariadb'] : positionals
const seed = Number(values.seed ?? process.env.TSMIG_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))
let whole = true
for (const name of names) {
  const dialect = dialectCalled(name)
  if (dialect === undefined) {
    console.error('usage: npm run fuzz -- [postgres|sqlite|mariadb] [--edits N] [--seed S] [--failures N]')
    process.exit(2)
  }
  const { edits, failures, seconds, kinds, refused, oneWay } = await runEdits(dialect, {
    edits: Number(values.edits ?? 2000),
    seed,
    most: Number(values.failures ?? 5),
    report: (text) => console.log(text),
  })
  console.log(
    `${name}: ${edits} edits of ${kinds} kinds, ${failures} failures, ${refused} tables not filled, ${oneWay} steps with no way back, ${seconds.toFixed(0)} s (seed ${seed})`,
  )
  whole &&= failures === 0
}
process.exitCode = whole ? 0 : 1
