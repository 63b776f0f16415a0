import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts'
import type { AlterTable, ColumnChange, TableChange } from '../../../src/operations/operation.ts'
import type { RebuildOptions } from '../../../src/operations/rebuild-options.ts'
import { defineTable } from '../../../src/schema/define-table.ts'
import { t } from '../../../src/schema/t.ts'
import { openFile, type TestFile } from './database.ts'

let file: TestFile
beforeEach(() => {
  file = openFile()
})
afterEach(() => file.close())

const table = { name: 't' }
const batch = (rebuild: RebuildOptions, ...changes: readonly TableChange[]): AlterTable => ({
  kind: 'alterTable',
  table,
  changes,
  recreate: 'auto',
  rebuild,
})
const alter = (column: string, to: ColumnChange): TableChange => ({ kind: 'alterColumn', table, column, to })
const add = (name: string, place: { insertBefore?: string; insertAfter?: string } = {}): TableChange => ({
  kind: 'addColumn',
  table,
  column: { name, type: { type: 'text' }, nullable: true },
  ...place,
})
const columns = () => file.rows("SELECT name FROM pragma_table_xinfo('t')").map(({ name }) => name)
const definition = () => String(file.rows("SELECT sql FROM sqlite_schema WHERE name = 't'")[0]?.sql)

describe('the order of columns', () => {
  beforeEach(() => {
    file.exec("CREATE TABLE t (a TEXT, b TEXT, c TEXT); INSERT INTO t VALUES ('1', '2', '3')")
  })

  test('a new one before and after another, also by a new name', async () => {
    await file.run(
      batch(
        {},
        add('x', { insertBefore: 'a' }),
        alter('b', { name: 'bb' }),
        add('y', { insertAfter: 'bb' }),
        add('z', { insertBefore: 'y' }),
      ),
    )
    expect(columns()).toEqual(['x', 'a', 'bb', 'z', 'y', 'c'])
    expect(file.rows('SELECT a, bb, c FROM t')).toEqual([{ a: '1', bb: '2', c: '3' }])
  })

  test('an old one moves with its values', async () => {
    await file.run(
      batch({}, { kind: 'alterColumn', table, column: 'c', to: { name: 'd' }, insertBefore: 'a' }),
    )
    expect(file.rows('SELECT * FROM t').map((row) => Object.entries(row))).toEqual([
      [
        ['d', '3'],
        ['a', '1'],
        ['b', '2'],
      ],
    ])
  })

  test('partialReordering', async () => {
    await file.run(
      batch(
        {
          partialReordering: [
            ['c', 'a'],
            ['x', 'b'],
          ],
        },
        add('x'),
      ),
    )
    expect(columns()).toEqual(['c', 'a', 'x', 'b'])
  })

  test.each<[AlterTable, string]>([
    [
      batch({
        partialReordering: [
          ['a', 'b'],
          ['b', 'a'],
        ],
      }),
      'No order of the columns of "t" fits (a, b) and (b, a)',
    ],
    [batch({ partialReordering: [['nope']] }), 'Table "t" has no column "nope"'],
    [batch({}, add('x', { insertAfter: 'nope' })), 'Table "t" has no column "nope"'],
    [{ ...batch({ strict: true }), recreate: 'never' }, "recreate is 'never'"],
    [{ ...batch({}, add('x', { insertAfter: 'a' })), recreate: 'never' }, "recreate is 'never'"],
  ])('%j is refused', async (operation, message) => {
    const before = definition()
    await expect(file.run(operation)).rejects.toThrow(message)
    expect(definition()).toBe(before)
  })
})

