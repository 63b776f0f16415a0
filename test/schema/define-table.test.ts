import { describe, expect, expectTypeOf, test } from 'vitest'
import { check, foreignKey, primaryKey, uniqueConstraint } from '../../src/schema/constraints.ts'
import { defineTable } from '../../src/schema/define-table.ts'
import { DefinitionError } from '../../src/schema/errors.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import type { InsertOf, RowOf } from '../../src/schema/typed-table.ts'
import { sql } from '../../src/schema/values.ts'

describe('defineTable', () => {
  test('an expression with details may stand in the tag', () => {
    const plain = index([{ expression: 'lower(sku)', order: 'desc' }], { name: 'ix_lower' })
    expect(index([{ expression: sql`lower(sku)`, order: 'desc' }], { name: 'ix_lower' })).toEqual(plain)
  })

  test('makes table constraints of what columns say', () => {
    const { table, indexes } = defineTable(
      { name: 'line', schema: 'shop' },
      {
        order_id: t
          .integer()
          .primaryKey()
          .references('shop.order.id', { onDelete: 'cascade', name: 'fk_order' }),
        position: t.integer().primaryKey(),
        sku: t.varchar(20).notNull().unique('uq_sku', { deferrable: true }),
        amount: t.integer().check(sql`amount > ${0}`, 'ck_amount'),
      },
      (columns) => [
        index([columns.sku, { column: 'amount', order: 'desc' }]),
        index(sql`lower(sku)`, { name: 'ix_lower', unique: true, where: 'amount > 1' }),
        foreignKey(['sku'], { table: 'a.b', column: 'c.d' }),
        check('amount < 100'),
      ],
      { comment: 'lines' },
    )
    expect(table.table).toEqual({ name: 'line', schema: 'shop' })
    expect(table.columns.map((column) => [column.name, column.nullable])).toEqual([
      ['order_id', false],
      ['position', false],
      ['sku', false],
      ['amount', true],
    ])
    expect(table.constraints).toEqual([
      { kind: 'primaryKey', columns: ['order_id', 'position'] },
      {
        kind: 'foreignKey',
        name: 'fk_order',
        columns: ['order_id'],
        references: { table: { name: 'order', schema: 'shop' }, columns: ['id'] },
        onDelete: 'cascade',
      },
      { kind: 'unique', name: 'uq_sku', columns: ['sku'], deferral: { deferrable: true } },
      { kind: 'check', name: 'ck_amount', expression: 'amount > 0' },
      { kind: 'foreignKey', columns: ['sku'], references: { table: { name: 'a.b' }, columns: ['c.d'] } },
      { kind: 'check', expression: 'amount < 100' },
    ])
    expect(indexes).toEqual([
      { name: 'ix_line_sku_amount', keys: [{ column: 'sku' }, { column: 'amount', order: 'desc' }] },
      { name: 'ix_lower', keys: [{ expression: 'lower(sku)' }], unique: true, where: 'amount > 1' },
    ])
    expect(Object.isFrozen(table.constraints[0])).toBe(true)
  })

  test('makes the columns of a table-level primary key not null', () => {
    const { table } = defineTable('a', { id: t.integer() }, [primaryKey('id', { name: 'pk' })])
    expect(table.columns[0]?.nullable).toBe(false)
  })

  test('refuses names that JavaScript would reorder, and takes them in a list', () => {
    expect(() => defineTable('a', { b: t.text(), '2': t.text() })).toThrow('moves the column "2"')
    const { table } = defineTable('a', [
      ['b', t.text()],
      ['2', t.text()],
      ['__proto__', t.text()],
    ])
    expect(table.columns.map((column) => column.name)).toEqual(['b', '2', '__proto__'])
  })

  test('takes names that only look like integers in a record', () => {
    const { table } = defineTable('a', {
      b: t.text(),
      '02': t.text(),
      '4294967295': t.text(),
      '-1': t.text(),
    })
    expect(table.columns.map((column) => column.name)).toEqual(['b', '02', '4294967295', '-1'])
  })

  const untyped = (value: unknown): never => value as never
  test.each([
    [
      'a lost __proto__',
      () => defineTable('a', { __proto__: t.text(), b: t.text() } as never),
      'neither a plain record',
    ],
    ['a class instance', () => defineTable('a', untyped(new Map())), 'neither a plain record'],
    ['no columns', () => defineTable('a', untyped(null)), 'neither a plain record'],
    ['a bare type', () => defineTable('a', { b: untyped('text') }), 'The column b is no column but string'],
    [
      'a forgotten call',
      () => defineTable('a', { b: untyped(t.text) }),
      'The column b is no column but function',
    ],
    [
      'a column twice',
      () =>
        defineTable('a', [
          ['b', t.text()],
          ['b', t.text()],
        ]),
      'has the column b twice',
    ],
    ['an empty name', () => defineTable('', { b: t.text() }), "A table's name is empty"],
    ['an empty column name', () => defineTable('a', { '': t.text() }), "A column's name is empty"],
    [
      'two primary keys',
      () => defineTable('a', { b: t.text().primaryKey() }, [primaryKey('b')]),
      'more than one primary key',
    ],
    [
      'two names',
      () => defineTable('a', { b: t.text().primaryKey('x'), c: t.text().primaryKey('y') }),
      'more than one primary key',
    ],
    [
      'an unknown column',
      () => defineTable('a', { b: t.text() }, [uniqueConstraint('c')]),
      'A unique constraint of a names the column c',
    ],
    [
      'an unknown key column',
      () => defineTable('a', { b: t.text() }, [index('c')]),
      'An index of a names the column c',
    ],
    [
      'a nameless expression',
      () => defineTable('a', { b: t.text() }, [index(sql`lower(b)`)]),
      'over an expression has no name',
    ],
    ['sides of a key', () => foreignKey(['a', 'b'], 't.c'), 'has 2 columns (a, b) and points at 1 (c)'],
  ])('refuses %s', (_, define, message) => {
    expect(define).toThrow(DefinitionError)
    expect(define).toThrow(message)
  })

  test('knows the names of its columns at compile time', () => {
    expect(() =>
      // @ts-expect-error no such column
      defineTable('a', { b: t.text() }, (columns) => [index(columns.c)]),
    ).toThrow(DefinitionError)
  })

  test('infers rows and inserts', () => {
    const columns = {
      id: t.integer().primaryKey().identity(),
      name: t.text().notNull(),
      note: t.text(),
      made: t.timestamptz().notNull().default(sql`now()`),
    }
    expectTypeOf<RowOf<typeof columns>>().toEqualTypeOf<{
      id: number
      name: string
      note: string | null
      made: Date | string
    }>()
    expectTypeOf<InsertOf<typeof columns>>().toEqualTypeOf<{
      name: string
      id?: number
      note?: string | null
      made?: Date | string
    }>()
  })
})
