import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InvalidIdentifierError, UnwritableValueError } from '../../../src/dialects/errors.ts'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { defaultLiteral } from '../../../src/dialects/postgres/literal.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database?.drop())

/** Any text that a database can hold. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom("'", '"', '\\', '$', '-', '/', '*', ';', '{', '}', ',', '\n', 'E', '1', 'é', '🦆'),
  }),
)
const json = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('\\u0000'))
const runs = { numRuns: 200 }

async function read(expression: string): Promise<unknown> {
  const [row] = await database.query(`SELECT ${expression} AS value`)
  return row?.value
}

describe('literals come back as they went in', () => {
  test.each(['on', 'off'])('text, with standard_conforming_strings %s', async (conforming) => {
    await database.query(`SET standard_conforming_strings = ${conforming}; SET escape_string_warning = off`)
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        expect(await read(`${postgres.literal(value)}::text`)).toBe(value)
      }),
      runs,
    )
    await database.query('SET standard_conforming_strings = on')
  })

  test('numbers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double(), async (value) => {
        const number = await read(`(${postgres.literal(value)})::double precision`)
        expect(Object.is(number, value) || number === value).toBe(true)
      }),
      runs,
    )
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), async (value) => {
        expect(await read(`(${postgres.literal(value)})::numeric::bigint::text`)).toBe(String(value))
      }),
      runs,
    )
    expect(await read(`${postgres.literal(Number.NaN)}::text`)).toBe('NaN')
    expect(await read(`${postgres.literal(-Infinity)}::text`)).toBe('-Infinity')
    expect(await read(`${postgres.literal(-0)}::text`)).toBe('-0')
  })

  test('bytes, moments, documents, lists', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (value) => {
        expect(new Uint8Array((await read(postgres.literal(value))) as Buffer)).toEqual(value)
      }),
      runs,
    )
    const moments = fc.date({ min: new Date(-210_800_000_000_000), noInvalidDate: true })
    await fc.assert(
      fc.asyncProperty(moments, async (value) => {
        const moment = `${postgres.literal(value)}::timestamptz`
        const seconds = `extract(epoch from date_trunc('second', ${moment}))::numeric`
        const milliseconds = await read(`${seconds} * 1000 + to_char(${moment}, 'MS')::integer`)
        expect(Number(milliseconds)).toBe(value.getTime())
      }),
      runs,
    )
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), json), async (value) => {
        expect(await read(`${postgres.literal(value)}::json`)).toEqual(value)
      }),
      runs,
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text)), async (value) => {
        expect(await read(`${postgres.literal(value)}::text[]`)).toEqual(value)
      }),
      runs,
    )
  })

  test('a default is spelt by the type of its column', async () => {
    const list = [1, 'a', [true]]
    expect(await read(`${defaultLiteral(list, { type: 'jsonb' })}::jsonb`)).toEqual(list)
    const texts = { type: 'array', of: { type: 'text' } } as const
    expect(await read(`${defaultLiteral(['a', 'b"'], texts)}::text[]`)).toEqual(['a', 'b"'])
    expect(defaultLiteral({ sql: 'now()' }, { type: 'text' })).toBe('now()')
    expect(() => defaultLiteral([1], undefined)).toThrow(UnwritableValueError)
  })
})

test.each([
  ['a NUL', 'a\0b'],
  ['half a surrogate pair', 'a\ud800'],
  ['a NUL in JSON', { a: ['\0'] }],
  ['NaN in JSON', { a: Number.NaN }],
  ['a function', () => 1],
  ['undefined', undefined],
  ['an invalid date', new Date(Number.NaN)],
  ['a date before PostgreSQL', new Date(-300_000_000_000_000)],
  ['a class instance', new Map()],
  ['a function in JSON', { a: () => 1 }],
])('refuses %s', (_, value) => {
  expect(() => postgres.literal(value)).toThrow(UnwritableValueError)
})

describe('identifiers', () => {
  test('never escape their quotes', async () => {
    const names = text.filter((name) => name !== '' && Buffer.byteLength(name) <= 63)
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const [row] = await database.query(`SELECT 1 AS ${postgres.identifier(name)}`)
        expect(Object.keys(row ?? {})).toEqual([name])
      }),
      runs,
    )
  })

  test('are refused where the server would cut them', () => {
    expect(postgres.identifier('é'.repeat(31))).toBe(`"${'é'.repeat(31)}"`)
    expect(() => postgres.identifier('é'.repeat(32))).toThrow('has 64 bytes: PostgreSQL keeps 63')
    for (const name of ['', 'a\0b', 'a\ud800', 'x'.repeat(200)]) {
      expect(() => postgres.identifier(name)).toThrow(InvalidIdentifierError)
    }
  })
})
