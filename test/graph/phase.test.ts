import { describe, expect, test } from 'vitest'
import { RevisionGraph } from '../../src/graph/graph.ts'
import { planUpgrade, planUpgradeOffline } from '../../src/graph/plan-upgrade.ts'
import type { Phase } from '../../src/graph/revision.ts'
import { parseLine } from './graphs.ts'

/** A graph from lines, with a phase behind some of the ids: `b!contract: a`. */
function phased(...lines: readonly string[]): RevisionGraph {
  return RevisionGraph.build(
    lines.map((line) => {
      const [, phase] = /!(expand|contract)/.exec(line) ?? []
      const revision = parseLine(line.replace(/!\w+/, ''))
      return phase === undefined ? revision : { ...revision, phase: phase as Phase }
    }),
  )
}

function planned(graph: RevisionGraph, phase: Phase | undefined, heads: readonly string[] = []): string {
  return planUpgrade(graph, 'heads', heads, phase)
    .steps.flatMap(({ revision }) => revision?.id ?? [])
    .join(' ')
}

const release = phased('a:', 'b!expand: a', 'c!contract: b', 'd: c')

describe('a line', () => {
  test('is run up to its first contract revision, then from there', () => {
    expect(planned(release, 'expand')).toBe('a b')
    expect(planned(release, 'contract', ['b'])).toBe('c d')
    expect(planned(release, 'expand', ['b'])).toBe('')
    expect(planned(release, undefined)).toBe('a b c d')
  })

  test('that has nothing for the contract phase needs no step there', () => {
    expect(planned(phased('a:', 'b!expand: a'), 'contract')).toBe('')
  })

  test('is contracted only when it has been expanded', () => {
    expect(() => planned(release, 'contract')).toThrow(
      'c (versions/c.ts) is for the contract phase, and needs b (versions/b.ts), which the expand phase has not run',
    )
  })

  test('that goes on to expand behind a contract is refused, and contracted up to there', () => {
    const two = phased('a!contract:', 'b: a', 'c!expand: b', 'd!contract: c')
    expect(() => planned(two, 'expand')).toThrow(
      'c (versions/c.ts) is for the expand phase, and needs a (versions/a.ts), a contract revision that has not run',
    )
    expect(planned(two, 'contract')).toBe('a b')
    expect(planned(two, 'expand', ['b'])).toBe('c')
    expect(planned(two, 'contract', ['c'])).toBe('d')
  })
})

test('each line stops by itself, and dependencies count as lines do', () => {
  const lines = phased('a:', 'b!contract: a', 'c: a', 'd!expand: c', 'e: b d', 'f: c +b')
  expect(planned(lines, 'expand')).toBe('a c d')
  expect(planned(lines, 'contract', ['d'])).toBe('b f e')
  expect(() => planned(phased('a!contract:', 'b!expand: +a'), 'expand')).toThrow('needs a')
})

test('a script has phases too, from where it starts', () => {
  const ids = planUpgradeOffline(release, 'a:head', 'expand').steps.map(({ revision }) => revision?.id)
  expect(ids).toEqual(['b'])
})
