import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Dialect } from '../../src/dialects/dialect.ts'
import { loadDialect } from '../../src/dialects/registry.ts'
import type { Op } from '../../src/operations/op.ts'
import { readShapes } from '../../src/runtime/table-shapes.ts'
import { check, uniqueConstraint } from '../../src/schema/constraints.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import { operationOf } from '../operations/collect.ts'
import { createProject, type Kind, kinds } from '../support/databases.ts'

/** The calls by which a name gets into the database. */
const places: Readonly<Record<string, (name: string) => (op: Op) => Promise<unknown>>> = {
  'a table': (name) => (op) => op.createTable(name, { id: t.integer() }),
  'a schema': (name) => (op) => op.createTable('t', { id: t.integer() }, [], { schema: name }),
  'a column': (name) => (op) => op.createTable('t', [[name, t.integer()]]),
  'a primary key': (name) => (op) => op.createTable('t', { id: t.integer().primaryKey(name) }),
  'a check': (name) => (op) => op.createTable('t', { id: t.integer().check('id > 0', name) }),
  'a foreign key': (name) => (op) => op.createTable('t', { id: t.integer().references('u.id', { name }) }),
  'what a foreign key refers to': (name) => (op) => op.createForeignKey('fk', 't', name, 'id', 'id'),
  'an added column': (name) => (op) => op.addColumn('t', name, t.integer()),
  'a dropped column': (name) => (op) => op.dropColumn('t', name),
  'a renamed table': (name) => (op) => op.renameTable('t', name),
  'a renamed column': (name) => (op) => op.alterColumn('t', 'id', { name }),
  'an index': (name) => (op) => op.createIndex(name, 't', 'id'),
  'a key of an index': (name) => (op) => op.createIndex('ix', 't', name),
  'a dropped index': (name) => (op) => op.dropIndex(name, { table: 't' }),
  'a dropped table': (name) => (op) => op.dropTable(name),
  'a unique constraint': (name) => (op) => op.createUniqueConstraint(name, 't', 'id'),
  'a dropped constraint': (name) => (op) => op.dropConstraint(name, 't', { type: 'unique' }),
  'a view': (name) => (op) => op.createView(name, 'SELECT 1 AS one'),
  'rows of a table': (name) => (op) => op.bulkInsert(name, [{ id: 1 }]),
  'a value of rows': (name) => (op) => op.bulkInsert('t', [{ [name]: 1 }]),
}

const bad: readonly (readonly [string, string, string])[] = [
  ['a NUL', 'a\0b', 'has a NUL character in it'],
  ['half a character', 'a\ud83d', 'has half a surrogate pair in it'],
]
const tooLong: Readonly<Record<Kind, readonly (readonly [string, string, string])[]>> = {
  sqlite: [],
  postgres: [
    ['64 letters', 'a'.repeat(64), 'has 64 bytes: PostgreSQL keeps 63'],
    ['200 letters', 'a'.repeat(200), 'has 200 bytes: PostgreSQL keeps 63'],
    ['22 letters of three bytes', '日'.repeat(22), 'has 66 bytes: PostgreSQL keeps 63'],
  ],
  mysql: [
    ['65 letters', 'a'.repeat(65), 'has 65 characters'],
    ['200 letters', 'a'.repeat(200), 'has 200 characters'],
    ['65 letters of three bytes', '日'.repeat(65), 'has 65 characters'],
  ],
}

const all: readonly Kind[] = ['sqlite', 'postgres', 'mysql']

describe.each(all)('%s refuses before anything runs', (kind) => {
  test.each([...bad, ...tooLong[kind]])('%s as a name, wherever it stands', async (_, name, message) => {
    const dialect = await loadDialect(kind)
    const through: string[] = []
    for (const [place, call] of Object.entries(places)) {
      if (place === 'a primary key' && kind === 'mysql') continue
      if (place === 'a schema' && kind === 'sqlite') continue
      try {
        const operation = await operationOf(call(name))
        dialect.compile(operation, await shapesOf(dialect, operation))
        through.push(place)
      } catch (error) {
        // SQLite looks for what it drops, and doesn't find it.
        const isMissing = kind === 'sqlite' && /^a dropped (column|constraint)$/.test(place)
        expect(String(error), place).toContain(isMissing ? 'has no ' : message)
      }
    }
    expect(through).toEqual([])
  })
})

