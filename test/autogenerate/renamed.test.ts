import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { compare } from '../../src/autogenerate/compare.ts'
import { createAll } from '../../src/autogenerate/order/create-all.ts'
import { renamed } from '../../src/autogenerate/renames/renamed.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { reverse } from '../../src/operations/reverse.ts'
import { check, foreignKey, primaryKey, uniqueConstraint } from '../../src/schema/constraints.ts'
import { sqlFunction, trigger, view } from '../../src/schema/declare.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { table } from '../../src/schema/declared-table.ts'
import { index } from '../../src/schema/index-definition.ts'
import type { Rename } from '../../src/schema/rename.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import { type Kind, kinds } from '../support/databases.ts'
import { openScratch, withoutNotNullNames } from './scratch.ts'

const tableTo = (from: string, to: string): Rename => ({ what: 'table', from, to })
const columnTo = (of: string, from: string, to: string): Rename => ({
  what: 'column',
  table: { name: of },
  from,
  to,
})

const id = { id: t.integer().primaryKey() }
const stamp = (body: string) => sqlFunction('stamp', { returns: 'trigger', language: 'plpgsql', body })

interface Case {
  readonly only?: readonly Kind[]
  readonly declared: unknown
  readonly renames: readonly Rename[]
}

const cases: Readonly<Record<string, Case>> = {
  'a table with keys, checks and indexes': {
    declared: [
      table('user', { ...id, email: t.varchar(50).notNull(), age: t.integer(), parent: t.integer() }, [
        uniqueConstraint('email', { name: 'user_email' }),
        check('age > 0', { name: 'user_age' }),
        foreignKey('parent', 'user.id', { name: 'user_parent' }),
        index('age', { name: 'user_age_ix' }),
      ]),
      table('post', { ...id, author: t.integer() }, [
        foreignKey('author', 'user.id', { name: 'post_author', onDelete: 'cascade' }),
      ]),
    ],
    renames: [tableTo('user', 'account')],
  },
  'columns in keys, checks, computed columns and the keys of others': {
    declared: [
      table(
        'a',
        {
          id: t.integer(),
          kind: t.integer().notNull(),
          text: t.varchar(50),
          low: t.integer().default(1),
          twice: t.integer().generatedAs('low * 2'),
        },
        [
          primaryKey(['id', 'kind'], { name: 'pk_a' }),
          uniqueConstraint(['kind', 'text'], { name: 'uq_a' }),
          check("lower(text) <> 'text' AND low > 0 AND kind IS NOT NULL", { name: 'ck_a' }),
          index(['text', 'low'], { name: 'ix_a', unique: true }),
        ],
      ),
      table('b', { ...id, x: t.integer(), y: t.integer() }, [
        foreignKey(['x', 'y'], { table: 'a', columns: ['id', 'kind'] }, { name: 'fk_b' }),
      ]),
    ],
    renames: [
      columnTo('a', 'id', 'nr'),
      columnTo('a', 'kind', 'Key'),
      columnTo('a', 'text', 'my text'),
      columnTo('a', 'low', 'order'),
      columnTo('b', 'x', 'a"`b'),
    ],
  },
  'a table and its columns at once, and one that points at it': {
    declared: [
      table('user', { ...id, nick: t.text().notNull(), level: t.integer() }, [
        check('level < 10', { name: 'level_ck' }),
      ]),
      table('post', { ...id, author: t.integer().notNull() }, [
        foreignKey('author', 'user.id', { name: 'fk_author' }),
      ]),
    ],
    renames: [
      tableTo('user', 'account'),
      tableTo('post', 'article'),
      columnTo('account', 'nick', 'handle'),
      columnTo('account', 'id', 'nr'),
      columnTo('account', 'level', 'rank'),
      columnTo('article', 'author', 'writer'),
    ],
  },
  'columns that swap their names, and such as hand them on': {
    declared: table(
      'a',
      {
        id: t.integer(),
        x: t.integer().notNull().default(1),
        y: t.integer(),
        one: t.varchar(10),
        two: t.varchar(20),
        sum: t.integer().generatedAs('x + y * 2'),
      },
      [
        primaryKey('id', { name: 'pk_a' }),
        check('x > 0 AND (y IS NULL OR y < x)', { name: 'ck_a' }),
        uniqueConstraint(['x', 'one'], { name: 'uq_a' }),
        index(['two', 'y'], { name: 'ix_a' }),
      ],
    ),
    renames: [
      columnTo('a', 'x', 'y'),
      columnTo('a', 'y', 'x'),
      columnTo('a', 'one', 'two'),
      columnTo('a', 'two', 'three'),
    ],
  },
  'tables that swap their names, go round and hand them on': {
    declared: [
      table('a', { ...id, x: t.integer(), y: t.integer() }, [index('x', { name: 'ix_a' })]),
      table('b', { ...id, a: t.integer().references('a.id', { name: 'b_to_a' }) }),
      table('c', { ...id, b: t.integer().references('b.id', { name: 'c_to_b' }) }, [
        check('b > 0', { name: 'ck' }),
      ]),
      table('d', { ...id, d: t.integer().references('d.id', { name: 'd_to_d' }) }),
      table('e', { ...id, c: t.integer().references('c.id', { name: 'e_to_c' }) }),
    ],
    renames: [
      tableTo('a', 'b'),
      tableTo('b', 'c'),
      tableTo('c', 'a'),
      tableTo('d', 'e'),
      tableTo('e', 'f'),
      columnTo('b', 'x', 'y'),
      columnTo('b', 'y', 'x'),
    ],
  },
  'expressions in indexes': {
    only: ['sqlite', 'postgres'],
    declared: table('a', { ...id, name: t.text(), n: t.integer() }, [
      index(sql`lower(name)`, { name: 'ix_lower', where: "name <> 'name' AND n > 0" }),
      index(['n', sql`name || 'x'`], { name: 'ix_two' }),
    ]),
    renames: [columnTo('a', 'name', 'full name'), columnTo('a', 'n', 'select')],
  },
}

