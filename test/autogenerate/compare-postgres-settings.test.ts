import { describe, expect, test } from 'vitest'
import { compare } from '../../src/autogenerate/compare.ts'
import { check, foreignKey, primaryKey, uniqueConstraint } from '../../src/schema/constraints.ts'
import { enumType, materializedView, sequence, sqlFunction, trigger, view } from '../../src/schema/declare.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { table } from '../../src/schema/declared-table.ts'
import { exclude } from '../../src/schema/exclude.ts'
import { index } from '../../src/schema/index-definition.ts'
import type { NotNull } from '../../src/schema/model.ts'
import { other } from '../../src/schema/other.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import { serverVersion } from '../support/postgres.ts'
import { postgresGround } from './postgres-ground.ts'
import { type Edit, thereAndBack } from './there-and-back.ts'

const id = { id: t.integer().primaryKey() }

const partitioned = (columns = {}) =>
  table(
    'event',
    { id: t.integer().notNull(), day: t.date().notNull(), what: t.text(), ...columns },
    [
      uniqueConstraint(['id', 'day'], { name: 'event_key' }),
      check('id > 0', { name: 'positive' }),
      index('what'),
    ],
    { postgres: { partitionBy: { strategy: 'range', keys: 'day' } } },
  )
const partition = (bounds: string) =>
  table('event_1', {}, [], { postgres: { partitionOf: { table: 'event', bounds } } })
const ticket = table('a ticket', { id: t.integer().primaryKey(), event: t.integer(), day: t.date() }, [
  foreignKey(['event', 'day'], { table: 'event', columns: ['id', 'day'] }, { name: 'ticket_event' }),
])
const spring = "FOR VALUES FROM ('2026-03-01') TO ('2026-06-01')"

const number = { id: t.integer().notNull() }
const pointingAt = (name: string) =>
  table('p', { a: t.integer() }, [foreignKey('a', `${name}.id`, { name: 'p_a' })])
const noting = sqlFunction('noting', {
  returns: 'trigger',
  language: 'plpgsql',
  body: 'BEGIN RETURN NEW; END',
})

