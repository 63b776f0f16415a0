import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AlterTable, TableChange } from '../../../src/operations/operation.ts'
import type { Constraint } from '../../../src/schema/model.ts'
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
const textOf = (name: string) => file.rows('SELECT sql FROM sqlite_schema WHERE name = ?', name)[0]?.sql

describe('a rebuild changes', () => {
  test('type, nullability and default of a column at once, and leaves the rest', async () => {
    file.exec(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'x', b INT); INSERT INTO t VALUES (1, '12', 3)",
    )
    await file.run({
      kind: 'alterColumn',
      table,
      column: 'A',
      to: { type: { type: 'integer' }, nullable: false, default: 5 },
    })
    expect(file.rows('SELECT name, type, "notnull", dflt_value FROM pragma_table_info(\'t\')')).toEqual([
      { name: 'id', type: 'INTEGER', notnull: 0, dflt_value: null },
      { name: 'a', type: 'INTEGER', notnull: 1, dflt_value: '5' },
      { name: 'b', type: 'INT', notnull: 0, dflt_value: null },
    ])
    expect(file.rows('SELECT * FROM t')).toEqual([{ id: 1, a: 12, b: 3 }])
  })

  test('values by affinity, so that none is lost, or by an expression', async () => {
    file.exec("CREATE TABLE t (a TEXT, b TEXT); INSERT INTO t VALUES ('abc', '1,5')")
    await file.run(
      batch(
        { kind: 'alterColumn', table, column: 'a', to: { type: { type: 'integer' } } },
        {
          kind: 'alterColumn',
          table,
          column: 'b',
          to: { type: { type: 'real' }, using: "replace(b, ',', '.')" },
        },
      ),
    )
    expect(file.rows('SELECT * FROM t')).toEqual([{ a: 'abc', b: 1.5 }])
  })

  test('a row that breaks the new rule stops it, and nothing is changed', async () => {
    file.exec('CREATE TABLE t (a INT); CREATE INDEX i ON t (a); INSERT INTO t VALUES (1), (NULL)')
    const before = schema()
    await expect(file.run(batch(notNull('a')))).rejects.toThrow('NOT NULL constraint failed')
    expect(schema()).toEqual(before)
    expect(file.rows('SELECT * FROM t')).toHaveLength(2)
  })

  test('constraints: each kind is added and dropped by name', async () => {
    file.exec('CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (a INT, b INT, p INT)')
    await file.run(
      batch(
        {
          kind: 'addConstraint',
          table,
          constraint: { kind: 'primaryKey', name: 'pk', columns: ['a', 'b'] },
        },
        { kind: 'addConstraint', table, constraint: { kind: 'unique', name: 'uq', columns: ['b'] } },
        { kind: 'addConstraint', table, constraint: { kind: 'check', name: 'ck', expression: 'a < b' } },
        {
          kind: 'addConstraint',
          table,
          constraint: {
            kind: 'foreignKey',
            name: 'fk',
            columns: ['p'],
            references: { table: { name: 'p' }, columns: ['id'] },
            onDelete: 'set null',
          },
        },
      ),
    )
    const names = async () => (await file.shape('t'))?.table.constraints.map(({ name }) => name)
    expect(await names()).toEqual(['pk', 'uq', 'ck', 'fk'])
    expect(() => file.exec('INSERT INTO t (a, b) VALUES (2, 1)')).toThrow('CHECK constraint failed: ck')
    expect(() => file.exec('INSERT INTO t (a) VALUES (2)')).toThrow('NOT NULL constraint failed: t.b')
    await file.run(
      ...['pk', 'UQ', 'ck', 'fk'].map((name) => ({ kind: 'dropConstraint', table, name }) as const),
    )
    expect(await names()).toEqual([])
  })

  test('constraints that nobody named: a primary key by kind, others by definition', async () => {
    file.exec('CREATE TABLE t (a INT PRIMARY KEY, b INT UNIQUE, c INT, CHECK (c > 0))')
    await file.run(
      { kind: 'dropConstraint', table, name: 't_pkey', type: 'primaryKey' },
      { kind: 'dropConstraint', table, name: 'x', was: { kind: 'unique', columns: ['b'] } },
      { kind: 'dropConstraint', table, name: 'y', was: { kind: 'check', expression: 'c > 0' } },
    )
    expect((await file.shape('t'))?.table.constraints).toEqual([])
    await file.run({ kind: 'dropConstraint', table, name: 'z', ifExists: true })
    await expect(file.run({ kind: 'dropConstraint', table, name: 'z' })).rejects.toMatchObject({
      code: 'no-such-constraint',
      message: 'Table "t" has no constraint "z"',
    })
  })

  test('a foreign key to the primary key of another table, which its text does not name', async () => {
    file.exec('CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (a INT, b INT REFERENCES p)')
    const references = { table: { name: 'p' }, columns: ['id'] }
    await file.run({
      kind: 'dropConstraint',
      table,
      name: '',
      was: { kind: 'foreignKey', columns: ['b'], references },
    })
    expect((await file.shape('t'))?.table.constraints).toEqual([])
  })

  test('the check of an enum with its type', async () => {
    file.exec("CREATE TABLE t (a TEXT CHECK (a IN ('x', 'y')), b INT); INSERT INTO t VALUES ('x', 1)")
    const type = { type: 'enum', values: ['x', "y's", 'z'] } as const
    await file.run({ kind: 'alterColumn', table, column: 'a', to: { type } })
    file.exec("INSERT INTO t VALUES ('y''s', 2)")
    expect(() => file.exec("INSERT INTO t VALUES ('y', 1)")).toThrow('CHECK')
    expect((await file.shape('t'))?.table.columns[0]?.type).toEqual(type)
    await file.run({ kind: 'alterColumn', table, column: 'a', to: { type: { type: 'text' } } })
    file.exec("INSERT INTO t VALUES ('anything', 1)")
  })

  test('names within a batch, in order, wherever the name stands', async () => {
    file.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, a INT UNIQUE CHECK (a > 0), g AS (a * 2)); CREATE INDEX i ON t (a);
      CREATE TABLE c (x INT REFERENCES t (a)); CREATE VIEW v AS SELECT a FROM t; CREATE TABLE log (x);
      CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END; INSERT INTO t (a) VALUES (4)`)
    await file.run(
      batch(
        { kind: 'alterColumn', table, column: 'a', to: { name: 'size', nullable: false } },
        {
          kind: 'addConstraint',
          table,
          constraint: { kind: 'check', name: 'big', expression: '"size" < 99' },
        },
        { kind: 'addConstraint', table, constraint: { kind: 'unique', columns: ['size'] } },
        {
          kind: 'createIndex',
          table,
          index: { name: 'j', keys: [{ column: 'size' }, { expression: 'size + 1' }] },
        },
      ),
    )
    file.exec('INSERT INTO t (size) VALUES (5)')
    expect(file.rows('SELECT size, g FROM t')).toEqual([
      { size: 4, g: 8 },
      { size: 5, g: 10 },
    ])
    expect(file.rows('SELECT x FROM log')).toEqual([{ x: 4 }, { x: 5 }])
    expect(file.rows('SELECT size FROM v')).toHaveLength(2)
    expect(textOf('c')).toContain('REFERENCES t ("size")')
    expect(textOf('i')).toContain('"size"')
    expect(textOf('j')).toContain('"size"')
    expect(() => file.exec('INSERT INTO t (size) VALUES (100)')).toThrow('CHECK constraint failed: big')
  })

  test('names that go from one column to another', async () => {
    file.exec('CREATE TABLE t (a INT, b INT); INSERT INTO t VALUES (1, 2)')
    const rename = (column: string, name: string): TableChange => ({
      kind: 'alterColumn',
      table,
      column,
      to: { name, nullable: false },
    })
    await file.run(batch(rename('a', 'x'), rename('b', 'a'), rename('x', 'b')))
    expect(file.rows('SELECT a, b FROM t')).toEqual([{ a: 2, b: 1 }])
    await file.run(
      batch(rename('a', 'old'), {
        kind: 'addColumn',
        table,
        column: { name: 'a', type: { type: 'enum', values: ['x', 'y'] }, nullable: false, default: 'x' },
        constraints: [{ kind: 'check', name: 'ck', expression: "a <> old || ''" }],
      }),
    )
    expect(file.rows('SELECT * FROM t')).toEqual([{ b: 1, old: 2, a: 'x' }])
    expect(() => file.exec("UPDATE t SET a = 'z'")).toThrow('CHECK constraint failed: a')
    expect(() => file.exec("UPDATE t SET a = 'y', old = 'y'")).toThrow('CHECK constraint failed: ck')
  })

  test('what a key says of columns whose names go from one to another', async () => {
    file.exec('CREATE TABLE t (a TEXT, b TEXT)')
    const rename = (column: string, name: string): TableChange => {
      return { kind: 'alterColumn', table, column, to: { name } }
    }
    const add = (constraint: Constraint): TableChange => ({ kind: 'addConstraint', table, constraint })
    await file.run(
      batch(
        rename('a', 'x'),
        rename('b', 'a'),
        rename('x', 'b'),
        add({ kind: 'primaryKey', columns: ['a', 'b'], sqlite: { descending: ['a'], nullable: ['b'] } }),
        add({ kind: 'unique', columns: ['b'], sqlite: { collations: { b: 'NOCASE' } } }),
      ),
    )
    expect(String(textOf('t')).replaceAll(/\s+/g, ' ')).toBe(
      'CREATE TABLE "t" ( "b" TEXT, "a" TEXT NOT NULL, PRIMARY KEY ("a" DESC, "b"), UNIQUE ("b" COLLATE "NOCASE") )',
    )
  })

  test('columns added with what ADD COLUMN refuses, in one rebuild', async () => {
    file.exec("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('x'), ('y')")
    const statements = await file.run(
      batch(
        {
          kind: 'addColumn',
          table,
          column: { name: 'id', type: { type: 'bigint' }, nullable: false, identity: { mode: 'always' } },
          constraints: [{ kind: 'primaryKey', columns: ['id'] }],
        },
        {
          kind: 'addColumn',
          table,
          column: {
            name: 'at',
            type: { type: 'timestamp' },
            nullable: false,
            default: { sql: 'CURRENT_TIMESTAMP' },
          },
        },
        {
          kind: 'addColumn',
          table,
          column: {
            name: 'g',
            type: { type: 'text' },
            nullable: true,
            generated: { expression: 'upper(a)', stored: true },
          },
          constraints: [{ kind: 'unique', columns: ['g'] }],
        },
      ),
    )
    expect(statements.filter((sql) => sql.startsWith('CREATE TABLE'))).toHaveLength(1)
    expect(file.rows('SELECT id, a, g FROM t')).toEqual([
      { id: 1, a: 'x', g: 'X' },
      { id: 2, a: 'y', g: 'Y' },
    ])
    expect(file.rows('SELECT at FROM t')[0]?.at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
    expect(textOf('t')).toContain('"id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT')
  })

  test('an integer key stays the rowid whatever the size of its type', async () => {
    file.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, a INT)')
    await file.run({ kind: 'alterColumn', table, column: 'id', to: { type: { type: 'bigint' } } })
    file.exec('INSERT INTO t (a) VALUES (1)')
    expect(file.rows('SELECT id FROM t')).toEqual([{ id: 1 }])
  })
})
