import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { possibleRenames, settleRenames } from '../../src/autogenerate/renames/renames.ts'
import type { AnyColumn } from '../../src/schema/column-builder.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { table } from '../../src/schema/declared-table.ts'
import { t } from '../../src/schema/t.ts'
import '../support/property-seed.ts'

const id = t.integer().primaryKey()

/** What may have been renamed between two declarations, in short. */
function possible(before: unknown, after: unknown): readonly string[] {
  return possibleRenames(declaredSnapshot(before), declaredSnapshot(after)).map((one) =>
    one.what === 'table'
      ? [...(one.schema === undefined ? [] : [one.schema]), `${one.from}:${one.to}`].join('.')
      : `${one.table.name}.${one.from}:${one.to}`,
  )
}

const a = (columns: Record<string, AnyColumn>) => table('a', { id, ...columns })

describe('columns', () => {
  test.each<readonly [string, Record<string, AnyColumn>, Record<string, AnyColumn>, readonly string[]]>([
    [
      'of one type in one place',
      { nick: t.text(), z: t.date() },
      { handle: t.text(), z: t.date() },
      ['nick:handle'],
    ],
    ['of another length', { nick: t.varchar(20) }, { handle: t.varchar(30) }, ['nick:handle']],
    ['of a like type', { count: t.integer() }, { total: t.bigint() }, ['count:total']],
    ['of another type', { nick: t.text() }, { born: t.date() }, []],
    ['that are only gone', { nick: t.text() }, {}, []],
    ['that have only come', {}, { nick: t.text() }, []],
    ['that stay', { nick: t.text(), b: t.text() }, { b: t.text(), nick: t.text() }, []],
    [
      'several, each with the one in its place',
      { one: t.text(), x: t.date(), two: t.text() },
      { uno: t.text(), x: t.date(), due: t.text() },
      ['one:uno', 'two:due'],
    ],
    [
      'two side by side, by their names',
      { street: t.text(), town: t.text() },
      { town_name: t.text(), street_name: t.text() },
      ['street:street_name', 'town:town_name'],
    ],
    [
      'one that moved to the end and has much the same name',
      { first_name: t.text(), x: t.date(), y: t.date() },
      { x: t.date(), y: t.date(), firstname: t.text(), z: t.text() },
      ['first_name:firstname'],
    ],
    [
      'far from each other, with nothing in common but a type',
      { notes: t.text(), x: t.date(), y: t.date() },
      { x: t.date(), y: t.date(), z: t.date(), slug: t.text(), teaser: t.text() },
      [],
    ],
    ['of which one is computed', { twice: t.integer().generatedAs('id * 2') }, { double: t.integer() }, []],
  ])('%s', (_, before, after, expected) => {
    expect(possible(a(before), a(after))).toEqual(expected.map((one) => `a.${one}`))
  })
})

describe('tables', () => {
  const user = { id, email: t.text(), name: t.text(), born: t.date() }

  test('with the same columns', () => {
    expect(possible(table('user', user), table('account', user))).toEqual(['user:account'])
  })

  test('with a column that is renamed, too, and one that has come', () => {
    const { email: _, ...rest } = user
    const account = { ...rest, id, mail: t.text(), age: t.integer() }
    expect(possible(table('user', user), table('account', account))).toEqual([
      'user:account',
      'account.email:mail',
    ])
  })

  test('with other columns', () => {
    const product = { id, price: t.numeric(10, 2), stock: t.integer(), color: t.text() }
    expect(possible(table('user', user), table('product', product))).toEqual([])
  })

  test('in another schema', () => {
    expect(possible(table('user', user), table('user', user, [], { schema: 'app' }))).toEqual([])
    expect(
      possible(table('user', user, [], { schema: 'app' }), table('account', user, [], { schema: 'app' })),
    ).toEqual(['app.user:account'])
  })

  test('of partitions, only one that holds the same rows', () => {
    const log = table('log', { day: t.date() }, [], {
      postgres: { partitionBy: { strategy: 'range', keys: 'day' } },
    })
    const part = (name: string, from: number) =>
      table(name, { day: t.date() }, [], {
        postgres: { partitionOf: { table: 'log', bounds: `FOR VALUES FROM (${from}) TO (${from + 1})` } },
      })
    expect(possible([log, part('log_1', 1)], [log, part('log_2', 2)])).toEqual([])
    expect(possible([log, part('log_1', 1)], [log, part('log_one', 1)])).toEqual(['log_1:log_one'])
  })

  test('each once, the most alike first', () => {
    const after = [table('c', user), table('d', { ...user, more: t.text() })]
    expect(possible([table('b', { ...user, more: t.text() }), table('a', user)], after)).toEqual([
      'a:c',
      'b:d',
    ])
  })

  test('by thousands', () => {
    const many = (prefix: string) =>
      Array.from({ length: 2000 }, (_, at) =>
        table(`${prefix}${String(at).padStart(4, '0')}`, {
          ...user,
          [`own_${at % 50 === 0 ? at : 'all'}`]: t.text(),
        }),
      )
    const [before, after] = [declaredSnapshot(many('a')), declaredSnapshot(many('b'))]
    const found = possibleRenames(before, after)
    expect(found).toHaveLength(2000)
    expect(found.every(({ from, to }) => from.slice(1) === to.slice(1))).toBe(true)
  })
})

