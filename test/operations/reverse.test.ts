import { describe, expect, test } from 'vitest'
import type { Op } from '../../src/operations/op.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { reverse } from '../../src/operations/reverse.ts'
import { uniqueConstraint } from '../../src/schema/constraints.ts'
import { defineTable } from '../../src/schema/define-table.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { operationOf } from './collect.ts'

const twoWays: readonly [string, (op: Op) => Promise<unknown>, Operation['kind']][] = [
  ['createTable', (op) => op.createTable('a', { b: t.text().primaryKey() }, [index('b')]), 'dropTable'],
  ['renameTable', (op) => op.renameTable({ name: 'a', schema: 's' }, 'b'), 'renameTable'],
  ['addColumn', (op) => op.addColumn('a', 'b', t.integer().unique('u').references('c.d')), 'dropColumn'],
  [
    'alterColumn',
    (op) =>
      op.alterColumn('a', 'b', {
        type: t.text(),
        nullable: true,
        default: 'x',
        comment: 'y',
        name: 'c',
        existing: t.varchar(5).notNull(),
      }),
    'alterColumn',
  ],
  ['addConstraint', (op) => op.createCheckConstraint('ck', 'a', 'b > 1'), 'dropConstraint'],
  ['createIndex', (op) => op.createIndex('i', 'a', 'b', { concurrently: true }), 'dropIndex'],
  [
    'alterTable',
    (op) =>
      op.batch('a', (batch) => {
        batch.addColumn('b', t.text())
        batch.alterColumn('b', { name: 'c' })
      }),
    'alterTable',
  ],
]

describe('reverse', () => {
  test.each(twoWays)('of %s there and back is the same', async (_, call, kind) => {
    const operation = await operationOf(call)
    const undo = reverse(operation).operation
    if (undo === undefined) throw new Error('no way back')
    expect(undo.kind).toBe(kind)
    const redo = reverse(undo).operation
    if (redo === undefined) throw new Error('no way forth again')
    // What was known beforehand is known of the way back too, and a little more.
    expect(redo).toMatchObject(operation.kind === 'alterColumn' ? { ...operation, existing: {} } : operation)
    expect(reverse(redo).operation).toMatchObject(undo.kind === 'alterColumn' ? { to: undo.to } : undo)
  })

  test('undoes the changes of a batch from the last to the first, under the names they then have', async () => {
    const operation = await operationOf((op) =>
      op.batch('a', (batch) => {
        batch.addColumn('b', t.text())
        batch.alterColumn('b', { name: 'c' })
      }),
    )
    expect(reverse(operation).operation).toMatchObject({
      changes: [
        { kind: 'alterColumn', column: 'c', to: { name: 'b' } },
        { kind: 'dropColumn', column: 'b' },
      ],
    })
  })

  test('takes away what a batch put into the new table, wherever it did', async () => {
    const was = uniqueConstraint('b', { name: 'u' })
    const operation = await operationOf((op) =>
      op.batch('a', (batch) => batch.addColumn('b', t.text()), {
        tableArgs: [was, index('b', { name: 'i' })],
      }),
    )
    expect(reverse(operation).operation).toMatchObject({
      changes: [
        { kind: 'dropIndex', name: 'i', ifExists: true },
        { kind: 'dropConstraint', name: 'u', ifExists: true, was },
        { kind: 'dropColumn', column: 'b' },
      ],
    })
  })

  test('lays a rebuilt table out as copyFrom tells that it was', async () => {
    const copyFrom = defineTable('a', { b: t.text(), c: t.text() }, [], { strict: true })
    const operation = await operationOf((op) =>
      op.batch('a', (batch) => batch.addColumn('d', t.text()), {
        copyFrom,
        partialReordering: [['c', 'b']],
        tableOptions: { strict: false, withoutRowid: true },
      }),
    )
    expect(reverse(operation).operation).toMatchObject({
      rebuild: { partialReordering: [['b', 'c']], strict: true, withoutRowid: false },
    })
  })

  test('leaves what a sequence was not told to the database', async () => {
    const operation = await operationOf((op) => op.alterSequence('s', { cache: 5 }, { was: {} }))
    expect(reverse(operation).operation).toMatchObject({ to: { cache: null } })
  })

  test.each<[string, (op: Op) => Promise<unknown>, string]>([
    ['a dropped table', (op) => op.dropTable('a'), 'what the table a was like'],
    ['a dropped column', (op) => op.dropColumn('a', 'b'), 'what the column b of a was like'],
    ['a dropped constraint', (op) => op.dropConstraint('c', 'a'), 'what the constraint c of a was like'],
    [
      'a primary key dropped by its type',
      (op) => op.dropConstraint(null, 'a', { type: 'primaryKey' }),
      'what the primary key of a was like',
    ],
    ['a dropped index', (op) => op.dropIndex('i'), 'what the index i was like'],
    ['a nameless constraint', (op) => op.createUniqueConstraint(null, 'a', 'b'), 'has no name to drop it by'],
    [
      'an unknown type',
      (op) => op.alterColumn('a', 'b', { type: t.text() }),
      'the type that the column b of a had',
    ],
    [
      'an unknown default',
      (op) => op.alterColumn('a', 'b', { default: null, existing: { nullable: true } }),
      'the default that the column b',
    ],
    ['rows', (op) => op.bulkInsert('a', [{ b: 1 }]), "can't be told from others"],
    ['SQL', (op) => op.execute('SELECT 1'), 'is not known'],
    [
      'a batch with one of them',
      (op) =>
        op.batch('a', (batch) => {
          batch.addColumn('b', t.text())
          batch.dropColumn('c')
        }),
      'what the column c of a was like',
    ],
    [
      'the columns of a batch in another order',
      (op) =>
        op.batch('a', (batch) => batch.dropColumn('c', { was: t.text() }), {
          partialReordering: [['d', 'b']],
        }),
      'the order that the columns of a had',
    ],
    [
      'a batch that makes the table strict',
      (op) => op.batch('a', (batch) => batch.addColumn('b', t.text()), { tableOptions: { strict: true } }),
      'the options that a had',
    ],
    [
      'a nameless constraint that a batch puts into the new table',
      (op) =>
        op.batch('a', (batch) => batch.addColumn('b', t.text()), { tableArgs: [uniqueConstraint('b')] }),
      'has no name to drop it by',
    ],
  ])('gives the reason where there is no way back: %s', async (_, call, reason) => {
    const reversal = reverse(await operationOf(call))
    expect(reversal.operation).toBeUndefined()
    expect(reversal.reason).toContain(reason)
  })
})
