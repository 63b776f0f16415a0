import { check, primaryKey, uniqueConstraint } from '../../src/schema/constraints.ts'
import {
  compositeType,
  domain,
  enumType,
  extension,
  materializedView,
  policy,
  schema,
  sequence,
  view,
} from '../../src/schema/declare.ts'
import { table } from '../../src/schema/declared-table.ts'
import { exclude } from '../../src/schema/exclude.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import type { Kind } from '../support/databases.ts'

/** What is declared, or what gives it for one of the databases. */
export type Declaration = object | ((kind: Kind) => object)

/** What is declared before and after, on the databases that have such a thing: all of them unless told. */
export interface Case {
  readonly before: Declaration
  readonly after: Declaration
  readonly on?: readonly Kind[]
}

const id = { id: t.integer().primaryKey() }
const a = table('a', { ...id, x: t.integer(), y: t.integer() })
const b = table('b', { ...id, a: t.integer() })
const pointing = (options: Parameters<ReturnType<typeof t.integer>['references']>[1] = {}) => [
  a,
  table('b', { ...id, a: t.integer().references('a.id', { name: 'b_to_a', ...options }) }),
]
const indexed = (...parts: Parameters<typeof index>) =>
  table('a', { ...id, x: t.integer(), y: t.integer(), name: t.varchar(20) }, [index(...parts)])
const bare = table('a', { ...id, x: t.integer(), y: t.integer(), name: t.varchar(20) })
const moods = (...values: readonly string[]) => [
  enumType('mood', values),
  table('a', { ...id, mood: t.enum(values, { name: 'mood' }) }),
]
const during = { ...id, during: t.raw('int4range') }

