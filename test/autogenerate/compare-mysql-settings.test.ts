import { afterAll, describe, test } from 'vitest'
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
  'a foreign key comes with an index, and goes with it': {
    before: [table('a', id), table('b', { ...id, a: t.integer() })],
    after: [table('a', id), table('b', { ...id, a: t.integer().references('a.id') })],
    rows: 'INSERT INTO a VALUES (1)',
    kinds: ['createIndex', 'addConstraint'],
  },
  'an index that a foreign key needs has another behind it': {
    before: [
      table('a', id),
      table('b', { ...id, a: t.integer().references('a.id') }, (c) => [index([c.a, c.id], { name: 'ab' })]),
    ],
    after: [table('a', id), table('b', { ...id, a: t.integer().references('a.id') })],
    kinds: ['createIndex', 'dropIndex'],
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
