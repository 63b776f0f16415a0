import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts'
import type { Operation } from '../../../src/operations/operation.ts'
import type { Column, Index } from '../../../src/schema/model.ts'
import { openFile, type TestFile } from './database.ts'

const table = { name: 't' }
const offline = (operation: Operation) => sqlite.compile(operation, () => undefined)
const text = (operation: Operation) => offline(operation).map(({ sql }) => sql)
const integer = (name: string, more: Partial<Column> = {}): Column => ({
  name,
  type: { type: 'integer' },
  nullable: true,
  ...more,
})

describe('createTable', () => {
  test('spells columns, constraints and indexes', () => {
    const operation: Operation = {
      kind: 'createTable',
      table: {
        table,
        columns: [
          integer('id', { nullable: false, comment: 'passed over' }),
          {
            name: 'na"me',
            type: { type: 'varchar', length: 50 },
            nullable: false,
            collation: 'NOCASE',
            default: "it's",
          },
          { name: 'mood', type: { type: 'enum', values: ['so', "so'so"], name: 'mood' }, nullable: true },
          { name: 'at', type: { type: 'timestamp' }, nullable: true, default: { sql: 'CURRENT_TIMESTAMP' } },
          integer('twice', { default: { sql: '1 + 1' } }),
          integer('g', { generated: { expression: 'id * 2', stored: false } }),
        ],
        constraints: [
          { kind: 'primaryKey', name: 'pk', columns: ['id'] },
          { kind: 'unique', columns: ['at', 'mood'] },
          { kind: 'check', name: 'ck', expression: 'id > 0' },
          {
            kind: 'foreignKey',
            columns: ['twice'],
            references: { table: { name: 'o' }, columns: ['id'] },
            onDelete: 'set null',
            onUpdate: 'cascade',
            deferral: { deferrable: true, initially: 'deferred' },
          },
        ],
        comment: 'passed over',
        strict: true,
        withoutRowid: true,
      },
      indexes: [
        {
          name: 'i',
          unique: true,
          keys: [
            { column: 'at', order: 'desc', nulls: 'last' },
            { expression: 'lower(mood)', collation: 'NOCASE' },
          ],
          where: 'id > 5',
        },
      ],
      ifNotExists: true,
    }
    expect(text(operation)).toEqual([
      `CREATE TABLE IF NOT EXISTS "t" (
  "id" INTEGER NOT NULL,
  "na""me" TEXT NOT NULL DEFAULT 'it''s' COLLATE "NOCASE",
  "mood" TEXT CONSTRAINT "mood" CHECK ("mood" IN ('so', 'so''so')),
  "at" TEXT DEFAULT CURRENT_TIMESTAMP,
  "twice" INTEGER DEFAULT (1 + 1),
  "g" INTEGER GENERATED ALWAYS AS (id * 2) VIRTUAL,
  CONSTRAINT "pk" PRIMARY KEY ("id"),
  UNIQUE ("at", "mood"),
  CONSTRAINT "ck" CHECK (id > 0),
  FOREIGN KEY ("twice") REFERENCES "o" ("id") ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID, STRICT`,
      'CREATE UNIQUE INDEX IF NOT EXISTS "i" ON "t" ("at" DESC, (lower(mood)) COLLATE "NOCASE") WHERE id > 5',
    ])
  })

  test('numbers rows from where it is told', () => {
    const columns = [
      { name: 'id', type: { type: 'bigint' }, nullable: false, identity: { mode: 'always', start: 100 } },
    ] as const
    const constraints = [{ kind: 'primaryKey', name: 'pk', columns: ['id'] }] as const
    expect(text({ kind: 'createTable', table: { table, columns, constraints } })).toEqual([
      'CREATE TABLE "t" (\n  "id" INTEGER NOT NULL CONSTRAINT "pk" PRIMARY KEY AUTOINCREMENT\n)',
      'INSERT INTO "sqlite_sequence" (name, seq) SELECT \'t\', 99 WHERE NOT EXISTS (SELECT 1 FROM "sqlite_sequence" WHERE name = \'t\')',
    ])
  })
})

