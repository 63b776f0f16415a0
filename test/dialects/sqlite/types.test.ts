import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { UnsupportedOperationError } from '../../../src/dialects/errors.ts'
import { declaredType, readType } from '../../../src/dialects/sqlite/types.ts'
import type { ColumnType } from '../../../src/schema/column-type.ts'

/** Type, its declaration, the affinity that SQLite gives it, and the declaration in a STRICT table. */
const table: readonly (readonly [ColumnType, string, string, string])[] = [
  [{ type: 'smallint' }, 'SMALLINT', 'integer', 'INTEGER'],
  [{ type: 'integer' }, 'INTEGER', 'integer', 'INTEGER'],
  [{ type: 'bigint' }, 'BIGINT', 'integer', 'INTEGER'],
  [{ type: 'real' }, 'REAL', 'real', 'REAL'],
  [{ type: 'double' }, 'DOUBLE', 'real', 'REAL'],
  [{ type: 'numeric' }, 'NUMERIC', 'numeric', 'REAL'],
  [{ type: 'numeric', precision: 10, scale: 2 }, 'NUMERIC(10, 2)', 'numeric', 'REAL'],
  [{ type: 'boolean' }, 'BOOLEAN', 'numeric', 'INTEGER'],
  [{ type: 'text' }, 'TEXT', 'text', 'TEXT'],
  [{ type: 'varchar' }, 'VARCHAR', 'text', 'TEXT'],
  [{ type: 'varchar', length: 50 }, 'VARCHAR(50)', 'text', 'TEXT'],
  [{ type: 'char', length: 3 }, 'CHAR(3)', 'text', 'TEXT'],
  [{ type: 'binary' }, 'BLOB', 'blob', 'BLOB'],
  [{ type: 'binary', length: 16 }, 'BLOB(16)', 'blob', 'BLOB'],
  [{ type: 'date' }, 'DATE', 'numeric', 'TEXT'],
  [{ type: 'time', precision: 3 }, 'TIME(3)', 'numeric', 'TEXT'],
  [{ type: 'time', withTimeZone: true }, 'TIMETZ', 'numeric', 'TEXT'],
  [{ type: 'timestamp' }, 'TIMESTAMP', 'numeric', 'TEXT'],
  [{ type: 'timestamp', withTimeZone: true, precision: 6 }, 'TIMESTAMPTZ(6)', 'numeric', 'TEXT'],
  [{ type: 'json' }, 'JSON', 'numeric', 'TEXT'],
]

/** Affinity shows in what becomes of the text '1' and the integer 2. */
function affinityOf(database: Sqlite.Database): string | undefined {
  const seen = database
    .prepare<[], { seen: string }>('SELECT group_concat(typeof(c)) AS seen FROM t')
    .get()?.seen
  return {
    'integer,integer,real': 'integer or numeric',
    'real,real,real': 'real',
    'text,text,text': 'text',
    'text,integer,real': 'blob',
  }[seen ?? '']
}

describe('each portable type', () => {
  test.each(table)('%o is %s, of %s affinity', (type, declared, affinity, strict) => {
    expect(declaredType(type, false)).toBe(declared)
    expect(declaredType(type, true)).toBe(strict)
    expect(readType(declared)).toEqual(type)
    const database = new Sqlite(':memory:')
    database.exec(`CREATE TABLE t (c ${declared}); INSERT INTO t VALUES ('1'), (2), (1.5)`)
    expect(affinityOf(database)).toContain(affinity)
    database.exec(`CREATE TABLE s (c ${strict}) STRICT`)
  })

  test('dates, times and JSON documents stay text in their columns', () => {
    const database = new Sqlite(':memory:')
    database.exec(`CREATE TABLE t (a DATE, b TIMESTAMP, c TIME, d JSON, e CHAR(36));
      INSERT INTO t VALUES ('2026-11-22', '2026-11-22 16:39:28.057', '16:39', '{"a":1}', '12345678-1234-1234-1234-123456789012')`)
    const kinds = database
      .prepare('SELECT typeof(a), typeof(b), typeof(c), typeof(d), typeof(e) FROM t')
      .raw()
      .get()
    expect(kinds).toEqual(['text', 'text', 'text', 'text', 'text'])
  })
})

test.each<[ColumnType]>([[{ type: 'array', of: { type: 'integer' } }], [{ type: 'interval' }]])(
  '%o is refused',
  (type) => {
    expect(() => declaredType(type, false)).toThrow(UnsupportedOperationError)
    expect(() => declaredType(type, true)).toThrow(UnsupportedOperationError)
  },
)

test('a type that would be spelled otherwise stays raw, to the letter', () => {
  for (const sql of [
    'INT',
    'Geometry(Point)',
    'VARCHAR (50)',
    'NUMERIC(10 ,2)',
    'DATETIME',
    '',
    'TEXT(5)',
    'ınteger',
  ]) {
    expect(readType(sql)).toEqual({ type: 'raw', sql })
  }
  expect(readType('varchar(50)')).toEqual({ type: 'varchar', length: 50 })
  expect(readType('Bigint')).toEqual({ type: 'bigint' })
})
