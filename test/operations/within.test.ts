import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Within } from '../../src/operations/within.ts'

const pause = () => new Promise((resolve) => setImmediate(resolve))

test('inside of a body, and behind what it awaits, each has the value of its own innermost one', async () => {
  const body = fc.array(fc.tuple(fc.nat(2), fc.nat(9)), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(fc.array(body, { maxLength: 4 }), async (bodies) => {
      const all = [0, 1, 2].map(() => new Within<number>())
      const go = async (
        levels: readonly (readonly [number, number])[],
        known: readonly (number | undefined)[],
      ) => {
        expect(all.map((one) => one.get())).toEqual(known)
        await pause()
        const [level, ...rest] = levels
        if (level !== undefined) {
          const [at, value] = level
          await all[at]?.run(value, () => go(rest, known.with(at, value)))
        }
        expect(all.map((one) => one.get())).toEqual(known)
      }
      // All at once: they don't see each other.
      await Promise.all(bodies.map((levels) => go(levels, [undefined, undefined, undefined])))
    }),
  )
})