describe('native changes', () => {
  const add = (column: Column, more = {}): Operation => ({ kind: 'addColumn', table, column, ...more })

  test.each<[string, Operation, readonly string[]]>([
    [
      'dropTable',
      { kind: 'dropTable', table: { name: 't', schema: 'aux' }, ifExists: true },
      ['DROP TABLE IF EXISTS "aux"."t"'],
    ],
    ['renameTable', { kind: 'renameTable', table, to: 'a"b' }, ['ALTER TABLE "t" RENAME TO "a""b"']],
    [
      'renameTable by the case of its name',
      { kind: 'renameTable', table, to: 'T' },
      ['ALTER TABLE "t" RENAME TO "_tsmig_tmp_T"', 'ALTER TABLE "_tsmig_tmp_T" RENAME TO "T"'],
    ],
    [
      'addColumn',
      add(integer('a', { nullable: false, default: -5 })),
      ['ALTER TABLE "t" ADD COLUMN "a" INTEGER NOT NULL DEFAULT -5'],
    ],
    [
      'addColumn with a foreign key and a check',
      add(integer('a'), {
        constraints: [
          {
            kind: 'foreignKey',
            name: 'fk',
            columns: ['a'],
            references: { table: { name: 'o' }, columns: ['id'] },
          },
          { kind: 'check', expression: 'a > 0' },
        ],
      }),
      ['ALTER TABLE "t" ADD COLUMN "a" INTEGER CONSTRAINT "fk" REFERENCES "o" ("id") CHECK (a > 0)'],
    ],
    ['dropColumn', { kind: 'dropColumn', table, column: 'a' }, ['ALTER TABLE "t" DROP COLUMN "a"']],
    [
      'alterColumn that renames',
      { kind: 'alterColumn', table, column: 'a', to: { name: 'b', comment: 'x' } },
      ['ALTER TABLE "t" RENAME COLUMN "a" TO "b"'],
    ],
    ['alterColumn that comments', { kind: 'alterColumn', table, column: 'a', to: { comment: 'x' } }, []],
    [
      'createIndex',
      {
        kind: 'createIndex',
        table: { name: 't', schema: 'aux' },
        index: { name: 'i', keys: [{ column: 'a' }] },
        concurrently: true,
      },
      ['CREATE INDEX "aux"."i" ON "t" ("a")'],
    ],
    ['dropIndex', { kind: 'dropIndex', name: 'i', ifExists: true }, ['DROP INDEX IF EXISTS "i"']],
    [
      'alterTable of such',
      {
        kind: 'alterTable',
        table,
        recreate: 'auto',
        changes: [
          { kind: 'addColumn', table, column: integer('a') },
          { kind: 'alterColumn', table, column: 'b', to: { name: 'c' } },
          { kind: 'createIndex', table, index: { name: 'i', keys: [{ column: 'c' }] } },
        ],
      },
      [
        'ALTER TABLE "t" ADD COLUMN "a" INTEGER',
        'ALTER TABLE "t" RENAME COLUMN "b" TO "c"',
        'CREATE INDEX "i" ON "t" ("c")',
      ],
    ],
  ])('%s is written without knowing the table', (_, operation, statements) => {
    expect(text(operation)).toEqual(statements)
  })

  test.each<[string, Operation]>([
    ['a default that is no literal', add(integer('a', { default: { sql: 'CURRENT_TIMESTAMP' } }))],
    ['a default with a NUL', add({ name: 'a', type: { type: 'text' }, nullable: true, default: 'a\0b' })],
    ['a stored column', add(integer('a', { generated: { expression: '1', stored: true } }))],
    ['a unique', add(integer('a'), { constraints: [{ kind: 'unique', columns: ['a'] }] })],
    ['a column only where missing', add(integer('a'), { ifNotExists: true })],
    [
      'a foreign key with a default',
      add(integer('a', { default: 1 }), {
        constraints: [
          { kind: 'foreignKey', columns: ['a'], references: { table: { name: 'o' }, columns: [] } },
        ],
      }),
    ],
    ['a new type', { kind: 'alterColumn', table, column: 'a', to: { type: { type: 'text' } } }],
    ['a constraint', { kind: 'addConstraint', table, constraint: { kind: 'check', expression: 'a' } }],
    ['dropping one', { kind: 'dropConstraint', table, name: 'x' }],
    ['a column only where there', { kind: 'dropColumn', table, column: 'a', ifExists: true }],
    ['a recreation', { kind: 'alterTable', table, recreate: 'always', changes: [] }],
  ])('%s needs the table, and says so', (_, operation) => {
    expect(sqlite.needs(operation)).toEqual([table])
    expect(() => offline(operation)).toThrow(expect.objectContaining({ code: 'unknown-table-shape' }))
  })

  test('nothing is asked for where nothing is needed', () => {
    expect(sqlite.needs(add(integer('a')))).toEqual([])
    expect(sqlite.needs({ kind: 'alterColumn', table, column: 'a', to: { name: 'b' } })).toEqual([])
    expect(sqlite.needs({ kind: 'dropTable', table })).toEqual([])
  })
})