/** By the name of the edit. */
const edits: Readonly<Record<string, Edit>> = {
  'a column gets another type that is stored beside a key which is pointed at': {
    before: [
      table('a', { ...number, b: t.varchar(9) }, [primaryKey('id', { include: 'b' })]),
      pointingAt('a'),
    ],
    after: [table('a', { ...number, b: t.text() }, [primaryKey('id', { include: 'b' })]), pointingAt('a')],
    rows: "INSERT INTO a VALUES (1, 'x'); INSERT INTO p VALUES (1)",
  },
  'an enum loses a value that a column is of which is stored beside a key': {
    before: [
      enumType('mood', ['glad', 'sad']),
      table('a', { ...number, b: t.enum(enumType('mood', ['glad', 'sad'])) }, [
        primaryKey('id', { include: 'b' }),
      ]),
      pointingAt('a'),
    ],
    after: [
      enumType('mood', ['glad']),
      table('a', { ...number, b: t.enum(enumType('mood', ['glad'])) }, [primaryKey('id', { include: 'b' })]),
      pointingAt('a'),
    ],
    rows: "INSERT INTO a VALUES (1, 'glad'); INSERT INTO p VALUES (1)",
  },
  'a trigger writes in the place of a view': {
    before: [table('a', id), view('v', 'SELECT id FROM a'), noting],
    after: [
      table('a', id),
      view('v', 'SELECT id FROM a'),
      noting,
      trigger('w', 'v', { timing: 'instead of', events: 'insert', body: 'public."noting"( 1, x )' }),
    ],
    kinds: ['createObject'],
  },
  'a table becomes unlogged, and so does the one that points at it': {
    before: [table('a', id), table('b', { ...id, a: t.integer().references('a.id') })],
    after: [
      table('a', id, [], { postgres: { unlogged: true } }),
      table('b', { ...id, a: t.integer().references('a.id') }, [], { postgres: { unlogged: true } }),
    ],
    rows: 'INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, 1)',
    kinds: ['alterTableOptions', 'alterTableOptions'],
  },
  'the collation of a column changes that another is computed of': {
    before: table('a', { b: t.text(), c: t.text().generatedAs('lower(b)') }),
    after: table('a', { b: t.text().collate('C'), c: t.text().generatedAs('lower(b)') }),
    rows: "INSERT INTO a VALUES ('X')",
    kinds: ['dropColumn', 'alterColumn', 'addColumn'],
  },
  'a check without a name that the server spells otherwise when it is told its own words': {
    before: table('a', { id: t.integer().notNull() }, [check('id > 0')]),
    after: table('a', { id: t.integer().notNull() }, [
      check('(id BETWEEN -5 AND 9) AND (id < 8)'),
      check('id > 0'),
    ]),
    kinds: ['addConstraint'],
  },
  'statistics are of columns that stand in another order': {
    before: table('a', { id: t.integer().primaryKey(), c: t.integer() }),
    after: [
      table('a', { id: t.integer().primaryKey(), b: t.integer(), c: t.integer() }),
      other('statistics', 'st', {
        create: sql`CREATE STATISTICS public.st ON b, c, (b + c), (c * 2) FROM a`,
        drop: sql`DROP STATISTICS public.st`,
        table: { name: 'a' },
      }),
    ],
    kinds: ['addColumn', 'createObject'],
  },
  'a table comes whose keys would have the names of what is there': {
    before: [
      table('person', { id: t.integer().primaryKey('account_pkey'), a: t.integer().unique('account_a_key') }),
      sequence('account_a_key1'),
    ],
    after: [
      table('person', { id: t.integer().primaryKey(), a: t.integer().unique() }),
      table('account', { id: t.integer().primaryKey(), a: t.integer().unique() }),
      sequence('account_a_key1'),
    ],
    kinds: ['createTable'],
  },
  'a check without a name comes before another of its column': {
    before: table('a', { id: t.integer().notNull() }, [check('id > 0')]),
    after: table('a', { id: t.integer().notNull() }, [check('id < 9'), check('id > 0')]),
    kinds: ['addConstraint'],
  },
  'row security is enabled': {
    before: table('a', id),
    after: table('a', id, [], { postgres: { rowSecurity: 'enabled' } }),
    kinds: ['setRowSecurity'],
  },
  'row security is forced no more': {
    before: table('a', id, [], { postgres: { rowSecurity: 'forced' } }),
    after: table('a', id, [], { postgres: { rowSecurity: 'enabled' } }),
    kinds: ['setRowSecurity'],
  },
  'what numbers a column changes': {
    before: table('a', {
      plain: t.integer().notNull(),
      serial: t.integer().serial(),
      counted: t.integer().serial(),
      identity: t.integer().identity(),
      small: t.integer().serial(),
    }),
    after: table('a', {
      plain: t.integer().serial(),
      serial: t.integer().notNull().default(7),
      counted: t.integer().identity(),
      identity: t.integer().serial(),
      small: t.bigint().serial(),
    }),
    rows: 'INSERT INTO a (plain) VALUES (41), (42)',
    kinds: ['alterColumn', 'alterColumn', 'alterColumn', 'alterColumn', 'alterColumn'],
  },
  'indexes and comments of views change': {
    before: [
      table('a', { ...id, b: t.integer() }),
      view('v', sql`SELECT id, b FROM a`, { columnComments: { id: 'before', b: 'goes' } }),
      materializedView('m', sql`SELECT id, b FROM a`, {
        indexes: [index('id', { name: 'by_id' }), index('b', { name: 'by_b' })],
      }),
    ],
    after: [
      table('a', { ...id, b: t.integer() }),
      view('v', sql`SELECT id, b FROM a`, { columnComments: { id: 'after' }, comment: 'seen' }),
      materializedView('m', sql`SELECT id, b FROM a`, {
        indexes: [index('id', { name: 'by_id', unique: true }), index('b', { name: 'by_b' })],
      }),
    ],
    kinds: ['dropIndex', 'createIndex', 'alterColumn', 'alterColumn', 'setComment'],
  },
  'options of views change': {
    before: [
      table('a', { ...id, b: t.integer() }),
      view('v', sql`SELECT id, b FROM a`, { options: { security_barrier: true } }),
      view('w', sql`SELECT id FROM v`, { checkOption: 'local' }),
    ],
    after: [
      table('a', { ...id, b: t.integer() }),
      view('v', sql`SELECT id, b FROM a`, { checkOption: 'cascaded', comment: 'seen' }),
      view('w', sql`SELECT id FROM v`, { checkOption: 'cascaded', options: { security_barrier: 'on' } }),
    ],
    kinds: ['alterView', 'setComment', 'alterView'],
  },
  'settings of a materialized view and of its indexes change': {
    before: [
      table('a', { ...id, b: t.integer() }),
      materializedView('m', sql`SELECT id, b FROM a`, {
        options: { fillfactor: 70, autovacuum_enabled: false },
        indexes: [index('id', { name: 'by_id' }), index('b', { name: 'by_b', storage: { fillfactor: 50 } })],
        postgres: { clusterOn: 'by_id' },
      }),
      view('on_it', sql`SELECT b FROM m`),
    ],
    after: [
      table('a', { ...id, b: t.integer() }),
      materializedView('m', sql`SELECT id, b FROM a`, {
        options: { fillfactor: 80 },
        indexes: [index('id', { name: 'by_id', unique: true }), index('b', { name: 'by_b' })],
        postgres: { clusterOn: 'by_b', tablespace: 'pg_default' },
      }),
      view('on_it', sql`SELECT b FROM m`),
    ],
    kinds: ['alterView', 'dropIndex', 'createIndex', 'alterIndex', 'alterView'],
  },
  'settings of indexes change': {
    before: table('a', { ...id, b: t.integer().notNull(), c: t.raw('int4range') }, [
      index('b', { name: 'by_b', storage: { fillfactor: 70 } }),
      uniqueConstraint('b', { name: 'once' }),
      exclude([['c', '&&']], { name: 'apart', storage: { fillfactor: 70 } }),
    ]),
    after: table('a', { ...id, b: t.integer().notNull(), c: t.raw('int4range') }, [
      index('b', { name: 'by_b', tablespace: 'pg_default', storage: { deduplicate_items: false } }),
      uniqueConstraint('b', { name: 'once', storage: { fillfactor: 60 }, comment: 'only' }),
      exclude([['c', '&&']], { name: 'apart' }),
    ]),
    kinds: ['alterIndex', 'setComment', 'alterIndex', 'alterIndex'],
  },
  'settings of an index of a partitioned table change': {
    before: table('event', { day: t.date().notNull() }, [index('day', { name: 'by_day' })], {
      postgres: { partitionBy: { strategy: 'range', keys: 'day' } },
    }),
    after: table(
      'event',
      { day: t.date().notNull() },
      [index('day', { name: 'by_day', storage: { fillfactor: 70 } })],
      { postgres: { partitionBy: { strategy: 'range', keys: 'day' } } },
    ),
    kinds: ['dropIndex', 'createIndex'],
  },
  'a foreign key is deferred, and is not': {
    before: table('a', { ...id, b: t.integer(), c: t.integer().unique() }, [
      foreignKey('b', 'a.id', { name: 'b_is_a' }),
      foreignKey('b', 'a.c', { name: 'b_is_c', deferrable: true, initially: 'deferred', notValid: true }),
    ]),
    after: table('a', { ...id, b: t.integer(), c: t.integer().unique() }, [
      foreignKey('b', 'a.id', { name: 'b_is_a', initially: 'deferred' }),
      foreignKey('b', 'a.c', { name: 'b_is_c', deferrable: true }),
    ]),
    kinds: ['alterConstraint', 'alterConstraint', 'validateConstraint'],
  },
  'a table gets other parents': {
    before: [
      table('one', { a: t.integer() }, [check('a > 0', { name: 'positive' })]),
      table('two', { b: t.text().notNull() }),
      table('heir', id, [], { postgres: { inherits: 'one' } }),
    ],
    after: [
      table('one', { a: t.integer() }, [check('a > 0', { name: 'positive' })]),
      table('two', { b: t.text().notNull() }),
      table('heir', { ...id, a: t.bigint() }, [], { postgres: { inherits: 'two' } }),
    ],
    kinds: [
      ...(['alterTableOptions', 'dropConstraint', 'addColumn', 'alterColumn', 'alterTableOptions'] as const),
    ],
  },
  'a check and a foreign key are validated': {
    before: table('a', { ...id, b: t.integer() }, [
      check('b > 0', { name: 'positive', notValid: true }),
      foreignKey('b', 'a.id', { name: 'b_is_a', notValid: true, comment: 'points' }),
    ]),
    after: table('a', { ...id, b: t.integer() }, [
      check('b > 0', { name: 'positive' }),
      foreignKey('b', 'a.id', { name: 'b_is_a', comment: 'points at itself' }),
    ]),
    kinds: ['validateConstraint', 'validateConstraint', 'setComment'],
  },
  'a foreign key is checked otherwise, while the key that it points at is made again': {
    before: table('a', { id: t.integer().notNull(), b: t.integer() }, [
      uniqueConstraint('id', { name: 'a_id', storage: { fillfactor: 50 } }),
      foreignKey('b', 'a.id', { name: 'b_is_a', comment: 'one' }),
    ]),
    after: table('a', { id: t.integer().notNull(), b: t.integer() }, [
      uniqueConstraint('id', { name: 'a_id', nullsNotDistinct: true }),
      foreignKey('b', 'a.id', {
        name: 'b_is_a',
        deferrable: true,
        initially: 'deferred',
        comment: 'other',
      }),
    ]),
    kinds: ['dropConstraint', 'dropConstraint', 'addConstraint', 'addConstraint'],
  },
  'a check is valid no more': {
    before: table('a', id, [check('id > 0', { name: 'positive' })]),
    after: table('a', id, [check('id > 0', { name: 'positive', notValid: true })]),
    kinds: ['dropConstraint', 'addConstraint'],
  },
  'comments of constraints and indexes change': {
    before: table('a', { ...id, b: t.integer() }, [
      uniqueConstraint('b', { name: 'once', comment: 'before' }),
      index('b', { comment: 'before' }),
    ]),
    after: table('a', { ...id, b: t.integer() }, [
      uniqueConstraint('b', { name: 'once', comment: 'after' }),
      index('b'),
    ]),
    kinds: ['setComment', 'setComment'],
  },
  'the bounds of a partition change, and so does its table': {
    before: [partitioned({ gone: t.text() }), partition(spring)],
    after: [partitioned({ fresh: t.integer() }), partition("FOR VALUES FROM ('2026-3-1') TO ('2026-09-01')")],
    rows: "INSERT INTO event (id, day) VALUES (1, '2026-04-01')",
    kinds: [
      ...(['detachPartition', 'addColumn', 'dropColumn'] as const),
      ...(['addColumn', 'dropColumn', 'attachPartition'] as const),
    ],
  },
  'a partition stands by itself': {
    before: [partitioned(), partition(spring)],
    after: [
      partitioned(),
      table('event_1', { id: t.integer().notNull(), day: t.date().notNull(), what: t.text() }, [
        uniqueConstraint(['id', 'day']),
        check('id > 0', { name: 'positive' }),
        index('what', { name: 'event_1_what_idx' }),
      ]),
    ],
    rows: "INSERT INTO event (id, day) VALUES (1, '2026-04-01')",
    kinds: ['detachPartition'],
  },
  'a partition goes whose table a foreign key points at': {
    before: [partitioned(), partition(spring), ticket],
    after: [partitioned(), ticket],
    rows: "INSERT INTO event (id, day) VALUES (1, '2026-04-01')",
    kinds: ['dropTable'],
  },
  'a partition goes whose table a foreign key comes to point at': {
    before: [partitioned(), partition(spring)],
    after: [partitioned(), ticket],
    rows: "INSERT INTO event (id, day) VALUES (1, '2026-04-01')",
  },
  'a partitioned table goes, and what points at it': {
    before: [partitioned(), partition(spring), ticket, table('other', id)],
    after: table('other', id),
    rows: `INSERT INTO event (id, day) VALUES (1, '2026-04-01');
      INSERT INTO "a ticket" VALUES (1, 1, '2026-04-01')`,
  },
  'a partitioned table goes, and what points at it points at something else': {
    before: [partitioned(), partition(spring), ticket, table('other', id)],
    after: [
      table('other', id),
      table('a ticket', { id: t.integer().primaryKey(), event: t.integer(), day: t.date() }, [
        foreignKey('event', 'other.id', { name: 'ticket_event' }),
      ]),
    ],
    rows: `INSERT INTO event (id, day) VALUES (1, '2026-04-01');
      INSERT INTO other VALUES (1)`,
  },
  'a table becomes a partition': {
    before: [
      partitioned(),
      table('event_1', { id: t.integer().notNull(), day: t.date() }, [index('day', { name: 'own' })]),
    ],
    after: [partitioned(), partition(spring)],
    rows: "INSERT INTO event_1 (id, day) VALUES (1, '2026-04-01')",
    kinds: [
      ...(['dropIndex', 'addColumn', 'alterColumn', 'addConstraint', 'addConstraint'] as const),
      ...(['createIndex', 'attachPartition'] as const),
    ],
  },
}

