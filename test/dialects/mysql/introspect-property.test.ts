import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { settle } from '../../../src/dialects/mysql/settle.ts'
import type { ColumnType } from '../../../src/schema/column-type.ts'
import type { TableDefinition } from '../../../src/schema/define-table.ts'
import type { Column, Constraint, Index } from '../../../src/schema/model.ts'
import type { SchemaSnapshot } from '../../../src/schema/snapshot.ts'
import type { Sql, SqlValue } from '../../../src/schema/values.ts'
import { createMariadbDatabase, hasMariadb, type MariadbDatabase } from '../../support/mariadb.ts'
import { createIn, read } from './recreate.ts'

type Typed = readonly [type: ColumnType, value: fc.Arbitrary<SqlValue | Sql>]

const texts = fc.string({
  unit: fc.constantFrom('a', 'B', "'", '"', '`', '?', '%', ' ', 'é', '😀', '\n', '-', '0'),
  maxLength: 6,
})
const none = fc.constant<SqlValue | Sql>(null)
const typed: readonly Typed[] = [
  [{ type: 'integer' }, fc.oneof(fc.integer({ min: -99, max: 99 }), fc.constant({ sql: '1+ 2' }))],
  [{ type: 'smallint' }, fc.integer({ min: -99, max: 99 })],
  [{ type: 'bigint' }, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
  [{ type: 'boolean' }, fc.boolean()],
  [{ type: 'numeric' }, fc.integer({ min: 0, max: 99 })],
  [{ type: 'numeric', precision: 9, scale: 2 }, fc.integer({ min: 0, max: 999 }).map((one) => one / 100)],
  [{ type: 'double' }, fc.integer({ min: 0, max: 999 }).map((one) => one / 8)],
  [{ type: 'varchar', length: 12 }, fc.oneof(texts, fc.constant({ sql: "concat('a',  'b')" }))],
  [{ type: 'char', length: 12 }, texts.map((text) => text.trimEnd())],
  [{ type: 'text' }, texts],
  [{ type: 'binary', length: 9 }, fc.uint8Array({ maxLength: 9 })],
  [{ type: 'binary' }, none],
  [{ type: 'date' }, fc.constantFrom('2020-01-02', { sql: 'curdate()' })],
  [{ type: 'time', precision: 0 }, fc.constantFrom('10:11:12')],
  [{ type: 'timestamp' }, fc.constantFrom('2020-01-02 03:04:05.000006', { sql: 'now(6)' })],
  [{ type: 'timestamp', precision: 0 }, fc.constantFrom({ sql: 'CURRENT_TIMESTAMP' })],
  [{ type: 'timestamp', withTimeZone: true, precision: 3 }, none],
  [{ type: 'json' }, fc.constantFrom('[1, 2]', '{}')],
  [{ type: 'uuid' }, fc.constant({ sql: 'uuid()' })],
  [{ type: 'enum', values: ["a'b", 'c', 'd e'] }, fc.constantFrom("a'b", 'd e')],
  [{ type: 'raw', sql: "set('x','y')" }, fc.constantFrom('x,y')],
  [{ type: 'raw', sql: 'INT UNSIGNED' }, fc.constantFrom(7)],
  [{ type: 'raw', sql: 'mediumtext' }, none],
  [{ type: 'raw', sql: 'year' }, fc.constantFrom(2001)],
]

const columns = fc
  .array(
    fc.record({
      typed: fc.constantFrom(...typed.keys()),
      hasDefault: fc.boolean(),
      nullable: fc.boolean(),
      comment: fc.option(texts, { nil: undefined }),
      collation: fc.constantFrom(undefined, 'utf8mb4_bin', 'latin1_swedish_ci'),
      invisible: fc.boolean(),
      seed: fc.nat(),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((drawn) => drawn.map((one, at) => columnOf(one, at)))

function columnOf(
  one: {
    readonly typed: number
    readonly hasDefault: boolean
    readonly nullable: boolean
    readonly comment: string | undefined
    readonly collation: string | undefined
    readonly invisible: boolean
    readonly seed: number
  },
  at: number,
): Column {
  const [type, values] = typed[one.typed] ?? [{ type: 'integer' }, none]
  const [value = null] = fc.sample(values, { numRuns: 1, seed: one.seed })
  const isText = type.type === 'varchar' || type.type === 'text' || type.type === 'enum'
  // An invisible column that is not null needs a default.
  const isInvisible = one.invisible && at > 0 && (one.nullable || (one.hasDefault && value !== null))
  return {
    name: `c${at}\``,
    type,
    nullable: one.nullable,
    ...(one.hasDefault && value !== null && { default: value }),
    ...(one.comment ? { comment: one.comment.replaceAll('😀', '') || 'c' } : {}),
    // What is stored in latin1 has to be of it.
    ...(isText && one.collation === 'utf8mb4_bin' && { collation: one.collation }),
    ...(isInvisible && { mysql: { invisible: true } as const }),
  }
}

const tables = fc
  .record({
    columns,
    key: fc.boolean(),
    counted: fc.boolean(),
    unique: fc.boolean(),
    descending: fc.boolean(),
    check: fc.constantFrom(undefined, '( k>0 AND k<10 )', "k IN (1,2) or 'a' = 'b'"),
    generated: fc.constantFrom(undefined, true, false),
    comment: fc.option(fc.constantFrom("it's", 'a "b"'), { nil: undefined }),
    rowFormat: fc.constantFrom(undefined, 'DYNAMIC'),
  })
  .map((drawn): TableDefinition => {
    const isCounted = drawn.counted && drawn.key
    const k: Column = {
      name: 'k',
      type: { type: 'integer' },
      nullable: !drawn.key,
      ...(isCounted && { identity: { mode: 'by default' } as const }),
    }
    const generated: readonly Column[] =
      drawn.generated === undefined || isCounted
        ? []
        : [
            {
              name: 'g',
              type: { type: 'bigint' },
              nullable: true,
              generated: { expression: '(k  +1)', stored: drawn.generated },
            },
          ]
    const constraints: readonly Constraint[] = [
      ...(drawn.key ? [{ kind: 'primaryKey', columns: ['k'] } as const] : []),
      ...(drawn.check === undefined || isCounted
        ? []
        : [{ kind: 'check', name: 'ck', expression: drawn.check } as const]),
    ]
    const indexes: readonly Index[] = [
      {
        name: 'ix',
        keys: [drawn.descending ? { column: 'k', order: 'desc' } : { column: 'k' }],
        ...(drawn.unique && { unique: true }),
      },
    ]
    return {
      table: {
        table: { name: 't.\'`\n"x' },
        columns: [k, ...generated, ...drawn.columns],
        constraints,
        ...(drawn.comment !== undefined && { comment: drawn.comment }),
        ...(drawn.rowFormat !== undefined && { mysql: { rowFormat: drawn.rowFormat } }),
      },
      indexes,
    }
  })

const reachable = await hasMariadb()

describe.skipIf(!reachable)('whatever a table is', async () => {
  // The body of a suite is read even where its tests are skipped.
  if (!reachable) return void test('needs a MariaDB', () => {})
  const database: MariadbDatabase = await createMariadbDatabase()
  afterAll(() => database.drop())

  test('it is read, made again the same, and settled to the same', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (table) => {
        const declared: SchemaSnapshot = { tables: [table], objects: [], unread: [] }
        await database.empty()
        await createIn(database, declared)
        const made = await read(database)
        expect(made.unread).toEqual([])
        expect(await settle((sql) => database.query(sql), declared, made)).toEqual(made)
        await database.empty()
        await createIn(database, made)
        expect(await read(database)).toEqual(made)
      }),
      { numRuns: 40 },
    )
  })
})
