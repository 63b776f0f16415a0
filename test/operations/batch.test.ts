import { describe, expect, test } from 'vitest'
import type { Batch } from '../../src/operations/batch.ts'
import type { BatchOptions, Op } from '../../src/operations/op.ts'
import type { AlterTable } from '../../src/operations/operation.ts'
import { reverse } from '../../src/operations/reverse.ts'
import { uniqueConstraint } from '../../src/schema/constraints.ts'
import { defineTable } from '../../src/schema/define-table.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import { collectingOp, operationOf } from './collect.ts'
import { expectSql } from './expect-sql.ts'

async function batchOf(fill: (batch: Batch, op: Op) => void, options?: BatchOptions): Promise<AlterTable> {
  const operation = await operationOf((op) => op.batch('a', (batch) => fill(batch, op), options))
  if (operation.kind !== 'alterTable') throw new Error(`${operation.kind} is no batch`)
  return operation
}

const convention = {
  ix: 'ix_%(column_0_label)s',
  uq: 'uq_%(table_name)s_%(column_0_N_name)s',
  ck: 'ck_%(table_name)s_%(constraint_name)s',
  fk: 'fk_%(table_name)s_%(column_0N_name)s_%(referred_table_name)s_%(referred_column_0_name)s',
  pk: 'pk_%(table_name)s',
}

describe('the options of a batch', () => {
  test('stand in the operation as data', async () => {
    const copyFrom = defineTable('a', { b: t.text(), c: t.integer() }, [index('b')])
    const operation = await batchOf(() => {}, {
      schema: 's',
      recreate: 'always',
      copyFrom: { ...copyFrom, table: { ...copyFrom.table, table: { name: 'a' } } },
      partialReordering: [['c', 'b']],
      tableArgs: [index('c'), { kind: 'check', expression: 'c > 0' }],
      tableOptions: { strict: true, withoutRowid: false },
      reflectArgs: { c: t.boolean() },
      namingConvention: convention,
    })
    expect(operation).toEqual({
      kind: 'alterTable',
      table: { name: 'a', schema: 's' },
      changes: [],
      recreate: 'always',
      rebuild: {
        copyFrom: {
          table: { ...copyFrom.table, table: { name: 'a', schema: 's' } },
          indexes: copyFrom.indexes,
        },
        partialReordering: [['c', 'b']],
        constraints: [{ kind: 'check', expression: 'c > 0' }],
        indexes: [{ name: 'ix_a_c', keys: [{ column: 'c' }] }],
        strict: true,
        withoutRowid: false,
        columnTypes: { c: { type: 'boolean' } },
        naming: convention,
      },
    })
    expect(JSON.parse(JSON.stringify(operation))).toEqual(operation)
  })

  test('are left out where they are not given', async () => {
    expect(await batchOf((batch) => void batch.addColumn('b', t.text()))).toEqual({
      kind: 'alterTable',
      table: { name: 'a' },
      changes: [
        {
          kind: 'addColumn',
          table: { name: 'a' },
          column: { name: 'b', type: { type: 'text' }, nullable: true },
        },
      ],
      recreate: 'auto',
    })
  })

  test('the place of a column', async () => {
    const { changes } = await batchOf((batch) => {
      batch.addColumn('b', t.text(), { insertBefore: 'c' })
      batch.alterColumn('d', { nullable: false }, { insertAfter: 'e' })
    })
    expect(changes).toMatchObject([{ insertBefore: 'c' }, { insertAfter: 'e' }])
  })

  const loose = (value: unknown): BatchOptions => value as BatchOptions
  test.each<[BatchOptions, string]>([
    [loose({ recreate: 'sometimes' }), '`recreate` is "sometimes"'],
    [loose({ recreat: 'auto' }), 'op.batch has no option "recreat"'],
    [loose({ copyFrom: {} }), '`copyFrom` of the batch of a is no table'],
    [{ copyFrom: defineTable('other', { b: t.text() }) }, '`copyFrom` of the batch of a is the table other'],
    [loose({ partialReordering: ['a', 'b'] }), '`partialReordering` is no list of lists of columns'],
    [loose({ tableOptions: { strickt: true } }), 'tableOptions of op.batch has no option "strickt"'],
    [loose({ reflectArgs: { c: 'text' } }), '`reflectArgs` has no type for the column c'],
    [loose({ namingConvention: { xx: 'a' } }), 'A naming convention has "xx"'],
    [{ namingConvention: { uq: 'uq_%(tabel_name)s' } }, 'has %(tabel_name)s, for which'],
  ])('%j is refused', async (options, message) => {
    await expect(batchOf(() => {}, options)).rejects.toThrow(message)
  })

  test('the place of a column is nothing to a database that does not rebuild', async () => {
    const operation = await batchOf(
      (batch) => {
        batch.addColumn('b', t.text(), { insertBefore: 'c' })
        batch.alterColumn('d', { nullable: false }, { insertAfter: 'e' })
      },
      { partialReordering: [['d', 'b']], tableOptions: { strict: true } },
    )
    await expectSql(operation, {
      postgres: ['ALTER TABLE "a" ADD COLUMN "b" text', 'ALTER TABLE "a" ALTER COLUMN "d" SET NOT NULL'],
    })
  })

  test('two places of one column are refused', async () => {
    await expect(
      batchOf((batch) => void batch.addColumn('b', t.text(), { insertBefore: 'c', insertAfter: 'd' })),
    ).rejects.toThrow('before one column and after another')
  })

  test('undoing a batch looks at the database again', async () => {
    const copyFrom = defineTable('a', { b: t.text() })
    const operation = await batchOf((batch) => void batch.addColumn('c', t.text()), { copyFrom })
    expect(reverse(operation).operation).toMatchObject({
      kind: 'alterTable',
      changes: [{ kind: 'dropColumn' }],
    })
    expect(reverse(operation).operation).not.toHaveProperty('rebuild')
  })
})

