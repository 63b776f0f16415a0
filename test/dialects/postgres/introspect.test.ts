import { expect, onTestFinished, test } from 'vitest'
import { createAll } from '../../../src/autogenerate/order/create-all.ts'
import type { Query } from '../../../src/dialects/dialect.ts'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { introspect } from '../../../src/dialects/postgres/introspect.ts'
import type { SchemaSnapshot } from '../../../src/schema/snapshot.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { everything } from './everything.ts'

async function database(script = ''): Promise<TestDatabase> {
  const made = await createTestDatabase()
  onTestFinished(() => made.drop())
  if (script !== '') await made.query(script)
  return made
}

async function read(from: TestDatabase): Promise<SchemaSnapshot> {
  return introspect((sql, bindings) => from.query(sql, bindings))
}

/** All that the snapshot holds, made by operations in an empty database, and read again. */
async function replayed(snapshot: SchemaSnapshot): Promise<SchemaSnapshot> {
  const empty = await database()
  for (const operation of createAll(snapshot, 'postgres')) {
    for (const statement of postgres.compile(operation, () => undefined)) {
      await empty.query(postgres.inline(statement))
    }
  }
  return read(empty)
}

test('reads all that a schema can hold, and makes it again', async () => {
  const snapshot = await read(await database(everything))
  expect(withoutQueries(snapshot)).toMatchSnapshot()
  expect(await replayed(snapshot)).toEqual(snapshot)
})

/** PostgreSQL 13 has no multiranges. Which columns of a query have the name of their table before them, servers agree on no more than on who runs the tests. */
function withoutQueries({ objects, ...rest }: SchemaSnapshot): SchemaSnapshot {
  return {
    ...rest,
    objects: objects.map((one) =>
      one.type === 'view'
        ? { ...one, query: 'SELECT …' }
        : one.type === 'policy' && one.roles !== undefined
          ? { ...one, roles: ['me'] }
          : one.type === 'other' && one.what === 'type'
            ? { ...one, create: one.create.replace(/, MULTIRANGE_TYPE_NAME = \w+/, '') }
            : one,
    ),
  }
}

test('asks twelve times whatever there is, and tells how far it is', async () => {
  const from = await database(
    "DO $$ BEGIN FOR i IN 1..50 LOOP EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, a text)', i); END LOOP; END $$",
  )
  const asked: string[] = []
  const told: unknown[] = []
  const snapshot = await introspect(
    (sql) => {
      asked.push(sql)
      return from.query(sql)
    },
    { onProgress: (...progress) => told.push(progress) },
  )
  expect(snapshot.tables).toHaveLength(50)
  expect(asked).toHaveLength(12)
  expect(asked.join()).not.toContain('information_schema.')
  expect(told.at(0)).toEqual(['types', 1, 9])
  expect(told.at(-1)).toEqual(['operators, statistics, casts and the like', 9, 9])
})

test('reads the schemas that are asked for', async () => {
  const from = await database(
    'CREATE SCHEMA a; CREATE SCHEMA b; CREATE TABLE a.t (id integer PRIMARY KEY); CREATE TABLE b.u (t integer REFERENCES a.t)',
  )
  const snapshot = await introspect((sql) => from.query(sql), { schemas: ['b'] })
  expect(snapshot.tables.map(({ table }) => table.table)).toEqual([{ name: 'u', schema: 'b' }])
  expect(snapshot.tables[0]?.table.constraints).toMatchObject([
    { references: { table: { name: 't', schema: 'a' }, columns: ['id'] } },
  ])
})

test('the settings of a connection change nothing', async () => {
  const from = await database(
    `CREATE TABLE t (at timestamptz DEFAULT '2020-01-01 12:00+00', len interval DEFAULT '1 day 2 hours', raw bytea DEFAULT 'a', "n" real DEFAULT '0.1')`,
  )
  const before = await read(from)
  await from.query(
    `SET DateStyle = 'German'; SET IntervalStyle = 'iso_8601'; SET TimeZone = 'Asia/Kolkata'; SET bytea_output = 'escape'; SET quote_all_identifiers = on; SET extra_float_digits = 0`,
  )
  expect(await read(from)).toEqual(before)
})

