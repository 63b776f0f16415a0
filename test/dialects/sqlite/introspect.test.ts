import { afterEach, beforeEach, expect, test } from 'vitest'
import { introspect } from '../../../src/dialects/sqlite/introspect.ts'
import type { SchemaSnapshot } from '../../../src/schema/snapshot.ts'
import { openFile, type TestFile } from './database.ts'
import { readAndRemake } from './round-trip.ts'

let file: TestFile
beforeEach(() => {
  file = openFile()
})
afterEach(() => file.close())

async function read(sql: string): Promise<SchemaSnapshot> {
  file.exec(sql)
  return readAndRemake(file)
}

const columnsOf = ({ tables }: SchemaSnapshot, name: string) =>
  tables.find(({ table }) => table.table.name === name)?.table.columns
const constraintsOf = ({ tables }: SchemaSnapshot, name: string) =>
  tables.find(({ table }) => table.table.name === name)?.table.constraints

test('an empty database', async () => {
  expect(await read('')).toEqual({ tables: [], objects: [], unread: [] })
})

test('defaults are values where that is exact and of the type, and else SQL', async () => {
  const found =
    await read(`CREATE TABLE t (a TEXT DEFAULT 'it''s', b INTEGER DEFAULT -5, c NUMERIC(5,2) DEFAULT 1.50,
    d BOOLEAN DEFAULT 1, e BOOLEAN DEFAULT TRUE, f TEXT DEFAULT 5, g INTEGER DEFAULT '5', h BIGINT DEFAULT 9223372036854775807,
    i TIMESTAMP DEFAULT CURRENT_TIMESTAMP, j DEFAULT ((1 + 1)), k DEFAULT NULL, l DEFAULT x'AB', m DEFAULT foo, n REAL DEFAULT (0.5))`)
  expect(columnsOf(found, 't')?.map((column) => column.default)).toEqual([
    "it's",
    -5,
    { sql: '1.50' },
    true,
    { sql: 'TRUE' },
    { sql: '5' },
    { sql: "'5'" },
    9223372036854775807n,
    { sql: 'CURRENT_TIMESTAMP' },
    { sql: '1 + 1' },
    undefined,
    { sql: "x'AB'" },
    'foo',
    0.5,
  ])
})

test('types are portable where tsmig spells them so, and else as written', async () => {
  const found = await read(
    'CREATE TABLE t (a varchar(5), b INT, c [odd type], d, e NUMERIC(10, 2), f DECIMAL (1))',
  )
  expect(columnsOf(found, 't')?.map(({ type }) => type)).toEqual([
    { type: 'varchar', length: 5 },
    { type: 'raw', sql: 'INT' },
    { type: 'raw', sql: '[odd type]' },
    { type: 'raw', sql: '' },
    { type: 'numeric', precision: 10, scale: 2 },
    { type: 'raw', sql: 'DECIMAL (1)' },
  ])
})

test('a whole number that alone is the key, and not the rowid, keeps its type', async () => {
  const found =
    await read(`CREATE TABLE a (k INTEGER PRIMARY KEY DESC); CREATE TABLE b (k BIGINT PRIMARY KEY);
    CREATE TABLE c (k INTEGER, PRIMARY KEY (k DESC)); CREATE TABLE d (k INTEGER PRIMARY KEY) WITHOUT ROWID`)
  expect(
    ['a', 'b', 'c', 'd'].map((name) => [columnsOf(found, name)?.[0], constraintsOf(found, name)?.[0]]),
  ).toEqual([
    [
      { name: 'k', type: { type: 'integer' }, nullable: true },
      { kind: 'primaryKey', columns: ['k'], sqlite: { descending: ['k'], nullable: ['k'] } },
    ],
    [
      { name: 'k', type: { type: 'raw', sql: 'BIGINT' }, nullable: true },
      { kind: 'primaryKey', columns: ['k'], sqlite: { nullable: ['k'] } },
    ],
    [
      { name: 'k', type: { type: 'integer' }, nullable: false },
      { kind: 'primaryKey', columns: ['k'] },
    ],
    [
      { name: 'k', type: { type: 'integer' }, nullable: false },
      { kind: 'primaryKey', columns: ['k'] },
    ],
  ])
})

