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
const revision = {
  async upgrade(operations: Op) {
    await operations.backfill('a', { set: { b: 1 } })
  },
}
async function setsNotNull(op: Op) {
  await op.setNotNull('a', 'b')
}
const bare = async ({ dialect, backfill }: Op) => {
  if (dialect === 'postgres') await backfill('a', { set: { b: 1 } })
}
const fill = { backfill: async (_op: Op) => {}, setNotNull: async (_op: Op) => {} }
const named = async (op: Op) => {
  const { backfill } = fill
  await backfill(op)
  await fill.setNotNull(op)
}

test.each([
  ['a call', outside, true],
  ['a call without its receiver', destructured, true],
  ['a comment and a string', told, false],
  ['a backfill', revision.upgrade, true],
  ['op.setNotNull', setsNotNull, true],
  ['a backfill without its receiver', bare, true],
  ['a function without parentheses', 'op => op.setNotNull("a", "b")', true],
  ['functions of the same names', named, false],
])('%s', (_what, revision, calls) => {
  expect(callsOutsideTransaction(revision.toString())).toBe(calls)
})