describe('a naming convention', () => {
  test('names what has no name, and makes something of names where it says so', async () => {
    const { changes } = await batchOf(
      (batch, op) => {
        batch.addColumn('u', t.text().unique().references('r.id'))
        batch.createUniqueConstraint(null, ['b', 'c'])
        batch.createUniqueConstraint('own', 'b')
        batch.createCheckConstraint('positive', sql`b > 0`)
        batch.createCheckConstraint(op.f('final'), 'c > 0')
        batch.createCheckConstraint(batch.f('other'), 'd > 0')
        batch.createCheckConstraint(null, 'e > 0')
        batch.createForeignKey(null, 'r', ['b', 'c'], ['id', 'no'])
        batch.createPrimaryKey(null, 'b')
        batch.createIndex(null, ['b', 'c'])
        batch.createIndex('ix', 'b')
        batch.dropConstraint('old', { type: 'check' })
        batch.dropConstraint(op.f('older'), { type: 'check' })
        batch.dropConstraint('unknown')
      },
      { namingConvention: convention },
    )
    const names = changes.map((change) => {
      if (change.kind === 'addColumn') return change.constraints?.map(({ name }) => name)
      if (change.kind === 'addConstraint') return change.constraint.name
      return change.kind === 'createIndex' ? change.index.name : 'name' in change ? change.name : ''
    })
    expect(names).toEqual([
      ['uq_a_u', 'fk_a_u_r_id'],
      'uq_a_b_c',
      'own',
      'ck_a_positive',
      'final',
      'other',
      undefined,
      'fk_a_bc_r_id',
      'pk_a',
      'ix_a_b',
      'ix',
      'ck_a_old',
      'older',
      'unknown',
    ])
  })

  test('a final name has to be a name', async () => {
    await expect(batchOf((_, op) => void op.f(''))).rejects.toThrow('A final name is empty')
  })
})

