import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GraphError } from '../../src/graph/errors.ts'
import { RevisionGraph } from '../../src/graph/graph.ts'
import { tipsOf } from '../../src/graph/heads.ts'
import { history, withAncestors } from '../../src/graph/history.ts'
import type { Plan } from '../../src/graph/plan.ts'
import { planDowngrade } from '../../src/graph/plan-downgrade.ts'
import { planUpgrade } from '../../src/graph/plan-upgrade.ts'
import { getRevision } from '../../src/graph/resolve.ts'
import type { Heads } from '../../src/graph/revision.ts'
import { changedRows } from '../../src/graph/rows-trail.ts'
import { anyGraph, anyRevisions, revision } from './graphs.ts'

function ids(plan: Plan): string[] {
  return plan.steps.flatMap((step) => step.revision?.id ?? [])
}

function sorted(heads: Heads): string[] {
  return [...heads].sort()
}

/** Everything stands after what it needs. */
function isParentsFirst(graph: RevisionGraph, order: readonly string[]): boolean {
  const position = new Map(order.map((id, at) => [id, at]))
  return order.every((id, at) =>
    [...graph.require(id).parents, ...graph.dependencies(id)].every(
      (need) => (position.get(need) ?? -1) < at,
    ),
  )
}

/** A graph, one of its revisions, and another. */
const withTwo = anyGraph.chain((graph) => {
  const one = fc.constantFrom(...graph.revisions.map(({ id }) => id))
  return fc.tuple(fc.constant(graph), one, one)
})

/** Alembic refuses to go down to a revision on which nothing builds, unless it is a row. */
const withTarget = withTwo.filter(
  ([graph, id]) => graph.children(id).length > 0 || graph.realHeads.includes(id),
)

describe('upgrade', () => {
  test('to heads runs everything, each revision after what it needs', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const order = ids(planUpgrade(graph, 'heads', []))
        expect(order.length).toBe(graph.size)
        expect(isParentsFirst(graph, order)).toBe(true)
      }),
    )
  })

  test('in two legs runs the same revisions as in one', () => {
    fc.assert(
      fc.property(withTwo, ([graph, id]) => {
        const first = planUpgrade(graph, id, [])
        const second = planUpgrade(graph, 'heads', first.final)
        expect([...ids(first), ...ids(second)].sort()).toEqual(graph.revisions.map((one) => one.id).sort())
        expect(isParentsFirst(graph, [...ids(first), ...ids(second)])).toBe(true)
      }),
    )
  })

  test('leaves the tips of the applied set after every step', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const applied: string[] = []
        for (const step of planUpgrade(graph, 'heads', []).steps) {
          applied.push(step.revision?.id ?? '')
          expect(sorted(step.after)).toEqual(sorted(tipsOf(graph, applied)))
        }
      }),
    )
  })

  test('again finds nothing to do', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        expect(planUpgrade(graph, 'heads', planUpgrade(graph, 'heads', []).final).steps).toEqual([])
      }),
    )
  })
})

describe('downgrade', () => {
  test('to base after an upgrade to heads leaves nothing', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const up = planUpgrade(graph, 'heads', [])
        const down = planDowngrade(graph, 'base', up.final)
        expect(down.final).toEqual([])
        expect(isParentsFirst(graph, ids(down).reverse())).toBe(true)
        expect(ids(down).length).toBe(graph.size)
      }),
    )
  })

  test('to a revision takes down exactly what needs it and no more', () => {
    fc.assert(
      fc.property(withTarget, ([graph, id]) => {
        const before = withAncestors(graph, planUpgrade(graph, 'heads', []).final)
        const down = planDowngrade(graph, id, planUpgrade(graph, 'heads', []).final)
        const left = withAncestors(graph, down.final)
        const wanted = [...before].filter((one) => !ids(down).includes(one))
        expect([...left].sort()).toEqual(wanted.sort())
        expect(left.has(id)).toBe(true)
        expect(graph.children(id).some((child) => left.has(child))).toBe(false)
      }),
    )
  })
})

test('the statements of every step lead from its rows to the next', () => {
  fc.assert(
    fc.property(withTarget, ([graph, id]) => {
      const up = planUpgrade(graph, 'heads', planUpgrade(graph, id, []).final)
      for (const plan of [up, planDowngrade(graph, id, up.final)]) {
        let rows = plan.start
        for (const step of plan.steps) {
          rows = step.changes.reduce<Heads>(changedRows, rows)
          expect(sorted(rows)).toEqual(sorted(step.after))
        }
        expect(sorted(rows)).toEqual(sorted(plan.final))
      }
    }),
  )
})

test('a beginning of an id that fits only one resolves like the id', () => {
  fc.assert(
    fc.property(withTwo, fc.nat(), ([graph, id], cut) => {
      const prefix = id.slice(0, 1 + (cut % id.length))
      const fits = graph.revisions.filter((one) => one.id.startsWith(prefix))
      const find = () => getRevision(graph, prefix)?.id
      if (fits.length === 1) expect(find()).toBe(id)
      else expect(find).toThrow(GraphError)
    }),
  )
})

test('history shows every revision once, children first', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const order = history(graph, undefined, []).map(({ id }) => id)
      expect(isParentsFirst(graph, order.reverse())).toBe(true)
      expect(order.length).toBe(graph.size)
    }),
  )
})

test('a revision added is as one loaded last, but for inherited labels', () => {
  fc.assert(
    fc.property(anyRevisions, fc.nat(), (revisions, pick) => {
      const graph = RevisionGraph.build(revisions)
      const parent = revisions[pick % revisions.length]?.id ?? ''
      const added = revision('added', [parent])
      const [after, anew] = [graph.withRevision(added), RevisionGraph.build([...revisions, added])]
      expect([after.heads, after.realHeads, after.bases]).toEqual([anew.heads, anew.realHeads, anew.bases])
      expect(ids(planUpgrade(after, 'heads', []))).toEqual(ids(planUpgrade(anew, 'heads', [])))
    }),
  )
})