const pointing = (options: Parameters<typeof foreignKey>[2]) =>
  table('a', { ...id, b: t.integer() }, [foreignKey('b', 'a.id', { name: 'b_is_a', ...options })])

/** From PostgreSQL 18 on. */
const later: Readonly<Record<string, Edit>> = {
  'a foreign key is enforced no more': {
    before: pointing({ deferrable: true }),
    after: pointing({ notEnforced: true }),
    kinds: ['alterConstraint'],
  },
  'a foreign key is enforced': {
    before: pointing({ notEnforced: true }),
    after: pointing({ comment: 'now' }),
    rows: 'INSERT INTO a VALUES (1, 1)',
    kinds: ['alterConstraint', 'setComment'],
  },
  'a NOT NULL is called otherwise, and has something said of it': {
    before: table('a', { ...id, b: there({ name: 'b_is_there' }) }),
    after: table('a', { ...id, b: there({ name: 'b_is_given', comment: 'it' }) }),
    kinds: ['renameConstraint', 'setComment'],
  },
  'a NOT NULL gets a name, and another loses what is said of it': {
    before: table('a', { ...id, b: there(), c: there({ comment: 'it' }) }),
    after: table('a', { ...id, b: there({ name: 'b_is_there' }), c: there() }),
    kinds: ['renameConstraint', 'setComment'],
  },
  'a NOT NULL comes with a name': {
    before: table('a', { ...id, b: t.text() }),
    after: table('a', { ...id, b: there({ name: 'b_is_there', comment: 'it' }) }),
    kinds: ['alterColumn', 'renameConstraint', 'setComment'],
  },
  'a NOT NULL goes with its name': {
    before: table('a', { ...id, b: there({ name: 'b_is_there', comment: 'it' }) }),
    after: table('a', { ...id, b: t.text() }),
    kinds: ['renameConstraint', 'setComment', 'alterColumn'],
  },
  'a NOT NULL that nobody names keeps the name it has': {
    before: table('a', { ...id, b: there({ name: 'b_is_there' }) }),
    after: table('a', { ...id, b: there() }),
    kinds: [],
  },
  'a NOT NULL of a partitioned table is called otherwise, and so are those of its partitions': {
    before: [partitioned({ b: there({ name: 'b_is_there' }) }), partition(spring)],
    after: [partitioned({ b: there({ name: 'b_is_given' }) }), partition(spring)],
    kinds: ['renameConstraint'],
  },
}

