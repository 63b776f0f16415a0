import { parseArgs } from 'node:util'
import { filesOf } from '../files.ts'
import { damageFile } from './damage-file.ts'
import { turnInto, turns } from './turn.ts'

process.env.TSMIG_TEST_POSTGRES_URL ??= 'postgres://postgres@127.0.0.1:5432/postgres'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' }, seed: { type: 'string' }, turn: { type: 'boolean' } },
})
if (positionals.length === 0) {
  console.error('usage: npm run damage -- DIR|FILE… [--rounds N] [--seed S] [--turn]')
  process.exit(2)
}
const seed = Number(values.seed ?? process.env.TSMIG_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))
const rounds = Number(values.rounds ?? 5)
let whole = true
for (const file of filesOf(positionals)) {
  const start = performance.now()
  const failures = await damageFile(file, { rounds, seed, report: (text) => console.log(text) })
  const seconds = (performance.now() - start) / 1000
  console.log(
    `${file}: damaged ${rounds} times, ${failures} failures, ${seconds.toFixed(0)} s (seed ${seed})`,
  )
  whole &&= failures === 0
}
const pairs = values.turn === true ? turns(filesOf(positionals)) : []
const start = performance.now()
for (const pair of pairs) whole = (await turnInto(pair, (text) => console.log(text))) && whole
if (pairs.length > 0)
  console.log(`${pairs.length} turned into the next, ${((performance.now() - start) / 1000).toFixed(0)} s`)
process.exitCode = whole ? 0 : 1