describe('what only other databases have is refused', () => {
  const index = (more: Partial<Index>): Operation => ({
    kind: 'createIndex',
    table,
    index: { name: 'i', keys: [{ column: 'a' }], ...more },
  })
  const constraint = (body: Extract<Operation, { kind: 'addConstraint' }>['constraint']): Operation => ({
    kind: 'createTable',
    table: { table, columns: [integer('a'), integer('b')], constraints: [body] },
  })

  test.each<[string, Operation, string]>([
    ['an index method', index({ method: 'gin' }), 'no index method "gin"'],
    ['INCLUDE', index({ include: ['b'] }), 'no INCLUDE columns'],
    [
      'operator classes',
      index({ keys: [{ column: 'a', operatorClass: 'x_ops' }] }),
      'no operator class "x_ops"',
    ],
    ['nulls elsewhere', index({ keys: [{ column: 'a', nulls: 'last' }] }), 'no NULLS LAST'],
    [
      'a deferrable unique',
      constraint({ kind: 'unique', name: 'u', columns: ['a'], deferral: { deferrable: true } }),
      'checks a unique constraint at once, and "u"',
    ],
    [
      'MATCH FULL',
      constraint({
        kind: 'foreignKey',
        columns: ['a', 'b'],
        references: { table: { name: 'o' }, columns: ['a', 'b'] },
        match: 'full',
      }),
      'heeds no MATCH FULL',
    ],
    [
      'a foreign key to another database',
      constraint({
        kind: 'foreignKey',
        columns: ['a'],
        references: { table: { name: 'o', schema: 'x' }, columns: [] },
      }),
      'no foreign keys from one database to another',
    ],
    [
      'an identity that is no key',
      {
        kind: 'createTable',
        table: { table, columns: [integer('a', { identity: { mode: 'always' } })], constraints: [] },
      },
      'numbers rows only in an integer column',
    ],
  ])('%s', (_, operation, message) => {
    expect(() => offline(operation)).toThrow(
      expect.objectContaining({ code: 'unsupported-operation', message: expect.stringContaining(message) }),
    )
  })
})