test('names that end quotes, and names that differ in case only, stay what they are', async () => {
  const name = `a"b'c.d\n\\é $1 ? -- /*`
  const quoted = `"${name.replaceAll('"', '""')}"`
  const snapshot = await read(
    await database(`
      CREATE SCHEMA ${quoted};
      CREATE TYPE ${quoted} AS ENUM ('a''b', 'c"d');
      CREATE TABLE ${quoted}.${quoted} (${quoted} serial PRIMARY KEY, e ${quoted} DEFAULT 'a''b', CONSTRAINT ${quoted} CHECK (${quoted} > 0));
      COMMENT ON COLUMN ${quoted}.${quoted}.${quoted} IS E'it''s\\nso';
      CREATE TABLE account (id integer); CREATE TABLE "Account" (id integer, "Id" integer); CREATE TABLE "ACCOUNT" (id integer);
      CREATE INDEX ${quoted.slice(0, -1)}x" ON ${quoted}.${quoted} (lower(${quoted}::text)) WHERE ${quoted} <> 5;
      CREATE FUNCTION ${quoted}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER ${quoted} BEFORE UPDATE OF ${quoted} ON ${quoted}.${quoted} FOR EACH ROW WHEN (NEW.e <> 'a''b') EXECUTE FUNCTION ${quoted}(' EXECUTE FUNCTION ', ${`'${name.replaceAll("'", "''")}'`});
      CREATE VIEW "v ""w""" AS SELECT ${quoted} AS "x;y" FROM ${quoted}.${quoted}`),
  )
  expect(snapshot.tables.map(({ table }) => table.table.name).toSorted()).toEqual(
    ['ACCOUNT', 'Account', 'account', name].toSorted(),
  )
  expect(snapshot.unread).toEqual([])
  expect(await replayed(snapshot)).toEqual(snapshot)
})

test('a table that is dropped meanwhile is not there, and nothing else is lost', async () => {
  const from = await database(
    `CREATE TABLE stays (id integer DEFAULT 1 + 1); CREATE TABLE goes (id integer DEFAULT 1 + 1, CHECK (id > 0)); CREATE INDEX ON goes ((id + 1)) WHERE id > 2; CREATE VIEW seen AS SELECT 1 AS one`,
  )
  for (const moment of ['pg_attrdef', 'pg_constraint c', 'pg_index i']) {
    await from.query(
      'CREATE TABLE IF NOT EXISTS goes (id integer DEFAULT 1 + 1, CHECK (id > 0)); CREATE INDEX ON goes ((id + 1)) WHERE id > 2',
    )
    const other = await sameDatabase(from)
    let dropped = false
    const query: Query = async (sql) => {
      if (!dropped && sql.includes(moment)) {
        dropped = true
        await other('DROP TABLE goes')
      }
      return from.query(sql)
    }
    const snapshot = await introspect(query)
    expect(dropped).toBe(true)
    expect(snapshot.tables).toMatchObject([
      { table: { table: { name: 'stays' }, columns: [{ default: { sql: '(1 + 1)' } }] } },
    ])
    expect(snapshot.objects).toHaveLength(1)
    expect(snapshot.unread).toEqual([])
  }
})

test('a view that changes at every turn is told of, and the rest is read', async () => {
  const from = await database('CREATE TABLE t (id integer); CREATE VIEW v0 AS SELECT 1 AS one')
  const other = await sameDatabase(from)
  let turn = 0
  const query: Query = async (sql) => {
    if (sql.includes('pg_get_viewdef')) {
      await other(`DROP VIEW v${turn}; CREATE VIEW v${++turn} AS SELECT 1 AS one`)
    }
    return from.query(sql)
  }
  const snapshot = await introspect(query)
  expect(snapshot.tables).toHaveLength(1)
  expect(snapshot.unread).toEqual([
    { what: expect.stringMatching(/^view public\.v\d$/), reason: expect.any(String) },
  ])
})

test('a view that the server itself cannot read is told of', async () => {
  const from = await database(
    'CREATE TABLE t (id integer); CREATE VIEW whole AS SELECT id FROM t; CREATE VIEW torn AS SELECT id FROM t; CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING',
  )
  await from.query(
    `CREATE TABLE gone (id integer); CREATE VIEW over_gone AS SELECT id FROM gone;
     UPDATE pg_rewrite SET ev_action = (SELECT ev_action FROM pg_rewrite WHERE ev_class = 'over_gone'::regclass) WHERE ev_class = 'torn'::regclass;
     DROP TABLE gone CASCADE`,
  )
  const snapshot = await read(from)
  expect(snapshot.tables).toHaveLength(1)
  expect(snapshot.objects.map((one) => 'name' in one && one.name)).toEqual(['whole', 'r'])
  expect(snapshot.unread).toEqual([
    { what: 'view public.torn', reason: expect.stringContaining('could not open relation') },
  ])
})

test('what there are no rights to read is told of, and the rest is read', async () => {
  const from = await database(
    `CREATE TABLE t (id integer PRIMARY KEY); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
     CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (id > 0);
     REVOKE SELECT ON pg_policy, pg_proc FROM PUBLIC`,
  )
  const role = `tsmig_${Math.random().toString(36).slice(2)}`
  await from.query(`CREATE ROLE ${role}`)
  try {
    await from.query(`SET ROLE ${role}`)
    const snapshot = await read(from)
    expect(snapshot.tables).toHaveLength(1)
    expect(snapshot.objects.map(({ type }) => type)).toEqual(['trigger'])
    expect(snapshot.unread).toEqual([
      { what: 'functions', reason: 'permission denied for table pg_proc' },
      { what: 'triggers, policies and rules', reason: 'permission denied for table pg_policy' },
    ])
    await from.query(
      'RESET ROLE; REVOKE EXECUTE ON FUNCTION pg_get_viewdef(oid) FROM PUBLIC; REVOKE SELECT ON pg_depend FROM PUBLIC',
    )
    await from.query(`SET ROLE ${role}`)
    expect((await read(from)).unread.map(({ what }) => what)).toEqual([
      'functions',
      'operators, statistics, casts and the like',
      'sequences',
      'tables and views',
      'triggers, policies and rules',
      'what belongs to extensions',
    ])
  } finally {
    await from.query(`RESET ROLE; DROP OWNED BY ${role}; DROP ROLE ${role}`)
  }
})

test('what there is no operation for is told of', async () => {
  const from = await database(
    `CREATE TEXT SEARCH CONFIGURATION mine (COPY = simple); CREATE FOREIGN DATA WRAPPER far; CREATE SERVER away FOREIGN DATA WRAPPER far;
     CREATE FOREIGN TABLE there (a integer) SERVER away; CREATE PUBLICATION news; CREATE TYPE shell`,
  )
  const snapshot = await read(from)
  expect([...snapshot.tables, ...snapshot.objects]).toEqual([])
  expect(snapshot.unread.map(({ what }) => what)).toEqual([
    'foreign data wrapper "far"',
    'foreign server "away"',
    'foreign table "public"."there"',
    'publication "news"',
    'shell type "public"."shell"',
    'text search configuration "public"."mine"',
  ])
  expect(snapshot.unread[0]?.reason).toBe('tsmig has no operation that makes a foreign data wrapper.')
})

test('views that need each other are read and made again, first without their queries', async () => {
  const snapshot = await read(
    await database(
      'CREATE VIEW a AS SELECT 1 AS one; CREATE VIEW b AS SELECT one FROM a; CREATE OR REPLACE VIEW a AS SELECT one FROM b',
    ),
  )
  expect(snapshot.objects).toMatchObject([
    { name: 'query of a', create: expect.stringMatching(/^CREATE OR REPLACE VIEW "a"[\s\S]*FROM b$/) },
    { name: 'query of b', create: expect.stringMatching(/^CREATE OR REPLACE VIEW "b"[\s\S]*FROM a$/) },
    { name: 'a', create: 'CREATE VIEW "a" AS SELECT NULL::integer AS "one"' },
    { name: 'b', create: 'CREATE VIEW "b" AS SELECT NULL::integer AS "one"' },
  ])
  expect(await replayed(snapshot)).toEqual(snapshot)
})

test('an error that is no matter of the catalog is passed on, and the transaction ends', async () => {
  const from = await database()
  const query: Query = (sql) => {
    if (sql.includes('pg_sequence')) throw new Error('the line is dead')
    return from.query(sql)
  }
  await expect(introspect(query)).rejects.toThrow('the line is dead')
  expect(await from.query(`SELECT set_config('a.b', 'c', true)`)).toBeDefined()
  expect(await from.query(`SELECT nullif(current_setting('a.b', true), '') AS left`)).toEqual([
    { left: null },
  ])
})

/** A second connection. */
async function sameDatabase({ url }: TestDatabase): Promise<(sql: string) => Promise<unknown>> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  onTestFinished(() => client.end())
  return (sql) => client.query(sql)
}