test('keys: conflicts, orders, collations, and columns that take NULL all the same', async () => {
  const found = await read(`CREATE TABLE t (a TEXT COLLATE NOCASE, b TEXT NOT NULL ON CONFLICT IGNORE, c INT,
    CONSTRAINT pk PRIMARY KEY (B DESC, a COLLATE nocase) ON CONFLICT REPLACE, UNIQUE (a COLLATE binary, c) ON CONFLICT ABORT);
    CREATE TABLE n (id INTEGER PRIMARY KEY ON CONFLICT FAIL AUTOINCREMENT)`)
  expect(constraintsOf(found, 't')).toEqual([
    {
      kind: 'primaryKey',
      name: 'pk',
      columns: ['b', 'a'],
      sqlite: { onConflict: 'replace', descending: ['b'], nullable: ['a'] },
    },
    { kind: 'unique', columns: ['a', 'c'], sqlite: { collations: { a: 'binary' } } },
  ])
  expect(columnsOf(found, 't')?.[1]?.sqlite).toEqual({ onNull: 'ignore' })
  expect(columnsOf(found, 'n')?.[0]?.identity).toEqual({ mode: 'by default' })
  expect(constraintsOf(found, 'n')?.[0]).toEqual({
    kind: 'primaryKey',
    columns: ['id'],
    sqlite: { onConflict: 'fail' },
  })
})

test('checks: named, unnamed, and the one that makes an enum', async () => {
  const found =
    await read(`CREATE TABLE t (a INT CHECK (((a > 0))), b TEXT CHECK (b IN ('x', 'y')) CHECK (b IN ('x')),
    c VARCHAR(1) CHECK (c IN ('x')), d TEXT CONSTRAINT known CHECK (d IN ('x')), CHECK ((a > 1) AND (a < 9) /* ten */))`)
  expect(columnsOf(found, 't')?.[1]?.type).toEqual({ type: 'enum', values: ['x', 'y'] })
  expect(constraintsOf(found, 't')).toEqual([
    { kind: 'check', expression: '(a > 1) AND (a < 9)' },
    { kind: 'check', expression: 'a > 0' },
    { kind: 'check', expression: "b IN ('x')" },
    { kind: 'check', expression: "c IN ('x')" },
    { kind: 'check', name: 'known', expression: "d IN ('x')" },
  ])
})

test('foreign keys, with the key that a reference without columns means', async () => {
  const found = await read(`CREATE TABLE Parent (Id INTEGER PRIMARY KEY, a INT, b INT, UNIQUE (a, b));
    CREATE TABLE t (a INT REFERENCES parent, b INT REFERENCES gone DEFERRABLE INITIALLY DEFERRED,
      c INT CONSTRAINT fk REFERENCES parent (ID) ON DELETE SET NULL ON UPDATE NO ACTION MATCH FULL NOT DEFERRABLE,
      FOREIGN KEY (a, b) REFERENCES Parent (a, b) ON DELETE CASCADE ON UPDATE SET DEFAULT)`)
  const parent = { name: 'Parent' }
  expect(constraintsOf(found, 't')).toEqual([
    {
      kind: 'foreignKey',
      columns: ['a', 'b'],
      references: { table: parent, columns: ['a', 'b'] },
      onDelete: 'cascade',
      onUpdate: 'set default',
    },
    { kind: 'foreignKey', columns: ['a'], references: { table: parent, columns: ['Id'] } },
    {
      kind: 'foreignKey',
      columns: ['b'],
      references: { table: { name: 'gone' }, columns: [] },
      deferral: { deferrable: true, initially: 'deferred' },
    },
    {
      kind: 'foreignKey',
      name: 'fk',
      columns: ['c'],
      references: { table: parent, columns: ['Id'] },
      onDelete: 'set null',
    },
  ])
})

test('generated columns, STRICT and WITHOUT ROWID', async () => {
  const found =
    await read(`CREATE TABLE t (k TEXT PRIMARY KEY, a INT GENERATED ALWAYS AS ((length(k))) STORED, b ANY AS (k || a) VIRTUAL)
    STRICT, WITHOUT ROWID`)
  expect(found.tables[0]?.table).toEqual({
    table: { name: 't' },
    columns: [
      { name: 'k', type: { type: 'text' }, nullable: false },
      {
        name: 'a',
        type: { type: 'raw', sql: 'INT' },
        nullable: true,
        generated: { expression: 'length(k)', stored: true },
      },
      {
        name: 'b',
        type: { type: 'raw', sql: 'ANY' },
        nullable: true,
        generated: { expression: 'k || a', stored: false },
      },
    ],
    constraints: [{ kind: 'primaryKey', columns: ['k'] }],
    strict: true,
    withoutRowid: true,
  })
})

