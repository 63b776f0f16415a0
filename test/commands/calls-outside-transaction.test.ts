import { expect, test } from 'vitest'
import { callsOutsideTransaction } from '../../src/commands/calls-outside-transaction.ts'
import type { Op } from '../../src/operations/op.ts'

const outside = async (op: Op) => {
  if (op.dialect === 'postgres') await op.outsideTransaction(async () => {})
}
const destructured = ({ outsideTransaction }: Op) => outsideTransaction(async () => {})
const told = (op: Op) => {
  // op.outsideTransaction(…) would do it, too
  return op.execute("SELECT 'op.outsideTransaction(…)'")
}

test.each([
  ['a call', outside, true],
  ['a call without its receiver', destructured, true],
  ['a comment and a string', told, false],
])('%s', (_what, revision, calls) => {
  expect(callsOutsideTransaction(revision.toString())).toBe(calls)
})