/** A table t and its key, in memory. */
async function shapesOf(dialect: Dialect, operation: Parameters<Dialect['compile']>[0]) {
  if (dialect.name !== 'sqlite') return () => undefined
  const database = new Sqlite(':memory:')
  database.exec('CREATE TABLE t (id INTEGER PRIMARY KEY)')
  const query = async (text: string, bindings: readonly unknown[] = []) =>
    database.prepare<unknown[], Record<string, unknown>>(text).all(...bindings)
  return readShapes(dialect, query, operation)
}

const odd = fc.constantFrom("'", '"', '`', '\\', ';', '-', '#', '/', '*', '?', '$', '%', '.', '[', ']', '\n', '\r', 'é', 'a', '0', ' ', '日') // biome-ignore format: a list of letters
const names = fc
  .string({ unit: odd, minLength: 1, maxLength: 18 })
  // What MySQL has no room for, or takes for something else, is told by its own tests.
  .filter((name) => !/[ \n\r]$/.test(name) && !name.startsWith(' '))
const texts = fc
  .string({
    unit: fc.oneof(
      { arbitrary: odd, weight: 9 },
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 30,
  })
  .filter((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text))

describe.each(kinds)('on %s', (kind) => {
  test('no name and no text leaves its quotes', async () => {
    const { query, tables } = await createProject(kind)
    const dialect = await loadDialect(kind)
    const run = async (...calls: readonly ((op: Op) => Promise<unknown>)[]) => {
      for (const call of calls) {
        const operation = await operationOf(call)
        const ask = (text: string, bindings: readonly unknown[] = []) =>
          query(dialect.inline({ sql: text, bindings }))
        const shapes = await readShapes(dialect, ask, operation)
        for (const statement of dialect.compile(operation, shapes)) await query(dialect.inline(statement))
      }
    }
    await query('CREATE TABLE kept (id integer)')
    await fc.assert(
      fc.asyncProperty(names, names, names, texts, async (table, column, other, text) => {
        fc.pre(column.toLowerCase() !== other.toLowerCase())
        // What a case that failed has left.
        for (const name of await tables()) if (name !== 'kept') await run((op) => op.dropTable(name))
        const [first, last] = [`t${table}`, `u${table}`]
        await run(
          (op) =>
            op.createTable(
              first,
              [
                ['id', t.integer().primaryKey()],
                [`c${column}`, t.varchar(99).notNull().default(text).check(sql`1 = 1`, `k${column}`)],
                [`c${other}`, t.varchar(99).default('')],
              ],
              [
                uniqueConstraint([`c${column}`], { name: `q${column}` }),
                check('2 = 2', { name: `l${other}` }),
              ],
            ),
          (op) => op.createIndex(`i${other}`, first, [`c${other}`]),
          (op) => op.bulkInsert(first, [{ id: 1, [`c${column}`]: text, [`c${other}`]: text }]),
          (op) => op.alterColumn(first, `c${other}`, { name: `n${other}` }),
          (op) => op.dropIndex(`i${other}`, { table: first }),
          (op) => op.dropConstraint(`q${column}`, first, { type: 'unique' }),
          (op) => op.renameTable(first, last),
        )
        const id = kind === 'mysql' ? '`id`' : '"id"'
        await query(`INSERT INTO ${dialect.identifier(last)} (${id}) VALUES (2)`)
        expect(await tables()).toEqual(['kept', last].sort())
        expect(await query(`SELECT * FROM ${dialect.identifier(last)} ORDER BY ${id}`)).toEqual([
          { id: 1, [`c${column}`]: text, [`n${other}`]: text },
          { id: 2, [`c${column}`]: text, [`n${other}`]: '' },
        ])
        await run((op) => op.dropTable(last))
      }),
      { numRuns: 40 },
    )
  })
})
