import Sqlite from 'better-sqlite3'
import { describe, test } from 'vitest'
import type { Query } from '../../src/dialects/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { trigger } from '../../src/schema/declare.ts'
import { table } from '../../src/schema/declared-table.ts'
import { other } from '../../src/schema/other.ts'
import { t } from '../../src/schema/t.ts'
import { type Edit, thereAndBack } from './there-and-back.ts'

const id = { id: t.integer().primaryKey() }

/** By the name of the edit. */
const edits: Readonly<Record<string, Edit>> = {
  'a virtual table takes the name of a table that goes': {
    before: [table('a', id), table('b', id)],
    after: [
      other('virtual table', 'a', {
        create: 'CREATE VIRTUAL TABLE "a" USING fts5(body)',
        drop: 'DROP TABLE "a"',
      }),
      table('b', id),
    ],
    rows: 'INSERT INTO a VALUES (1)',
    kinds: ['dropTable', 'createObject'],
  },
  'a table becomes strict': {
    before: table('a', { ...id, b: t.text() }, [], { withoutRowid: true }),
    after: table('a', { ...id, b: t.text() }, [], { strict: true }),
    rows: "INSERT INTO a VALUES (1, 'x')",
    kinds: ['alterTable'],
  },
  'settings of columns change': {
    before: table('a', {
      ...id,
      b: t.text().notNull().collate('NOCASE').sqlite({ onNull: 'ignore' }),
      c: t.text().notNull(),
    }),
    after: table('a', {
      ...id,
      b: t.text().notNull(),
      c: t.text().notNull().sqlite({ onNull: 'replace' }),
    }),
    rows: "INSERT INTO a VALUES (1, 'x', 'y')",
    kinds: ['alterTable'],
  },
  'NOT NULL goes, and comes back with what it does on conflict': {
    before: table('a', { ...id, b: t.text().notNull().sqlite({ onNull: 'rollback' }) }),
    after: table('a', { ...id, b: t.text().sqlite({ onNull: 'rollback' }) }),
    rows: "INSERT INTO a VALUES (1, 'x')",
  },
  'a table gets no rowid, and a column': {
    before: table('a', id),
    after: table('a', { ...id, b: t.text() }, [], { withoutRowid: true }),
    rows: 'INSERT INTO a VALUES (1)',
    kinds: ['alterTable'],
  },
  'a column goes that a trigger has used': {
    before: [
      table('a', { ...id, b: t.text(), c: t.text() }),
      trigger('filled', 'a', { timing: 'before', events: 'insert', body: 'SELECT 1 WHERE NEW.b IS NULL;' }),
    ],
    after: [
      table('a', { ...id, c: t.text() }),
      trigger('filled', 'a', { timing: 'before', events: 'insert', body: 'SELECT 1 WHERE NEW.c IS NULL;' }),
    ],
    rows: "INSERT INTO a VALUES (1, 'x', 'y')",
  },
  'another column numbers the rows': {
    before: table('a', { id: t.integer().identity().primaryKey(), b: t.text() }),
    after: table('a', { number: t.integer().identity().primaryKey(), b: t.text() }),
    rows: "INSERT INTO a VALUES (7, 'x')",
    kinds: ['alterTable'],
  },
}

describe('settings, from one schema to another and back, on SQLite', () => {
  test.each(Object.entries(edits))('%s', async (_, edit) => {
    const database = new Sqlite(':memory:')
    const query: Query = async (sql, bindings = []) => {
      const statement = database.prepare<unknown[], Record<string, unknown>>(sql)
      if (statement.reader) return statement.all(...bindings)
      statement.run(...bindings)
      return []
    }
    try {
      await thereAndBack({ dialect: sqlite, query, empty: async () => undefined }, edit)
    } finally {
      database.close()
    }
  })
})