/** For each row of the table in docs/autogenerate.md, by its first cell. */
export const cases: Readonly<Record<string, Case>> = {
  'a table comes': { before: [], after: a },
  'a table goes': { before: [a, b], after: a },
  'a column comes': { before: table('a', id), after: table('a', { ...id, x: t.integer() }) },
  'a column goes': { before: table('a', { ...id, x: t.integer() }), after: table('a', id) },
  'NOT NULL comes or goes': {
    before: table('a', { ...id, x: t.integer(), y: t.integer().notNull() }),
    after: table('a', { ...id, x: t.integer().notNull(), y: t.integer() }),
  },
  'another type': {
    before: table('a', { ...id, x: t.integer() }),
    after: table('a', { ...id, x: t.bigint() }),
  },
  'other arguments of a type': {
    before: table('a', { ...id, x: t.varchar(10), y: t.numeric(10, 2) }),
    after: table('a', { ...id, x: t.varchar(20), y: t.numeric(12, 3) }),
  },
  'the comment of a column': {
    before: table('a', { ...id, x: t.integer() }),
    after: table('a', { ...id, x: t.integer().comment('a number') }),
    on: ['postgres', 'mysql'],
  },
  'the comment of a table': {
    before: table('a', id, [], { comment: 'one' }),
    after: table('a', id, [], { comment: 'other' }),
    on: ['postgres', 'mysql'],
  },
  'an index comes': { before: bare, after: indexed('x') },
  'an index goes': { before: indexed('x'), after: bare },
  'an index has other columns, or becomes unique': {
    before: indexed('x', { name: 'ix' }),
    after: indexed(['x', 'y'], { name: 'ix', unique: true }),
  },
  'an index over another expression': {
    before: indexed(sql`lower(name)`, { name: 'ix' }),
    after: indexed(sql`upper(name)`, { name: 'ix' }),
    on: ['postgres', 'sqlite'],
  },
  'a named unique constraint comes': {
    before: a,
    after: table('a', { ...id, x: t.integer(), y: t.integer() }, [uniqueConstraint('x', { name: 'uq' })]),
  },
  'a named unique constraint has other columns': {
    before: table('a', { ...id, x: t.integer(), y: t.integer() }, [uniqueConstraint('x', { name: 'uq' })]),
    after: table('a', { ...id, x: t.integer(), y: t.integer() }, [uniqueConstraint('y', { name: 'uq' })]),
  },
  'a foreign key comes': { before: [a, b], after: pointing() },
  'a foreign key goes': { before: pointing(), after: [a, b] },
  'ON DELETE or ON UPDATE of a foreign key': {
    before: pointing({ onDelete: 'cascade' }),
    after: pointing({ onDelete: 'set null', onUpdate: 'cascade' }),
  },
  'DEFERRABLE or INITIALLY of a foreign key': {
    before: pointing(),
    after: pointing({ deferrable: true, initially: 'deferred' }),
    on: ['postgres', 'sqlite'],
  },
  'the default of a column': {
    before: table('a', { ...id, x: t.integer().default(1), y: t.integer() }),
    after: table('a', { ...id, x: t.integer().default(2), y: t.integer().default(3) }),
  },
  'a column becomes an identity': {
    before: table('a', { ...id, x: t.integer().notNull() }),
    after: table('a', { ...id, x: t.integer().identity() }),
    on: ['postgres'],
  },
  'the numbers of an identity': {
    before: table('a', { id: t.integer().identity({ start: 1 }).primaryKey() }),
    after: table('a', { id: t.integer().identity({ start: 100, increment: 10 }).primaryKey() }),
    on: ['postgres'],
  },
  'another expression of a computed column': {
    before: table('a', { ...id, x: t.integer(), twice: t.integer().generatedAs('x * 2') }),
    after: table('a', { ...id, x: t.integer(), twice: t.integer().generatedAs('x * 3') }),
  },
  'a named check comes or goes': {
    before: table('a', { ...id, x: t.integer() }, [check('x > 0', { name: 'goes' })]),
    after: table('a', { ...id, x: t.integer() }, [check('x < 9', { name: 'comes' })]),
  },
  'a named check has another condition': {
    before: table('a', { ...id, x: t.integer() }, [check('x > 0', { name: 'positive' })]),
    after: table('a', { ...id, x: t.integer() }, [check('x > 1', { name: 'positive' })]),
  },
  'a table is renamed': {
    before: a,
    after: table('c', { ...id, x: t.integer(), y: t.integer() }, [], { renamedFrom: 'a' }),
  },
  'a column is renamed': {
    before: a,
    after: table('a', { ...id, x: t.integer(), z: t.integer().renamedFrom('y') }),
  },
  'a constraint without a name comes': {
    before: a,
    after: table('a', { ...id, x: t.integer().unique(), y: t.integer().check('y > 0') }),
  },
  'a constraint without a name goes': {
    before: table('a', { ...id, x: t.integer().unique(), y: t.integer().check('y > 0') }),
    after: a,
  },
  'the primary key has other columns': {
    before: table('a', { x: t.integer().notNull(), y: t.integer().notNull() }, [primaryKey('x')]),
    after: table('a', { x: t.integer().notNull(), y: t.integer().notNull() }, [primaryKey(['x', 'y'])]),
  },
  'an exclusion constraint comes': {
    before: table('a', during),
    after: table('a', during, [exclude([['during', '&&']], { name: 'apart' })]),
    on: ['postgres'],
  },
  'a sequence comes, and goes': {
    before: sequence('one'),
    after: sequence('other', { increment: 2 }),
    on: ['postgres', 'mysql'],
  },
  'a sequence has other numbers': {
    before: sequence('one'),
    after: sequence('one', { increment: 2 }),
    on: ['postgres', 'mysql'],
  },
  'a view comes, and goes': {
    before: [a, view('one', sql`SELECT x FROM a`)],
    after: [a, view('other', sql`SELECT y FROM a`)],
  },
  'a view has another query': {
    before: [a, view('v', sql`SELECT x FROM a`)],
    after: [a, view('v', sql`SELECT x FROM a WHERE y > 0`)],
  },
  'a composite type gets, or loses, its last attributes': {
    before: [
      compositeType('pair', { a: t.integer(), b: t.text() }),
      table('a', { ...id, pair: t.raw('pair') }),
    ],
    after: [
      compositeType('pair', { a: t.integer(), c: t.text() }),
      table('a', { ...id, pair: t.raw('pair') }),
    ],
    on: ['postgres'],
  },
  'the attributes of a composite type stand in another order': {
    before: compositeType('pair', { a: t.integer(), b: t.text() }),
    after: compositeType('pair', { b: t.text(), a: t.integer() }),
    on: ['postgres'],
  },
  'a domain has another default, NOT NULL or check': {
    before: [
      domain('code', t.text().check("VALUE <> ''", 'some')),
      table('a', { ...id, code: t.raw('code') }),
    ],
    after: [
      domain('code', t.text().notNull().default('x').check("VALUE <> '-'", 'some')),
      table('a', { ...id, code: t.raw('code') }),
    ],
    on: ['postgres'],
  },
  'a domain is over another type': {
    before: domain('code', t.text()),
    after: domain('code', t.integer()),
    on: ['postgres'],
  },
  'storage parameters of an index, or whether it is used': {
    before: (kind) =>
      indexed('x', { name: 'ix', ...(kind === 'postgres' && { storage: { fillfactor: 60 } }) }),
    after: (kind) =>
      indexed('x', {
        name: 'ix',
        ...(kind === 'postgres' ? { storage: { fillfactor: 70 } } : { invisible: true }),
      }),
    on: ['postgres', 'mysql'],
  },
  'options of a view': {
    before: [a, view('v', sql`SELECT x FROM a`, { options: { security_barrier: true } })],
    after: [a, view('v', sql`SELECT x FROM a`, { checkOption: 'local' })],
    on: ['postgres'],
  },
  'storage parameters of a materialized view': {
    before: [a, materializedView('m', sql`SELECT x FROM a`)],
    after: [a, materializedView('m', sql`SELECT x FROM a`, { options: { fillfactor: 70 } })],
    on: ['postgres'],
  },
  'a policy has other roles or conditions': {
    before: [a, policy('own', 'a', { using: 'x > 0', check: 'x > 1' })],
    after: [a, policy('own', 'a', { roles: 'current_user', using: 'x > 2', check: 'x > 3' })],
    on: ['postgres'],
  },
  'a policy is for another command': {
    before: [a, policy('own', 'a', { using: 'x > 0' })],
    after: [a, policy('own', 'a', { command: 'select', using: 'x > 0' })],
    on: ['postgres'],
  },
  'an enum type comes, and goes': {
    before: enumType('size', ['s', 'm']),
    after: enumType('mood', ['sad', 'glad']),
    on: ['postgres'],
  },
  'an enum type gets a value': {
    before: moods('sad', 'glad'),
    after: moods('sad', 'calm', 'glad'),
    on: ['postgres'],
  },
  'an enum type loses a value': {
    before: moods('sad', 'calm', 'glad'),
    after: moods('sad', 'glad'),
    on: ['postgres'],
  },
  'an extension is another version': {
    before: extension('hstore', { version: '1.7' }),
    after: extension('hstore', { version: '1.8' }),
    on: ['postgres'],
  },
  'a schema belongs to somebody else': {
    before: schema('shop'),
    after: schema('shop', { owner: 'pg_read_all_data' }),
    on: ['postgres'],
  },
}
