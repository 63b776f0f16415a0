import { beforeEach, describe, expect, test } from 'vitest'
import { compare } from '../../src/autogenerate/compare.ts'
import { createAll } from '../../src/autogenerate/order/create-all.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { introspect } from '../../src/dialects/postgres/introspect.ts'
import { settle } from '../../src/dialects/postgres/settle.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { reverse } from '../../src/operations/reverse.ts'
import { check, foreignKey, primaryKey, uniqueConstraint } from '../../src/schema/constraints.ts'
import {
  enumType,
  materializedView,
  policy,
  schema,
  sequence,
  sqlFunction,
  trigger,
  view,
} from '../../src/schema/declare.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { table } from '../../src/schema/declared-table.ts'
import { index } from '../../src/schema/index-definition.ts'
import { other } from '../../src/schema/other.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import { postgresGround } from './postgres-ground.ts'

const id = { id: t.integer().primaryKey() }
const touched = (language = 'plpgsql') =>
  sqlFunction('touched', { returns: 'trigger', language, body: 'BEGIN RETURN NEW; END' })

/** A schema whose every change is refused once the event trigger is there. */
const guarded = [
  table('a', { ...id, b: t.integer().references('b.id') }),
  table('b', { ...id, a: t.integer().references('a.id') }),
  sqlFunction('refuse', {
    returns: 'event_trigger',
    language: 'plpgsql',
    body: "BEGIN RAISE EXCEPTION 'no %', tg_tag; END",
  }),
  other('event trigger', 'guard', {
    create: 'CREATE EVENT TRIGGER guard ON ddl_command_end EXECUTE FUNCTION refuse()',
    drop: 'DROP EVENT TRIGGER guard',
  }),
  sqlFunction('zero', { returns: 'integer', language: 'sql', body: 'SELECT 0' }),
  view('zeros', 'SELECT zero() AS zero'),
]

/** What is declared before and after, by the name of the edit. */
const edits: Readonly<Record<string, readonly [before: unknown, after: unknown]>> = {
  'tables come and go': [
    [table('a', id), table('b', { ...id, a: t.integer().references('a.id') })],
    [table('c', id), table('d', { ...id, c: t.integer().references('c.id') }, [index('c')])],
  ],
  'functions that need a view go before it': [
    [
      table('a', id),
      view('v', 'SELECT id FROM a'),
      sqlFunction('rows_of_v', { returns: 'SETOF v', language: 'sql', body: 'SELECT * FROM v' }),
      view('w', 'SELECT id FROM rows_of_v()'),
    ],
    table('a', id),
  ],
  'an event trigger comes behind all that it would fire for': [[], guarded],
  'tables that point at each other come': [
    [],
    [
      table('a', { ...id, b: t.integer().references('b.id') }),
      table('b', { ...id, a: t.integer().references('a.id') }),
    ],
  ],
  'columns come, go and change': [
    table('a', { ...id, gone: t.text(), name: t.varchar(10), n: t.integer().default(1), m: t.integer() }),
    table('a', {
      ...id,
      name: t.varchar(20).notNull().default('x').comment('its name'),
      n: t.bigint(),
      m: t.integer().identity(),
      fresh: t.timestamptz().notNull().default(sql`now()`),
    }),
  ],
  'a computed column is computed otherwise': [
    table('a', { ...id, twice: t.integer().generatedAs('id * 2') }, [index('twice')]),
    table('a', { ...id, twice: t.integer().generatedAs('id * 3') }, [index('twice')]),
  ],
  'constraints and indexes change': [
    table('a', { ...id, x: t.integer(), y: t.integer() }, [
      uniqueConstraint('x'),
      check('x > 0', { name: 'positive' }),
      index('y'),
      index('x', { name: 'stays' }),
    ]),
    table('a', { id: t.integer().notNull(), x: t.integer(), y: t.integer() }, [
      primaryKey(['id', 'y']),
      check('x > 1', { name: 'positive' }),
      index(['y', sql`lower('a')`], { name: 'ix_a_y', unique: true, where: 'x > 3' }),
      index('x', { name: 'stays' }),
      foreignKey(['id', 'y'], { table: 'a', columns: ['id', 'y'] }, { onDelete: 'cascade' }),
    ]),
  ],
  'the type of a column changes under a view, its index and its policy': [
    [
      table('a', { ...id, name: t.varchar(10), owner: t.text() }),
      view('names', sql`SELECT name FROM a`),
      view('first', sql`SELECT min(name) AS name FROM names`),
      materializedView('kept', sql`SELECT name FROM names`, {
        indexes: [index('name', { name: 'ix_kept' })],
      }),
      policy('named', 'a', { using: "name <> ''" }),
    ],
    [
      table('a', { ...id, name: t.text(), owner: t.text() }),
      view('names', sql`SELECT name FROM a`),
      view('first', sql`SELECT min(name) AS name FROM names`),
      materializedView('kept', sql`SELECT name FROM names`, {
        indexes: [index('name', { name: 'ix_kept' })],
      }),
      policy('named', 'a', { using: "name <> ''" }),
    ],
  ],
  'policies have other conditions, on what comes and what goes': [
    [
      table('a', { ...id, old: t.integer(), own: t.integer() }),
      policy('of_old', 'a', { using: 'old > 0' }),
      policy('of_own', 'a', { using: 'own > 0', roles: 'current_user', comment: 'own' }),
      policy('reading', 'a', { command: 'select', using: 'own > 0' }),
      policy('writing', 'a', { using: 'own > 0', check: 'own > 1' }),
    ],
    [
      table('a', { ...id, own: t.integer(), fresh: t.integer() }),
      policy('of_old', 'a', { using: 'fresh > 0' }),
      policy('of_own', 'a', { using: 'fresh > own' }),
      policy('reading', 'a', { command: 'select', using: 'own > 0', restrictive: true }),
      policy('writing', 'a', { using: 'own > 0' }),
    ],
  ],
  'a view changes under another': [
    [table('a', id), view('v', sql`SELECT id FROM a`), view('w', sql`SELECT id FROM v`)],
    [table('a', id), view('v', sql`SELECT id, 1 AS one FROM a`), view('w', sql`SELECT id FROM v`)],
  ],
  'enums get values, and lose them': [
    [
      table('a', { ...id, mood: t.enum(['sad', 'glad'], { name: 'mood' }).default('sad') }),
      enumType('size', ['s', 'm']),
    ],
    [
      table('a', { ...id, mood: t.enum(['sad', 'so-so', 'glad', 'happy'], { name: 'mood' }).default('sad') }),
      enumType('size', ['xs', 's', 'm', 'l']),
    ],
  ],
  'sequences change, and change hands': [
    [
      table('a', { id: t.integer() }),
      sequence('s', { ownedBy: 'a.id', cache: 5 }),
      sequence('gone', { ownedBy: 'a.id' }),
    ],
    [
      table('a', { id: t.integer().default(sql`nextval('s'::regclass)`) }),
      sequence('s', { increment: 2, maximum: 99 }),
    ],
  ],
  'numbers of a sequence that hold without being said are no difference': [
    sequence('s'),
    sequence('s', { start: 1, increment: 1, minimum: 1, cache: 1 }),
  ],
  'functions, triggers and comments': [
    [
      table('a', id, [], { comment: 'before' }),
      touched(),
      trigger('touch', 'a', { timing: 'before', events: 'update', body: 'touched()' }),
    ],
    [
      table('a', id),
      sqlFunction('touched', {
        returns: 'trigger',
        language: 'plpgsql',
        body: 'BEGIN RETURN OLD; END',
        comment: 'touches',
      }),
      trigger('touch', 'a', { timing: 'after', events: ['update', 'insert'], body: 'touched()' }),
    ],
  ],
  'a table becomes a view': [
    [table('a', id), table('b', id)],
    [table('a', id), view('b', sql`SELECT id FROM a`)],
  ],
  'schemas come with what is in them': [
    [],
    [
      schema('shop'),
      table({ name: 'a', schema: 'shop' }, id),
      table('b', { a: t.integer().references('shop.a.id') }),
    ],
  ],
}