describe('on a real file', () => {
  let file: TestFile
  beforeEach(() => {
    file = openFile()
  })
  afterEach(() => file.close())

  test('an integer primary key numbers rows by itself', async () => {
    await file.run({
      kind: 'createTable',
      table: {
        table,
        columns: [integer('id', { nullable: false }), integer('a')],
        constraints: [{ kind: 'primaryKey', columns: ['id'] }],
      },
    })
    file.exec('INSERT INTO t (a) VALUES (5), (6)')
    expect(file.rows('SELECT id FROM t')).toEqual([{ id: 1 }, { id: 2 }])
  })

  test('a column of a STRICT table gets a type that it knows', async () => {
    file.exec('CREATE TABLE t (a INTEGER) STRICT')
    await file.run({
      kind: 'addColumn',
      table,
      column: { name: 'b', type: { type: 'varchar', length: 9 }, nullable: true },
    })
    expect(file.rows("SELECT type FROM pragma_table_info('t')")).toEqual([
      { type: 'INTEGER' },
      { type: 'TEXT' },
    ])
  })

  test('ifNotExists and ifExists look first', async () => {
    file.exec('CREATE TABLE t (a INTEGER, b INTEGER)')
    expect(await file.run({ kind: 'addColumn', table, column: integer('A'), ifNotExists: true })).toEqual([])
    expect(await file.run({ kind: 'dropColumn', table, column: 'x', ifExists: true })).toEqual([])
    await file.run(
      { kind: 'addColumn', table, column: integer('c'), ifNotExists: true },
      { kind: 'dropColumn', table, column: 'a', ifExists: true },
    )
    expect(file.rows("SELECT name FROM pragma_table_info('t')")).toEqual([{ name: 'b' }, { name: 'c' }])
  })

  test('names with quotes, dots and semicolons stay names', async () => {
    const names = ['a"b', "it's", 'x;y', 'a.b', '--', '/*', '`', '[', 'select', '😀']
    for (const name of names) {
      const odd = { name }
      await file.run(
        {
          kind: 'createTable',
          table: { table: odd, columns: names.map((column) => integer(column)), constraints: [] },
        },
        {
          kind: 'addConstraint',
          table: odd,
          constraint: { kind: 'unique', name, columns: [name, 'select'] },
        },
        { kind: 'createIndex', table: odd, index: { name: `${name} index`, keys: [{ column: name }] } },
        { kind: 'insertRows', table: odd, columns: names, rows: [names.map((_, index) => index)] },
      )
      expect(file.rows(`SELECT * FROM ${sqlite.tableName(odd)}`)).toEqual([
        Object.fromEntries(names.map((column, index) => [column, index])),
      ])
      expect((await file.shape(name))?.indexes).toHaveLength(1)
    }
    expect(() => sqlite.identifier('')).toThrow('empty')
    expect(() => sqlite.identifier('a\0')).toThrow('NUL')
  })

  test('a script of the same statements leaves the same rows', async () => {
    const values = [
      null,
      true,
      1,
      1.5,
      2n ** 62n,
      "it's",
      'a\0b',
      new Date(0),
      new Uint8Array([1]),
      { a: ['?'] },
    ]
    const columns = values.map((_, index) => `c${index}`)
    const operations: readonly Operation[] = [
      {
        kind: 'createTable',
        table: {
          table,
          columns: columns.map((name) => ({ name, type: { type: 'json' }, nullable: true })),
          constraints: [],
        },
      },
      { kind: 'insertRows', table, columns, rows: [values, values.toReversed()] },
      { kind: 'execute', sql: 'INSERT INTO t (c0, c1) VALUES (?, ?)', bindings: [new Date(1), false] },
    ]
    await file.run(...operations)
    const other = openFile()
    const statements = operations.flatMap(offline).map((statement) => `${sqlite.inline(statement)};`)
    other.exec(['BEGIN;', ...statements, 'COMMIT;'].join('\n'))
    const select = `SELECT ${columns.map((name) => `typeof(${name}), hex(${name})`).join(', ')} FROM t`
    expect(other.rows(select)).toEqual(file.rows(select))
    expect(file.rows('SELECT c0, c1 FROM t').at(-1)).toEqual({ c0: '1970-01-01 00:00:00.001', c1: 0 })
    other.close()
  })

  test('rows go in by chunks that fit into a statement, in order', async () => {
    const columns = Array.from({ length: 300 }, (_, index) => `c${index}`)
    file.exec(`CREATE TABLE t (${columns.join(', ')})`)
    const rows = Array.from({ length: 250 }, (_, row) => columns.map((_, column) => row * 1000 + column))
    const statements = await file.run({ kind: 'insertRows', table, columns, rows })
    expect(statements).toHaveLength(3)
    expect(file.rows('SELECT c0, c299, typeof(c0) AS type FROM t ORDER BY rowid').at(-1)).toEqual({
      c0: 249_000,
      c299: 249_299,
      type: 'integer',
    })
    expect(await file.run({ kind: 'insertRows', table, columns: [], rows: [[], []] })).toHaveLength(2)
    await expect(
      file.run({ kind: 'insertRows', table, columns: ['c0'], rows: [[1], [1, 2]] }),
    ).rejects.toThrow('Row 2 for table "t" has 2 values for 1 columns')
  })
})
