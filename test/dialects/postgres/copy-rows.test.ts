import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import type { InsertRows } from '../../../src/operations/operation.ts'
import { insertRows } from '../../../src/operations/row-operations.ts'
import { connectPostgres } from '../../../src/runtime/postgres-driver.ts'
import type { Driver } from '../../../src/runtime/session.ts'
import type { SqlValue } from '../../../src/schema/values.ts'
import { createTestDatabase } from '../../support/postgres.ts'

const database = await createTestDatabase()
const driver = await connectPostgres({ connectionString: database.url })
afterAll(async () => {
  await driver.close()
  await database.drop()
})
await driver.run({
  sql: `CREATE TYPE mood AS ENUM ('sad', 'it''s'); CREATE DOMAIN short AS varchar(3);
    CREATE DOMAIN numbers AS integer[] CHECK (cardinality(VALUE) < 3); CREATE DOMAIN years AS interval year; CREATE TYPE pair AS (a integer, b text)`,
})

/** More than one INSERT takes. */
const many = 1001

const words: Readonly<Record<string, readonly string[]>> = {
  text: ['', '\\N', '\\.', 'tab\there', 'line\nbreak\r\n', 'back\\slash', '😀', 'NULL', '{"a": 1}'],
  'varchar(3)': ['abc', 'abc  ', 'abcd', 'ab\\'],
  'char(4)': ['ab', 'ab  ', 'abcd   ', 'abcde'],
  '"char"': ['a', '', 'ab', '\\141'],
  name: ['x'.repeat(70)],
  integer: ['1', ' 2 ', '-3', '1e3', '99999999999'],
  bigint: ['9223372036854775807', '0'],
  numeric: ['1.50', 'NaN', '1e-7'],
  'numeric(5, 2)': ['1.005', '999.994', '999.999', '-0.001'],
  real: ['0.1', 'Infinity'],
  double: ['0.1', '-0', '1e308'],
  boolean: ['yes', 'off', 't', '2'],
  date: ['2024-02-29', 'infinity', '29.2.2024'],
  'timestamp(0)': ['2024-02-29 23:59:59.5', '2024-01-01'],
  'timestamptz(3)': ['2024-02-29T23:59:59.9996Z', 'epoch'],
  'time(1)': ['23:59:59.96', '1:2:3'],
  interval: ['1', '1 day 02:00', '1-2'],
  'interval year': ['1', '14 months'],
  'interval(0)': ['1.6', '00:00:00.5'],
  bytea: ['\\x00ff', 'abc\\\\', '\\000'],
  json: ['{"a": 1,  "a": 2}', '[1]', 'null', '{'],
  jsonb: ['{"a": 1,  "a": 2}', '"text"', '1e2'],
  'text[]': ['{a,"b,c",NULL}', '{}', '{{a},{b}}'],
  'integer[]': ['{1,NULL}', '{x}'],
  'varchar(3)[]': ['{abc,"abc  "}', '{abcd}'],
  'numeric(4, 1)[]': ['{1.25}', '{12345}'],
  'interval year[]': ['{1}'],
  'boolean[]': ['{t,f}'],
  'timestamptz[]': ['{2024-01-01}'],
  'bytea[]': ['{"\\\\x00"}'],
  'jsonb[]': ['{1,"{}"}'],
  'mood[]': ['{sad}'],
  'box[]': ['{(1,1),(0,0);(2,2),(0,0)}'],
  'bit(3)': ['101', '1'],
  'varbit(3)': ['10', '1010'],
  uuid: ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'A0EEBC999C0B4EF8BB6D6BB9BD380A11'],
  inet: ['10.0.0.1/8'],
  mood: ['sad', "it's", 'glad'],
  short: ['abc', 'abcd'],
  numbers: ['{1,2}', '{1,2,3}'],
  years: ['1', '14 months'],
  pair: ['(1,"a b")', '(,)'],
  point: ['(1,2)'],
  int4range: ['[1,3]', 'empty'],
  int2vector: ['1 2'],
  tsvector: ["a 'b c':2"],
  regclass: ['pg_class', 'nothing'],
}

