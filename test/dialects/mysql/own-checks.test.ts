import { expect, test } from 'vitest'
import { ownConditions } from '../../../src/dialects/mysql/introspect/own-checks.ts'

test('a check of a column is its own after the column got another name', () => {
  const checks = [
    { name: 'a', condition: 'json_valid(`x`)' },
    { name: 'b', condition: '`a` > 0' },
    { name: 'c', condition: '`c` > `a`' },
    { name: 'd', condition: 'rand() > 0' },
  ]
  expect([...ownConditions(checks, ['x', 'a', 'c', 'd'])].sort()).toEqual([
    ['a', '`a` > 0'],
    ['c', '`c` > `a`'],
    ['d', 'rand() > 0'],
    ['x', 'json_valid(`x`)'],
  ])
})
