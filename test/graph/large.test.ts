import { expect, test } from 'vitest'
import { drawGraph } from '../../src/graph/draw.ts'
import { RevisionGraph } from '../../src/graph/graph.ts'
import { current } from '../../src/graph/history.ts'
import { planDowngrade } from '../../src/graph/plan-downgrade.ts'
import { planUpgrade } from '../../src/graph/plan-upgrade.ts'
import { revision } from './graphs.ts'

// Generous limits: they catch what grows with the square of the history, or overflows the stack, on any machine.

test('100,000 revisions in a line', { timeout: 20_000 }, () => {
  const graph = RevisionGraph.build(
    Array.from({ length: 100_000 }, (_, at) => revision(`r${at}`, at > 0 ? [`r${at - 1}`] : [])),
  )
  const up = planUpgrade(graph, 'head', [])
  expect(up.steps.length).toBe(100_000)
  expect(planDowngrade(graph, 'base', up.final).final).toEqual([])
  expect(drawGraph(graph).length).toBe(100_000)
})

test('10,000 revisions on 500 branches', { timeout: 10_000 }, () => {
  const revisions = [revision('first')]
  for (let branch = 0; branch < 500; branch += 1) {
    for (let at = 0; at < 20; at += 1) {
      revisions.push(revision(`b${branch}_${at}`, [at === 0 ? 'first' : `b${branch}_${at - 1}`]))
    }
  }
  const graph = RevisionGraph.build(revisions)
  const up = planUpgrade(graph, 'heads', [])
  expect(up.final.length).toBe(500)
  expect(current(graph, up.final).length).toBe(500)
  expect(planDowngrade(graph, 'base', up.final).final).toEqual([])
  expect(drawGraph(graph).filter((row) => row.revision).length).toBe(10_001)
})