const quotedUser: Readonly<Record<Kind, string>> = { sqlite: '"user"', postgres: '"user"', mysql: '`user`' }

describe.each(kinds)('on %s', async (kind) => {
  const scratch = await openScratch(kind)
  afterAll(() => scratch.close())
  beforeEach(() => scratch.empty())

  async function made(declared: unknown) {
    await scratch.run(createAll(declaredSnapshot(declared), scratch.dialect.name))
    return scratch.read()
  }

  /** What the database is after renames is what was foretold, and going back leads back. */
  async function comesOut(declared: unknown, renames: readonly Rename[]) {
    const before = await made(declared)
    const { operations, snapshot } = renamed(before, renames, scratch.dialect.name)
    await scratch.run(operations)
    expect(withoutNotNullNames(await scratch.read())).toEqual(withoutNotNullNames(snapshot))
    const back = operations.toReversed().map((one): Operation => {
      const { operation, reason } = reverse(one)
      if (operation === undefined) throw new Error(reason)
      return operation
    })
    await scratch.run(back)
    const after = await scratch.read()
    // SQLite keeps the quotes that it put around the names.
    const spelled = await scratch.dialect.settle?.(scratch.query, before, after)
    expect(compare(after, spelled ?? before, scratch.dialect.name)).toEqual([])
  }

  test.each(Object.entries(cases).filter(([, { only }]) => only?.includes(kind) ?? true))(
    '%s',
    async (_, { declared, renames }) => {
      await comesOut(declared, renames)
    },
  )

  test('views make way, with those on them', async () => {
    const user = quotedUser[kind]
    await comesOut(
      [
        table('user', { ...id, name: t.varchar(20) }),
        table('post', { ...id, author: t.integer() }),
        view('names', `SELECT id, name FROM ${user} WHERE id > 3`),
        view('more', 'SELECT name FROM names'),
        view('posts', 'SELECT id, author FROM post'),
      ],
      [tableTo('user', 'account'), columnTo('account', 'name', 'title')],
    )
  })

  test('a view makes way whose name a table gets, with those on it', async () => {
    await comesOut(
      [
        table('user', { ...id, name: t.varchar(20) }),
        table('post', { ...id, author: t.integer() }),
        view('account', 'SELECT id, author FROM post'),
        view('authors', 'SELECT author FROM account'),
      ],
      [tableTo('user', 'account')],
    )
  })

  test('triggers go along, or make way', async () => {
    const bodies = {
      sqlite: 'UPDATE post SET author = 1 WHERE id = NEW.id',
      postgres: 'stamp()',
      mysql: 'SET NEW.name = lower(NEW.name)',
    }
    await comesOut(
      [
        table('user', { ...id, name: t.varchar(20) }),
        table('post', { ...id, author: t.integer() }),
        ...(kind === 'postgres' ? [stamp('BEGIN RETURN NEW; END')] : []),
        trigger('touch', 'user', {
          timing: 'before',
          events: 'update',
          forEach: 'row',
          body: bodies[kind],
          ...(kind !== 'mysql' && { when: 'OLD.name <> NEW.name' }),
          ...(kind !== 'mysql' && { columns: ['name', 'id'] }),
        }),
      ],
      [tableTo('user', 'account'), columnTo('account', 'name', 'title'), columnTo('account', 'id', 'nr')],
    )
  })
})

