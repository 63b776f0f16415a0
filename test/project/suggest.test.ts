import { expect, test } from 'vitest'
import { editDistance, nearest } from '../../src/support/suggest.ts'

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', 'abd', 1],
  ['abc', 'acb', 1],
  ['abc', 'abcd', 1],
  ['abc', '', 3],
  ['kitten', 'sitting', 3],
])('%s to %s takes %i edits', (from, to, edits) => {
  expect(editDistance(from, to)).toBe(edits)
  expect(editDistance(to, from)).toBe(edits)
})

test('the nearest name, or none', () => {
  const known = ['script_location', 'timezone', 'url']
  expect(nearest('script_locaton', known)).toBe('script_location')
  expect(nearest('TimeZone', known)).toBe('timezone')
  expect(nearest('ulr', known)).toBe('url')
  expect(nearest('something else', known)).toBeUndefined()
  expect(nearest('x'.repeat(1_000_000), known)).toBeUndefined()
})
