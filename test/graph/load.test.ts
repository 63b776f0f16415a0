import { describe, expect, test } from 'vitest'
import { GraphError } from '../../src/graph/errors.ts'
import { RevisionGraph } from '../../src/graph/graph.ts'
import { planUpgrade } from '../../src/graph/plan-upgrade.ts'
import type { GraphWarning, Revision } from '../../src/graph/revision.ts'
import { graphOf, revision } from './graphs.ts'

function loadError(...revisions: Revision[]): GraphError {
  try {
    RevisionGraph.build(revisions)
  } catch (error) {
    if (error instanceof GraphError) return error
    throw error
  }
  throw new Error('the graph loaded')
}

describe('errors in files name the files and what to do', () => {
  test.each<[string, Revision[], string[]]>([
    ['self-loop', [revision('a', ['a'])], ['versions/a.ts']],
    ['dependency-self-loop', [revision('a', [], { dependsOn: ['a'] })], ['versions/a.ts']],
    ['illegal-revision-id', [revision('a+b')], ['versions/a+b.ts', '"+"']],
    ['illegal-revision-id', [revision('heads')], ['versions/heads.ts', 'as a target']],
    ['illegal-revision-id', [revision('')], ['it is empty']],
    ['missing-down-revision', [revision('a', ['gone'])], ['versions/a.ts', 'gone']],
    ['missing-dependency', [revision('a', [], { dependsOn: ['gone'] })], ['versions/a.ts', 'gone']],
    [
      'duplicate-branch-label',
      [revision('a', [], { labels: ['x'] }), revision('b', [], { labels: ['x'] })],
      ['versions/a.ts', 'versions/b.ts', '"x"'],
    ],
    [
      'cycle',
      [revision('a', ['b']), revision('b', ['a'])],
      ['versions/a.ts', 'versions/b.ts', 'a -> b -> a'],
    ],
    [
      'dependency-cycle',
      [revision('a', [], { dependsOn: ['b'] }), revision('b', ['a'])],
      ['versions/a.ts', 'versions/b.ts'],
    ],
  ])('%s', (code, revisions, mentioned) => {
    const error = loadError(...revisions)
    expect(error.code).toBe(code)
    for (const text of mentioned) expect(`${error.message} ${error.hint}`).toContain(text)
  })
})

test('a label that is also an id says so', () => {
  const error = loadError(revision('a'), revision('b', [], { labels: ['a'] }))
  expect(error.message).toContain('is also the id of revision a')
})

test('a missing parent warns before it fails', () => {
  const warnings: GraphWarning[] = []
  expect(() => RevisionGraph.build([revision('a', ['gone'])], warnings)).toThrow(GraphError)
  expect(warnings.map(({ kind }) => kind)).toEqual(['missing_revision'])
})

test('of two revisions with one id the later counts, and the warning names both files', () => {
  const graph = RevisionGraph.build([revision('a'), revision('a', [], { path: 'versions/other.ts' })])
  expect(graph.require('a').path).toBe('versions/other.ts')
  expect(graph.warnings[0]?.message).toContain('versions/a.ts and versions/other.ts')
})

test('a cycle between a base and a head loads, as in Alembic, but cannot be put in order', () => {
  const graph = graphOf('a:', 'b: a c', 'c: b', 'd: c')
  expect(graph.heads).toEqual(['d'])
  expect(() => planUpgrade(graph, 'head', [])).toThrow(/b -> c -> b|c -> b -> c/)
})

describe('labels', () => {
  test('go up to all descendants and down to where the line forks', () => {
    const graph = graphOf('a:', 'b: a', 'c: a', 'd@core: c', 'e: d')
    expect(['a', 'b', 'c', 'd', 'e'].filter((id) => graph.labelsOf(id).has('core'))).toEqual(['c', 'd', 'e'])
  })

  test('do not go down past a fork above the labelled revision', () => {
    const graph = graphOf('a:', 'b@core: a', 'c: b', 'd: b')
    expect(['a', 'b', 'c', 'd'].filter((id) => graph.labelsOf(id).has('core'))).toEqual(['b', 'c', 'd'])
  })
})

test('adding a revision leaves the old graph as it was', () => {
  const graph = graphOf('a:', 'b: a')
  const more = graph.withRevision(revision('c', ['b']))
  expect([graph.heads, more.heads]).toEqual([['b'], ['c']])
  expect(more.children('b')).toEqual(['c'])
  expect(graph.get('c')).toBeUndefined()
})

test('an empty graph has nothing to do', () => {
  const graph = RevisionGraph.build([])
  expect(graph.heads).toEqual([])
  expect(planUpgrade(graph, 'heads', []).steps).toEqual([])
})
