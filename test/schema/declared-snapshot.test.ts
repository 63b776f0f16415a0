import { describe, expect, expectTypeOf, test } from 'vitest'
import { check, foreignKey, primaryKey, uniqueConstraint } from '../../src/schema/constraints.ts'
import { enumType, sequence, view } from '../../src/schema/declare.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { type InsertRow, type Row, table, type UpdateRow } from '../../src/schema/declared-table.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import { collectingOp } from '../operations/collect.ts'

const mood = enumType('mood', ['sad', 'glad'])
const account = table('account', {
  id: t.bigint().identity().primaryKey(),
  name: t.text().notNull(),
  mood: t.enum(mood),
  at: t.timestamptz().notNull().default(sql`now()`),
})

describe('declaredSnapshot', () => {
  test('finds tables and objects in lists and module namespaces, in any depth, and passes over the rest', () => {
    const declared = [
      { account, helper: () => 1, version: 3 },
      [[view('v', sql`SELECT 1`)]],
      { deep: { s: sequence('s') } },
    ]
    const snapshot = declaredSnapshot(declared)
    expect(snapshot.tables.map(({ table }) => table.table.name)).toEqual(['account'])
    expect(snapshot.objects.map((object) => object.type)).toEqual(['enum', 'sequence', 'view'])
  })

  test('is the same in whatever order it is declared', () => {
    const one = table('one', { id: t.integer() })
    expect(declaredSnapshot([account, one, mood])).toEqual(declaredSnapshot([mood, one, account]))
  })

  test('the same thing found twice is there once; two of one name are refused', () => {
    expect(declaredSnapshot([account, { account }]).tables).toHaveLength(1)
    const again = table('account', { id: t.integer() })
    expect(() => declaredSnapshot([account, again])).toThrow('The table account is declared twice')
  })

  test('an enum of a column is declared with it; with other values elsewhere it is refused', () => {
    expect(declaredSnapshot(account).objects).toEqual([mood])
    const other = table('other', { mood: t.enum(['sad'], { name: 'mood' }) })
    expect(() => declaredSnapshot([account, other])).toThrow(
      'The enum mood of the table other has other values',
    )
  })
})

describe('a naming convention', () => {
  const naming = {
    ix: 'ix_%(column_0_label)s',
    uq: 'uq_%(table_name)s_%(column_0_name)s',
    ck: 'ck_%(table_name)s_%(constraint_name)s',
    fk: 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
    pk: 'pk_%(table_name)s',
  }
  const item = table('item', { id: t.integer(), a: t.integer() }, [
    primaryKey('id'),
    uniqueConstraint('a'),
    check('a > 0', { name: 'positive' }),
    check('a > 1', { name: 'ck_item_more' }),
    foreignKey('a', 'account.id'),
    uniqueConstraint(['a', 'id'], { name: 'mine' }),
    index('a'),
    index('id', { name: 'own' }),
  ])

  test('leaves nothing anonymous, and names that it has made alone', () => {
    const [found] = declaredSnapshot(item, naming).tables
    expect(found?.table.constraints.map(({ name }) => name)).toEqual([
      'pk_item',
      'mine',
      'uq_item_a',
      'ck_item_more',
      'ck_item_positive',
      'fk_item_a_account',
    ])
    expect(found?.indexes.map(({ name }) => name)).toEqual(['ix_item_a', 'own'])
  })

  test('makes the same of what it has made', () => {
    const first = declaredSnapshot(item, naming)
    const [{ table: found, indexes } = { table: undefined, indexes: [] }] = first.tables
    const again = table('item', { id: t.integer(), a: t.integer() }, [
      ...(found?.constraints ?? []),
      ...indexes.map((one) => ({ kind: 'index' as const, ...one })),
    ])
    expect(declaredSnapshot(again, naming)).toEqual(first)
  })
})

describe('the types of a declared table', () => {
  test('are those of its rows', () => {
    expectTypeOf<Row<typeof account>>().toEqualTypeOf<{
      id: bigint | number | string
      name: string
      mood: 'sad' | 'glad' | null
      at: Date | string
    }>()
    expectTypeOf<InsertRow<typeof account>>().toEqualTypeOf<{
      name: string
      id?: bigint | number | string
      mood?: 'sad' | 'glad' | null
      at?: Date | string
    }>()
    expectTypeOf<UpdateRow<typeof account>>().toEqualTypeOf<Partial<Row<typeof account>>>()
  })

  test('hold for bulkInsert and createIndex', async () => {
    const { op } = collectingOp()
    await op.bulkInsert(account, [{ name: 'Ada', mood: 'glad' }])
    // @ts-expect-error no such mood
    await op.bulkInsert(account, [{ name: 'Ada', mood: 'angry' }])
    // @ts-expect-error the name is missing
    await op.bulkInsert(account, [{ mood: 'glad' }])
    await op.createIndex('ix', account, 'name')
    // @ts-expect-error no such column
    await op.createIndex('ix', account, 'nmae')
  })
})
