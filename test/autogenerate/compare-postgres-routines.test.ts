import { describe, test } from 'vitest'
import { check } from '../../src/schema/constraints.ts'
import { domain, policy, sqlFunction, trigger, view } from '../../src/schema/declare.ts'
import { table } from '../../src/schema/declared-table.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import { postgresGround } from './postgres-ground.ts'
import { type Edit, thereAndBack } from './there-and-back.ts'

const twice = (parameters: string, returns = 'integer') =>
  sqlFunction('twice', {
    arguments: parameters,
    returns,
    language: 'sql',
    volatility: 'immutable',
    body: 'SELECT 2 * $1',
  })

/** The same user of a function whose parameter gets another name, and which then gets one more. */
const user = (name: string, ...users: unknown[]): Readonly<Record<string, Edit>> => ({
  [`${name}: a parameter is called otherwise`]: {
    before: [twice('m integer'), ...users],
    after: [twice('n integer'), ...users],
    rows: 'INSERT INTO a (n) VALUES (3)',
  },
  [`${name}: a parameter comes`]: {
    before: [twice('n integer'), ...users],
    after: [twice("n integer, unit text DEFAULT 'm'::text"), ...users],
    rows: 'INSERT INTO a (n) VALUES (3)',
  },
  [`${name}: the result is another`]: {
    before: [twice('n integer'), ...users],
    after: [twice('n integer', 'bigint'), ...users],
    rows: 'INSERT INTO a (n) VALUES (3)',
  },
})

const a = table('a', { n: t.integer() })
const namesake = table('a', { twice: t.integer() }, [index(sql`abs(twice)`, { name: 'ix' })])
const edits: Readonly<Record<string, Edit>> = {
  ...user('a view', a, view('v', 'SELECT twice(n) AS n FROM a')),
  ...user('a policy', a, policy('p', 'a', { using: sql`twice(n) > 0` })),
  ...user(
    'a trigger',
    a,
    trigger('t', 'a', {
      timing: 'before',
      events: 'update',
      when: sql`twice(new.n) > 0`,
      body: 'suppress_redundant_updates_trigger()',
    }),
  ),
  ...user('an index', table('a', { n: t.integer() }, [index(sql`twice(n)`, { name: 'ix' })])),
  ...user('a check', table('a', { n: t.integer() }, [check(sql`twice(n) > 0`)])),
  ...user('a default', table('a', { n: t.integer(), m: t.bigint().default(sql`twice(1)`) })),
  ...user(
    'a computed column, and a view and an index of it',
    table('a', { n: t.integer(), m: t.bigint().generatedAs(sql`twice(n)`) }, [index('m')]),
    view('v', 'SELECT m FROM a'),
  ),
  ...user(
    'a domain',
    domain('even', t.integer().default(sql`twice(1)`).check('twice(value) > 0')),
    table('a', { n: t.raw('even') }),
  ),
  ...user(
    'a default of a parameter',
    a,
    sqlFunction('half', {
      arguments: 'n integer DEFAULT twice(1)',
      returns: 'integer',
      language: 'sql',
      body: 'SELECT n / 2',
    }),
  ),
  'a column is called as the function is': {
    before: [twice('m integer'), namesake],
    after: [twice('n integer'), namesake],
    kinds: ['dropObject', 'createObject'],
  },
  'functions go with a view and a table of which their bodies speak': {
    before: [
      table('a', { n: t.integer().primaryKey('a_pkey') }),
      table('b', { n: t.integer().references('a.n') }),
      view('v', 'SELECT n FROM a'),
      sqlFunction('of_v', {
        returns: 'integer',
        language: 'plpgsql',
        body: 'DECLARE one v; BEGIN SELECT * INTO one FROM v; RETURN one.n; END',
      }),
      sqlFunction('of_b', { returns: 'integer', language: 'sql', body: 'SELECT n FROM b' }),
    ],
    after: table('a', { n: t.integer() }),
  },
  'a view of another shape, whose rows a function returns': {
    before: [
      table('a', { n: t.integer(), m: t.integer() }),
      view('v', 'SELECT n FROM a'),
      sqlFunction('rows_of_v', { returns: 'SETOF v', language: 'sql', body: 'SELECT * FROM v' }),
      view('w', 'SELECT n FROM rows_of_v()'),
    ],
    after: [
      table('a', { n: t.bigint(), m: t.integer() }),
      view('v', 'SELECT n, m FROM a'),
      sqlFunction('rows_of_v', { returns: 'SETOF v', language: 'sql', body: 'SELECT * FROM v' }),
      view('w', 'SELECT n FROM rows_of_v()'),
    ],
  },
}

describe('what uses a function that goes before it comes again, there and back, on PostgreSQL', async () => {
  const ground = await postgresGround()
  test.each(Object.entries(edits))('%s', (_, edit) => thereAndBack(ground, edit))
})
