import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mysql } from '../../../src/dialects/mysql/dialect.ts'
import { reverse } from '../../../src/operations/reverse.ts'
import { check, uniqueConstraint } from '../../../src/schema/constraints.ts'
import { t } from '../../../src/schema/t.ts'
import { sql } from '../../../src/schema/values.ts'
import { operationOf } from '../../operations/collect.ts'
import { createMariadbDatabase, hasMariadb, type MariadbDatabase } from '../../support/mariadb.ts'
import { perform, run } from './server.ts'

const modes = ['', 'ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES', 'ANSI']
const nasty = fc.constantFrom(
  "'",
  '"',
  '`',
  '\\',
  ';',
  '-',
  ' ',
  '#',
  '/',
  '*',
  '?',
  '\n',
  '%',
  'é',
  'a',
  '0',
  '$',
  '.',
)
const texts = fc
  .string({
    unit: fc.oneof(
      { arbitrary: nasty, weight: 9 },
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 30,
  })
  .filter((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text))
const names = fc
  .string({ unit: nasty, minLength: 1, maxLength: 40 })
  .filter((name) => !/[ \n]$/.test(name) && name !== '.')

describe.skipIf(!(await hasMariadb())).each(modes)('with sql_mode %j', (mode) => {
  let database: MariadbDatabase
  beforeAll(async () => {
    database = await createMariadbDatabase()
    await database.query(`SET sql_mode = CONCAT('STRICT_ALL_TABLES,', '${mode}')`)
  })
  afterAll(() => database.drop())

  test('a literal is read as what was written', async () => {
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.uint8Array({ maxLength: 20 }),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        async (text, bytes, big) => {
          const [row] = await database.query(
            `SELECT HEX(CONVERT(${mysql.literal(text)} USING utf8mb4)) AS text, HEX(${mysql.literal(bytes)}) AS bytes, ${mysql.literal(big)} AS big`,
          )
          expect(row).toEqual({
            text: Buffer.from(text).toString('hex').toUpperCase(),
            bytes: Buffer.from(bytes).toString('hex').toUpperCase(),
            big: expect.toSatisfy((value: unknown) => String(value) === String(big)),
          })
        },
      ),
      { numRuns: 150 },
    )
  })

  test('rows come back as they went in', async () => {
    await run(database, (op) =>
      op.createTable('r', {
        id: t.integer().primaryKey(),
        text: t.text(),
        flag: t.boolean(),
        number: t.double(),
        at: t.timestamp(),
        bytes: t.binary(),
        document: t.json(),
      }),
    )
    const row = fc.record({
      text: fc.option(texts),
      flag: fc.boolean(),
      number: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }),
      at: fc.date({
        min: new Date(Date.UTC(1000, 0)),
        max: new Date(Date.UTC(9999, 0)),
        noInvalidDate: true,
      }),
      bytes: fc.uint8Array({ maxLength: 9 }),
      document: fc.oneof(fc.dictionary(texts, fc.option(texts)), fc.array(texts)),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async (drawn) => {
        await database.query('DELETE FROM r')
        const rows = drawn.map((one, id) => ({ id, ...one }))
        await run(database, (op) => op.bulkInsert('r', rows))
        const read = await database.queryExactly(
          'SELECT id, text, flag, number, CAST(at AS CHAR) AS at, HEX(bytes) AS bytes, CAST(document AS CHAR) AS document FROM r ORDER BY id',
        )
        expect(read.map((one) => ({ ...one, document: JSON.parse(String(one.document)) }))).toEqual(
          rows.map((one) => ({
            ...one,
            flag: one.flag ? 1 : 0,
            number: expect.toSatisfy((value: unknown) => Number(value) === one.number),
            at: one.at.toISOString().replace('T', ' ').replace('Z', '000'),
            bytes: Buffer.from(one.bytes).toString('hex').toUpperCase(),
          })),
        )
      }),
      { numRuns: 60 },
    )
  })

  /** What a connection of tsmig's own is set to, whatever the mode was. */
  async function asTsmig(): Promise<void> {
    for (const statement of database.dialect.session ?? []) await database.query(statement)
  }

  test('names, enum labels, defaults and comments never leave their quotes', async () => {
    await asTsmig()
    await fc.assert(
      fc.asyncProperty(names, names, names, texts, async (name, column, other, text) => {
        fc.pre(column.toLowerCase() !== other.toLowerCase() && !/[\s]$/.test(text) && text !== '')
        await database.empty()
        const [table, renamed] = [`t${name}`, `u${name}`]
        await run(
          database,
          (op) =>
            op.createTable(
              table,
              [
                [
                  column,
                  t
                    .enum(['x', text === 'x' ? 'y' : text])
                    .notNull()
                    .default(text)
                    .comment(text),
                ],
                [other, t.varchar(99).default(text)],
              ],
              [uniqueConstraint([column], { name: `q${column}` }), check(sql`1 = 1`, { name: `k${other}` })],
              { comment: text },
            ),
          (op) => op.createIndex(`i${other}`, table, [other]),
          (op) => op.alterColumn(table, other, { nullable: false, existing: { default: text } }),
          (op) => op.alterColumn(table, other, { name: `n${other}`.slice(0, 60) }),
          (op) => op.dropIndex(`i${other}`, { table }),
          (op) => op.dropConstraint(`q${column}`, table),
          (op) => op.renameTable(table, renamed),
        )
        await database.query(`INSERT INTO ${mysql.identifier(renamed)} () VALUES ()`)
        const [row] = await database.query(`SELECT * FROM ${mysql.identifier(renamed)}`)
        expect(row).toEqual({ [column]: text, [`n${other}`.slice(0, 60)]: text })
        await run(database, (op) => op.dropTable(renamed))
      }),
      { numRuns: 40 },
    )
    expect(await database.query('SHOW TABLES')).toEqual([])
  })

  test('an alteration and its reversal leave what there was', async () => {
    await asTsmig()
    await fc.assert(
      fc.asyncProperty(texts, texts, async (text, other) => {
        const existing = t.varchar(60).notNull().default(text).comment(text)
        await database.empty()
        await run(database, (op) => op.createTable('v', { c: existing }))
        const before = await database.query('SHOW CREATE TABLE v')
        const operation = await operationOf((op) =>
          op.alterColumn('v', 'c', {
            type: t.text(),
            nullable: true,
            default: other,
            comment: other,
            name: 'd',
            existing,
          }),
        )
        const undo = reverse(operation).operation
        if (undo === undefined) throw new Error('no way back')
        await perform(database, operation)
        expect(await database.query('SHOW CREATE TABLE v')).not.toEqual(before)
        await perform(database, undo)
        expect(await database.query('SHOW CREATE TABLE v')).toEqual(before)
        await run(database, (op) => op.dropTable('v'))
      }),
      { numRuns: 25 },
    )
  })
})
