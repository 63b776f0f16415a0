import { afterAll, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { t } from '../../../src/schema/t.ts'
import { operationOf } from '../../operations/collect.ts'
import { createTestDatabase } from '../../support/postgres.ts'

const database = await createTestDatabase()
afterAll(() => database.drop())

const types = {
  smallint: t.smallint(),
  integer: t.integer(),
  bigint: t.bigint(),
  real: t.real(),
  double: t.double(),
  numeric: t.numeric(12, 2),
  boolean: t.boolean(),
  text: t.text(),
  varchar: t.varchar(40),
  char: t.char(40),
  date: t.date(),
  time: t.time(),
  timestamp: t.timestamp(),
  timestamptz: t.timestamptz(),
  uuid: t.uuid(),
  json: t.json(),
  jsonb: t.jsonb(),
  binary: t.binary(),
  mood: t.enum(['sad', 'glad'], { name: 'mood' }),
  texts: t.array(t.text()),
  integers: t.array(t.integer()),
  uuids: t.array(t.uuid()),
}

type Kind = keyof typeof types
const kinds = Object.keys(types) as readonly Kind[]

async function change(from: Kind, to: Kind, value = 'NULL'): Promise<unknown> {
  await database.query(`DROP TABLE IF EXISTS one; CREATE TABLE one (a ${typeText(from)})`)
  await database.query(`INSERT INTO one VALUES (${value})`)
  const operation = await operationOf((op) =>
    op.alterColumn('one', 'a', { type: types[to], existing: { type: types[from] } }),
  )
  for (const { sql } of postgres.compile(operation, () => undefined)) await database.query(sql)
  const [row] = await database.query('SELECT a FROM one')
  return row?.a
}

function typeText(kind: Kind): string {
  const words: Partial<Record<Kind, string>> = {
    double: 'float8',
    binary: 'bytea',
    texts: 'text[]',
    integers: 'integer[]',
    uuids: 'uuid[]',
  }
  return words[kind] ?? kind
}

await database.query("CREATE TYPE mood AS ENUM ('sad', 'glad')")

const texts: readonly Kind[] = ['text', 'varchar', 'char']
const numbers: readonly Kind[] = ['smallint', 'integer', 'bigint', 'real', 'double', 'numeric']

test.each(kinds.filter((kind) => !['binary', 'texts', 'integers', 'uuids'].includes(kind)))(
  'text becomes %s',
  async (kind) => {
    for (const from of texts) expect(await change(from, kind)).toBeNull()
  },
)

test.each(numbers)('%s becomes boolean, and that becomes it', async (kind) => {
  expect([await change(kind, 'boolean', '0'), await change(kind, 'boolean', '7')]).toEqual([false, true])
  expect(Number(await change('boolean', kind, 'true'))).toBe(1)
})

test.each(['json', 'jsonb'] as const)('%s becomes what it holds', async (kind) => {
  expect(await change(kind, 'boolean', "'true'")).toBe(true)
  for (const number of numbers) expect(Number(await change(kind, number, "'5'"))).toBe(5)
})

test('the values stay what they are', async () => {
  expect(await change('text', 'integer', "'42'")).toBe(42)
  expect(await change('varchar', 'boolean', "'yes'")).toBe(true)
  expect(await change('text', 'jsonb', `'{"a":[1]}'`)).toEqual({ a: [1] })
  expect(await change('text', 'mood', "'glad'")).toBe('glad')
  expect(await change('texts', 'integers', "'{1,2}'")).toEqual([1, 2])
  const id = '7b5e2a8c-0c6b-4a53-8c07-0f9a3b2d1e4f'
  expect(await change('texts', 'uuids', `'{${id}}'`)).toEqual([id])
})

test('a value that the type does not have is told, and kept', async () => {
  await expect(change('text', 'uuid', "'none'")).rejects.toThrow('invalid input syntax for type uuid: "none"')
})

test('where nobody knows what the values should become, the server asks', async () => {
  for (const [from, to] of [
    ['integer', 'timestamp'],
    ['text', 'binary'],
    ['text', 'texts'],
    ['uuid', 'integer'],
  ] as const)
    await expect(change(from, to)).rejects.toThrow('cannot be cast automatically')
})

test('what the server converts by itself is left to it', async () => {
  for (const from of kinds)
    for (const to of kinds) {
      if (from === to) continue
      await database.query(`DROP TABLE IF EXISTS plain; CREATE TABLE plain (a ${typeText(from)})`)
      const isAutomatic = await database.query(`ALTER TABLE plain ALTER a TYPE ${typeText(to)}`).then(
        () => true,
        () => false,
      )
      const operation = await operationOf((op) =>
        op.alterColumn('plain', 'a', { type: types[to], existing: { type: types[from] } }),
      )
      const isTold = postgres.compile(operation, () => undefined).some(({ sql }) => sql.includes('USING'))
      expect([from, to, isAutomatic && isTold]).toEqual([from, to, false])
    }
})
