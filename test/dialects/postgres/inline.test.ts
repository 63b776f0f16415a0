import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UnwritableValueError } from '../../../src/dialects/errors.ts'
import { inline } from '../../../src/dialects/postgres/inline.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database?.drop())

describe('inline', () => {
  test.each([
    ["SELECT '$1', $1", "SELECT '$1', 'v'"],
    ["SELECT 'it''s $1', $1", "SELECT 'it''s $1', 'v'"],
    ["SELECT E'\\'$1', $1", "SELECT E'\\'$1', 'v'"],
    ["SELECT e'a'\n'\\'$1', $1", "SELECT e'a'\n'\\'$1', 'v'"],
    ["SELECT U&'\\0041$1', $1", "SELECT U&'\\0041$1', 'v'"],
    ['SELECT "a""$1", $1', 'SELECT "a""$1", \'v\''],
    ['SELECT $$ $1 $$, $1', "SELECT $$ $1 $$, 'v'"],
    ['SELECT $a$ $$ $1 $b$ $a$, $1', "SELECT $a$ $$ $1 $b$ $a$, 'v'"],
    ['SELECT 1 -- $1\n, $1', "SELECT 1 -- $1\n, 'v'"],
    ['SELECT 1 /* $1 /* $1 */ $1 */, $1', "SELECT 1 /* $1 /* $1 */ $1 */, 'v'"],
    ['SELECT a$1, $1', "SELECT a$1, 'v'"],
    ['SELECT $1::text', "SELECT 'v'::text"],
    ['SELECT U&$1', "SELECT U& 'v'"],
    ['SELECT 5 -$1', "SELECT 5 - 'v'"],
    ["SELECT '$1", "SELECT '$1"],
    ['SELECT /* $1', 'SELECT /* $1'],
    ['SELECT $a$ $1', 'SELECT $a$ $1'],
  ])('finds the placeholders of %s', (sql, expected) => {
    expect(inline({ sql, bindings: ['v'] })).toBe(expected)
  })

  test('leaves a statement without bindings as it is', () => {
    expect(inline({ sql: 'SELECT $1' })).toBe('SELECT $1')
    expect(inline({ sql: 'SELECT $1', bindings: [] })).toBe('SELECT $1')
  })

  test('refuses a placeholder without a value', () => {
    expect(() => inline({ sql: 'SELECT $2', bindings: [1] })).toThrow(UnwritableValueError)
    expect(() => inline({ sql: 'SELECT $0', bindings: [1] })).toThrow(UnwritableValueError)
  })

  test('puts more than nine values where they belong', () => {
    const bindings = Array.from({ length: 12 }, (_, index) => index)
    expect(inline({ sql: 'SELECT $12, $1, $2', bindings })).toBe("SELECT '11', '0', '1'")
  })

  const odd = fc.string({ unit: fc.constantFrom("'", '"', '\\', '$', '1', '-', '/', '*', '\n', 'E', 'a') })
  test('says the same as the bindings, whatever stands around them', async () => {
    await fc.assert(
      fc.asyncProperty(odd, odd, odd, fc.constantFrom('$$', '$x$'), async (value, string, comment, tag) => {
        const inComment = comment.replaceAll('*', '')
        const lines = comment.replaceAll('\n', '')
        const dollars = string.includes(tag) || string.includes('$') ? '' : string
        const sql = `SELECT '${string.replaceAll("'", "''")}'||E'${string.replace(/['\\]/g, '\\$&')}' AS a, $1::text AS b, --${lines}
          ${tag}${dollars}${tag} AS c /* ${inComment} */, $1::text AS d`
        expect(await database.query(inline({ sql, bindings: [value] }))).toEqual(
          await database.query(sql, [value]),
        )
      }),
      { numRuns: 300 },
    )
  })

  test.each([
    ['a number where text is wanted', "SELECT 'a' || $1 AS v", [5]],
    ['a negative number after a minus', 'SELECT 5 -$1 AS v', [-5]],
    ['a number to be cast', 'SELECT $1::smallint AS v', [-32768]],
    ['a number beyond 2^53', 'SELECT $1::numeric AS v', [1e21]],
    ['a boolean as JSON', 'SELECT $1::json AS v', [true]],
    ['a list', 'SELECT 2 = ANY($1::int[]) AS v', [[1, 2]]],
    ['a document', "SELECT $1::jsonb->'a' AS v", [{ a: [1] }]],
    ['bytes', 'SELECT $1::bytea AS v', [Buffer.from([0, 39, 92])]],
    ['null', 'SELECT $1::int IS NULL AS v', [null]],
    ['a limit', 'SELECT 1 AS v LIMIT $1', [1]],
  ])('means the same as the binding: %s', async (_, sql, bindings) => {
    expect(await database.query(inline({ sql, bindings }))).toEqual(await database.query(sql, bindings))
  })
})
