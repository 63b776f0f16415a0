import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import type { Op } from '../../../src/operations/op.ts'
import type { Operation } from '../../../src/operations/operation.ts'
import { reverse } from '../../../src/operations/reverse.ts'
import { uniqueConstraint } from '../../../src/schema/constraints.ts'
import { index } from '../../../src/schema/index-definition.ts'
import { t } from '../../../src/schema/t.ts'
import { sql } from '../../../src/schema/values.ts'
import { operationOf } from '../../operations/collect.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const database: TestDatabase = await createTestDatabase()
afterAll(() => database.drop())
beforeEach(() => database.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public'))

async function run(...calls: readonly ((op: Op) => Promise<unknown>)[]): Promise<void> {
  for (const call of calls) await perform(await operationOf(call))
}

async function perform(operation: Operation): Promise<void> {
  for (const { sql: text, bindings } of postgres.compile(operation, () => undefined)) {
    await database.query(text, bindings)
  }
}

/** The same as a script: bindings written in, one text. */
async function runScript(call: (op: Op) => Promise<unknown>): Promise<void> {
  const statements = postgres.compile(await operationOf(call), () => undefined)
  await database.query(statements.map((one) => `${postgres.inline(one)};`).join('\n'))
}

const columnsOf = (table: string) =>
  database.query(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS "notNull",
       pg_get_expr(adbin, adrelid) AS "default", col_description(attrelid, attnum) AS comment
     FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  )

const constraintsOf = (table: string) =>
  database.query(
    `SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE conrelid = $1::regclass AND contype <> 'n' ORDER BY conname`,
    [table],
  )

describe('every type', () => {
  const types = {
    a: t.smallint(),
    b: t.integer(),
    c: t.bigint(),
    d: t.numeric(),
    e: t.numeric(10, 2),
    f: t.real(),
    g: t.double(),
    h: t.boolean(),
    i: t.varchar(),
    j: t.varchar(7),
    k: t.char(3),
    l: t.text(),
    m: t.date(),
    n: t.time(),
    o: t.timetz(3),
    p: t.timestamp(),
    q: t.timestamptz(0),
    r: t.interval(),
    s: t.interval({ fields: 'day to second', precision: 2 }),
    u: t.uuid(),
    v: t.json(),
    w: t.jsonb(),
    x: t.binary(16),
    y: t.enum(['a', 'b']),
    z: t.enum(['a', 'b'], { name: 'Mood' }),
    aa: t.text().array(),
    ab: t.array(t.array(t.integer())),
    ac: t.raw('tsvector'),
    ad: t.enum(['a', 'b'], { name: 'Mood' }).array(),
    ae: t.enum(['a', "b'"]).array(),
  }

  test('is what the server calls it', async () => {
    await run((op) => op.createTable('types', types))
    expect((await columnsOf('types')).map((column) => column.type)).toEqual([
      'smallint',
      'integer',
      'bigint',
      'numeric',
      'numeric(10,2)',
      'real',
      'double precision',
      'boolean',
      'character varying',
      'character varying(7)',
      'character(3)',
      'text',
      'date',
      'time without time zone',
      'time(3) with time zone',
      'timestamp without time zone',
      'timestamp(0) with time zone',
      'interval',
      'interval day to second(2)',
      'uuid',
      'json',
      'jsonb',
      'bytea',
      'text',
      '"Mood"',
      'text[]',
      'integer[]',
      'tsvector',
      '"Mood"[]',
      'text[]',
    ])
    await expect(database.query("INSERT INTO types (y) VALUES ('c')")).rejects.toThrow('check constraint')
    await expect(database.query(`INSERT INTO types (ae) VALUES ('{c}')`)).rejects.toThrow('check constraint')
    await database.query(`INSERT INTO types (y, ae, z) VALUES ('a', '{a,b''}', 'b')`)
  })

  test('takes a default, and gives it to new rows', async () => {
    await run((op) =>
      op.createTable('d', {
        id: t.integer().identity().primaryKey(),
        number: t.integer().default(-5),
        big: t.bigint().default(2n ** 60n),
        real: t.double().default(Number.NaN),
        yes: t.boolean().default(true),
        text: t.text().default('it\'s \\ "x" $1'),
        json: t.jsonb().default({ a: ["'", '\\', null] }),
        list: t.jsonb().default([1, 'a']),
        array: t.text().array().default(["a'b", '\\"', 'c,d']),
        bytes: t.binary().default(new Uint8Array([0, 92, 39])),
        at: t.timestamptz().default(new Date(0)),
        word: t.text().default(sql`upper('a')`),
      }),
    )
    const [row] = await database.query('INSERT INTO d DEFAULT VALUES RETURNING *')
    expect(row).toEqual({
      id: 1,
      number: -5,
      big: String(2n ** 60n),
      real: Number.NaN,
      yes: true,
      text: 'it\'s \\ "x" $1',
      json: { a: ["'", '\\', null] },
      list: [1, 'a'],
      array: ["a'b", '\\"', 'c,d'],
      bytes: Buffer.from([0, 92, 39]),
      at: new Date(0),
      word: 'A',
    })
  })
})

describe('enum types', () => {
  test('are made once, shared, and refused where they differ', async () => {
    const mood = (...values: string[]) => t.enum(values, { name: 'mood', schema: 'public' })
    await run(
      (op) => op.createTable('a', { m: mood('x', 'y') }),
      (op) => op.createTable('b', { m: mood('x', 'y') }),
      (op) => op.dropTable('a'),
      (op) => op.createTable('a', { m: mood('x', 'y') }),
      (op) => op.addColumn('b', 'n', mood('x', 'y').array()),
    )
    await expect(run((op) => op.addColumn('a', 'n', mood('y', 'x')))).rejects.toThrow(
      'type "public"."mood" exists with other values',
    )
  })

  test('take over a column of text with its default', async () => {
    await run(
      (op) => op.createTable('a', { m: t.text().notNull().default('x') }),
      (op) => op.execute('INSERT INTO a DEFAULT VALUES'),
      (op) =>
        op.alterColumn('a', 'm', {
          type: t.enum(['x', '$tsmig$'], { name: 'm"$tsmig$' }),
          existing: t.text().notNull().default('x'),
        }),
      (op) => op.execute('INSERT INTO a DEFAULT VALUES'),
    )
    expect(await database.query('SELECT m FROM a')).toEqual([{ m: 'x' }, { m: 'x' }])
  })
})

describe('changes', () => {
  test('of a column keep its rows and come in the right order', async () => {
    await run(
      (op) => op.createTable('a', { b: t.text().default('none') }),
      (op) => op.bulkInsert('a', [{ b: '1' }, { b: '22' }]),
      (op) =>
        op.alterColumn('a', 'b', {
          type: t.integer(),
          using: sql`b::integer`,
          default: 7,
          nullable: false,
          comment: "it's",
          name: 'c d',
        }),
    )
    expect(await columnsOf('a')).toEqual([
      { name: 'c d', type: 'integer', notNull: true, default: '7', comment: "it's" },
    ])
    expect(await database.query('SELECT * FROM a')).toEqual([{ 'c d': 1 }, { 'c d': 22 }])
  })

  test('are undone by their reversal', async () => {
    await run((op) => op.createTable('parent', { id: t.integer().primaryKey() }))
    await run((op) => op.createTable('a', { b: t.varchar(5).notNull().default('x').comment('c') }))
    const snapshot = async () => [
      await columnsOf('a'),
      await constraintsOf('a'),
      await database.query("SELECT indexdef FROM pg_indexes WHERE tablename = 'a' ORDER BY indexname"),
    ]
    const before = await snapshot()
    const calls: readonly ((op: Op) => Promise<unknown>)[] = [
      (op) => op.addColumn('a', 'p', t.integer().unique('uq').references('parent.id', { name: 'fk' })),
      (op) =>
        op.alterColumn('a', 'b', {
          type: t.text(),
          nullable: true,
          default: null,
          comment: null,
          name: 'bb',
          existing: t.varchar(5).notNull().default('x').comment('c'),
        }),
      (op) => op.createIndex('ix', 'a', [sql`lower(b)`], { where: 'b <> $$x$$' }),
      (op) => op.createCheckConstraint('ck', 'a', "b <> ''"),
      (op) =>
        op.batch('a', (batch) => {
          batch.addColumn('q', t.integer())
          batch.createUniqueConstraint('uq2', ['q'], { deferrable: true })
        }),
      (op) => op.renameTable('a', 'z'),
    ]
    for (const call of calls) {
      const operation = await operationOf(call)
      const undo = reverse(operation).operation
      if (undo === undefined) throw new Error(`no way back from ${operation.kind}`)
      await perform(operation)
      if (operation.kind !== 'renameTable') expect(await snapshot(), operation.kind).not.toEqual(before)
      await perform(undo)
      expect(await snapshot(), operation.kind).toEqual(before)
      const redo = reverse(undo).operation
      if (redo === undefined) throw new Error(`no way forth again from ${operation.kind}`)
      await perform(redo)
      await perform(undo)
      expect(await snapshot(), operation.kind).toEqual(before)
    }
  })

  test("with guards pass over what is there, or isn't", async () => {
    const table = (op: Op) =>
      op.createTable('a', { b: t.text() }, [index('b'), uniqueConstraint('b', { name: 'uq' })], {
        ifNotExists: true,
      })
    const column = (op: Op) => op.addColumn('a', 'c', t.integer().unique('uq_c'), { ifNotExists: true })
    await run(table, table, column, column)
    expect((await constraintsOf('a')).map((one) => one.name)).toEqual(['uq', 'uq_c'])
    const drops: readonly ((op: Op) => Promise<unknown>)[] = [
      (op) => op.dropIndex('ix_a_b', { ifExists: true }),
      (op) => op.dropConstraint('uq', 'a', { ifExists: true }),
      (op) => op.dropColumn('a', 'c', { ifExists: true }),
      (op) => op.dropTable('a', { ifExists: true }),
    ]
    await run(...drops.slice(0, 3), ...drops.slice(0, 3), ...drops.slice(3), ...drops.slice(3))
    expect(await database.query("SELECT to_regclass('a') AS a")).toEqual([{ a: null }])
  })
})

test('a comment at the end of an expression comments nothing else out', async () => {
  await run(
    (op) =>
      op.createTable(
        'a',
        {
          b: t.integer().default(sql`1 -- one`).check('b > 0 -- more'),
          c: t.integer().generatedAs('b * 2 -- twice'),
        },
        [index(sql`abs(b) -- abs`, { name: 'i', where: 'b > 1 -- few' })],
      ),
    (op) => op.addColumn('a', 'd', t.text().default('1')),
    (op) =>
      op.alterColumn('a', 'd', {
        type: t.integer(),
        using: 'd::integer -- cast',
        default: sql`2 -- two`,
        nullable: false,
      }),
    (op) => op.bulkInsert('a', [{ b: 3 }]),
  )
  expect(await database.query('SELECT * FROM a')).toEqual([{ b: 3, c: 6, d: 2 }])
})

describe('rows', () => {
  const columns = {
    id: t.integer().primaryKey(),
    text: t.text(),
    flag: t.boolean(),
    number: t.double(),
    big: t.bigint(),
    at: t.timestamptz(),
    local: t.timestamp(),
    bytes: t.binary(),
    document: t.jsonb(),
    tags: t.text().array(),
    grid: t.integer().array(),
  }
  const texts = fc.string({
    unit: fc.constantFrom('a', "'", '"', '\\', '{', '}', ',', 'N', '$', '1', 'é', '\n'),
  })
  const grids = fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
    .chain(([height, width]) =>
      fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: width, maxLength: width }), {
        minLength: height,
        maxLength: height,
      }),
    )
  const row = fc.record({
    text: fc.option(texts),
    flag: fc.boolean(),
    number: fc.double(),
    big: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    at: fc.date({ min: new Date(-60_000_000_000_000), noInvalidDate: true }),
    local: fc.date({ min: new Date(0), max: new Date(4_000_000_000_000), noInvalidDate: true }),
    bytes: fc.uint8Array(),
    document: fc.oneof(fc.dictionary(texts, fc.option(fc.integer())), fc.array(fc.option(texts))),
    tags: fc.option(fc.array(fc.option(texts))),
    grid: grids,
  })

  test('come back as they went in, and the same from a script', async () => {
    await run(
      (op) => op.createTable('live', columns),
      (op) => op.createTable('script', columns),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (drawn) => {
        const rows = drawn.map((one, id) => ({ id, ...one }))
        await database.query('TRUNCATE live, script')
        await run((op) => op.bulkInsert('live', rows))
        await runScript((op) => op.bulkInsert('script', rows))
        expect(
          await database.query('SELECT live::text FROM live EXCEPT ALL SELECT script::text FROM script'),
        ).toEqual([])
        const read = await database.query(
          "SELECT id, text, flag, number, big::text, extract(epoch FROM date_trunc('second', at))::numeric * 1000 + to_char(at, 'MS')::integer AS at, to_char(local, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') AS local, bytes, document, tags, grid FROM live ORDER BY id",
        )
        expect(read).toEqual(
          rows.map((one) => ({
            ...one,
            big: String(one.big),
            at: expect.toSatisfy((text: string) => Number(text) === one.at.getTime()),
            local: one.local.toISOString(),
            bytes: Buffer.from(one.bytes),
          })),
        )
      }),
      { numRuns: 100 },
    )
  })

  test('of no columns are rows of defaults', async () => {
    await run(
      (op) => op.createTable('a', { b: t.integer().default(3) }),
      (op) => op.bulkInsert('a', [{}, {}]),
    )
    expect(await database.query('SELECT b FROM a')).toEqual([{ b: 3 }, { b: 3 }])
  })

  test('keep a list that is empty apart from a document that is', async () => {
    await run(
      (op) => op.createTable('a', { list: t.jsonb(), document: t.jsonb(), array: t.integer().array() }),
      (op) => op.bulkInsert('a', [{ list: [], document: {}, array: [] }]),
    )
    expect(await database.query('SELECT * FROM a')).toEqual([{ list: [], document: {}, array: [] }])
  })
})

