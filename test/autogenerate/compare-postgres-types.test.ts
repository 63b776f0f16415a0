import { describe, expect, test } from 'vitest'
import { compare } from '../../src/autogenerate/compare.ts'
import { lossesOf } from '../../src/autogenerate/loss.ts'
import { compositeType, domain, enumType, sqlFunction, view } from '../../src/schema/declare.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { table } from '../../src/schema/declared-table.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import { serverVersion } from '../support/postgres.ts'
import { postgresGround } from './postgres-ground.ts'
import { type Edit, thereAndBack } from './there-and-back.ts'

const id = { id: t.integer().primaryKey() }
const holding = table('a', { ...id, email: t.raw('email') })
const paired = table('a', { ...id, pair: t.raw('pair'), pairs: t.raw('pair[]') })

/** By the name of the edit. */
const edits: Readonly<Record<string, Edit>> = {
  'a domain gets a default, NOT NULL and checks under rows, a view and a list': {
    before: [
      domain('email', t.text().check("VALUE LIKE '%@%'", 'at')),
      holding,
      view('v', sql`SELECT email FROM a`),
    ],
    after: [
      domain(
        'email',
        t
          .text()
          .notNull()
          .default('x@y.z')
          .check("VALUE LIKE '%@_%'", 'at')
          .check("VALUE LIKE '%.%'")
          .comment('where to write to'),
      ),
      holding,
      view('v', sql`SELECT email FROM a`),
    ],
    rows: "INSERT INTO a VALUES (1, 'a@b.c')",
    kinds: ['alterDomain'],
  },
  'a domain loses them': {
    before: [
      domain(
        'email',
        t.text().notNull().default(sql`lower('X@Y.Z')`).check("VALUE LIKE '%@%'").check("VALUE <> ''"),
      ),
      holding,
    ],
    after: [domain('email', t.text().check("VALUE <> ''")), holding],
    rows: 'INSERT INTO a VALUES (1)',
    kinds: ['alterDomain'],
  },
  'a check of a domain is renamed, and one changes hands': {
    before: [
      domain(
        'email',
        t.text().check("VALUE LIKE '%@%'", 'one').check("VALUE <> 'a'", 'two').check("VALUE <> 'b'", 'x'),
      ),
      holding,
    ],
    after: [
      domain('email', t.text().check("VALUE LIKE '%@%'", 'three').check("VALUE <> 'b'", 'two')),
      holding,
    ],
    rows: "INSERT INTO a VALUES (1, 'c@d')",
    kinds: ['alterDomain'],
  },
  'a check is to be valid, and another not': {
    before: [
      domain('email', t.text().check("VALUE <> ''", 'one', { notValid: true }).check("VALUE <> 'x'", 'two')),
      holding,
    ],
    after: [
      domain('email', t.text().check("VALUE <> ''", 'one').check("VALUE <> 'x'", 'two', { notValid: true })),
      holding,
    ],
    kinds: ['alterDomain'],
  },
  'a check calls a function that comes, and no more one that goes': {
    before: [
      sqlFunction('is_old', {
        arguments: 'value text',
        returns: 'boolean',
        language: 'sql',
        body: 'SELECT true',
      }),
      domain('email', t.text().check('is_old(VALUE)', 'good')),
      holding,
    ],
    after: [
      sqlFunction('is_new', {
        arguments: 'value text',
        returns: 'boolean',
        language: 'sql',
        body: 'SELECT true',
      }),
      domain('email', t.text().check('is_new(VALUE)', 'good')),
      holding,
    ],
    rows: "INSERT INTO a VALUES (1, 'c@d')",
    kinds: ['createObject', 'alterDomain', 'dropObject'],
  },
  'a check that is not valid comes to a domain in a list': {
    before: [domain('email', t.text()), table('a', { ...id, emails: t.raw('email[]') })],
    after: [
      domain('email', t.text().default('x').check("VALUE <> ''", 'some', { notValid: true })),
      table('a', { ...id, emails: t.raw('email[]') }),
    ],
    rows: "INSERT INTO a VALUES (1, '{a,b}')",
    kinds: ['alterDomain'],
  },
  'attributes come and the last goes, under rows': {
    before: [compositeType('pair', { a: t.integer(), b: t.text() }), paired],
    after: [
      compositeType(
        'pair',
        { a: t.integer(), c: t.text().comment('third'), d: t.date() },
        { comment: 'more' },
      ),
      paired,
    ],
    rows: "INSERT INTO a VALUES (1, (1, 'x'), ARRAY[(2, 'y')::pair])",
    kinds: ['alterCompositeType'],
  },
  'an attribute that stood before another goes, under rows': {
    before: [compositeType('pair', { a: t.integer(), b: t.text() }), paired],
    after: [compositeType('pair', { b: t.text() }), paired],
    rows: "INSERT INTO a VALUES (1, (1, 'x'), ARRAY[(2, 'y')::pair])",
    kinds: ['alterCompositeType'],
    noWayBack: 'PostgreSQL adds attributes at the end, and a of the composite type pair was not there',
  },
  'attributes of a type that nobody is of have other types, collations and comments': {
    before: compositeType('pair', { a: t.integer(), b: t.text().comment('old') }),
    after: compositeType('pair', { a: t.bigint().comment('new'), b: t.text().collate('C') }),
    kinds: ['alterCompositeType'],
  },
  'attributes stand in another order, and one is gone that stood before others': {
    before: [
      compositeType('one', { a: t.integer(), b: t.text() }),
      compositeType('other', { a: t.integer(), b: t.text() }),
    ],
    after: [compositeType('one', { b: t.text(), a: t.integer() }), compositeType('other', { b: t.text() })],
    kinds: ['dropObject', 'dropObject', 'createObject', 'createObject'],
  },
  'types with comments': {
    before: [
      enumType('mood', ['sad', 'ok'], { comment: 'how it is' }),
      compositeType('one', { a: t.integer(), b: t.text() }, { comment: 'two of them' }),
      compositeType('other', { attributes: t.integer() }, { comment: 'two of them' }),
    ],
    after: [
      enumType('mood', ['ok', 'sad'], { comment: 'how it is' }),
      compositeType('one', { b: t.text(), a: t.integer() }, { comment: 'in this order' }),
      compositeType('other', { attributes: t.bigint() }),
    ],
    kinds: ['dropObject', 'replaceObject', 'createObject', 'alterCompositeType'],
  },
  'an attribute goes that a view reads': {
    before: [
      compositeType('pair', { a: t.integer(), b: t.text() }),
      paired,
      view('v', sql`SELECT id, (pair).b AS b FROM a`),
      view('w', sql`SELECT id FROM v`),
    ],
    after: [
      compositeType('pair', { a: t.integer() }),
      paired,
      view('v', sql`SELECT id, (pair).a AS b FROM a`),
      view('w', sql`SELECT id FROM v`),
    ],
    rows: "INSERT INTO a VALUES (1, (1, 'x'))",
    kinds: ['dropObject', 'dropObject', 'alterCompositeType', 'createObject', 'createObject'],
  },
  'an attribute goes, and views of all attributes make way': {
    before: [
      compositeType('pair', { a: t.integer(), b: t.text() }),
      compositeType('crate', { pair: t.raw('pair') }),
      table('a', { ...id, crate: t.raw('crate'), pair: t.raw('pair') }),
      view('v', sql`SELECT id, crate FROM a`),
      view('w', sql`SELECT id, ((crate).pair).* FROM v`),
      view('x', sql`SELECT id, (pair).* FROM a`),
    ],
    after: [
      compositeType('pair', { a: t.integer() }),
      compositeType('crate', { pair: t.raw('pair') }),
      table('a', { ...id, crate: t.raw('crate'), pair: t.raw('pair') }),
      view('v', sql`SELECT id, crate FROM a`),
      view('w', sql`SELECT id, ((crate).pair).* FROM v`),
      view('x', sql`SELECT id, (pair).* FROM a`),
    ],
    rows: "INSERT INTO a VALUES (1, ROW(ROW(1, 'x')))",
    kinds: ['dropObject', 'dropObject', 'alterCompositeType', 'createObject', 'createObject'],
  },
}