describe('what only PostgreSQL has', async () => {
  const scratch = await openScratch('postgres')
  afterAll(() => scratch.close())
  beforeEach(() => scratch.empty())

  async function comesOut(script: string, renames: readonly Rename[]) {
    await scratch.query(script)
    const before = await scratch.read()
    const { operations, snapshot } = renamed(before, renames, 'postgres')
    await scratch.run(operations)
    expect(withoutNotNullNames(await scratch.read())).toEqual(withoutNotNullNames(snapshot))
    const back = operations.toReversed().map((one): Operation => {
      const { operation, reason } = reverse(one)
      if (operation === undefined) throw new Error(reason)
      return operation
    })
    await scratch.run(back)
    expect(compare(await scratch.read(), before, 'postgres')).toEqual([])
    return operations
  }

  test('sequences of serial and identity columns get the names that they would have', async () => {
    const operations = await comesOut(
      `CREATE TABLE "user" (id serial PRIMARY KEY, num int GENERATED BY DEFAULT AS IDENTITY, other int DEFAULT nextval('user_id_seq'))`,
      [tableTo('user', 'account'), columnTo('account', 'id', 'nr')],
    )
    expect(operations.slice(2)).toMatchObject([
      { kind: 'renameObject', object: { name: 'user_id_seq' }, to: 'account_nr_seq' },
      { kind: 'renameObject', object: { name: 'user_num_seq' }, to: 'account_num_seq' },
    ])
  })

  test('a sequence and a type make way whose names tables get', async () => {
    await comesOut(
      `CREATE TABLE "user" (id integer PRIMARY KEY, name text);
       CREATE TABLE post (id integer PRIMARY KEY);
       CREATE SEQUENCE account START 10;
       CREATE DOMAIN letter AS text`,
      [tableTo('user', 'account'), tableTo('post', 'letter')],
    )
  })

  test('and swap them with their tables and columns', async () => {
    const operations = await comesOut(
      `CREATE TABLE a (id serial PRIMARY KEY, n int GENERATED BY DEFAULT AS IDENTITY, m int GENERATED BY DEFAULT AS IDENTITY);
       CREATE TABLE b (id serial PRIMARY KEY, other int DEFAULT nextval('a_id_seq'))`,
      [tableTo('a', 'b'), tableTo('b', 'a'), columnTo('b', 'n', 'm'), columnTo('b', 'm', 'n')],
    )
    expect(operations.filter(({ kind }) => kind === 'renameObject')).toMatchObject([
      { object: { name: 'a_n_seq' }, to: 'b_m_seq' },
      { object: { name: 'a_m_seq' }, to: 'b_n_seq' },
      { object: { name: 'a_id_seq' }, to: 'tsmig_swap_1' },
      { object: { name: 'b_id_seq' }, to: 'a_id_seq' },
      { object: { name: 'tsmig_swap_1' }, to: 'b_id_seq' },
    ])
  })

  test('but where another thing has that name', async () => {
    await comesOut(
      `CREATE SEQUENCE account_id_seq; CREATE VIEW account_num_seq AS SELECT 1 AS one;
       CREATE TABLE "user" (id serial PRIMARY KEY, num int GENERATED BY DEFAULT AS IDENTITY, big bigserial)`,
      [tableTo('user', 'account')],
    )
  })

  test('policies, grants, sequences, types of rows, statistics, rules and routines', async () => {
    await comesOut(
      `CREATE TABLE "user" (id int PRIMARY KEY, age int, name text);
       CREATE TABLE post (id int PRIMARY KEY, author int, whole "user", many "user"[]);
       CREATE SEQUENCE counted OWNED BY "user".age;
       ALTER TABLE "user" ENABLE ROW LEVEL SECURITY;
       CREATE POLICY old ON "user" USING (age > 3 AND name <> 'age');
       CREATE POLICY own ON post USING (EXISTS (SELECT 1 FROM "user" WHERE "user".id = author AND age > 1));
       GRANT SELECT ON "user" TO PUBLIC; GRANT UPDATE (age) ON "user" TO PUBLIC;
       CREATE VIEW seen AS SELECT age FROM "user"; GRANT SELECT ON seen TO PUBLIC;
       CREATE MATERIALIZED VIEW kept AS SELECT age FROM seen; CREATE INDEX ix_kept ON kept (age);
       CREATE STATISTICS together ON age, name FROM "user";
       CREATE RULE noted AS ON UPDATE TO post DO ALSO INSERT INTO "user" (id) VALUES (1);
       CREATE FUNCTION count_users() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(age) FROM "user"; END;
       CREATE FUNCTION age_of(u "user") RETURNS int LANGUAGE sql AS 'SELECT 1';
       CREATE FUNCTION plain() RETURNS int LANGUAGE sql AS 'SELECT age FROM "user"'`.replaceAll('\n', ' '),
      [tableTo('user', 'account'), columnTo('account', 'age', 'years')],
    )
  })

  test('partitions and tables that inherit', async () => {
    await comesOut(
      `CREATE TABLE log (day date NOT NULL, n int, CHECK (n > 0)) PARTITION BY RANGE (day);
       CREATE TABLE log_a PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
       CREATE INDEX ix_log ON log (n);
       CREATE TABLE base (a int, b int); CREATE TABLE heir (c int, CHECK (a > c)) INHERITS (base);
       CREATE TABLE late (a int, d int) INHERITS (base)`,
      [
        tableTo('log', 'journal'),
        tableTo('log_a', 'journal_a'),
        columnTo('journal', 'day', 'at'),
        columnTo('journal', 'n', 'year'),
        columnTo('root', 'a', 'one'),
        tableTo('base', 'root'),
      ].toSorted((a, b) => b.what.localeCompare(a.what)),
    )
  })

  test('expressions that are hard to read', async () => {
    await comesOut(
      `CREATE DOMAIN year AS text;
       CREATE TABLE a (year int, at timestamptz, text text, "Mixed" int, varying varchar, zone interval, b boolean, val numeric(5,2),
         CHECK (extract(year FROM at) > year), CHECK (text::varchar(3)::year <> 'year'), CHECK (("Mixed")::text = E'\\\\"Mixed"'),
         CHECK (varying::varchar <> 'x'::varchar COLLATE "C"), CHECK (zone > '1 day'::interval), CHECK (b IS TRUE AND a.* IS NOT NULL),
         CHECK (text(year) <> '' AND make_date(year => year, month => 1, day => 1) IS NOT NULL), CHECK (val::numeric(4,1) > 1e5),
         CHECK (at AT TIME ZONE text < '2026-01-01'::timestamp without time zone),
         EXCLUDE USING btree (year WITH =, lower(text) WITH =) WHERE (year > 3),
         total int GENERATED ALWAYS AS (year + "Mixed") STORED)`,
      [
        columnTo('a', 'year', 'jahr'),
        columnTo('a', 'text', 'Text'),
        columnTo('a', 'Mixed', 'mixed'),
        columnTo('a', 'varying', 'select'),
        columnTo('a', 'zone', 'with"quote'),
        columnTo('a', 'at', 'höhe'),
        columnTo('a', 'val', 'double precision'),
        columnTo('a', 'b', 'c$d'),
      ],
    )
  })
})