describe('answers', () => {
  const before = declaredSnapshot([table('user', { id, nick: t.text() }), a({ x: t.text() })])
  const after = declaredSnapshot([table('account', { id, handle: t.text() }), a({ y: t.text() })])
  const table1 = { what: 'table', from: 'user', to: 'account' } as const
  const nick = { what: 'column', table: { name: 'account' }, from: 'nick', to: 'handle' } as const
  const x = { what: 'column', table: { name: 'a' }, from: 'x', to: 'y' } as const

  test('yes and no settle what is open', () => {
    expect(settleRenames(before, after, []).open).toMatchObject([table1, x, nick])
    const answers = [
      { ...table1, isRename: true },
      { ...nick, isRename: false },
      { ...x, isRename: true },
    ]
    expect(settleRenames(before, after, answers)).toEqual({ agreed: [table1, x], open: [] })
  })

  test('of columns only one of which can be there at once, they say nothing', () => {
    const [old, fresh] = [
      declaredSnapshot(a({ Email: t.text(), x: t.date() })),
      declaredSnapshot(a({ email: t.text(), y: t.date() })),
    ]
    const email = { what: 'column', table: { name: 'a' }, from: 'Email', to: 'email' } as const
    const none = [{ ...email, isRename: false }]
    expect(settleRenames(old, fresh, none, 'mysql')).toMatchObject({ agreed: [email], open: [x] })
    expect(settleRenames(old, fresh, none, 'postgres')).toMatchObject({ agreed: [], open: [x] })
  })

  test('a column of a table that is not renamed is no question', () => {
    expect(settleRenames(before, after, [{ ...table1, isRename: false }]).open).toMatchObject([x])
  })

  test('what is said to be a rename is one, however little alike', () => {
    const odd = declaredSnapshot(a({ y: t.date() }))
    const answers = [{ ...x, isRename: true }]
    expect(settleRenames(declaredSnapshot(a({ x: t.text() })), odd, answers).agreed).toEqual([x])
  })

  test('about what is not there, they say nothing', () => {
    const same = declaredSnapshot(a({ y: t.text() }))
    expect(
      settleRenames(same, same, [
        { ...x, isRename: true },
        { ...table1, isRename: true },
      ]),
    ).toEqual({
      agreed: [],
      open: [],
    })
  })

  test('where the best pair is none, the next best is asked about', () => {
    const two = declaredSnapshot(a({ x2: t.text(), y2: t.text() }))
    const first = settleRenames(declaredSnapshot(a({ x1: t.text() })), two, []).open
    expect(first).toMatchObject([{ from: 'x1', to: 'x2' }])
    const again = first.map(({ score: _, ...one }) => ({ ...one, isRename: false }))
    expect(settleRenames(declaredSnapshot(a({ x1: t.text() })), two, again).open).toMatchObject([
      { from: 'x1', to: 'y2' },
    ])
  })
})

test('whatever comes and goes: each thing is paired once, with one that has gone and one that has come', () => {
  const types = [t.text(), t.varchar(9), t.integer(), t.date()]
  const columns = fc.uniqueArray(
    fc.record({ name: fc.constantFrom(...'abcdefghij'), type: fc.nat(types.length - 1) }),
    { selector: ({ name }) => name, maxLength: 8 },
  )
  const tables = fc.uniqueArray(fc.record({ name: fc.constantFrom(...'klmnop'), columns }), {
    selector: ({ name }) => name,
    maxLength: 5,
  })
  const snapshot = tables.map((list) =>
    declaredSnapshot(
      list.map((one) =>
        table(one.name, [
          ['id', id],
          ...one.columns.map(({ name, type }) => [name, types[type] ?? t.text()] as const),
        ]),
      ),
    ),
  )
  fc.assert(
    fc.property(snapshot, snapshot, fc.boolean(), (before, after, isRename) => {
      const { open } = settleRenames(before, after, [])
      const once = (side: 'from' | 'to') =>
        open.map((one) => `${one.what === 'table' ? '' : one.table.name}.${one[side]}`)
      expect(new Set(once('from')).size).toBe(open.length)
      expect(new Set(once('to')).size).toBe(open.length)
      expect(possibleRenames(before, after)).toEqual(open)
      expect(possibleRenames(before, before)).toEqual([])
      for (const one of open) {
        expect(one.score).toBeGreaterThanOrEqual(0.5)
        expect(one.score).toBeLessThanOrEqual(1)
      }
      const answers = open.map(({ score: _, ...one }) => ({ ...one, isRename }))
      const settled = settleRenames(before, after, answers)
      if (isRename) {
        expect(settled.agreed).toEqual(open.map(({ score: _, ...one }) => one))
        expect(settled.open).toEqual([])
      } else expect(settled.agreed).toEqual([])
    }),
  )
})
