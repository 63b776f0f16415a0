import fc from 'fast-check'
import { RevisionGraph } from '../../src/graph/graph.ts'
import type { Revision } from '../../src/graph/revision.ts'

/** A revision from its id and what it names; the file is named after it. */
export function revision(
  id: string,
  parents: readonly string[] = [],
  more: Partial<Revision> = {},
): Revision {
  return { id, parents, dependsOn: [], labels: [], message: `make ${id}`, path: `versions/${id}.ts`, ...more }
}

/** A graph from lines: `c: a b` for a merge of a and b; `d: c +a` where d also depends on a; `e@label: d`. */
export function graphOf(...lines: readonly string[]): RevisionGraph {
  return RevisionGraph.build(lines.map(parseLine))
}

export function parseLine(line: string): Revision {
  const [name = '', needs = ''] = line.split(':')
  const [id = '', ...labels] = name.trim().split('@')
  const words = needs.split(' ').filter((word) => word !== '')
  return revision(
    id,
    words.filter((word) => !word.startsWith('+')),
    { labels, dependsOn: words.filter((word) => word.startsWith('+')).map((word) => word.slice(1)) },
  )
}

/** Random graphs of up to 25 revisions: bases, branches, merges, dependencies; registered in any order. */
export const anyRevisions: fc.Arbitrary<readonly Revision[]> = fc
  .array(
    fc.record({
      parents: fc.array(fc.nat(), { maxLength: 3 }),
      dependsOn: fc.array(fc.nat(), { maxLength: 2 }),
      isBase: fc.boolean(),
      rank: fc.nat(),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((drafts) => {
    const id = (at: number) => `rev${String(at).padStart(2, '0')}x${(at * 7919) % 97}`
    const pick = (list: readonly number[], at: number) =>
      at === 0 ? [] : [...new Set(list.map((n) => id(n % at)))]
    return drafts
      .map(({ parents, dependsOn, isBase, rank }, at) => ({
        rank,
        one: revision(id(at), isBase && parents.length > 1 ? [] : pick(parents, at), {
          dependsOn: pick(dependsOn, at),
        }),
      }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ one }) => one)
  })

export const anyGraph: fc.Arbitrary<RevisionGraph> = anyRevisions.map((list) => RevisionGraph.build(list))