/** A column that is NOT NULL, which has this beside. */
function there(notNull?: NotNull) {
  const column = t.text().notNull()
  return notNull === undefined ? column : column.postgres({ notNull })
}

/** What older servers can't alter is left out there: access methods before 15, compression before 14. */
function editsOf(version: number): Readonly<Record<string, Edit>> {
  const pglz = version >= 14 ? ({ compression: 'pglz' } as const) : {}
  return {
    ...(version < 18 && {
      'a NOT NULL has no name': {
        before: table('a', { ...id, b: there() }),
        after: table('a', { ...id, b: there({ name: 'b_is_there', comment: 'it' }) }),
        kinds: [],
      },
    }),
    'options of a table change': {
      before: table(
        'a',
        { ...id, b: t.integer().notNull(), c: t.integer(), d: t.text() },
        [index('b', { name: 'by_b', unique: true }), index('c', { name: 'by_c' })],
        {
          postgres: {
            storage: { fillfactor: 70, autovacuum_enabled: false },
            clusterOn: 'by_b',
            replicaIdentity: { index: 'by_b' },
            tablespace: 'pg_default',
          },
        },
      ),
      after: table(
        'a',
        { ...id, b: t.integer().notNull(), c: t.integer(), d: t.text() },
        [index('b', { name: 'by_b', unique: true, include: 'c' }), index('c', { name: 'by_c' })],
        {
          postgres: {
            unlogged: true,
            storage: { fillfactor: 80, autovacuum_enabled: 'off', 'toast.autovacuum_enabled': false },
            clusterOn: 'by_c',
            replicaIdentity: { index: 'by_b' },
            ...(version >= 15 && { accessMethod: 'heap2' }),
          },
        },
      ),
      setUp: 'CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler',
      kinds: ['alterTableOptions', 'dropIndex', 'createIndex', 'alterTableOptions'],
    },
    'settings of columns change': {
      before: table('a', {
        ...id,
        b: t
          .text()
          .collate('C')
          .postgres({ storage: 'external', statistics: 50, options: { n_distinct: 5 } }),
        c: t.varchar(10).postgres({ ...pglz, storage: 'main' }),
      }),
      after: table('a', {
        ...id,
        b: t.text().postgres({ ...pglz, options: { n_distinct_inherited: -0.5 } }),
        c: t.text().postgres({ ...pglz, storage: 'main', statistics: 9 }),
      }),
      kinds: ['alterColumn', 'alterColumn'],
    },
  }
}

describe('settings of tables, from one schema to another and back, on PostgreSQL', async () => {
  const ground = await postgresGround()
  const version = await serverVersion()
  const known = { ...edits, ...editsOf(version), ...(version >= 18 && later) }
  test.each(Object.entries(known))('%s', (_, edit) => thereAndBack(ground, edit))
})

test.each([
  ['be partitioned', [table('event', { id: t.integer().notNull(), day: t.date() })], [partitioned()]],
  ['be partitioned no more', [partitioned()], [table('event', { id: t.integer().notNull() })]],
])('a table is not to %s', (what, before, after) => {
  const differences = () => compare(declaredSnapshot(before), declaredSnapshot(after), 'postgres')
  expect(differences).toThrow(`The table event is to ${what}, and PostgreSQL partitions no table that stands`)
})