describe('from one schema to another and back, on PostgreSQL', async () => {
  const { query, empty } = await postgresGround()
  beforeEach(async () => void (await empty()))

  async function run(operations: readonly Operation[]): Promise<void> {
    for (const operation of operations) {
      for (const statement of postgres.compile(operation, () => undefined)) {
        const text = postgres.inline(statement)
        await query(text).catch((error: unknown) => {
          throw new Error(`${String(error)} in ${text}`, { cause: error })
        })
      }
    }
  }

  test.each(Object.entries(edits))('%s', async (_, [before, after]) => {
    await run(createAll(declaredSnapshot(before), 'postgres'))
    const first = await introspect(query)
    const target = await settle(query, declaredSnapshot(after), first)
    const operations = compare(first, target, 'postgres')
    await run(operations)
    const second = await introspect(query)
    expect(compare(second, await settle(query, declaredSnapshot(after), second), 'postgres')).toEqual([])
    // No value of an enum is ever taken out again.
    if (operations.some(({ kind }) => kind === 'addEnumValue')) return
    const back = operations.toReversed().map((operation) => {
      const { operation: undoing, reason } = reverse(operation)
      if (undoing === undefined) throw new Error(reason)
      return undoing
    })
    await run(back)
    expect(compare(await introspect(query), first, 'postgres')).toEqual([])
  })
})

test('an event trigger goes before all that it would fire for', () => {
  const kinds = compare(declaredSnapshot(guarded), declaredSnapshot([]), 'postgres').map((one) =>
    one.kind === 'dropObject' ? one.object.type : one.kind,
  )
  expect(kinds[0]).toBe('other')
})

test.each(['BEGIN ATOMIC SELECT id FROM v; END', 'RETURN (SELECT max(id) FROM v)'])(
  'a function with the body %s goes before its view',
  (body) => {
    const before = [
      table('a', id),
      view('v', 'SELECT id FROM a'),
      sqlFunction('f', { returns: 'integer', language: 'sql', body }),
    ]
    const gone = compare(declaredSnapshot(before), declaredSnapshot([]), 'postgres').map((one) =>
      one.kind === 'dropObject' ? one.object.type : one.kind,
    )
    expect(gone).toEqual(['function', 'view', 'dropTable'])
  },
)
