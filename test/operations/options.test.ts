import { describe, expect, test } from 'vitest'
import type { Op } from '../../src/operations/op.ts'
import { index } from '../../src/schema/index-definition.ts'
import { collectingOp, operationOf } from './collect.ts'

describe('an option that would do nothing is refused', () => {
  test.each<readonly [string, (op: Op, options: object) => Promise<void>, object]>([
    ['dropSchema', (op, options) => op.dropSchema('app', options), { schema: 'x' }],
    ['dropExtension', (op, options) => op.dropExtension('citext', options), { schema: 'x' }],
    ['dropPolicy', (op, options) => op.dropPolicy('own', 'item', options), { cascade: true }],
  ])('%s', (method, call, options) => {
    const { op, entries } = collectingOp()
    expect(() => call(op, options)).toThrow(`op.${method} has no option "${Object.keys(options)[0]}"`)
    expect(entries).toEqual([])
  })
})

test('an index has all its options wherever it is described', async () => {
  const options = {
    unique: true,
    nullsNotDistinct: true,
    storage: { fillfactor: 70 },
    comment: 'fast',
  } as const
  expect(index('name', options)).toMatchObject(options)
  const batch = await operationOf((op) =>
    op.batch('item', (changes) => changes.createIndex('ix', 'name', { ...options, tablespace: 'fast' })),
  )
  expect(batch).toMatchObject({ changes: [{ index: { ...options, tablespace: 'fast' } }] })
})
