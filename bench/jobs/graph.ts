import { drawGraph } from '../../src/graph/draw.ts'
import { RevisionGraph } from '../../src/graph/graph.ts'
import { planUpgrade } from '../../src/graph/plan-upgrade.ts'
import type { Revision } from '../../src/graph/revision.ts'
import type { Job } from '../job.ts'
import { spreadOf } from '../measure/statistics.ts'

/** Every so many revisions a branch leaves the line, and comes back. */
const apart = 20

/** The graph in memory: built, a plan from base to the head, drawn. */
export const graph: Job = {
  name: 'graph',
  async run({ quick }) {
    const [some, many] = [10_000, 100_000]
    const small = timesOf(some, quick ? 3 : 9)
    const large = timesOf(many, quick ? 1 : 3)
    return [
      {
        title: 'The graph, 10,000 revisions with 500 branches and merges',
        quantities: [],
        base: '',
        measured: [],
        goals: [
          { kind: 'number', what: 'built, planned and drawn:', value: small, unit: 'ms', atMost: 60 },
          {
            kind: 'number',
            what: 'ten times as many, for each of them:',
            value: large / many / (small / some),
            unit: 'times as long',
            atMost: 1.5,
          },
        ],
      },
    ]
  },
}

/** The middle of some runs, in milliseconds. */
function timesOf(count: number, rounds: number): number {
  const revisions = branchy(count)
  const times: number[] = []
  for (let round = -1; round < rounds; round++) {
    const start = performance.now()
    const built = RevisionGraph.build(revisions)
    const { steps } = planUpgrade(built, 'head', [])
    const rows = drawGraph(built)
    const time = performance.now() - start
    if (steps.length !== count || rows.length < count) throw new Error('the graph lost a revision')
    if (round >= 0) times.push(time)
  }
  return spreadOf(times).median
}

function branchy(count: number): readonly Revision[] {
  const revisions: Revision[] = []
  let head: readonly string[] = []
  let side: string | undefined
  for (let number = 1; number <= count; number++) {
    const id = number.toString(16).padStart(12, '0')
    const place = number % apart
    const leaves = place === 1 && number > 1 && number < count - apart
    const parents = leaves ? head : side !== undefined && place === apart / 2 ? [...head, side] : head
    revisions.push({ id, parents, dependsOn: [], labels: [], message: '' })
    if (leaves) {
      side = id
      continue
    }
    if (place === apart / 2) side = undefined
    head = [id]
  }
  return revisions
}
