import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawGraph } from '../../src/graph/draw.ts'
import type { RevisionGraph } from '../../src/graph/graph.ts'
import { anyGraph, graphOf } from './graphs.ts'

function text(graph: RevisionGraph): string[] {
  return drawGraph(graph).map(({ drawing, revision }) => (revision ? `${drawing} ${revision.id}` : drawing))
}

test('a line', () => {
  expect(text(graphOf('a:', 'b: a'))).toEqual(['o b', 'o a'])
})

test('a branch and a merge', () => {
  expect(text(graphOf('a:', 'b: a', 'c: a', 'd: b c'))).toEqual([
    'o d',
    '├─╮',
    'o │ b',
    '│ o c',
    '├─╯',
    'o a',
  ])
})

test('unrelated histories', () => {
  expect(text(graphOf('a:', 'b:'))).toEqual(['o a', 'o b'])
})

test('shows every revision once, with one mark a row', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const rows = drawGraph(graph)
      const shown = rows.flatMap(({ revision }) => revision?.id ?? [])
      expect(new Set(shown).size).toBe(graph.size)
      for (const { drawing, revision } of rows) expect(drawing.split('o').length - 1).toBe(revision ? 1 : 0)
    }),
  )
})
