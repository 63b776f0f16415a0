import { chmodSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { introspect } from '../../../src/dialects/sqlite/introspect.ts'
import { openFile, type TestFile } from './database.ts'
import { readAndRemake } from './round-trip.ts'

let file: TestFile
beforeEach(() => {
  file = openFile()
})
afterEach(() => file.close())

test('names of any characters', async () => {
  const names = [
    'a"b',
    "a'b",
    'a.b',
    'a`b',
    'a[b',
    'a]b',
    'a\nb',
    'ünï 😀',
    'select',
    ' ',
    '1',
    '--',
    '%_',
    'a\\b',
  ]
  const quoted = names.map((name) => `"${name.replaceAll('"', '""')}"`)
  for (const [at, name] of quoted.entries()) {
    file.exec(`CREATE TABLE ${name} (${quoted.join(', ')}, PRIMARY KEY (${name}), CHECK (${name} <> ''),
      FOREIGN KEY (${name}) REFERENCES ${name} (${name}))`)
    file.exec(
      `CREATE INDEX "i${at} ""${at}" ON ${name} (${name}, (${name} || 'x')) WHERE ${name} IS NOT NULL`,
    )
    file.exec(
      `CREATE TRIGGER "g${at} ${at}" AFTER UPDATE OF ${name} ON ${name} BEGIN DELETE FROM ${name}; END`,
    )
    file.exec(`CREATE VIEW "v${at}.${at}" (${name}) AS SELECT ${name} FROM ${name}`)
  }
  const { tables, objects, unread } = await readAndRemake(file)
  expect(tables.map(({ table }) => table.table.name)).toEqual([...names].sort())
  expect(tables.every(({ table }) => table.columns.map(({ name }) => name).join() === names.join())).toBe(
    true,
  )
  expect([objects.length, unread]).toEqual([2 * names.length, []])
})

test('views that go in circles, and one that speaks of a table that is gone', async () => {
  file.exec(`CREATE TABLE gone (a); CREATE VIEW broken AS SELECT a FROM gone; DROP TABLE gone;
    CREATE VIEW one AS SELECT * FROM two; CREATE VIEW two AS SELECT * FROM one; CREATE VIEW self AS SELECT * FROM self`)
  const { objects, unread } = await readAndRemake(file)
  expect(objects.map((object) => 'name' in object && object.name)).toEqual(['broken', 'one', 'self', 'two'])
  expect(unread).toEqual([])
})

test('a table that SQLite reads otherwise than tsmig stands by its statement, and so do its indexes', async () => {
  file.exec('CREATE TABLE t (a INT); CREATE INDEX i ON t (a); CREATE TABLE other (a INT)')
  const found = await introspect(async (sql, bindings) => {
    const rows = await file.query(sql, bindings)
    return sql.includes('pragma_table_xinfo')
      ? rows.map((row) => (row.owner === 't' ? { ...row, name: 'b' } : row))
      : rows
  })
  expect(found.tables.map(({ table }) => table.table.name)).toEqual(['other'])
  expect(found.objects).toEqual([
    {
      type: 'other',
      what: 'index',
      name: 'i',
      table: { name: 't' },
      create: 'CREATE INDEX i ON t (a)',
      drop: 'DROP INDEX "i"',
    },
    { type: 'other', what: 'table', name: 't', create: 'CREATE TABLE t (a INT)', drop: 'DROP TABLE "t"' },
  ])
})

test('a table that is dropped while reading is told of', async () => {
  file.exec('CREATE TABLE stays (a); CREATE TABLE goes (a)')
  const found = await introspect(async (sql, bindings) => {
    const rows = await file.query(sql, bindings)
    if (sql.includes('pragma_table_list')) file.exec('DROP TABLE goes')
    return rows
  })
  expect(found.tables.map(({ table }) => table.table.name)).toEqual(['stays'])
  expect(found.unread).toEqual([{ what: 'table "goes"', reason: 'it was dropped while it was being read' }])
})

test('a text that was spoilt in the file: SQLite refuses the whole of it, and says which', async () => {
  file.exec('CREATE TABLE fine (a); CREATE TABLE spoilt (a)')
  file.database.unsafeMode(true)
  file.exec(
    `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE spoilt (a' WHERE name = 'spoilt'`,
  )
  const other = new Sqlite(file.database.name)
  try {
    const query = async (sql: string, bindings: readonly unknown[] = []) =>
      other.prepare<unknown[], Record<string, unknown>>(sql).all(...bindings)
    await expect(introspect(query)).rejects.toThrow('malformed database schema (spoilt)')
    other.unsafeMode(true)
    other.exec('PRAGMA writable_schema = ON')
    const found = await introspect(query)
    expect(found.tables.map(({ table }) => table.table.name)).toEqual(['fine'])
    expect(found.unread.map(({ what }) => what)).toEqual(['table "spoilt"'])
  } finally {
    other.close()
  }
})

test('a file that can only be read, and one that another connection writes to', async () => {
  file.exec('CREATE TABLE t (a)')
  chmodSync(file.database.name, 0o444)
  const readonly = new Sqlite(file.database.name, { readonly: true })
  const query = async (sql: string, bindings: readonly unknown[] = []) =>
    readonly.prepare<unknown[], Record<string, unknown>>(sql).all(...bindings)
  try {
    expect((await introspect(query)).tables).toHaveLength(1)
    file.exec('BEGIN IMMEDIATE; CREATE TABLE u (a)')
    expect((await introspect(query)).tables).toHaveLength(1)
    file.exec('COMMIT; BEGIN EXCLUSIVE')
    readonly.pragma('busy_timeout = 0')
    await expect(introspect(query)).rejects.toThrow('database is locked')
    file.exec('ROLLBACK')
    expect((await introspect(query)).tables).toHaveLength(2)
  } finally {
    readonly.close()
  }
})

test('a default with the line ends of Windows', async () => {
  file.exec("CREATE TABLE a (x text DEFAULT 'one\r\ntwo')")
  const { tables } = await readAndRemake(file)
  expect(tables[0]?.table.columns[0]?.default).toEqual({ sql: "'one' || char(13) || '\ntwo'" })
})
