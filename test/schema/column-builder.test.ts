import { describe, expect, expectTypeOf, test } from 'vitest'
import type { AnyColumn, ColumnBuilder } from '../../src/schema/column-builder.ts'
import { DefinitionError } from '../../src/schema/errors.ts'
import { t } from '../../src/schema/t.ts'
import type { RowOf } from '../../src/schema/typed-table.ts'
import { sql } from '../../src/schema/values.ts'

/** What JavaScript lets through and TypeScript doesn't. */
const untyped = (value: unknown): never => value as never

describe('a column builder', () => {
  test('is plain frozen data, and each call gives a new one', () => {
    const plain = t.varchar(50)
    const full = plain.notNull().default('x').unique('uq').comment('what')
    expect(plain.definition).toEqual({
      type: { type: 'varchar', length: 50 },
      nullable: true,
      constraints: [],
    })
    expect(full.definition).toEqual({
      type: { type: 'varchar', length: 50 },
      nullable: false,
      default: 'x',
      comment: 'what',
      constraints: [{ kind: 'unique', name: 'uq' }],
    })
    expect(Object.isFrozen(full.definition.constraints)).toBe(true)
    expect(JSON.parse(JSON.stringify(full.definition))).toEqual(full.definition)
  })

  test.each([
    ['a function', () => 1, 'is a function'],
    ['a promise', Promise.resolve(1), 'is a Promise'],
    ['undefined', undefined, 'is undefined'],
    ['a symbol', Symbol('x'), 'is symbol'],
    ['a Map', new Map(), 'an instance of Map'],
    ['an invalid date', new Date(Number.NaN), 'an invalid Date'],
    ['a function deep inside', { a: [1, () => 2] }, 'The default.a[1] is a function'],
  ])('refuses %s as a default at once', (_, value, message) => {
    expect(() => t.jsonb().default(untyped(value))).toThrow(DefinitionError)
    expect(() => t.jsonb().default(untyped(value))).toThrow(message)
  })

  test('copies a default: later changes to the object change nothing', () => {
    const document = { tags: ['a'] }
    const bytes = new Uint8Array([1])
    const moment = new Date(0)
    const columns = [t.jsonb().default(document), t.binary().default(bytes), t.timestamptz().default(moment)]
    document.tags.push('b')
    bytes[0] = 2
    moment.setFullYear(2000)
    expect(columns.map((column) => column.definition.default)).toEqual([
      { tags: ['a'] },
      new Uint8Array([1]),
      new Date(0),
    ])
  })

  test('takes SQL as a default, but not a JSON document that looks like SQL', () => {
    expect(t.timestamptz().default(sql`now()`).definition.default).toEqual({ sql: 'now()' })
    expect(t.text().default({ sql: "'x'" }).definition.default).toEqual({ sql: "'x'" })
    expect(t.jsonb().default({ sql: 'now()' }).definition.default).toBe('{"sql":"now()"}')
    expect(t.jsonb().default(sql`'{}'::jsonb`).definition.default).toEqual({ sql: "'{}'::jsonb" })
  })

  test('a default of null is none', () => {
    expect(t.text().default('x').default(null).definition).not.toHaveProperty('default')
  })

  test('keeps default, identity and generatedAs apart', () => {
    expect(() => t.integer().default(1).identity()).toThrow('default and identity at once')
    expect(() => t.integer().identity().generatedAs('1')).toThrow('identity and generated at once')
    expect(() => t.integer().generatedAs('1').default(1)).toThrow('generated and default at once')
  })

  test.each([
    [() => t.varchar(0), 'The length of varchar is 0'],
    [() => t.varchar(1.5), 'The length of varchar is 1.5'],
    [() => t.numeric(0), 'The precision of numeric is 0'],
    [() => t.timestamp({ precision: 7 }), 'The precision of timestamp is 7'],
    [() => t.timestamp(untyped(3)), 't.timestamp(3) has no meaning'],
    [() => t.enum([]), 'An enum has no values'],
    [() => t.enum(['a', 'a']), '"a" twice'],
    [() => t.integer().identity({ increment: 0 }), 'increment of an identity is 0'],
    [() => t.integer().references('user'), '"user" doesn\'t name a column'],
    [() => t.integer().references('a.b.c.d'), "doesn't name a column"],
    [() => t.integer().references({ table: 'user', columns: ['a', 'b'] }), 'references 2 columns'],
    [
      () => t.integer().references('user.id', { onDelete: untyped('explode') }),
      'nothing that a foreign key can do',
    ],
    [() => t.integer().check('  '), 'condition of a check is empty'],
    [() => t.text().notNull().array(), 'array() comes after'],
    [() => t.interval({ fields: 'fortnight' }), 'no fields "fortnight"'],
    [() => sql`x = ${untyped(undefined)}`, "undefined can't stand in a hole"],
    [() => sql`x = ${untyped(null)}`, "null can't stand in a hole"],
  ])('refuses what makes no sense: %s', (build, message) => {
    expect(build).toThrow(DefinitionError)
    expect(build).toThrow(message)
  })

  test('spells time types the short way too', () => {
    expect(t.timestamptz(3).definition).toEqual(t.timestamp({ withTimeZone: true, precision: 3 }).definition)
    expect(t.timetz().definition).toEqual(t.time({ withTimeZone: true }).definition)
    expect(t.array(t.text()).definition).toEqual(t.text().array().definition)
  })

  test('carries its types', () => {
    expectTypeOf(t.integer()).toEqualTypeOf<ColumnBuilder<number, true, false>>()
    expectTypeOf(t.integer().notNull().default(1)).toEqualTypeOf<ColumnBuilder<number, false, true>>()
    expectTypeOf(t.enum(['a', 'b'])).toEqualTypeOf<ColumnBuilder<'a' | 'b', true, false>>()
    expectTypeOf(t.text().array()).toEqualTypeOf<ColumnBuilder<string[], true, false>>()
    expectTypeOf(t.integer().identity()).toEqualTypeOf<ColumnBuilder<number, false, true>>()
    // As the type checker sees the builder of another copy of the package: what is private there is another's.
    type Foreign = Pick<ColumnBuilder<number, false>, keyof ColumnBuilder<number, false>>
    expectTypeOf<Foreign>().toExtend<AnyColumn>()
    expectTypeOf<RowOf<{ a: Foreign }>>().toEqualTypeOf<{ a: number }>()
    // @ts-expect-error a default of another type
    expect(t.integer().default('x').definition.default).toBe('x')
  })
})

test('constraints on a column take the options that they have beside the columns', () => {
  const { constraints } = t
    .integer()
    .primaryKey('pk', { include: 'b' })
    .unique(undefined, { nullsNotDistinct: true, initially: 'deferred' })
    .check('a > 0', 'ck', { notValid: true }).definition
  expect(constraints).toEqual([
    { kind: 'primaryKey', name: 'pk', include: ['b'] },
    { kind: 'unique', nullsNotDistinct: true, deferral: { deferrable: true, initially: 'deferred' } },
    { kind: 'check', name: 'ck', expression: 'a > 0', notValid: true },
  ])
  expect(() => t.integer().check('a > 0', 'ck', { notVald: true } as never)).toThrow(
    'check has no option "notVald"',
  )
})
