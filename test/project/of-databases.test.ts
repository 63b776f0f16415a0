import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type OfDatabases, partsFor } from '../../src/project/of-databases.ts'

const names = ['main', 'audit', 'log']

/** A part for all, or one for each of some databases. */
const parts: fc.Arbitrary<OfDatabases<string> | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.record({ all: fc.constant('all') }),
  fc.subarray(names).map((some) => ({ byName: new Map(some.map((name) => [name, name])) })),
)

/** Whether a database is left alone. */
function leavesOut(part: OfDatabases<string> | undefined, name: string): boolean {
  return part !== undefined && 'byName' in part && !part.byName.has(name)
}

test('a database gets what is for it or for all, nothing where it is left alone, and no way back without one', () => {
  fc.assert(
    fc.property(parts, parts, fc.constantFrom(...names), (upgrade, downgrade, name) => {
      const given = { ...(upgrade && { upgrade }), ...(downgrade && { downgrade }) }
      const found = partsFor(name, given, 'nothing')
      const own = (part: OfDatabases<string> | undefined) =>
        part === undefined ? undefined : 'all' in part ? part.all : part.byName.get(name)
      expect(found.upgrade).toBe(leavesOut(upgrade, name) ? 'nothing' : own(upgrade))
      const harmless = leavesOut(upgrade, name) && leavesOut(downgrade, name)
      expect(found.downgrade).toBe(harmless ? 'nothing' : own(downgrade))
    }),
  )
})

test('without a name there is only what is for all', () => {
  expect(partsFor(undefined, { upgrade: { all: 'a' }, downgrade: { all: 'b' } }, 'nothing')).toEqual({
    upgrade: 'a',
    downgrade: 'b',
  })
})