test('identifiers of every kind go through every statement', async () => {
  const names = fc
    .string({ unit: fc.constantFrom('"', "'", '\\', '$', '.', ';', '-', ' ', 'é', 'a', '%', '?', ':') })
    .filter((name) => name !== '' && Buffer.byteLength(name) <= 50)
  await fc.assert(
    fc.asyncProperty(names, names, names, async (name, column, other) => {
      fc.pre(column !== other)
      const [table, renamed, type] = [`t${name}`, `t${name}2`, `e${other}`]
      await run(
        (op) =>
          op.createTable(
            table,
            [
              [column, t.enum(['x'], { name: type }).comment('c')],
              [other, t.enum(['a'])],
            ],
            [uniqueConstraint([column], { name: `u${column}` })],
          ),
        (op) => op.createIndex(`i${other}`, table, [other]),
        (op) => op.bulkInsert(table, [{ [column]: 'x', [other]: null }]),
        (op) => op.addColumn(table, `${column}n`, t.text().array().default(['a'])),
        (op) => op.bulkInsert(table, [{ [column]: null, [`${column}n`]: ['b'] }]),
        (op) => op.alterColumn(table, other, { name: `${other}r`, comment: other }),
        (op) => op.dropIndex(`i${other}`),
        (op) => op.dropConstraint(`u${column}`, table),
        (op) => op.renameTable(table, renamed),
      )
      expect(
        await database.query(
          "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
        ),
      ).toEqual([{ name: renamed }])
      await run(
        (op) => op.dropTable(renamed),
        (op) => op.execute(`DROP TYPE ${postgres.identifier(type)}`),
      )
    }),
    { numRuns: 60 },
  )
})
