import { parseArgs } from 'node:util'
import type { FaultTest } from './fault-test.ts'
import { resultLine, resultTable } from './report.ts'
import { type Result, runTest } from './run-test.ts'
import { type DatabaseKind, databaseKinds } from './support/database.ts'
import { tests } from './tests.ts'
import { peerTools } from './tools/peer-tools.ts'
import type { Tool } from './tools/tool.ts'
import { tsmig } from './tools/tsmig.ts'

const usage = `usage: npm run faults -- [C|K|N|H|S|C1 …] [postgres|sqlite|mariadb …] [--rounds N] [--seed S] [--short] [--peers]
  a letter is a group, with its number a test; without any, all are run
  --short   few rounds of few processes, as in CI
  --peers   what other tools can take part in, with them beside tsmig`

process.env.TSMIG_TEST_POSTGRES_URL ??= 'postgres://postgres@127.0.0.1:5432/postgres'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    seed: { type: 'string' },
    short: { type: 'boolean' },
    peers: { type: 'boolean' },
  },
})
const isKind = (word: string): word is DatabaseKind => (databaseKinds as readonly string[]).includes(word)
const kinds = positionals.filter(isKind)
const words = positionals.filter((word) => !isKind(word))
const isMeant = (name: string): boolean =>
  words.length === 0 || words.some((word) => word === name || word === name[0])
const chosen = tests.filter((test) => isMeant(test.name))
const rounds = values.rounds === undefined ? undefined : Number(values.rounds)
if (
  words.some((word) => !tests.some(({ name }) => word === name || word === name[0])) ||
  Number.isNaN(rounds)
) {
  console.error(usage)
  process.exit(2)
}
const seed = Number(values.seed ?? process.env.TSMIG_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))
const tools = [tsmig, ...(values.peers ? peerTools() : [])]
const results: Result[] = []
for (const test of chosen) {
  if (values.peers && test.peers === undefined) continue
  for (const kind of test.databases.filter((one) => kinds.length === 0 || kinds.includes(one))) {
    for (const tool of tools) {
      const takesPart = tool === tsmig || (test.peers?.includes(tool.name) && tool.databases.includes(kind))
      if (takesPart) await show(test, kind, tool)
    }
  }
}
const own = results.filter(({ tool }) => tool === 'tsmig')
const bad = own.filter(({ failed, broke }) => failed > 0 || broke !== undefined)
const notRun = own.filter(({ impossible }) => impossible !== undefined)
const holding = own.length - bad.length - notRun.length
console.log(
  `\n${resultTable(results)}\n\n${holding} hold, ${bad.length} fail, ${notRun.length} not run (seed ${seed})`,
)
process.exit(bad.length === 0 ? 0 : 1)

async function show(test: FaultTest, kind: DatabaseKind, tool: Tool): Promise<void> {
  const amount = { short: values.short === true, seed, ...(rounds !== undefined && { rounds }) }
  const result = await runTest(test, kind, tool, amount)
  console.log(resultLine(result))
  for (const folder of result.evidence) console.log(`  evidence (seed ${seed}): ${folder}`)
  results.push(result)
}