const named = t
  .text()
  .notNull()
  .postgres({ notNull: { name: 'is_there', comment: 'it' } })

/** PostgreSQL before 17: its domains have a NOT NULL without a name. */
const earlier: Readonly<Record<string, Edit>> = {
  'a NOT NULL of a domain has no name': {
    before: domain('email', t.text().notNull()),
    after: domain('email', named),
    kinds: [],
  },
  'a NOT NULL of a domain comes with a name': {
    before: [domain('email', t.text()), holding],
    after: [domain('email', named), holding],
    rows: "INSERT INTO a VALUES (1, 'x')",
    kinds: ['alterDomain'],
  },
  'a domain comes with a named NOT NULL, beside a column with one': {
    before: [],
    after: [domain('email', named), table('a', { ...id, email: t.raw('email'), b: named })],
    kinds: ['createObject', 'createTable'],
  },
}

describe('types that are altered in place, on PostgreSQL', async () => {
  const ground = await postgresGround()
  const all = { ...edits, ...((await serverVersion()) < 17 && earlier) }
  test.each(Object.entries(all))('%s', (_, edit) => thereAndBack(ground, edit))
})

test.each<[string, unknown, unknown, string]>([
  [
    'a domain over another type',
    [domain('email', t.text()), holding, compositeType('pair', { email: t.raw('email') })],
    [domain('email', t.varchar(9)), holding, compositeType('pair', { email: t.raw('email') })],
    "The domain email is over another type now, which PostgreSQL can't alter, and the column email of a and the composite type pair are of it",
  ],
  [
    'a check on the values of lists',
    [domain('email', t.text()), table('a', { ...id, emails: t.raw('email[]') })],
    [domain('email', t.text().check("VALUE <> ''")), table('a', { ...id, emails: t.raw('email[]') })],
    'The domain email gets a check or NOT NULL, and the column emails of a holds its values',
  ],
  [
    'NOT NULL on the values of composite values',
    [
      domain('email', t.text()),
      compositeType('pair', { email: t.raw('email') }),
      table('a', { ...id, pair: t.raw('pair') }),
    ],
    [
      domain('email', t.text().notNull()),
      compositeType('pair', { email: t.raw('email') }),
      table('a', { ...id, pair: t.raw('pair') }),
    ],
    'The domain email gets a check or NOT NULL, and the column pair of a holds its values',
  ],
  [
    'another order of attributes',
    [compositeType('pair', { a: t.integer(), b: t.text() }), paired],
    [compositeType('pair', { b: t.text(), a: t.integer() }), paired],
    'The attributes of the type pair stand in another order now, PostgreSQL adds them at the end, and the column pair of a and the column pairs of a are of it',
  ],
  [
    'another type of an attribute',
    [
      compositeType('pair', { a: t.integer() }),
      domain('couple', t.raw('pair')),
      table('a', { ...id, couple: t.raw('couple') }),
    ],
    [
      compositeType('pair', { a: t.bigint() }),
      domain('couple', t.raw('pair')),
      table('a', { ...id, couple: t.raw('couple') }),
    ],
    'The type pair has attributes of another type now, which PostgreSQL refuses while the column couple of a is of it',
  ],
  [
    'another attribute under a table that was made of the type',
    [
      compositeType('pair', { a: t.integer() }),
      table('a', { a: t.integer() }, [], { postgres: { ofType: 'pair' } }),
    ],
    [
      compositeType('pair', { a: t.integer(), b: t.text() }),
      table('a', { a: t.integer() }, [], { postgres: { ofType: 'pair' } }),
    ],
    'The type pair has other attributes now, and the table a is of it',
  ],
])('%s is refused', (_, before, after, message) => {
  expect(() => compare(declaredSnapshot(before), declaredSnapshot(after), 'postgres')).toThrow(message)
})

test('an attribute that goes is a loss', () => {
  const [before, after] = [
    [compositeType('pair', { a: t.integer(), b: t.text() }), paired],
    [compositeType('pair', { a: t.integer(), c: t.text() }), paired],
  ]
  const operations = compare(declaredSnapshot(before), declaredSnapshot(after), 'postgres')
  expect(operations.flatMap(lossesOf)).toEqual(['drops the attribute b of the type pair and its values'])
})
