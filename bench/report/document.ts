import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '../../test/support/package-root.ts'
import type { Bench, Finding } from '../job.ts'
import { peerVersions } from '../peers.ts'
import { chartOf } from './chart.ts'
import { judge } from './goals.ts'
import { markdownOf } from './table.ts'

/** Writes `docs/performance.md`, and a chart for each finding that has cases. */
export function writeDocument(findings: readonly Finding[], { postgres }: Bench): void {
  const charts = join(packageRoot, 'docs/performance')
  rmSync(charts, { recursive: true, force: true })
  mkdirSync(charts, { recursive: true })
  const parts = findings.map((finding) => {
    if (finding.measured.length === 0) return markdownOf(finding)
    const file = `${fileName(finding.title)}.svg`
    writeFileSync(join(charts, file), chartOf(finding))
    return `${markdownOf(finding)}\n![${finding.title}](performance/${file})\n`
  })
  writeFileSync(
    join(packageRoot, 'docs/performance.md'),
    [introduction(findings, postgres), ...parts].join('\n'),
  )
}

function introduction(findings: readonly Finding[], postgres: string | undefined): string {
  const judged = findings.flatMap(judge)
  const versions = peerVersions().map(([name, version]) => `${name} ${version}`)
  const missed = judged.filter(({ holds }) => !holds).length
  return `# Performance

Written by \`npm run bench\`, which installs the other tools at the versions below, gives all of them the same work, and runs
whole processes in turn, round by round. A number is the middle of its runs, with the middle half of them behind it; \`×\` is the
middle of the ratios of the rounds, to the line that has 1.00. The *raw floor* is one \`pg\` or \`better-sqlite3\` client with the
same statements, and no tool. Ratios tell more than times, and differences below a fifth tell nothing. Each tool is used as its own documentation says.

- ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}, Node ${process.versions.node}${postgres === undefined ? '' : `, PostgreSQL ${postgres.split(' ')[0]} on the same machine`}
- ${versions.join(', ')}; Alembic as \`python3\` has it
- Prisma is not among them: its engine is a download of its own.
- ${judged.length - missed} of ${judged.length} goals hold; those that don't say so.
`
}

function fileName(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
}