test('the key of a STRICT table takes no NULL', async () => {
  const found = await read('CREATE TABLE t (k TEXT PRIMARY KEY) STRICT')
  expect(columnsOf(found, 't')?.[0]?.nullable).toBe(false)
})

test('indexes: expressions, orders, collations, conditions', async () => {
  const found =
    await read(`CREATE TABLE t (a TEXT COLLATE NOCASE, b INT); CREATE INDEX i1 ON t ((a), b ASC, A COLLATE nocase DESC);
    CREATE UNIQUE INDEX i2 ON t (a COLLATE BINARY, lower(a) COLLATE RTRIM, a || 'x' COLLATE NOCASE, (b + 1) DESC) WHERE (b > 0)`)
  expect(found.tables[0]?.indexes).toEqual([
    { name: 'i1', keys: [{ column: 'a' }, { column: 'b' }, { column: 'a', order: 'desc' }] },
    {
      name: 'i2',
      unique: true,
      keys: [
        { column: 'a', collation: 'BINARY' },
        { expression: 'lower(a)', collation: 'RTRIM' },
        { expression: "a || 'x' COLLATE NOCASE" },
        { expression: 'b + 1', order: 'desc' },
      ],
      where: 'b > 0',
    },
  ])
})

test('views and triggers', async () => {
  const found =
    await read(`CREATE TABLE t (a INT, "begin" INT); CREATE VIEW v ("x y", z) AS WITH w AS (SELECT 1) SELECT a, 2 FROM t, w;
    CREATE TRIGGER one INSTEAD OF UPDATE OF "x y", z ON V WHEN (new.z > 1) BEGIN SELECT ';'; DELETE FROM t; END;
    CREATE TRIGGER two UPDATE ON T FOR EACH ROW WHEN new.begin > 0 BEGIN UPDATE t SET a = CASE WHEN a THEN 1 END; END`)
  expect(found.objects).toEqual([
    { type: 'view', name: 'v', columns: ['x y', 'z'], query: 'WITH w AS (SELECT 1) SELECT a, 2 FROM t, w' },
    {
      type: 'trigger',
      name: 'two',
      table: { name: 't' },
      timing: 'before',
      events: ['update'],
      forEach: 'row',
      when: 'new.begin > 0',
      body: 'UPDATE t SET a = CASE WHEN a THEN 1 END',
    },
    {
      type: 'trigger',
      name: 'one',
      table: { name: 'v' },
      timing: 'instead of',
      events: ['update'],
      columns: ['x y', 'z'],
      forEach: 'row',
      when: 'new.z > 1',
      body: "SELECT ';'; DELETE FROM t",
    },
  ])
})

test('a virtual table stands by its statement; the tables that hold its rows are not part of the schema', async () => {
  const found = await read('CREATE VIRTUAL TABLE search USING fts5(title, body)')
  expect(found).toEqual({
    tables: [],
    objects: [
      {
        type: 'other',
        what: 'virtual table',
        name: 'search',
        create: 'CREATE VIRTUAL TABLE search USING fts5(title, body)',
        drop: 'DROP TABLE "search"',
      },
    ],
    unread: [],
  })
})

test('temporary and attached tables, and those of SQLite itself, are not part of it; an attached schema can be asked for', async () => {
  file.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT); ANALYZE; CREATE TEMP TABLE x (a);
    ATTACH ':memory:' AS other; CREATE TABLE other.y (a REFERENCES z); CREATE TABLE other.z (b PRIMARY KEY)`)
  expect((await introspect(file.query)).tables.map(({ table }) => table.table)).toEqual([{ name: 't' }])
  const other = await introspect(file.query, { schemas: ['other'] })
  expect(other.tables.map(({ table }) => table.table)).toEqual([
    { name: 'y', schema: 'other' },
    { name: 'z', schema: 'other' },
  ])
})

test('as many queries for many tables as for one, and each is told of', async () => {
  const count = async () => {
    let queries = 0
    const steps: string[] = []
    await introspect(
      (sql, bindings) => {
        queries += 1
        return file.query(sql, bindings)
      },
      { onProgress: (what, done, of) => steps.push(`${what} ${done}/${of}`) },
    )
    return { queries, steps }
  }
  const empty = await count()
  for (let at = 0; at < 300; at += 1)
    file.exec(`CREATE TABLE t${at} (a INT); CREATE INDEX i${at} ON t${at} (a)`)
  expect(await count()).toEqual(empty)
  expect(empty.queries).toBe(5)
  expect(empty.steps.at(-1)).toBe('indexes 5/5')
})