describe('changes that contradict each other are refused before anything is queued', () => {
  test.each<[string, (batch: Batch) => void]>([
    ['makes the column b twice', (it) => [it.addColumn('b', t.text()), it.addColumn('b', t.integer())]],
    ['makes the column b and drops it again', (it) => [it.addColumn('b', t.text()), it.dropColumn('b')]],
    ['drops the column b twice', (it) => [it.dropColumn('b'), it.dropColumn('b')]],
    [
      'alters the column b after it is dropped or renamed',
      (it) => [it.dropColumn('b'), it.alterColumn('b', { nullable: true })],
    ],
    [
      'alters the nullable of the column b to two different ends',
      (it) => [it.alterColumn('b', { nullable: true }), it.alterColumn('b', { nullable: false })],
    ],
    [
      'alters the type of the column c to two different ends',
      (it) => [
        it.alterColumn('b', { type: t.text(), name: 'c' }),
        it.alterColumn('c', { type: t.integer() }),
      ],
    ],
    [
      'alters the column b after it is dropped or renamed',
      (it) => [it.alterColumn('b', { name: 'c' }), it.alterColumn('b', { nullable: true })],
    ],
    [
      'makes the column c and renames b to it',
      (it) => [it.addColumn('c', t.text()), it.alterColumn('b', { name: 'c' })],
    ],
    ['makes the index i twice', (it) => [it.createIndex('i', 'b'), it.createIndex('i', 'c')]],
    ['makes the index i and drops it again', (it) => [it.createIndex('i', 'b'), it.dropIndex('i')]],
    ['drops the index i twice', (it) => [it.dropIndex('i'), it.dropIndex('i')]],
    [
      'makes the constraint c twice',
      (it) => [it.createUniqueConstraint('c', 'b'), it.createCheckConstraint('c', 'b > 1')],
    ],
    ['drops the constraint c twice', (it) => [it.dropConstraint('c'), it.dropConstraint('c')]],
  ])('%s', async (message, fill) => {
    await expect(batchOf(fill)).rejects.toMatchObject({
      code: 'invalid-operation',
      message: `The batch of a ${message}`,
    })
  })

  test('what follows from each other is none', async () => {
    const { changes } = await batchOf((it) => {
      it.dropColumn('b')
      it.addColumn('b', t.text())
      it.alterColumn('b', { nullable: false })
      it.alterColumn('b', { nullable: false })
      it.dropIndex('i')
      it.createIndex('i', 'b')
      it.alterColumn('c', { name: 'd' })
      it.addColumn('c', t.text())
      it.dropConstraint('x', { ifExists: true })
      it.dropConstraint('x', { ifExists: true })
      it.dropConstraint(null, { was: uniqueConstraint('b') })
      it.dropConstraint(null, { was: uniqueConstraint('c') })
    })
    expect(changes).toHaveLength(12)
  })
})

describe('comments', () => {
  const setComment = (comment: string | null, was?: string) => ({
    kind: 'setComment',
    on: { type: 'table', table: { name: 'a', schema: 's' } },
    comment,
    ...(was === undefined ? {} : { was }),
  })

  test.each([
    ['a plain function', (fill: () => void) => fill],
    ['an async function', (fill: () => void) => async () => fill()],
  ])('come before the changes, from %s', async (_, made) => {
    const { op, entries } = collectingOp()
    await op.batch(
      { name: 'a', schema: 's' },
      (batch) =>
        made(() => {
          batch.addColumn('b', t.text())
          batch.createTableComment('new', { existingComment: 'old' })
          batch.dropTableComment()
        })(),
      {},
    )
    const [first] = entries
    const operations = first?.kind === 'later' ? await first.operations() : entries
    expect(operations).toMatchObject([
      setComment('new', 'old'),
      setComment(null),
      { kind: 'alterTable', changes: [{ kind: 'addColumn' }] },
    ])
  })

  test('alone change no table', async () => {
    expect(
      await operationOf((op) =>
        op.batch({ name: 'a', schema: 's' }, (batch) => batch.createTableComment('new')),
      ),
    ).toEqual(setComment('new'))
  })
})
