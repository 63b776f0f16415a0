import { afterAll, describe, test } from 'vitest'
import { check, foreignKey, uniqueConstraint } from '../../src/schema/constraints.ts'
import { sequence, trigger, view } from '../../src/schema/declare.ts'
import { table } from '../../src/schema/declared-table.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { createMariadbDatabase, hasMariadb } from '../support/mariadb.ts'
import { type Edit, type Ground, thereAndBack } from './there-and-back.ts'

const id = { id: t.integer().primaryKey() }

const fires = (name: string, body = 'SET @x = 1', follows?: string) =>
  trigger(name, 'a', { timing: 'before', events: 'insert', body, ...(follows !== undefined && { follows }) })

/** By the name of the edit. */
const edits: Readonly<Record<string, Edit>> = {
  'a column keeps the collation that its table had': {
    before: table('a', { ...id, b: t.varchar(10), c: t.varchar(10) }, [], {
      mysql: { characterSet: 'latin1' },
    }),
    after: table('a', { ...id, b: t.varchar(10), c: t.varchar(10).mysql({ characterSet: 'latin1' }) }),
    rows: "INSERT INTO a VALUES (1, 'é', 'é')",
    kinds: ['alterTableOptions', 'alterColumn'],
  },
  'a check without a name comes before another of its column': {
    before: table('a', { id: t.integer().notNull() }, [check('id > 0')]),
    after: table('a', { id: t.integer().notNull() }, [check('id < 9'), check('id > 0')]),
    kinds: ['addConstraint'],
  },
  'a table comes whose foreign key and check would have the names of another table': {
    before: table('person', { ...id, a: t.integer() }, [
      foreignKey('a', 'person.id', { name: 'account_a_fkey' }),
      check('a > 1', { name: 'account_a_check' }),
    ]),
    after: [
      table('person', { ...id, a: t.integer() }, [foreignKey('a', 'person.id'), check('a > 1')]),
      table('account', { ...id, a: t.integer() }, [foreignKey('a', 'person.id'), check('a > 2')]),
    ],
    kinds: ['createTable'],
  },
  'options of a table change': {
    before: table('a', { ...id, name: t.varchar(10) }, [], {
      mysql: { engine: 'MyISAM', rowFormat: 'FIXED', options: { max_rows: 100, checksum: 1 } },
    }),
    after: table('a', { ...id, name: t.varchar(10) }, [], {
      mysql: { rowFormat: 'DYNAMIC', options: { stats_persistent: 1 } },
    }),
    kinds: ['alterTableOptions'],
  },
  'a collation changes, and with it the columns that follow': {
    before: table(
      'a',
      {
        ...id,
        name: t.varchar(10).notNull().default('x'),
        own: t.text().collate('latin1_bin'),
        size: t.enum(['s', 'm']).default('s'),
      },
      [],
      { mysql: { collation: 'latin1_swedish_ci' } },
    ),
    after: table(
      'a',
      {
        ...id,
        name: t.varchar(10).notNull().default('x'),
        own: t.text().collate('latin1_bin'),
        size: t.enum(['s', 'm']).default('s'),
      },
      [],
      { mysql: { collation: 'utf8mb4_bin' } },
    ),
    rows: "INSERT INTO a (id, own) VALUES (1, 'y')",
    kinds: ['alterTableOptions'],
  },
  'the engine becomes Aria, with what it is by itself': {
    before: table('a', { ...id, name: t.text() }),
    after: table('a', { ...id, name: t.text() }, [], { mysql: { engine: 'Aria' } }),
    rows: "INSERT INTO a VALUES (1, 'x')",
    kinds: ['alterTableOptions'],
  },
  'a table of Aria gets another format, and with it what it is by itself': {
    before: table('a', { ...id, name: t.text() }, [], { mysql: { engine: 'Aria' } }),
    after: table('a', { ...id, name: t.text() }, [], { mysql: { engine: 'Aria', rowFormat: 'DYNAMIC' } }),
    rows: "INSERT INTO a VALUES (1, 'x')",
    kinds: ['alterTableOptions'],
  },
  'a table of Aria says what it is by itself': {
    before: table('a', { ...id, name: t.text() }, [], { mysql: { engine: 'Aria' } }),
    after: table('a', { ...id, name: t.text() }, [], {
      mysql: { engine: 'Aria', options: { transactional: 1 } },
    }),
    kinds: [],
  },
  'options of Aria change': {
    before: table('a', { ...id, name: t.text() }, [], {
      mysql: { engine: 'Aria', options: { transactional: 0, page_checksum: 0 } },
    }),
    after: table('a', { ...id, name: t.text() }, [], {
      mysql: { engine: 'Aria', options: { page_checksum: 1, max_rows: 9 } },
    }),
    rows: "INSERT INTO a VALUES (1, 'x')",
    kinds: ['alterTableOptions'],
  },
  'a column of a table of Aria changes': {
    before: table('a', { ...id, name: t.text() }, [], { mysql: { engine: 'Aria' } }),
    after: table('a', { ...id, name: t.text().notNull(), more: t.varchar(9).default("it's") }, [], {
      mysql: { engine: 'Aria' },
    }),
    kinds: ['addColumn', 'alterColumn'],
  },
  'a table that is no more of Aria': {
    before: table('a', { ...id, name: t.text() }, [], {
      mysql: { engine: 'Aria', options: { transactional: 0 } },
    }),
    after: table('a', { ...id, name: t.text() }),
    kinds: ['alterTableOptions'],
  },
  'a view that changes goes before a column that it used': {
    before: [table('a', { ...id, b: t.integer() }), view('v', 'SELECT id, b FROM a')],
    after: [table('a', id), view('v', 'SELECT id FROM a')],
    kinds: ['dropObject', 'dropColumn', 'createObject'],
  },
  "a table's collation is the database's again": {
    before: table('a', { ...id, name: t.varchar(10) }, [], { mysql: { collation: 'latin1_bin' } }),
    after: table('a', { ...id, name: t.varchar(10) }),
    kinds: ['alterTableOptions'],
  },
  'settings of columns change': {
    before: table('a', {
      ...id,
      b: t.integer().mysql({ check: 'b > 0' }),
      c: t.timestamp().mysql({ onUpdate: 'current_timestamp(6)' }),
      d: t.integer().notNull().default(1).mysql({ invisible: true }),
      e: t.text().mysql({ characterSet: 'latin1' }),
    }),
    after: table('a', {
      ...id,
      b: t.integer().mysql({ check: 'b > 1', invisible: true }),
      c: t.timestamp(),
      d: t.integer().notNull().default(1),
      e: t.text(),
    }),
    rows: "INSERT INTO a (id, b, e) VALUES (1, 2, 'x')",
    kinds: ['alterColumn', 'alterColumn', 'alterColumn', 'alterColumn'],
  },
  'a table is partitioned': {
    before: table('a', id),
    after: table('a', id, [], { mysql: { partitionBy: 'HASH (id) PARTITIONS 4' } }),
    rows: 'INSERT INTO a VALUES (1), (2)',
    kinds: ['alterTableOptions'],
  },
  'a table is partitioned no more, and gets a key without the column of that': {
    before: table('a', { ...id, b: t.integer() }, [], {
      mysql: { partitionBy: 'HASH (id) PARTITIONS 4', options: { stats_persistent: 1 } },
    }),
    after: table('a', { ...id, b: t.integer() }, [uniqueConstraint('b', { name: 'uq_b' })]),
    rows: 'INSERT INTO a VALUES (1, 2), (2, 3)',
    kinds: ['alterTableOptions', 'addConstraint', 'alterTableOptions'],
  },
  'usual numbers of a sequence are no difference': {
    before: [sequence('one', { start: 1, increment: 1 }), sequence('two', { increment: -1, start: -1 })],
    after: [
      sequence('one', { dataType: 'bigint', minimum: 1, cache: 1000n }),
      sequence('two', { increment: -1, maximum: -1, cache: 5 }),
    ],
    kinds: ['alterSequence'],
  },
  'a trigger that changes keeps its place': {
    before: [
      table('a', id),
      fires('one'),
      fires('two', 'SET @x = 2', 'one'),
      fires('three', 'SET @x = 3', 'two'),
    ],
    after: [
      table('a', id),
      fires('one', 'SET @x = 4'),
      fires('two', 'SET @x = 2', 'one'),
      fires('three', 'SET @x = 3', 'two'),
    ],
    kinds: ['replaceObject'],
  },
  'a trigger that others follow goes': {
    before: [
      table('a', id),
      fires('one'),
      fires('two', 'SET @x = 2', 'one'),
      fires('three', 'SET @x = 3', 'two'),
    ],
    after: [table('a', id), fires('one'), fires('three', 'SET @x = 3', 'one')],
  },
  'the first of the triggers goes': {
    before: [
      table('a', id),
      fires('one'),
      fires('two', 'SET @x = 2', 'one'),
      fires('three', 'SET @x = 3', 'two'),
    ],
    after: [table('a', id), fires('two', 'SET @x = 2'), fires('three', 'SET @x = 3', 'two')],
  },
  'triggers stand in another order': {
    before: [
      table('a', id),
      fires('one'),
      fires('two', 'SET @x = 2', 'one'),
      fires('three', 'SET @x = 3', 'two'),
    ],
    after: [
      table('a', id),
      fires('three', 'SET @x = 3'),
      fires('one', 'SET @x = 1', 'three'),
      fires('two', 'SET @x = 2', 'one'),
    ],
  },
  'a trigger comes between two': {
    before: [table('a', id), fires('one'), fires('two', 'SET @x = 2', 'one')],
    after: [
      table('a', id),
      fires('one'),
      fires('between', 'SET @x = 3', 'one'),
      fires('two', 'SET @x = 2', 'between'),
    ],
  },
  'a trigger comes before all': {
    before: [table('a', id), fires('one'), fires('two', 'SET @x = 2', 'one')],
    after: [
      table('a', id),
      fires('first', 'SET @x = 3'),
      fires('one', 'SET @x = 1', 'first'),
      fires('two', 'SET @x = 2', 'one'),
    ],
  },
  'a trigger between others gets another name': {
    before: [
      table('a', id),
      fires('one'),
      fires('two', 'SET @x = 2', 'one'),
      fires('three', 'SET @x = 3', 'two'),
    ],
    after: [
      table('a', id),
      fires('one'),
      fires('second', 'SET @x = 2', 'one'),
      fires('three', 'SET @x = 3', 'second'),
    ],
  },
  'an index that a foreign key needs stays: dropping it is error 1553': {
    before: [
      table('a', id),
      table('b', { ...id, a: t.integer().references('a.id') }, (c) => [index(c.a, { name: 'by_a' })]),
    ],
    after: [table('a', id), table('b', { ...id, a: t.integer().references('a.id') })],
    kinds: [],
  },
  'an index goes with the foreign key that needs it (1553)': {
    before: [
      table('a', id),
      table('b', { ...id, a: t.integer().references('a.id') }, (c) => [index(c.a, { name: 'by_a' })]),
    ],
    after: [table('a', id), table('b', { ...id, a: t.integer() })],
    kinds: ['dropConstraint', 'dropIndex'],
  },
  'a unique key goes that a foreign key points at with what it needs (1553)': {
    before: [
      table('a', { ...id, x: t.integer().unique('a_x') }),
      table('b', { ...id, a: t.integer().references('a.x') }),
    ],
    after: [table('a', { ...id, x: t.integer() }), table('b', { ...id, a: t.integer() })],
  },
  'a foreign key comes with an index, and goes with it': {
    before: [table('a', id), table('b', { ...id, a: t.integer() })],
    after: [table('a', id), table('b', { ...id, a: t.integer().references('a.id') })],
    rows: 'INSERT INTO a VALUES (1)',
    kinds: ['createIndex', 'addConstraint'],
  },
  'another column numbers the rows': {
    before: table('a', { id: t.integer().identity().primaryKey(), name: t.integer() }),
    after: table('a', { nr: t.bigint().identity().primaryKey(), name: t.integer() }),
    kinds: ['dropColumn', 'addColumn'],
  },
  'another column numbers the rows, and the old one was two keys': {
    before: table('a', { id: t.integer().identity().primaryKey(), name: t.integer() }, [
      uniqueConstraint('id', { name: 'id' }),
    ]),
    after: table('a', { nr: t.bigint().identity().primaryKey(), name: t.integer() }),
  },
  'a unique key that a foreign key needs changes, and keeps its name': {
    before: table('a', { ...id, b: t.integer(), c: t.integer(), d: t.integer() }, [
      foreignKey('b', 'a.id', { name: 'fk' }),
      uniqueConstraint(['b', 'c'], { name: 'uq' }),
    ]),
    after: table('a', { ...id, b: t.integer(), c: t.integer(), d: t.integer() }, [
      foreignKey('b', 'a.id', { name: 'fk' }),
      uniqueConstraint(['b', 'd'], { name: 'uq' }),
    ]),
    kinds: ['createIndex', 'dropConstraint', 'addConstraint', 'dropIndex'],
  },
  'an index that a foreign key needs has another behind it': {
    before: [
      table('a', id),
      table('b', { ...id, a: t.integer().references('a.id') }, (c) => [index([c.a, c.id], { name: 'ab' })]),
    ],
    after: [table('a', id), table('b', { ...id, a: t.integer().references('a.id') })],
    kinds: ['createIndex', 'dropIndex'],
  },
  'an index that a foreign key needs goes behind one that takes the name of a third': {
    before: [
      table('a', id),
      table('b', { ...id, a: t.integer().references('a.id') }, (c) => [
        index(c.a, { name: 'by_a' }),
        index(c.id, { name: 'other' }),
      ]),
    ],
    after: [
      table('a', id),
      table('b', { ...id, a: t.integer().references('a.id') }, (c) => [
        index([c.a, c.id], { name: 'other' }),
      ]),
    ],
    rows: 'INSERT INTO a VALUES (1)',
    kinds: ['dropIndex', 'createIndex', 'dropIndex'],
  },
  "the server's own index of a foreign key is gone when another begins alike": {
    before: [table('a', id), table('b', { ...id, a: t.integer().references('a.id') })],
    after: [table('a', id), table('b', { ...id, a: t.integer().references('a.id').unique('b_a') })],
    rows: 'INSERT INTO a VALUES (1)',
    kinds: ['addConstraint', 'dropIndex'],
  },
  'a view reads from a table that stays, and no more from one whose key gives its name away': {
    before: [
      table('other', { ...id, a: t.integer() }),
      table('a', { ...id, b: t.integer() }, [foreignKey('b', 'other.id', { name: 'fk' })]),
      view('v', 'SELECT a.id FROM a'),
    ],
    after: [
      table('other', { ...id, a: t.integer() }, [foreignKey('a', 'other.id', { name: 'fk' })]),
      view('v', 'SELECT other.id FROM other'),
    ],
  },
  'what numbers the rows is a key no more': {
    before: table('a', { id: t.integer().identity().primaryKey(), b: t.integer() }),
    after: table('a', { id: t.integer(), b: t.integer() }),
    rows: 'INSERT INTO a (b) VALUES (1), (2)',
    kinds: ['alterColumn', 'dropConstraint', 'alterColumn'],
  },
  'where the numbers stand is no difference': {
    before: table('a', { id: t.integer().identity().primaryKey() }, [], { mysql: { autoIncrement: 5 } }),
    after: table('a', { id: t.integer().identity().primaryKey() }, [], { mysql: { autoIncrement: 9 } }),
    rows: 'INSERT INTO a VALUES (77)',
    kinds: [],
  },
}

const reachable = await hasMariadb()

describe.skipIf(!reachable)('settings, from one schema to another and back, on MariaDB', async () => {
  // The body of a suite is read even where its tests are skipped.
  if (!reachable) return void test('needs a MariaDB', () => {})
  const database = await createMariadbDatabase()
  afterAll(() => database.drop())
  const { dialect } = database
  const ground: Ground = {
    dialect,
    query: (sql, bindings) => database.query(dialect.inline({ sql, ...(bindings && { bindings }) })),
    empty: () => database.empty(),
  }
  test.each(Object.entries(edits))('%s', (_, edit) => thereAndBack(ground, edit))
})
