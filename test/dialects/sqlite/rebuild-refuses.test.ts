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
const notNull = (column: string): TableChange => ({
  kind: 'alterColumn',
  table,
  column,
  to: { nullable: false },
})
const schema = () => file.rows('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name')

describe('dropping a column', () => {
  const drop = (column: string): TableChange => ({ kind: 'dropColumn', table, column })

  test('takes along what is on it alone', async () => {
    file.exec(`CREATE TABLE p (id INTEGER PRIMARY KEY);
      CREATE TABLE t (id INTEGER PRIMARY KEY, a INT UNIQUE, b INT REFERENCES p, c INT, CONSTRAINT ck CHECK (a > 0), CHECK (c > 0));
      CREATE INDEX i1 ON t (a); CREATE INDEX i2 ON t (abs(a)) WHERE a > 3; CREATE INDEX i3 ON t (c);
      INSERT INTO t VALUES (1, 2, NULL, 4)`)
    await file.run(batch(drop('a'), drop('b')))
    expect(file.rows('SELECT * FROM t')).toEqual([{ id: 1, c: 4 }])
    expect(file.rows("SELECT name FROM sqlite_schema WHERE type = 'index'")).toEqual([{ name: 'i3' }])
    expect((await file.shape('t'))?.table.constraints).toEqual([
      { kind: 'primaryKey', columns: ['id'] },
      { kind: 'check', expression: 'c > 0' },
    ])
  })

  test('is native where only its own indexes have to go', async () => {
    file.exec(
      'CREATE TABLE t (id INTEGER PRIMARY KEY, a INT); CREATE INDEX i ON t (a); INSERT INTO t VALUES (1, 2)',
    )
    expect(await file.run(drop('a'))).toEqual(['DROP INDEX "i"', 'ALTER TABLE "t" DROP COLUMN "a"'])
    expect(file.rows('SELECT * FROM t')).toEqual([{ id: 1 }])
  })

  test('is refused while other things use it, each of them named', async () => {
    file.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, a INT UNIQUE, b INT, g AS (a + b), CONSTRAINT ck CHECK (a < b));
      CREATE INDEX i ON t (a, b); CREATE INDEX p ON t (b) WHERE a > 0; CREATE TABLE log (x);
      CREATE VIEW v AS SELECT x.a FROM t AS x; CREATE VIEW other AS SELECT o.x AS a FROM t JOIN log o;
      CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END`)
    const before = schema()
    await expect(file.run(batch(drop('a')))).rejects.toMatchObject({
      code: 'column-in-use',
      message:
        'Column "a" of table "t" can\'t be dropped: constraint "ck", generated column "g", index "i", index "p", trigger "tr", view "v" use it',
    })
    expect(schema()).toEqual(before)
  })

  test('of the same name of another table, of which a trigger speaks, is none of its users', async () => {
    file.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, a INT CONSTRAINT u UNIQUE); CREATE TABLE log (a, id);
      CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log (a, id) VALUES (1, new.id); END`)
    const trigger = () => schema().filter(({ type }) => type === 'trigger')
    const before = trigger()
    await file.run(batch({ kind: 'dropConstraint', table, name: 'u', type: 'unique' }, drop('a')))
    expect(trigger()).toEqual(before)
    file.exec('INSERT INTO t VALUES (7)')
    expect(file.rows('SELECT * FROM log')).toEqual([{ a: 1, id: 7 }])
  })

  test('is refused by SQLite where a view on a view of everything would lack it', async () => {
    file.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, a INT UNIQUE); CREATE VIEW v AS SELECT * FROM t;
      CREATE VIEW vv AS SELECT a FROM v`)
    await expect(file.run(batch(drop('a')))).rejects.toThrow('no such column: a')
    expect(file.rows('SELECT a FROM vv')).toEqual([])
  })

  test('by a name that it got in the same batch', async () => {
    file.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, a INT UNIQUE, b INT)')
    await file.run(
      batch({ kind: 'alterColumn', table, column: 'a', to: { name: 'c' } }, drop('c'), {
        kind: 'alterColumn',
        table,
        column: 'b',
        to: { name: 'a' },
      }),
    )
    expect(file.rows("SELECT name FROM pragma_table_info('t')")).toEqual([{ name: 'id' }, { name: 'a' }])
  })

  test('goes with what uses it in the same batch, in any order', async () => {
    file.exec(
      'CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT, CONSTRAINT ck CHECK (a < b)); CREATE INDEX i ON t (a, b)',
    )
    await file.run(
      batch(
        drop('a'),
        { kind: 'dropIndex', name: 'i', table },
        { kind: 'dropConstraint', table, name: 'ck' },
        { kind: 'addColumn', table, column: { name: 'a', type: { type: 'text' }, nullable: true } },
      ),
    )
    expect(file.rows("SELECT name FROM pragma_table_info('t')").map(({ name }) => name)).toEqual([
      'id',
      'b',
      'a',
    ])
  })

  test('that a foreign key elsewhere refers to ends in an error, and changes nothing', async () => {
    file.exec(
      'CREATE TABLE t (id INTEGER PRIMARY KEY, a INT UNIQUE); CREATE TABLE c (x INT REFERENCES t (a))',
    )
    await expect(file.run(drop('a'))).rejects.toThrow('foreign key mismatch')
    expect(file.rows('SELECT a FROM t')).toEqual([])
  })
})

describe('a batch is refused before anything ran', () => {
  beforeEach(() => {
    file.exec('CREATE TABLE t (a INT, b INT)')
  })
  const column = (name: string) => ({ name, type: { type: 'integer' }, nullable: true }) as const
  const rename = { kind: 'alterColumn', table, column: 'a', to: { name: 'c', nullable: false } } as const

  test.each<[string, readonly TableChange[], string]>([
    ['an unknown column', [notNull('x')], 'Table "t" has no column "x"'],
    ['a renamed column by its old name', [rename, notNull('a')], 'Table "t" has no column "a"'],
    ['a name taken', [{ ...rename, to: { name: 'b' } }, notNull('a')], 'Table "t" already has a column "b"'],
    [
      'a column twice',
      [notNull('a'), { kind: 'addColumn', table, column: column('A') }],
      'already has a column "A"',
    ],
    [
      'an index on an unknown column',
      [notNull('a'), { kind: 'createIndex', table, index: { name: 'i', keys: [{ column: 'x' }] } }],
      'Table "t" has no column "x"',
    ],
    [
      'an unknown index',
      [notNull('a'), { kind: 'dropIndex', table, name: 'i' }],
      'Table "t" has no index "i"',
    ],
    [
      'a key on an unknown column',
      [{ kind: 'addConstraint', table, constraint: { kind: 'unique', columns: ['x'] } }],
      'Table "t" has no column "x"',
    ],
    [
      'a column altered after it was dropped',
      [{ kind: 'dropColumn', table, column: 'a' }, notNull('a')],
      'Table "t" has no column "a"',
    ],
    [
      'a table without columns',
      [notNull('a'), { kind: 'dropColumn', table, column: 'a' }, { kind: 'dropColumn', table, column: 'b' }],
      'can\'t leave table "t" without a column',
    ],
  ])('%s', async (_, changes, message) => {
    const before = schema()
    await expect(file.run(batch(...changes))).rejects.toThrow(message)
    expect(schema()).toEqual(before)
  })

  test("a rebuild under recreate: 'never'", async () => {
    await expect(file.run({ ...batch(notNull('a')), recreate: 'never' })).rejects.toMatchObject({
      code: 'unsupported-operation',
      message: 'SQLite can\'t alter column "a" in table "t" without a rebuild, and recreate is \'never\'',
    })
  })

  test('a table that does not exist', async () => {
    const there = { name: 'nowhere' }
    await expect(
      file.run({ kind: 'alterColumn', table: there, column: 'a', to: { nullable: false } }),
    ).rejects.toMatchObject({ code: 'unknown-table-shape', message: expect.stringContaining('"nowhere"') })
  })
})
