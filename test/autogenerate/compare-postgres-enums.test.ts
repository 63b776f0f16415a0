import { describe, expect, test } from 'vitest'
import { compare } from '../../src/autogenerate/compare.ts'
import { check, foreignKey } from '../../src/schema/constraints.ts'
import { domain, enumType, sqlFunction, trigger, view } from '../../src/schema/declare.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { table } from '../../src/schema/declared-table.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import { postgresGround } from './postgres-ground.ts'
import { type Edit, thereAndBack } from './there-and-back.ts'

const id = { id: t.integer().primaryKey() }

type Labels = readonly [string, ...string[]]
const mood = (labels: Labels) => t.enum(labels, { name: 'mood' })
const all: Labels = ['sad', 'so-so', 'glad']
const two: Labels = ['glad', 'sad']

const called = (name: string, parameters: string, returns: string) =>
  sqlFunction(name, { arguments: parameters, returns, language: 'sql', body: "SELECT '1'" })
const namesakes = [
  called('one', 'mood integer, "Mood" double precision', 'text'),
  called('two', "VARIADIC mood text[] DEFAULT '{}'::text[]", 'text'),
  called('three', '', 'TABLE(mood text)'),
]

/** By the name of the edit. */
const edits: Readonly<Record<string, Edit>> = {
  'a value goes, and others change places': {
    before: table('a', {
      ...id,
      kept: mood(all).notNull().default('sad'),
      changed: mood(all).default('so-so'),
      list: t.array(mood(all)).default(sql`'{sad}'::mood[]`),
      gone: mood(all).default('glad'),
    }),
    after: table('a', {
      ...id,
      kept: mood(two).notNull().default('sad'),
      changed: mood(two).default('glad'),
      list: t.array(mood(two)).default(sql`'{sad}'::mood[]`),
      fresh: mood(two).default('glad'),
    }),
    rows: "INSERT INTO a (id, changed, list) VALUES (1, 'sad', '{glad,sad}')",
    kinds: ['alterColumn', 'replaceObject', 'addColumn', 'alterColumn', 'dropColumn'],
  },
  'what speaks of the type makes way': {
    before: [
      table('kind', { mood: mood(all).primaryKey() }),
      table('a', { ...id, mood: mood(all).default('sad') }, [
        check("mood <> 'glad'", { name: 'not_glad' }),
        index('id', { name: 'sad_ones', where: "mood = 'sad'" }),
        index('mood', { name: 'by_mood' }),
        foreignKey('mood', 'kind.mood', { name: 'a_kind' }),
      ]),
      view('of_sad', sql`SELECT id FROM a WHERE mood = 'sad'`),
      sqlFunction('touched', { returns: 'trigger', language: 'plpgsql', body: 'BEGIN RETURN NEW; END' }),
      trigger('touch', 'a', {
        timing: 'before',
        events: 'update',
        when: "NEW.mood = 'sad'",
        body: 'touched()',
      }),
    ],
    after: [
      table('kind', { mood: mood(two).primaryKey() }),
      table('a', { ...id, mood: mood(two).default('sad') }, [
        check("mood <> 'glad'", { name: 'not_glad' }),
        index('id', { name: 'sad_ones', where: "mood = 'sad'" }),
        index('mood', { name: 'by_mood' }),
        foreignKey('mood', 'kind.mood', { name: 'a_kind' }),
      ]),
      view('of_sad', sql`SELECT id FROM a WHERE mood = 'sad'`),
      sqlFunction('touched', { returns: 'trigger', language: 'plpgsql', body: 'BEGIN RETURN NEW; END' }),
      trigger('touch', 'a', {
        timing: 'before',
        events: 'update',
        when: "NEW.mood = 'sad'",
        body: 'touched()',
      }),
    ],
    rows: "INSERT INTO kind VALUES ('sad'); INSERT INTO a VALUES (1, 'sad')",
    kinds: [
      ...(['dropConstraint', 'dropObject', 'dropObject', 'dropConstraint', 'dropIndex'] as const),
      ...(['replaceObject', 'addConstraint', 'createIndex', 'createObject', 'createObject'] as const),
      'addConstraint',
    ],
  },
  'a partition and an heir go along': {
    before: [
      table('log', { id: t.integer(), mood: mood(all) }, [], {
        postgres: { partitionBy: { strategy: 'range', keys: 'id' } },
      }),
      table('log_1', {}, [], {
        postgres: { partitionOf: { table: 'log', bounds: 'FOR VALUES FROM (1) TO (9)' } },
      }),
      table('parent', { mood: mood(all) }),
      table('heir', id, [], { postgres: { inherits: 'parent' } }),
    ],
    after: [
      table('log', { id: t.integer(), mood: mood(two) }, [], {
        postgres: { partitionBy: { strategy: 'range', keys: 'id' } },
      }),
      table('log_1', {}, [], {
        postgres: { partitionOf: { table: 'log', bounds: 'FOR VALUES FROM (1) TO (9)' } },
      }),
      table('parent', { mood: mood(two) }),
      table('heir', id, [], { postgres: { inherits: 'parent' } }),
    ],
    rows: "INSERT INTO log VALUES (1, 'sad'); INSERT INTO heir VALUES ('glad', 1)",
    kinds: ['replaceObject'],
  },
  'parameters and columns of results that are only called like the type stay': {
    before: [enumType('mood', all), ...namesakes],
    after: [enumType('mood', two), ...namesakes],
    kinds: ['replaceObject'],
  },
  'a table that has to go before is left out': {
    before: [table('old', { id: t.integer().primaryKey('pk'), mood: mood(all).default('glad') })],
    after: [table('fresh', { id: t.integer().primaryKey('pk'), mood: mood(two) })],
    rows: "INSERT INTO old VALUES (1, 'sad')",
    kinds: ['dropTable', 'replaceObject', 'createTable'],
  },
}

describe('an enum that loses values, on PostgreSQL', async () => {
  const ground = await postgresGround()
  test.each(Object.entries(edits))('%s', (_, edit) => thereAndBack(ground, edit))
})

test.each<[string, unknown]>([
  ['the domain feeling', domain('feeling', mood(all))],
  [
    'the function of',
    sqlFunction('of', { arguments: 'a mood', returns: 'text', language: 'sql', body: "SELECT 'x'" }),
  ],
  ['the function of', called('of', 'mood', 'text')],
  ['the function of', called('of', 'mood mood', 'text')],
  ['the function of', called('of', 'n integer, VARIADIC mood[]', 'text')],
  ['the function of', called('of', 'n integer', 'SETOF mood')],
  ['the function of', called('of', 'n integer', 'TABLE(n integer, m public.mood)')],
  [
    'the partitioning of table a',
    table('a', { mood: mood(all) }, [], { postgres: { partitionBy: { strategy: 'list', keys: 'mood' } } }),
  ],
  [
    'the generated column b of table a',
    table('a', { mood: mood(all), b: t.boolean().generatedAs("mood = 'sad'") }),
  ],
])('it is refused where it is used by %s', (user, part) => {
  const before = declaredSnapshot([enumType('mood', all), part])
  const objects = before.objects.map((one) => (one.type === 'enum' ? { ...one, values: two } : one))
  expect(() => compare(before, { ...before, objects }, 'postgres')).toThrow(
    `The enum mood loses values, or has them in another order, and ${user} is made of it`,
  )
})
