import { describe, expect, test } from 'vitest'
import type { Batch } from '../../src/operations/batch.ts'
import { check } from '../../src/schema/constraints.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { operationOf } from './collect.ts'
import { expectSql } from './expect-sql.ts'

const batchOf = (fill: (batch: Batch) => Promise<void>) =>
  operationOf((op) => op.batch('a', async (batch) => await fill(batch)))

describe('a batch takes the options of op itself', () => {
  const calls: readonly [string, (batch: Batch) => Promise<void>, string][] = [
    [
      'a unique constraint',
      (batch) => batch.createUniqueConstraint('uq', 'b', { include: 'c', nullsNotDistinct: true }),
      'ALTER TABLE "a" ADD CONSTRAINT "uq" UNIQUE NULLS NOT DISTINCT ("b") INCLUDE ("c")',
    ],
    [
      'a primary key',
      (batch) => batch.createPrimaryKey('pk', 'b', { include: 'c', initially: 'deferred' }),
      'ALTER TABLE "a" ADD CONSTRAINT "pk" PRIMARY KEY ("b") INCLUDE ("c") DEFERRABLE INITIALLY DEFERRED',
    ],
    [
      'a check',
      (batch) => batch.createCheckConstraint('ck', 'b > 0', { notValid: true, noInherit: true }),
      'ALTER TABLE "a" ADD CONSTRAINT "ck" CHECK (b > 0) NO INHERIT NOT VALID',
    ],
    [
      'a foreign key',
      (batch) => batch.createForeignKey('fk', 'r', 'b', 'id', { notValid: true }),
      'ALTER TABLE "a" ADD CONSTRAINT "fk" FOREIGN KEY ("b") REFERENCES "r" ("id") NOT VALID',
    ],
    [
      'an exclusion constraint',
      (batch) => batch.createExcludeConstraint('ex', [['b', '&&']], { where: 'c > 0' }),
      'ALTER TABLE "a" ADD CONSTRAINT "ex" EXCLUDE USING "gist" ("b" WITH &&) WHERE (c > 0)',
    ],
    [
      'an index',
      (batch) =>
        batch.createIndex('ix', 'b', {
          unique: true,
          nullsNotDistinct: true,
          storage: { fillfactor: 70 },
          tablespace: 'fast',
        }),
      'CREATE UNIQUE INDEX "ix" ON "a" ("b") NULLS NOT DISTINCT WITH ("fillfactor" = 70) TABLESPACE "fast"',
    ],
  ]

  test.each(calls)('for %s', async (_, fill, sql) => {
    await expectSql(await batchOf(fill), { postgres: [sql] })
  })

  const odd = (options: object): never => options as never
  test.each<[string, (batch: Batch) => Promise<void>]>([
    ['batch.createPrimaryKey', (batch) => batch.createPrimaryKey('pk', 'b', odd({ includes: 'c' }))],
    ['batch.createCheckConstraint', (batch) => batch.createCheckConstraint('ck', 'b', odd({ valid: true }))],
    [
      'batch.createExcludeConstraint',
      (batch) => batch.createExcludeConstraint('ex', [['b', '=']], odd({ schema: 's' })),
    ],
    ['batch.createIndex', (batch) => batch.createIndex('ix', 'b', odd({ concurrently: true }))],
  ])('and %s no others', async (call, fill) => {
    await expect(batchOf(fill)).rejects.toThrow(`${call} has no option`)
  })
})

test('what a batch drops can be told', async () => {
  const operation = await operationOf((op) =>
    op.batch('a', (batch) => {
      batch.dropColumn('b', { was: t.text().notNull().unique() })
      batch.dropIndex('ix', { was: index('c', { comment: 'x', storage: { fillfactor: 70 } }) })
      batch.dropConstraint('ck', { was: check('c > 0') })
    }),
  )
  expect(operation).toMatchObject({
    changes: [
      {
        was: { name: 'b', type: { type: 'text' }, nullable: false },
        constraints: [{ kind: 'unique', columns: ['b'] }],
      },
      { was: { name: 'ix', keys: [{ column: 'c' }], comment: 'x', storage: { fillfactor: 70 } } },
      { type: 'check', was: { kind: 'check', name: 'ck', expression: 'c > 0' } },
    ],
  })
})
