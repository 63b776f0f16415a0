import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSame } from '../../src/schema/same.ts'

const part = fc.oneof(
  fc.string({ maxLength: 2 }),
  fc.integer({ min: -1, max: 1 }),
  fc.constantFrom(NaN, 0, -0, null, undefined, true, false, 1n, 2n),
  fc.date({ min: new Date(0), max: new Date(2), noInvalidDate: true }),
  fc.uint8Array({ maxLength: 2, max: 1 }),
)
const { data } = fc.letrec((tie) => ({
  data: fc.oneof({ maxDepth: 3 }, part, fc.array(tie('data'), { maxLength: 3 }), tie('record')),
  record: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('data'), { noNullPrototype: true }),
}))

test('two values are the same exactly where Node finds them deeply and strictly equal', () => {
  fc.assert(
    fc.property(data, data, (one, other) => {
      expect(isSame(one, other)).toBe(isDeepStrictEqual(one, other))
      expect(isSame(one, structuredClone(one))).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('two dates that are none are the same, whatever Node says of them', () => {
  // Node 20 finds them different, later ones don't.
  expect(isSame(new Date(NaN), new Date(NaN))).toBe(true)
  expect(isSame(new Date(NaN), new Date(0))).toBe(false)
})

test('the order of keys and the prototype of a record make no difference', () => {
  const bare = Object.assign(Object.create(null) as object, { b: [1], a: undefined })
  expect(isSame({ a: undefined, b: [1] }, bare)).toBe(true)
  expect(isSame({ b: [1] }, bare)).toBe(false)
})

test('what every object inherits is none of its keys', () => {
  const own = Object.fromEntries([['__proto__', {}]])
  expect(isSame(own, { a: {} })).toBe(false)
  expect(isSame({ a: {} }, own)).toBe(false)
  expect(isSame(own, Object.fromEntries([['__proto__', {}]]))).toBe(true)
})
