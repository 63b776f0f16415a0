import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AlterTable, TableChange } from '../../../src/operations/operation.ts'
import { openFile, type TestFile } from './database.ts'

let file: TestFile
beforeEach(() => {
  file = openFile()
})
afterEach(() => file.close())

const table = { name: 't' }
const batch = (...changes: readonly TableChange[]): AlterTable => ({
  kind: 'alterTable',
  table,
  changes,
  recreate: 'auto',
})
const recreate: AlterTable = { kind: 'alterTable', table, changes: [], recreate: 'always' }
const notNull = (column: string): TableChange => ({
  kind: 'alterColumn',
  table,
  column,
  to: { nullable: false },
})
const schema = () => file.rows('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name')
const textOf = (name: string) => file.rows('SELECT sql FROM sqlite_schema WHERE name = ?', name)[0]?.sql

describe('a rebuild keeps', () => {
  test('rows of every kind of value, to the bit', async () => {
    file.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, v, note TEXT);
      INSERT INTO t VALUES (1, NULL, NULL), (2, 9223372036854775807, 'ü😀'), (3, x'00ff', ''), (4, 1.5, 'a' || char(0) || 'b'),
      (-5, '12', 'it''s')`)
    const select = 'SELECT id, quote(v) AS v, typeof(v) AS type, hex(note) AS note FROM t ORDER BY id'
    const before = file.rows(select)
    await file.run(recreate)
    expect(before).toHaveLength(5)
    expect(file.rows(select)).toEqual(before)
  })

  test('child rows under every ON DELETE action, and foreign keys that still point at the table', async () => {
    const actions = ['CASCADE', 'SET NULL', 'SET DEFAULT', 'RESTRICT', 'NO ACTION']
    file.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 1), (2, 2)')
    for (const [index, action] of actions.entries()) {
      file.exec(`CREATE TABLE c${index} (id INTEGER PRIMARY KEY, t_id INT DEFAULT 2 REFERENCES t ON DELETE ${action});
        INSERT INTO c${index} VALUES (1, 1)`)
    }
    const children = actions.map((_, index) => textOf(`c${index}`))
    await file.run(batch(notNull('a')))
    expect(actions.map((_, index) => textOf(`c${index}`))).toEqual(children)
    for (const [index] of actions.entries()) {
      expect(file.rows(`SELECT t_id FROM c${index}`)).toEqual([{ t_id: 1 }])
    }
    file.exec('DELETE FROM c3; DELETE FROM c4; DELETE FROM t WHERE id = 1')
    expect(file.rows('SELECT * FROM c0')).toEqual([])
    expect(file.rows('SELECT t_id FROM c1')).toEqual([{ t_id: null }])
    expect(file.rows('SELECT t_id FROM c2')).toEqual([{ t_id: 2 }])
  })

  test('its own foreign keys, one to itself among them', async () => {
    file.exec(`CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (7);
      CREATE TABLE t (id INTEGER PRIMARY KEY, up INT REFERENCES t (id) ON DELETE CASCADE, a INT,
        p INT CONSTRAINT to_p REFERENCES p ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED);
      INSERT INTO t VALUES (1, NULL, 0, 7), (2, 1, 0, 7)`)
    const before = file.rows("SELECT * FROM pragma_foreign_key_list('t')")
    await file.run(batch(notNull('a')))
    expect(before).toHaveLength(2)
    expect(file.rows("SELECT * FROM pragma_foreign_key_list('t')")).toEqual(before)
    expect(textOf('t')).toContain(
      'CONSTRAINT "to_p" REFERENCES p ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED',
    )
    file.exec('DELETE FROM t WHERE id = 1')
    expect(file.rows('SELECT * FROM t')).toEqual([])
  })

  test('indexes of all kinds', async () => {
    file.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE, b INT, UNIQUE (a, b));
      CREATE UNIQUE INDEX i1 ON t (a COLLATE RTRIM DESC, b);
      CREATE INDEX i2 ON t (lower(a), b + 1) WHERE b > 0;
      CREATE INDEX "odd (name" ON t (b)`)
    const before = schema().filter(({ type }) => type === 'index')
    const details = () =>
      file.rows(
        'SELECT l.name, l."unique", l.partial, x.* FROM pragma_index_list(\'t\') l, pragma_index_xinfo(l.name) x ORDER BY l.name, x.seqno',
      )
    const keys = details()
    await file.run(batch(notNull('b')))
    expect(before).toHaveLength(4)
    expect(schema().filter(({ type }) => type === 'index')).toEqual(before)
    expect(details()).toEqual(keys)
  })

  test('triggers on the table, on others that speak of it, and on views; and views on views', async () => {
    file.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, a INT); CREATE TABLE log (x); CREATE TABLE o (y);
      CREATE VIEW v AS SELECT id, a FROM t WHERE a > 0; CREATE VIEW vv AS SELECT max(a) AS top FROM v;
      CREATE TRIGGER on_t AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END;
      CREATE TRIGGER on_o AFTER INSERT ON o BEGIN INSERT INTO t (a) VALUES (new.y); END;
      CREATE TRIGGER on_v INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (new.a); END;
      CREATE VIEW broken AS SELECT * FROM nowhere`)
    const before = schema().filter(({ type }) => type !== 'table')
    await file.run(batch(notNull('a')))
    expect(schema().filter(({ type }) => type !== 'table')).toEqual(before)
    file.exec('INSERT INTO o VALUES (5); INSERT INTO v (a) VALUES (9)')
    expect(file.rows('SELECT x FROM log')).toEqual([{ x: 5 }, { x: 9 }])
    expect(file.rows('SELECT top FROM vv')).toEqual([{ top: 9 }])
  })

  test('the AUTOINCREMENT counter, also past deleted rows', async () => {
    file.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT);
      INSERT INTO t VALUES (41, 0), (42, 0); DELETE FROM t`)
    await file.run(batch(notNull('a')))
    file.exec('INSERT INTO t (a) VALUES (1)')
    expect(file.rows('SELECT id FROM t')).toEqual([{ id: 43 }])
    expect(file.rows('SELECT * FROM sqlite_sequence')).toEqual([{ name: 't', seq: 43 }])
  })

  test('rowids of a table without an integer primary key', async () => {
    file.exec(
      "CREATE TABLE t (rowid TEXT, a INT); INSERT INTO t (_rowid_, rowid, a) VALUES (7, 'x', 1), (3, 'y', 2)",
    )
    await file.run(batch(notNull('a')))
    expect(file.rows('SELECT _rowid_ AS r, rowid, a FROM t ORDER BY 1')).toEqual([
      { r: 3, rowid: 'y', a: 2 },
      { r: 7, rowid: 'x', a: 1 },
    ])
  })

  test('STRICT, WITHOUT ROWID, ON CONFLICT, collations, generated columns, defaults and checks', async () => {
    const parts = [
      'k TEXT COLLATE NOCASE NOT NULL ON CONFLICT IGNORE',
      "d TEXT DEFAULT (upper('x')) CONSTRAINT short CHECK (length(t.d) < 9)",
      'g TEXT GENERATED ALWAYS AS (k || d) STORED',
      'h TEXT AS (d || k)',
      'n INT',
      'u INT UNIQUE ON CONFLICT REPLACE',
      'PRIMARY KEY (k DESC)',
      'CONSTRAINT both CHECK ("t"."n" > 0 OR u > 0)',
    ]
    file.exec(
      `CREATE TABLE t (${parts.join(', ')}) STRICT, WITHOUT ROWID; INSERT INTO t (k, n, u) VALUES ('a', 1, 1)`,
    )
    const info = () => [
      file.rows("SELECT * FROM pragma_table_xinfo('t')"),
      file.rows("SELECT wr, strict FROM pragma_table_list('t')"),
    ]
    const before = info()
    await file.run(recreate)
    expect(info()).toEqual(before)
    file.exec("INSERT INTO t (k, n, u) VALUES ('b', 2, 1); INSERT INTO t (k, n, u) VALUES (NULL, 2, 5)")
    expect(file.rows('SELECT k, d, g, h FROM t')).toEqual([{ k: 'b', d: 'X', g: 'bX', h: 'Xb' }])
    expect(() => file.exec("INSERT INTO t (k, n, u) VALUES ('c', -1, -1)")).toThrow(
      'CHECK constraint failed: both',
    )
    expect(() => file.exec("INSERT INTO t (k, n, d) VALUES ('c', 1, 'abcdefghij')")).toThrow('failed: short')
  })

  test('the comfort of double-quoted strings that older builds allowed in checks', async () => {
    file.database.unsafeMode()
    file.exec(`CREATE TABLE t (a TEXT, b INT); PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a TEXT CHECK (a IN ("x", "y")), b INT)';
      PRAGMA writable_schema = RESET; INSERT INTO t VALUES ('x', 1)`)
    await file.run(batch(notNull('b')))
    expect(() => file.exec("INSERT INTO t VALUES ('z', 1)")).toThrow('CHECK')
    expect(file.rows('SELECT * FROM t')).toEqual([{ a: 'x', b: 1 }])
  })

  test('every row, where an ON CONFLICT clause would drop some in silence', async () => {
    file.exec(`CREATE TABLE t (a TEXT UNIQUE ON CONFLICT REPLACE); INSERT INTO t VALUES ('1'), ('01')`)
    const change: TableChange = { kind: 'alterColumn', table, column: 'a', to: { type: { type: 'integer' } } }
    await expect(file.run(batch(change))).rejects.toThrow('UNIQUE constraint failed')
    expect(file.rows('SELECT * FROM t')).toEqual([{ a: '1' }, { a: '01' }])
  })

  test('a table of an attached database, with what belongs to it', async () => {
    file.exec(`ATTACH ':memory:' AS "other db"; CREATE TABLE "other db".t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT);
      CREATE INDEX "other db".i ON t (a); CREATE TABLE "other db".log (x);
      CREATE TRIGGER "other db".tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END;
      INSERT INTO "other db".t VALUES (4, 4)`)
    const there = { name: 't', schema: 'other db' }
    await file.run({ kind: 'alterColumn', table: there, column: 'a', to: { nullable: false, name: 'b' } })
    file.exec('INSERT INTO "other db".t (b) VALUES (5)')
    expect(file.rows('SELECT * FROM "other db".t')).toEqual([
      { id: 4, b: 4 },
      { id: 5, b: 5 },
    ])
    expect(file.rows('SELECT x FROM "other db".log')).toEqual([{ x: 4 }, { x: 5 }])
    expect(file.rows('SELECT name FROM "other db".sqlite_schema WHERE type = \'index\'')).toEqual([
      { name: 'i' },
    ])
  })
})
