import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UnwritableValueError } from '../../../src/dialects/errors.ts'
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts'
import { bindable, literal } from '../../../src/dialects/sqlite/literal.ts'

const isWellFormed = (text: string) => !/\p{Surrogate}/u.test(text)

describe('literal', () => {
  test.each<[unknown, string]>([
    [null, 'NULL'],
    [true, '1'],
    [false, '0'],
    [0, '0'],
    [-0, '0'],
    [-1.5, '-1.5'],
    [1e21, '1e+21'],
    [5e-324, '5e-324'],
    [Number.POSITIVE_INFINITY, '9e999'],
    [Number.NEGATIVE_INFINITY, '-9e999'],
    [2n ** 63n - 1n, '9223372036854775807'],
    [-(2n ** 63n), '(-9223372036854775807 - 1)'],
    ["it's", "'it''s'"],
    ['a\0b', "('a' || char(0) || 'b')"],
    ['--;\\n$', "'--;\\n$'"],
    [new Date('2026-01-02T03:04:05.006+01:00'), "'2026-01-02 02:04:05.006'"],
    [new Uint8Array([0, 255]), "x'00ff'"],
    [Buffer.from('abcdef').subarray(1, 3), "x'6263'"],
    [{ a: [1, "x'", null] }, `'{"a":[1,"x''",null]}'`],
    [[1, 2], "'[1,2]'"],
  ])('of %o is %s', (value, text) => {
    expect(literal(value)).toBe(text)
  })

  test.each<[unknown]>([
    [Number.NaN],
    [2n ** 63n],
    [new Date(Number.NaN)],
    [new Date('+012026-01-01T00:00:00Z')],
    [undefined],
    [() => 1],
    [Symbol('x')],
    [{ a: Number.NaN }],
    [Promise.resolve(1)],
    [new Map()],
  ])('of %o is refused', (value) => {
    expect(() => literal(value)).toThrow(UnwritableValueError)
  })

  test('stores what the binding stores, in a column of any affinity', () => {
    const database = new Sqlite(':memory:')
    database.exec('CREATE TABLE t (i INTEGER, t TEXT, r REAL, n NUMERIC, b BLOB)')
    const texts = fc.string({ unit: 'binary', maxLength: 20 }).filter(isWellFormed)
    const values = fc.oneof(
      texts,
      fc.double({ noNaN: true }),
      fc.integer(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.boolean(),
      fc.uint8Array({ maxLength: 9 }),
      fc.date({ noInvalidDate: true, min: new Date('0000-01-01'), max: new Date('9999-12-31') }),
      fc.constant('a\0b'),
    )
    const insert = database.prepare('INSERT INTO t VALUES (@v, @v, @v, @v, @v)')
    const cells = ['i', 't', 'r', 'n', 'b'].map((name) => `typeof(${name}), quote(${name}), hex(${name})`)
    const read = database.prepare(`SELECT ${cells.join(', ')} FROM t`).raw()
    fc.assert(
      fc.property(values, (value) => {
        database.exec('DELETE FROM t')
        insert.run({ v: bindable(value) })
        const text = literal(value)
        database.exec(`INSERT INTO t VALUES (${[text, text, text, text, text].join(', ')})`)
        const [bound, written] = read.all()
        expect(written).toEqual(bound)
      }),
      { numRuns: 500 },
    )
  })
})

describe('inline', () => {
  const inline = (sql: string, ...bindings: readonly unknown[]) => sqlite.inline({ sql, bindings })

  test('passes over strings, names in all four quotes, and comments', () => {
    expect(inline(`SELECT ?, '?''?', "?", \`?\`, [?] -- ?\n, /* ? */ ?`, 1, "a'b")).toBe(
      `SELECT 1, '?''?', "?", \`?\`, [?] -- ?\n, /* ? */ 'a''b'`,
    )
  })

  test('counts numbered placeholders as SQLite does', () => {
    expect(inline('SELECT ?2, ?1, ?', 'a', 'b', 'c')).toBe("SELECT 'b', 'a', 'c'")
  })

  test('does not let a minus sign begin a comment', () => {
    expect(inline('SELECT 1 -?', -2)).toBe('SELECT 1 - -2')
  })

  test('does not look at placeholders that came in with a value', () => {
    expect(inline('SELECT ?, ?', '?', '$1 ?')).toBe("SELECT '?', '$1 ?'")
  })

  test.each([
    ['SELECT ?', []],
    ['SELECT ?', [1, 2]],
    ['SELECT 1', [1]],
    ['SELECT :name', [1]],
  ])('refuses placeholders without values, and values without placeholders: %s %o', (sql, bindings) => {
    if (bindings.length === 0) expect(inline(sql)).toBe(sql)
    else expect(() => inline(sql, ...bindings)).toThrow(UnwritableValueError)
  })

  test('gives a statement that does what the bound one does', () => {
    const database = new Sqlite(':memory:')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer(), (text, number) => {
        fc.pre(isWellFormed(text))
        const sql = "SELECT ? AS a, '?' || ? AS b -- ?"
        const bindings = [bindable(text), bindable(number)]
        expect(database.prepare(inline(sql, ...bindings)).get()).toEqual(
          database.prepare(sql).get(...bindings),
        )
      }),
    )
  })
})