describe('what the new table has in addition', () => {
  test('constraints, indexes and options', async () => {
    file.exec('CREATE TABLE t (id TEXT PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 2)')
    await file.run(
      batch({
        constraints: [{ kind: 'check', name: 'ck', expression: "a <> ''" }],
        indexes: [{ name: 'ix', keys: [{ column: 'a' }] }],
        strict: true,
        withoutRowid: true,
      }),
    )
    expect(file.rows("SELECT wr, strict FROM pragma_table_list('t')")).toEqual([{ wr: 1, strict: 1 }])
    expect(() => file.exec("INSERT INTO t VALUES ('x', '')")).toThrow('ck')
    expect(file.rows("SELECT name FROM pragma_index_list('t') WHERE origin = 'c'")).toEqual([{ name: 'ix' }])
    await file.run(batch({ strict: false, withoutRowid: false }))
    expect(file.rows("SELECT wr, strict FROM pragma_table_list('t')")).toEqual([{ wr: 0, strict: 0 }])
  })

  test('a table gets rowids and numbers its rows by them', async () => {
    file.exec(
      "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, a) WITHOUT ROWID; INSERT INTO t VALUES (7, 'x')",
    )
    await file.run(batch({ withoutRowid: false }, alter('id', { identity: { mode: 'by default' } })))
    file.exec("INSERT INTO t (a) VALUES ('y')")
    expect(file.rows('SELECT * FROM t')).toEqual([
      { id: 7, a: 'x' },
      { id: 8, a: 'y' },
    ])
  })

  test('an index or constraint on an unknown column is refused', async () => {
    file.exec('CREATE TABLE t (a TEXT)')
    const indexes = [{ name: 'ix', keys: [{ column: 'nope' }] }]
    await expect(file.run(batch({ indexes }))).rejects.toThrow('Table "t" has no column "nope"')
  })
})

