import { describe, expect, test } from 'vitest'
import { GraphError } from '../../src/graph/errors.ts'
import { VersionRows } from '../../src/graph/heads.ts'
import { branchPoints, checkHeads, current, headsOf, history, show } from '../../src/graph/history.ts'
import { parentsForRevision } from '../../src/graph/next-revision.ts'
import type { Plan } from '../../src/graph/plan.ts'
import { planDowngrade, planDowngradeOffline } from '../../src/graph/plan-downgrade.ts'
import { planStamp, requireRowsApart } from '../../src/graph/plan-stamp.ts'
import { planUpgrade, planUpgradeOffline } from '../../src/graph/plan-upgrade.ts'
import { getRevision } from '../../src/graph/resolve.ts'
import { withoutSignedLabels } from '../../src/graph/signed-labels.ts'
import { graphOf } from './graphs.ts'

const fork = graphOf('a:', 'b@left: a', 'c@right: a', 'd: b')

function ids(plan: Plan): string[] {
  return plan.steps.flatMap((step) => step.revision?.id ?? [])
}

function errorOf(ask: () => unknown): GraphError {
  try {
    ask()
  } catch (error) {
    if (error instanceof GraphError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('upgrade', () => {
  test('writes what each step does to the table', () => {
    const merge = graphOf('a:', 'b: a', 'c: a', 'm: b c')
    expect(planUpgrade(merge, 'head', []).steps.map(({ effect, changes }) => [effect, changes])).toEqual([
      ['createBranch', [{ kind: 'insert', id: 'a' }]],
      ['update', [{ kind: 'update', from: 'a', to: 'c' }]],
      ['createBranch', [{ kind: 'insert', id: 'b' }]],
      [
        'merge',
        [
          { kind: 'delete', id: 'b' },
          { kind: 'update', from: 'c', to: 'm' },
        ],
      ],
    ])
  })

  test('"head" of several names them and says what to write', () => {
    const error = errorOf(() => planUpgrade(fork, 'head', []))
    expect(error.code).toBe('multiple-heads')
    expect(error.message).toBe('"head" could mean c or d')
    expect(error.hint).toContain('"heads"')
  })

  test('"heads" of several is not told to be written where one is asked for', () => {
    const error = errorOf(() => planDowngrade(fork, 'heads', ['c', 'd']))
    expect(error.code).toBe('multiple-heads')
    expect(error.message).toBe('"heads" stands for c and d, and one revision is asked for')
    expect(error.hint).not.toContain('"heads"')
  })

  test('brings in what another branch needs', () => {
    const graph = graphOf('a1:', 'a2: a1', 'b1: +a2', 'b2: b1')
    expect(ids(planUpgrade(graph, 'b2', []))).toEqual(['a1', 'a2', 'b1', 'b2'])
  })

  test('counts steps on a branch', () => {
    expect(ids(planUpgrade(fork, 'left@+2', ['a']))).toEqual(['b', 'd'])
    expect(errorOf(() => planUpgrade(fork, '+1', ['a'])).code).toBe('ambiguous-walk')
    expect(errorOf(() => planUpgrade(fork, '+9', ['d'])).code).toBe('relative-too-far')
  })

  test('a row no file defines stops it before any step', () => {
    const error = errorOf(() => planUpgrade(fork, 'heads', ['b', 'gone']))
    expect(error.code).toBe('not-found')
    expect(error.message).toContain('the database is at revision "gone"')
  })

  test('a range is for scripts', () => {
    expect(errorOf(() => planUpgrade(fork, 'a:b', [])).code).toBe('range-not-allowed')
    expect(planUpgradeOffline(fork, 'a:left@head')).toMatchObject({ start: ['a'], final: ['d'] })
  })

  test('a script may start from several revisions', () => {
    const start = (range: string) => planUpgradeOffline(fork, range)
    expect(start('b,c:heads')).toMatchObject({ start: ['b', 'c'], final: ['d', 'c'] })
    expect(start('left@head, c:heads')).toMatchObject({ start: ['d', 'c'], steps: [] })
    expect(ids(planDowngradeOffline(fork, 'c,d:base'))).toEqual(ids(planDowngradeOffline(fork, 'heads:base')))
    expect(planDowngradeOffline(fork, 'heads:a').final).toEqual(['a'])
    expect(planStamp(fork, ['b,c:d'], [], { offline: true }).final).toEqual(['d', 'c'])
    expect(errorOf(() => start('a,b:heads')).code).toBe('overlapping-revisions')
    expect(errorOf(() => start('base,b:heads')).message).toContain('"base" stands for no revision here')
    expect(errorOf(() => start('b,nope:heads')).code).toBe('not-found')
    expect(errorOf(() => start('head:heads')).code).toBe('multiple-heads')
    expect(errorOf(() => start('b,:heads')).code).toBe('empty-name')
  })

  test('a range for a script has both ends', () => {
    for (const range of [':b', 'b:', ':']) {
      const asked = [
        () => planUpgradeOffline(fork, range),
        () => planDowngradeOffline(fork, range),
        () => planStamp(fork, [range], [], { offline: true }),
      ]
      for (const ask of asked) {
        expect(errorOf(ask).message).toBe(`"${range}" leaves an end out, and a script needs to know both`)
      }
    }
  })

  test('from rows that include one another says that they are rows, and how to be rid of one', () => {
    const error = errorOf(() => planUpgrade(fork, 'heads', ['d', 'c', 'a']))
    expect(error.code).toBe('overlapping-revisions')
    expect(error.message).toMatch(
      /^the version table has a row for revision d .*, and one for a, which it includes$/,
    )
    expect(error.hint).toContain('"tsmig stamp --purge d c"')
  })
})

test('a label with a sign and digits is a name before it is steps', () => {
  const line = graphOf('a:', 'b: a', 'c: b', 'd@release-2: c', 'e: d', 'other:')
  const up = (target: string, heads: string[] = []) =>
    planUpgrade(line, withoutSignedLabels(line, target), heads).final
  const down = (target: string) => planDowngrade(line, withoutSignedLabels(line, target), ['e']).final
  expect(up('release-2')).toEqual(['d'])
  expect(up('release-2@head')).toEqual(['e'])
  expect(up('release-2@d')).toEqual(['d'])
  expect(up('release-2-2')).toEqual(['b'])
  expect(up('release-2+1')).toEqual(['e'])
  expect(up('release-2@+1', ['c'])).toEqual(['d'])
  expect([down('release-2'), down('release-2@-1'), down('release-2-1')]).toEqual([['d'], ['d'], ['c']])
  expect(down('release-2@base')).toEqual([])
  for (const target of ['+1', '-1', 'a+1', 'd-1', 'release-3', 'other@head', 'a:+2']) {
    expect(withoutSignedLabels(line, target)).toBe(target)
  }
  expect(withoutSignedLabels(line, 'a:release-2@head')).toBe('a:d@head')
})

describe('downgrade', () => {
  test('by steps from several rows warns and takes the first', () => {
    const plan = planDowngrade(fork, '-1', ['c', 'd'])
    expect(ids(plan)).toEqual(['c'])
    expect(plan.warnings.map(({ kind }) => kind)).toEqual(['ambiguous_downgrade'])
    expect(plan.final).toEqual(['d'])
  })

  test('of one branch leaves the other', () => {
    expect(planDowngrade(fork, 'left@base', ['c', 'd']).final).toEqual([])
    expect(planDowngrade(fork, 'left@a', ['c', 'd']).final).toEqual(['c'])
  })

  test('to what is not applied is refused', () => {
    expect(errorOf(() => planDowngrade(fork, 'd', ['c'])).code).toBe('range-not-ancestor')
    expect(errorOf(() => planDowngradeOffline(fork, 'a')).code).toBe('sql-downgrade-needs-range')
  })
})

describe('stamp', () => {
  test('moves the rows of the branch only', () => {
    expect(planStamp(fork, ['b'], ['c', 'd']).final).toEqual(['c', 'b'])
  })

  test('leaves no rows that include one another', () => {
    const rows = (targets: string[], heads: string[]) => () =>
      requireRowsApart(fork, planStamp(fork, targets, heads))
    expect(errorOf(rows(['a', 'b'], [])).message).toMatch(/^revision b .* already includes a, named/)
    expect(errorOf(rows(['d'], ['d', 'a'])).message).toMatch('the version table has a row for revision d')
    expect(rows(['d', 'c'], [])).not.toThrow()
    expect(rows(['c'], ['d'])).not.toThrow()
  })

  test('takes no number of steps', () => {
    for (const target of ['+1', 'a+1', 'd-1']) {
      expect(errorOf(() => planStamp(fork, [target], [])).hint).toMatch("Steps can't be counted here")
    }
  })

  test('with purge forgets the rows', () => {
    expect(planStamp(fork, ['d'], ['gone'], { purge: true }).final).toEqual(['d'])
    expect(errorOf(() => planStamp(fork, ['d'], [], { purge: true, offline: true })).code).toBe(
      'purge-with-sql',
    )
  })
})

test('a step that does not fit the rows leads to where it should', () => {
  const rows = new VersionRows(fork, ['b'])
  expect(rows.upgrade('b')).toMatchObject({ changes: [], after: ['b'] })
  expect(rows.downgrade('c')).toMatchObject({ changes: [], after: ['b'] })
  expect(rows.upgrade('d').after).toEqual(['d'])
})

describe('listings', () => {
  test('history takes ranges and "current"', () => {
    const range = (text: string, rows: string[]) => history(fork, text, rows).map(({ id }) => id)
    expect(range('a:d', [])).toEqual(['d', 'b', 'a'])
    expect(range('current:', ['b'])).toEqual(['d', 'b'])
    expect(errorOf(() => history(fork, 'a', [])).code).toBe('bad-history-range')
  })

  test('heads, branch points, current, show', () => {
    const graph = graphOf('a:', 'b: a', 'c: a +b')
    expect(headsOf(graph).map(({ id }) => id)).toEqual(['b', 'c'])
    expect(headsOf(graph, { resolveDependencies: true }).map(({ id }) => id)).toEqual(['c'])
    expect(branchPoints(graph).map(({ revision, into }) => [revision.id, into.length])).toEqual([['a', 2]])
    expect(current(graph, ['c']).map(({ id }) => id)).toEqual(['c', 'b'])
    expect(show(graph, 'current', ['c']).map(({ id }) => id)).toEqual(['c'])
    expect(errorOf(() => checkHeads(graph, ['c'])).code).toBe('not-at-head')
  })
})

describe('new revision', () => {
  test('builds on the head, and on any revision with splice', () => {
    const line = graphOf('a:', 'b: a')
    expect(parentsForRevision(line, { id: 'c' }).parents).toEqual(['b'])
    expect(errorOf(() => parentsForRevision(line, { id: 'c', heads: 'a' })).code).toBe('not-a-head')
    expect(parentsForRevision(line, { id: 'c', heads: 'a', splice: true }).parents).toEqual(['a'])
    expect(parentsForRevision(fork, { id: 'm', heads: 'heads' }).parents).toEqual(['c', 'd'])
  })

  test('keeps a dependency on a label as a label', () => {
    const revision = parentsForRevision(fork, { id: 'e', heads: 'd', dependsOn: ['right'] })
    expect(revision.dependsOn).toEqual(['right'])
  })
})

test('an ambiguous beginning lists what it fits', () => {
  const error = errorOf(() => getRevision(graphOf('abcd1:', 'abcd2:'), 'abcd'))
  expect(error.message).toBe('"abcd" is the beginning of abcd1 and abcd2')
})
