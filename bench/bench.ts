import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { dropDatabases, postgresVersion } from './database.ts'
import type { Finding } from './job.ts'
import { jobs } from './jobs.ts'
import { installPeers } from './peers.ts'
import { writeDocument } from './report/document.ts'
import { judge } from './report/goals.ts'
import { markdownOf } from './report/table.ts'

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
})

const unknown = positionals.filter((name) => !jobs.some((job) => job.name === name))
if (unknown.length > 0) {
  console.error(`no job is named ${unknown.join(', ')}; there are ${jobs.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'tsmig-bench-'))
const findings: Finding[] = []
try {
  const bench = { quick: values.quick, folder, peers: installPeers(), postgres: await postgresVersion() }
  for (const job of jobs) {
    if (positionals.length > 0 && !positionals.includes(job.name)) continue
    for (const finding of await job.run(bench)) {
      findings.push(finding)
      console.log(markdownOf(finding))
    }
  }
  if (!values.quick && positionals.length === 0) writeDocument(findings, bench)
} finally {
  await dropDatabases()
  rmSync(folder, { recursive: true, force: true })
}
const judged = findings.flatMap(judge)
const missed = judged.filter(({ holds }) => !holds)
for (const { text, seen } of missed) console.log(`missed: ${text}: ${seen}`)
console.log(`${judged.length - missed.length} goals hold, ${missed.length} do not`)
process.exitCode = missed.length === 0 ? 0 : 1