describe('a table that is told', () => {
  const told = defineTable('t', { id: t.integer().primaryKey(), a: t.text(), b: t.text() }, (c) => [
    { kind: 'unique', name: 'uq', columns: [c.a] },
    { kind: 'index', name: 'ix', keys: [{ column: 'b' }] },
  ])
  const operation = batch({ copyFrom: told }, { kind: 'dropConstraint', table, name: 'uq' })

  test('needs no database', () => {
    expect(sqlite.compile(operation, () => undefined).map(({ sql }) => sql)).toEqual([
      'CREATE TABLE "_tsmig_tmp_t" (\n  "id" INTEGER NOT NULL,\n  "a" TEXT,\n  "b" TEXT,\n  PRIMARY KEY ("id")\n)',
      'INSERT OR ABORT INTO "_tsmig_tmp_t" ("id", "a", "b") SELECT "id", "a", "b" FROM "t"',
      'DROP TABLE "t"',
      'PRAGMA legacy_alter_table = ON',
      'ALTER TABLE "_tsmig_tmp_t" RENAME TO "t"',
      'PRAGMA legacy_alter_table = OFF',
      'CREATE INDEX "ix" ON "t" ("b")',
    ])
  })

  test('goes before the database, which still knows the triggers', async () => {
    file.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b TEXT); CREATE TABLE log (x);
      CREATE TRIGGER tr AFTER DELETE ON t BEGIN INSERT INTO log VALUES (old.a); END;
      INSERT INTO t VALUES (7, 'x', 'y')`)
    await file.run(operation)
    file.exec('DELETE FROM t')
    expect(file.rows('SELECT * FROM log')).toEqual([{ x: 'x' }])
    expect(file.rows("SELECT name FROM pragma_index_list('t')")).toEqual([{ name: 'ix' }])
  })
})

describe('names for constraints that have none', () => {
  const naming = {
    uq: 'uq_%(table_name)s_%(column_0_N_name)s',
    fk: 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
    pk: 'pk_%(table_name)s',
    ck: 'ck_%(table_name)s_%(constraint_name)s',
  }

  test('so that they can be dropped', async () => {
    file.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, a INT UNIQUE, b INT REFERENCES t, UNIQUE (a, b))')
    const drop = (name: string): TableChange => ({ kind: 'dropConstraint', table, name })
    await file.run(batch({ naming }, drop('uq_t_a'), drop('fk_t_b_t')))
    expect((await file.shape('t'))?.table.constraints).toEqual([
      { kind: 'primaryKey', name: 'pk_t', columns: ['id'] },
      { kind: 'unique', name: 'uq_t_a_b', columns: ['a', 'b'] },
    ])
    await expect(file.run(batch({ naming }, drop('uq_t_nope')))).rejects.toThrow(
      'Table "t" has no constraint "uq_t_nope"',
    )
  })

  test('not where a name is there, or taken', async () => {
    file.exec(
      'CREATE TABLE t (a INT UNIQUE, b INT, CONSTRAINT uq_t_a UNIQUE (b), CONSTRAINT own CHECK (a > 0))',
    )
    await file.run({ ...batch({ naming }), recreate: 'always' })
    expect((await file.shape('t'))?.table.constraints.map(({ name }) => name)).toEqual([
      undefined,
      'uq_t_a',
      'own',
    ])
  })
})

test('the types of columns that the database declares otherwise', async () => {
  file.exec('CREATE TABLE t (a ODD, b TEXT); INSERT INTO t VALUES (1, 2)')
  await file.run(batch({ columnTypes: { a: { type: 'boolean' } } }, alter('b', { nullable: false })))
  expect(file.rows("SELECT name, type FROM pragma_table_info('t')")).toEqual([
    { name: 'a', type: 'BOOLEAN' },
    { name: 'b', type: 'TEXT' },
  ])
  await expect(
    file.run(batch({ columnTypes: { nope: { type: 'text' } } }, alter('b', { nullable: true }))),
  ).rejects.toThrow('Table "t" has no column "nope"')
})

describe('altering', () => {
  const run = (column: string, to: ColumnChange) => file.run({ kind: 'alterColumn', table, column, to })

  test('a collation', async () => {
    file.exec("CREATE TABLE t (a TEXT COLLATE RTRIM); INSERT INTO t VALUES ('B'), ('a')")
    await run('a', { collation: 'NOCASE' })
    expect(file.rows('SELECT a FROM t ORDER BY a')).toEqual([{ a: 'a' }, { a: 'B' }])
    expect((await file.shape('t'))?.table.columns[0]).toMatchObject({ collation: 'NOCASE' })
  })

  test('an identity, on and off', async () => {
    file.exec(
      'CREATE TABLE t (id BIGINT, a TEXT, CONSTRAINT pk PRIMARY KEY (id)); INSERT INTO t VALUES (5, 1)',
    )
    await run('id', { identity: { mode: 'by default', start: 100 } })
    file.exec('INSERT INTO t (a) VALUES (2); DELETE FROM t WHERE a = 2; INSERT INTO t (a) VALUES (3)')
    expect(file.rows('SELECT id FROM t')).toEqual([{ id: 5 }, { id: 101 }])
    expect(await file.shape('t')).toMatchObject({
      autoincrement: { sequence: 101 },
      table: { constraints: [{ kind: 'primaryKey', name: 'pk', columns: ['id'] }] },
    })
    await run('id', { identity: { mode: 'always' } })
    await run('id', { identity: null })
    expect(definition()).not.toContain('AUTOINCREMENT')
    expect(definition()).toContain('CONSTRAINT "pk" PRIMARY KEY')
    expect(file.rows('SELECT id, a FROM t')).toEqual([
      { id: 5, a: '1' },
      { id: 101, a: '3' },
    ])
    expect(file.rows('SELECT * FROM sqlite_sequence')).toEqual([])
  })

  test('an identity starts behind the rows that are there', async () => {
    file.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (500, 1)')
    await run('id', { identity: { mode: 'by default', start: 100 } })
    file.exec('INSERT INTO t (a) VALUES (2)')
    expect(file.rows('SELECT max(id) AS id FROM t')).toEqual([{ id: 501 }])
  })

  test('an identity of what is no key is refused', async () => {
    file.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER)')
    await expect(run('a', { identity: { mode: 'always' } })).rejects.toThrow(
      'SQLite numbers rows only in an integer column that alone is the primary key, and "a" is not',
    )
  })

  test('a generated column: its expression, away, and back', async () => {
    file.exec('CREATE TABLE t (a INT, g INT AS (a + 1) STORED); INSERT INTO t (a) VALUES (1)')
    await run('g', { generated: { expression: 'a * 10', stored: false } })
    expect(file.rows('SELECT * FROM t')).toEqual([{ a: 1, g: 10 }])
    await run('g', { generated: null, default: 7 })
    file.exec('UPDATE t SET a = 2; INSERT INTO t (a) VALUES (3)')
    expect(file.rows('SELECT * FROM t')).toEqual([
      { a: 2, g: 10 },
      { a: 3, g: 7 },
    ])
    await run('g', { generated: { expression: 'a + 1', stored: true } })
    expect(file.rows('SELECT * FROM t')).toEqual([
      { a: 2, g: 3 },
      { a: 3, g: 4 },
    ])
  })
})
