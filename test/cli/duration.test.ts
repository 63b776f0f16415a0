import fc from 'fast-check'
import { expect, test } from 'vitest'
import { duration } from '../../src/support/text.ts'

test.each([
  [0, '0 ms'],
  [12.4, '12 ms'],
  [999.6, '1 s'],
  [3_400, '3.4 s'],
  [30_000, '30 s'],
  [59_960, '1 min'],
  [60_000, '1 min'],
  [119_700, '2 min'],
  [125_000, '2 min 5 s'],
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text)
})

test('whatever it is, no part of it would be one more of the part before', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 36_000_000, noNaN: true }), (milliseconds) => {
      const parts = [...duration(milliseconds).matchAll(/([\d.]+) (min|s|ms)/g)]
      const told = parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit as Unit], 0)
      for (const [, count, unit] of parts) {
        if (unit !== 'min') expect(Number(count)).toBeLessThan(unit === 's' ? 60 : 1000)
      }
      expect(Math.abs(told - milliseconds)).toBeLessThanOrEqual(milliseconds < 60_000 ? 50.5 : 500.5)
    }),
  )
})

type Unit = keyof typeof units
const units = { min: 60_000, s: 1_000, ms: 1 }
