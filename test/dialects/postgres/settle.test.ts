import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { introspect } from '../../../src/dialects/postgres/introspect.ts'
import { settle } from '../../../src/dialects/postgres/settle.ts'
import { check, foreignKey, uniqueConstraint } from '../../../src/schema/constraints.ts'
import {
  domain,
  enumType,
  materializedView,
  policy,
  sqlFunction,
  trigger,
  view,
} from '../../../src/schema/declare.ts'
import { declaredSnapshot } from '../../../src/schema/declared-snapshot.ts'
import { table } from '../../../src/schema/declared-table.ts'
import { exclude } from '../../../src/schema/exclude.ts'
import { index } from '../../../src/schema/index-definition.ts'
import { sortSnapshot } from '../../../src/schema/snapshot.ts'
import { t } from '../../../src/schema/t.ts'
import { sql } from '../../../src/schema/values.ts'
import { createTestDatabase } from '../../support/postgres.ts'

const status = enumType('status', ['open', 'sent', 'paid'])

describe('what is spelt otherwise', async () => {
  const database = await createTestDatabase()
  afterAll(() => database.drop())
  const query = (text: string, bindings?: readonly unknown[]) => database.query(text, bindings)
  beforeEach(() => database.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public'))

  async function settled(made: string, declared: unknown) {
    await database.query(made)
    const actual = await introspect(query)
    return { settled: sortSnapshot(await settle(query, declaredSnapshot(declared), actual)), actual }
  }

  test('types, defaults, checks and indexes of a table are what the server makes of them', async () => {
    const both = await settled(
      `CREATE TABLE account (
        id int4 PRIMARY KEY, name varchar(20) DEFAULT 'nobody' CHECK (name IN ('a', 'b', 'nobody')),
        at timestamptz DEFAULT now(), n numeric(10,2) DEFAULT 1.50, big int8, tags text[] DEFAULT '{}',
        total int GENERATED ALWAYS AS (id*2) STORED, UNIQUE (name, big), CHECK (id>0 AND n<100),
        parent int REFERENCES account, EXCLUDE USING gist (int4range(id, id + 1) WITH &&) WHERE (id < 9));
       CREATE INDEX ix_lower ON account (lower(name)) WHERE at IS NOT NULL AND name LIKE 'a%'`,
      table(
        'account',
        {
          id: t.integer().primaryKey(),
          name: t.raw('VARCHAR( 20 )').default(sql`'nobody'`).check("name in ('a','b','nobody')"),
          at: t.raw('timestamptz').default(sql`NOW()`),
          n: t.raw('decimal(10, 2)').default(sql`1.50`),
          big: t.raw('int8'),
          tags: t.raw('TEXT []').default(sql`'{}'`),
          total: t.integer().generatedAs('id*2'),
          parent: t.integer().references('account.id'),
        },
        [
          uniqueConstraint(['name', 'big']),
          check('id>0 and n<100'),
          exclude([[sql`int4range(id,id+1)`, '&&']], { where: 'id<9' }),
          index(sql`LOWER(name)`, { name: 'ix_lower', where: "at is not null and name like 'a%'" }),
        ],
      ),
    )
    expect(both.settled).toEqual(both.actual)
  })

  test('what uses a value that an enum has yet to get stays as declared, and the rest is settled', async () => {
    const { settled: made } = await settled(
      `CREATE TYPE status AS ENUM ('open', 'paid');
       CREATE TABLE item (s status DEFAULT 'open', n numeric(10,2) DEFAULT 1.50, CHECK (n >= 0));
       CREATE INDEX ix_item ON item (n) WHERE s = 'open'`,
      [
        status,
        table(
          'item',
          {
            s: t.enum(status).default('sent'),
            n: t.numeric(10, 2).default(sql`1.5`).check('n >= 0', 'item_n_check'),
          },
          (c) => [
            index(c.n, { name: 'ix_item', where: "s = 'open'" }),
            index(c.s, { name: 'ix_sent', where: "s = 'sent'" }),
          ],
        ),
      ],
    )
    const [{ table: item, indexes } = { table: undefined, indexes: [] }] = made.tables
    expect(item?.constraints).toMatchObject([{ name: 'item_n_check', expression: 'n >= (0)::numeric' }])
    expect(item?.columns.map((column) => column.default)).toEqual(['sent', 1.5])
    expect(indexes.map(({ where }) => where)).toEqual(["s = 'open'::status", "s = 'sent'"])
  })

  test('the NOT NULLs of a table that was renamed keep the names that nobody declares', async () => {
    const both = await settled(
      'CREATE TABLE former (id integer NOT NULL, name text); ALTER TABLE former RENAME TO account',
      table('account', { id: t.integer().notNull(), name: t.text() }),
    )
    expect(both.settled).toEqual(both.actual)
  })

  test('a serial column keeps the sequence that numbers it, whatever its name', async () => {
    const both = await settled(
      `CREATE TABLE account_id_seq (); CREATE TABLE account (id serial, n bigserial);
       ALTER SEQUENCE account_n_seq RENAME TO "a'b"`,
      [table('account_id_seq', {}), table('account', { id: t.integer().serial(), n: t.bigint().serial() })],
    )
    expect(both.settled).toEqual(both.actual)
    expect(both.actual.objects.flatMap((one) => ('name' in one ? one.name : []))).toEqual([
      "a'b",
      'account_id_seq1',
    ])
  })

  test.each([
    ['counts otherwise', 'CREATE SEQUENCE s INCREMENT 2 OWNED BY account.n'],
    ['counts less far', 'CREATE SEQUENCE s AS integer OWNED BY account.n'],
    ['says something', "CREATE SEQUENCE s OWNED BY account.n; COMMENT ON SEQUENCE s IS 'here'"],
    ['belongs to nobody', 'CREATE SEQUENCE account_n_seq', 'account_n_seq'],
  ])('where its sequence %s, that is what differs', async (_, made, name = 's') => {
    const both = await settled(
      `CREATE TABLE account (n bigint NOT NULL, m bigint); ${made};
       ALTER TABLE account ALTER COLUMN n SET DEFAULT nextval('${name}')`,
      table('account', { n: t.bigint().serial(), m: t.bigint() }),
    )
    expect(both.settled.tables).toEqual(both.actual.tables)
    expect(both.settled.objects).toEqual([
      { type: 'sequence', name, ownedBy: { table: { name: 'account' }, column: 'n' } },
    ])
  })

  test.each([
    ['goes on without it', 'CREATE SEQUENCE s'],
    ['belongs to another', 'CREATE SEQUENCE s OWNED BY account.m'],
  ])('where its sequence %s, it is not serial', async (_, made) => {
    const both = await settled(
      `CREATE TABLE account (n bigint NOT NULL, m bigint); ${made};
       ALTER TABLE account ALTER COLUMN n SET DEFAULT nextval('s')`,
      table('account', { n: t.bigint().serial(), m: t.bigint() }),
    )
    expect(both.settled).not.toEqual(both.actual)
    expect(both.settled.tables[0]?.table.columns[0]?.serial).toBe(true)
  })

  test('views, domains, functions, triggers and policies too', async () => {
    const both = await settled(
      `CREATE TABLE item (id int PRIMARY KEY, owner text);
       CREATE DOMAIN positive AS int CHECK (VALUE>0);
       CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
       CREATE FUNCTION half(n int8 = 2) RETURNS int4 LANGUAGE sql AS 'SELECT 1';
       CREATE VIEW owned AS SELECT id, owner FROM item WHERE owner IN ('a', 'b');
       CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM item;
       CREATE TRIGGER touch BEFORE UPDATE ON item FOR EACH ROW WHEN (OLD.id<>NEW.id) EXECUTE FUNCTION touched();
       CREATE POLICY own ON item USING (owner=current_user)`,
      [
        table('item', { id: t.integer().primaryKey(), owner: t.text() }),
        domain('positive', t.integer().check('VALUE>0', 'positive_check')),
        sqlFunction('touched', { returns: 'trigger', language: 'plpgsql', body: 'BEGIN RETURN NEW; END' }),
        sqlFunction('half', { arguments: 'n int8 = 2', returns: 'int4', language: 'sql', body: 'SELECT 1' }),
        view('owned', sql`select id, owner from item where owner in ('a','b')`),
        materializedView('counted', sql`select count(*) n from item`),
        trigger('touch', 'item', {
          timing: 'before',
          events: 'update',
          when: 'OLD.id<>NEW.id',
          body: 'touched()',
        }),
        policy('own', 'item', { using: 'owner=current_user' }),
      ],
    )
    expect(both.settled).toEqual(both.actual)
  })

  test('what the server refuses stays as it is declared, and the rest is settled', async () => {
    const { settled: found, actual } = await settled(
      'CREATE TABLE a (id int DEFAULT 1+1); CREATE TABLE b (id int DEFAULT 1+1)',
      [
        table('a', { id: t.integer().default(sql`1 + 1`), more: t.raw('no_such_type') }),
        table('b', { id: t.integer().default(sql`1 +1`) }),
      ],
    )
    expect(found.tables[1]).toEqual(actual.tables[1])
    expect(found.tables[0]?.table.columns.map(({ type }) => type)).toEqual([
      { type: 'integer' },
      { type: 'raw', sql: 'no_such_type' },
    ])
  })

  test('a declared type that is not there yet is there while it is asked', async () => {
    const { settled: found, actual } = await settled(
      'CREATE TABLE a (id int CHECK (id>1))',
      table('a', { id: t.integer().check('id > 1'), mood: t.enum(['sad', 'glad'], { name: 'mood' }) }),
    )
    expect(found.tables[0]?.table.constraints).toEqual(actual.tables[0]?.table.constraints)
  })

  test('the enum of a column beside what differs stays an enum', async () => {
    const both = await settled(
      "CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE TABLE a (id int CHECK (id>1), mood mood, moods mood[])",
      table('a', {
        id: t.integer().check('id > 1'),
        mood: t.enum(['sad', 'glad'], { name: 'mood' }),
        moods: t.enum(['sad', 'glad'], { name: 'mood' }).array(),
      }),
    )
    expect(both.settled).toEqual(both.actual)
  })

  test('nothing is left behind', async () => {
    const before = await introspect(query)
    await settled('CREATE TABLE a (id int CHECK (id>1))', [
      table('a', { id: t.integer().check('id > 1') }),
      table('b', { a: t.integer() }, [foreignKey('a', 'a.id')]),
    ])
    await database.query('DROP TABLE a')
    expect(await introspect(query)).toEqual(before)
    expect(await database.query("SELECT 1 FROM pg_class WHERE relpersistence = 't'")).toEqual([])
  })
})