const scalar: fc.Arbitrary<SqlValue> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -2, max: 300 }),
  fc.double({ noNaN: true }),
  fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }),
  fc.string({ maxLength: 5 }),
  fc.constantFrom('\\', '\t', '"', "'", '{}', 'null', '1', '\0', '\ud800'),
  fc.date({ noInvalidDate: true }),
)
const value: fc.Arbitrary<SqlValue> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.uint8Array({ maxLength: 5 }),
  fc.array(scalar, { maxLength: 4 }),
  fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 2 }) as fc.Arbitrary<SqlValue>,
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<SqlValue>,
)

type Outcome = { readonly cells: unknown } | { readonly code: unknown; readonly message: string }

/** What a transaction finds in the table behind `insert`, or what it failed on. */
async function outcome(
  insert: (driver: Driver) => Promise<void>,
  cell = "coalesce(v::text, 'NULL')",
): Promise<Outcome> {
  await driver.run({ sql: 'BEGIN' })
  try {
    await insert(driver)
    const [row] = await driver.query(`SELECT json_agg(${cell} ORDER BY id) AS cells FROM t`)
    return { cells: row?.cells }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { code: (error as { code?: unknown }).code, message: error.message }
  } finally {
    await driver.run({ sql: 'ROLLBACK' })
  }
}

async function byInsert(operation: InsertRows): Promise<void> {
  for (const statement of postgres.compile(operation, () => undefined)) await driver.run(statement)
}

/** Whether it could be done. */
async function byCopy(operation: InsertRows): Promise<boolean> {
  const copies = await postgres.copyRows?.(driver.query, operation)
  for (const { sql, text } of copies ?? []) await driver.copyIn?.(sql, text())
  return copies !== undefined
}

function rowsOf(values: readonly SqlValue[]): InsertRows {
  const padded = Array.from({ length: many }, (_, id) => ({ id, v: values[id] ?? null }))
  return insertRows({ name: 't' }, padded)
}

/** The same rows, or a failure: of a value that is wrong in two ways, each may tell another. */
function same(copy: Outcome, insert: Outcome): void {
  if ('code' in insert) expect(copy).toHaveProperty('code')
  else expect(copy).toEqual(insert)
}

describe('COPY gives what INSERT gives', () => {
  for (const [type, samples] of Object.entries(words)) {
    test(type, async () => {
      await driver.run({ sql: `DROP TABLE IF EXISTS t; CREATE TABLE t (id integer, v ${spelled(type)})` })
      const likely = fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...samples) as fc.Arbitrary<SqlValue> },
        { weight: 2, arbitrary: value },
        fc.array(fc.constantFrom(...samples), { maxLength: 3 }) as fc.Arbitrary<SqlValue>,
      )
      const each = async (values: readonly SqlValue[], compare = same): Promise<void> => {
        const operation = rowsOf(values)
        let copied = false
        const copy = await outcome(async () => {
          copied = await byCopy(operation)
        })
        if (copied || 'code' in copy) compare(copy, await outcome(() => byInsert(operation)))
      }
      for (const sample of samples) await each([sample], (copy, insert) => expect(copy).toEqual(insert))
      await fc.assert(
        fc.asyncProperty(fc.array(likely, { minLength: 1, maxLength: 3 }), (values) => each(values)),
        { numRuns: 12 },
      )
    })
  }
})

test('what has to be escaped is, wherever it stands among many rows', async () => {
  await driver.run({ sql: 'DROP TABLE IF EXISTS t; CREATE TABLE t (id integer, v text, j jsonb, b bytea)' })
  const odd: Readonly<Record<number, string>> = {
    0: '\\N',
    5000: 'tab\t',
    9999: '\\.',
    10000: 'é',
    15000: '\r\n😀\\',
  }
  const rows = Array.from({ length: 20_000 }, (_, id) => ({
    id,
    v: odd[id] ?? (id % 3 === 0 ? null : `plain text ${id}`),
    j: { text: id === 12_000 ? 'a "word"\n' : 'word' },
    b: new Uint8Array([id % 256, 92]),
  }))
  const operation = insertRows({ name: 't' }, rows)
  expect(await outcome(async () => expect(await byCopy(operation)).toBe(true), 't::text')).toEqual(
    await outcome(() => byInsert(operation), 't::text'),
  )
})

