import { afterEach, beforeEach, expect, test } from 'vitest'
import { openFile, type TestFile } from './database.ts'

let file: TestFile
beforeEach(() => {
  file = openFile()
})
afterEach(() => file.close())

test('a table that is not there has no shape, and a view that of its text', async () => {
  file.exec('CREATE VIEW v AS SELECT 1')
  expect(await file.shape('t')).toBeUndefined()
  expect(await file.shape('v')).toMatchObject({ sql: 'CREATE VIEW v AS SELECT 1', triggers: [], views: [] })
})

test('a table in the words of the model', async () => {
  file.exec(`CREATE TABLE Account (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(50) NOT NULL COLLATE NOCASE,
    kind TEXT DEFAULT 'a' CHECK (kind IN ('a', 'b')), size NUMERIC(10,2) DEFAULT (1 + 1), twice AS (size * 2) STORED,
    seen TIMESTAMPTZ(3), odd Geometry(2), untyped)`)
  file.exec("INSERT INTO account (id, name) VALUES (9, 'x')")
  const shape = await file.shape('account')
  expect(shape?.table).toEqual({
    table: { name: 'Account' },
    columns: [
      { name: 'id', type: { type: 'integer' }, nullable: false, identity: { mode: 'by default' } },
      { name: 'name', type: { type: 'varchar', length: 50 }, nullable: false, collation: 'NOCASE' },
      { name: 'kind', type: { type: 'enum', values: ['a', 'b'] }, nullable: true, default: { sql: "'a'" } },
      {
        name: 'size',
        type: { type: 'numeric', precision: 10, scale: 2 },
        nullable: true,
        default: { sql: '1 + 1' },
      },
      {
        name: 'twice',
        type: { type: 'raw', sql: '' },
        nullable: true,
        generated: { expression: 'size * 2', stored: true },
      },
      { name: 'seen', type: { type: 'timestamp', withTimeZone: true, precision: 3 }, nullable: true },
      { name: 'odd', type: { type: 'raw', sql: 'Geometry(2)' }, nullable: true },
      { name: 'untyped', type: { type: 'raw', sql: '' }, nullable: true },
    ],
    constraints: [{ kind: 'primaryKey', columns: ['id'] }],
  })
  expect(shape?.autoincrement).toEqual({ sequence: 9 })
})

test('nullability is what SQLite lets in, not what is written', async () => {
  file.exec(`CREATE TABLE a (k INTEGER PRIMARY KEY); CREATE TABLE b (k TEXT PRIMARY KEY);
    CREATE TABLE c (k TEXT PRIMARY KEY) WITHOUT ROWID; CREATE TABLE d (k INTEGER PRIMARY KEY DESC)`)
  const nullable = async (name: string) => (await file.shape(name))?.table.columns[0]?.nullable
  expect([await nullable('a'), await nullable('b'), await nullable('c'), await nullable('d')]).toEqual([
    false,
    true,
    false,
    true,
  ])
})

test('indexes as data, and as written', async () => {
  file.exec(`CREATE TABLE t (a TEXT, b INT);
    CREATE UNIQUE INDEX i1 ON t (a COLLATE NOCASE DESC, b ASC) WHERE b > 0 AND a <> ')';
    CREATE INDEX i2 ON t ((a || ',' || b), lower(a) COLLATE RTRIM, [b])`)
  const shape = await file.shape('t')
  expect(shape?.indexes.map(({ index }) => index)).toEqual([
    {
      name: 'i1',
      unique: true,
      keys: [
        { column: 'a', collation: 'NOCASE', order: 'desc' },
        { column: 'b', order: 'asc' },
      ],
      where: "b > 0 AND a <> ')'",
    },
    {
      name: 'i2',
      keys: [
        { expression: "a || ',' || b" },
        { expression: 'lower(a)', collation: 'RTRIM' },
        { column: 'b' },
      ],
    },
  ])
})

test('triggers and views that mention the table, directly or through views; others not', async () => {
  file.exec(`CREATE TABLE t (a); CREATE TABLE o (t_id); CREATE VIEW v3 AS SELECT * FROM v2; CREATE VIEW v2 AS SELECT * FROM v1;
    CREATE VIEW v1 AS SELECT a FROM "T"; CREATE VIEW unrelated AS SELECT 't' FROM o;
    CREATE TRIGGER on_t AFTER INSERT ON t BEGIN SELECT 1; END; CREATE TRIGGER on_o AFTER INSERT ON o BEGIN DELETE FROM [t]; END;
    CREATE TRIGGER elsewhere AFTER INSERT ON o BEGIN SELECT 't'; END`)
  const shape = await file.shape('T')
  expect(shape?.views.map(({ name }) => name)).toEqual(['v3', 'v2', 'v1'])
  expect(shape?.triggers.map(({ name }) => name)).toEqual(['on_t', 'on_o'])
})
