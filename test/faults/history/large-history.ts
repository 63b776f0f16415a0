import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { revisionText } from '../../support/revision-text.ts'
import type { FaultTest, Round } from '../fault-test.ts'
import { pause } from '../support/process.ts'
import { tsmigCommand, writeProject } from '../tools/tsmig.ts'

const most = { seconds: 300, megabytes: 1500 }

/**
 * With recursion in place of the queue (`reach` in src/graph/walk.ts) `history` and `downgrade` ended with `Maximum call
 * stack size exceeded`. Each step is committed: on a disk that took 100 ms for it, `upgrade` was given up after 300 s.
 */
export const largeHistory: FaultTest = {
  name: 'H6',
  title: 'thousands of revisions are listed, applied and taken back',
  databases: ['sqlite'],
  rounds: { short: 1, full: 1 },
  largest: [
    's of heads',
    's of history',
    's of upgrade',
    's of downgrade',
    's of current',
    's of status',
    'MB at most',
  ],
  async start({ short }) {
    return async (round) => {
      const figures: Record<string, number> = { revisions: 0, 'MB at most': 0 }
      for (const [name, revisions] of Object.entries(short ? { line } : { line, branches })) {
        const folder = join(round.folder, name)
        mkdirSync(folder)
        writeProject(folder, 'sqlite:///app.db', [])
        for (const [id, down] of revisions) {
          writeFileSync(join(folder, 'migrations/versions', `${id}_.ts`), revisionText(id, down, {}))
        }
        for (const args of short ? shortly : commands) {
          const { seconds, megabytes, lines } = await measure(round, folder, args)
          const what = `s of ${args[0]}`
          figures[what] = Math.max(figures[what] ?? 0, seconds)
          figures['MB at most'] = Math.max(figures['MB at most'] ?? 0, Math.ceil(megabytes))
          if (seconds > most.seconds) round.fail(`${name}: ${args[0]} took ${seconds} s`)
          if (megabytes > most.megabytes) round.fail(`${name}: ${args[0]} took ${megabytes} MB`)
          if (args[0] === 'history' && lines !== revisions.length) round.fail(`${name}: ${lines} lines`)
        }
        figures.revisions = (figures.revisions ?? 0) + revisions.length
      }
      return figures
    }
  },
}

/** Ids, and what each builds on. */
type Revisions = readonly (readonly [id: string, down: string | null])[]

const line: Revisions = Array.from({ length: 10_000 }, (_, at) => [`r${at}`, at === 0 ? null : `r${at - 1}`])

const branches: Revisions = [
  ['first', null],
  ...Array.from({ length: 5000 }, (_, at) => {
    const [branch, place] = [at % 500, Math.floor(at / 500)]
    return [`b${branch}_${place}`, place === 0 ? 'first' : `b${branch}_${place - 1}`] as const
  }),
]

const commands: readonly (readonly string[])[] = [
  ['heads'],
  ['history'],
  ['upgrade', 'heads'],
  ['current'],
  ['status'],
  ['downgrade', 'base'],
]

/** Without a run of them all, which takes a minute and more. */
const shortly: readonly (readonly string[])[] = [
  ['history'],
  ['upgrade', 'r20'],
  ['stamp', 'heads'],
  ['status'],
  ['downgrade', '-20'],
]

/** Runs a command, and looks at its memory while it lasts. */
async function measure({ node, fail }: Round, folder: string, args: readonly string[]) {
  const started = node(tsmigCommand('--config', join(folder, 'migrations.ini'), ...args))
  let [megabytes, over] = [0, false]
  const end = started.ended.finally(() => {
    over = true
  })
  while (!over) {
    megabytes = Math.max(megabytes, peakOf(started.pid))
    await pause(50)
  }
  const { code, stdout, stderr, seconds } = await end
  if (code !== 0) fail(`${args.join(' ')}: exit ${code}: ${stderr.slice(-2000)}`)
  return { seconds, megabytes, lines: stdout.split('\n').length - 1 }
}

/** The most memory that a process has had, in megabytes; 0 where nobody can tell. */
function peakOf(pid: number): number {
  try {
    const [, kilobytes] = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes ?? 0) / 1024
  } catch {
    return 0
  }
}