/** PostgreSQL has no type of that name. */
function spelled(type: string): string {
  return type === 'double' ? 'double precision' : type
}

describe('COPY is not for', () => {
  const isCopied = async (create: string, row: Readonly<Record<string, unknown>>): Promise<boolean> => {
    await driver.run({ sql: `DROP TABLE IF EXISTS t CASCADE; ${create}` })
    const operation = insertRows(
      { name: 't' },
      Array.from({ length: many }, () => row),
    )
    return (await postgres.copyRows?.(driver.query, operation)) !== undefined
  }

  test('what INSERT does otherwise', async () => {
    const plain = 'CREATE TABLE t (a integer, b text)'
    const cases: Readonly<Record<string, readonly [string, Readonly<Record<string, unknown>>]>> = {
      rule: [`${plain}; CREATE RULE none AS ON INSERT TO t DO INSTEAD NOTHING`, { a: 1 }],
      'always numbered': ['CREATE TABLE t (a integer GENERATED ALWAYS AS IDENTITY)', { a: 1 }],
      'always computed': ['CREATE TABLE t (a integer, c integer GENERATED ALWAYS AS (1) STORED)', { c: 1 }],
      'unknown column': [plain, { z: 1 }],
      'no column': [plain, {}],
      'intervals with a modifier': ['CREATE TABLE t (a interval year)', { a: '1' }],
      'lists of them': ['CREATE TABLE t (a interval year[])', { a: '{1}' }],
      'bytes that become text': [plain, { b: new Uint8Array([65]) }],
      'lists for a domain': ['CREATE TABLE t (a numbers)', { a: [1] }],
      'lists in lists': ['CREATE TABLE t (a integer[])', { a: [[1]] }],
      'lists of documents': ['CREATE TABLE t (a jsonb[])', { a: [1] }],
    }
    for (const [name, [create, row]] of Object.entries(cases))
      expect([name, await isCopied(create, row)]).toEqual([name, false])
    expect(await isCopied(plain, { a: 1, b: null })).toBe(true)
    expect(await isCopied('CREATE TABLE t (a integer[], b jsonb)', { a: [1, null], b: [[1]] })).toBe(true)
    expect(await isCopied('CREATE TABLE t (a integer) PARTITION BY HASH (a)', { a: 1 })).toBe(true)
  })

  test('a view, no table, few rows', async () => {
    await driver.run({
      sql: 'DROP TABLE IF EXISTS t CASCADE; CREATE TABLE t (a integer); CREATE VIEW seen AS TABLE t',
    })
    const rows = Array.from({ length: many }, (_, a) => ({ a }))
    const copies = async (name: string, taken: readonly object[]) =>
      (await postgres.copyRows?.(driver.query, insertRows({ name }, taken)))?.length
    expect(await copies('seen', rows)).toBeUndefined()
    expect(await copies('nothing', rows)).toBeUndefined()
    expect(await copies('t', rows.slice(1))).toBeUndefined()
    expect(await copies('t', rows)).toBe(1)
  })

  test('a table whose rows are secured from whoever inserts', async () => {
    const lowly = `lowly_${process.pid}`
    await driver.run({
      sql: `DROP TABLE IF EXISTS t CASCADE; CREATE TABLE t (a integer); ALTER TABLE t ENABLE ROW LEVEL SECURITY;
        CREATE POLICY small ON t USING (a < 2000); DROP ROLE IF EXISTS ${lowly}; CREATE ROLE ${lowly};
        GRANT ALL ON t TO ${lowly}`,
    })
    const operation = insertRows(
      { name: 't' },
      Array.from({ length: many }, (_, a) => ({ a })),
    )
    try {
      await driver.run({ sql: `SET ROLE ${lowly}` })
      expect(await postgres.copyRows?.(driver.query, operation)).toBeUndefined()
      await driver.run({ sql: 'RESET ROLE' })
      expect(await postgres.copyRows?.(driver.query, operation)).toHaveLength(1)
    } finally {
      await driver.run({ sql: `RESET ROLE; DROP TABLE t; DROP ROLE ${lowly}` })
    }
  })
})
