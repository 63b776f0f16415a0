import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { createAll } from '../../../src/autogenerate/order/create-all.ts'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { introspect } from '../../../src/dialects/postgres/introspect.ts'
import type { ColumnType } from '../../../src/schema/column-type.ts'
import type { TableDefinition } from '../../../src/schema/define-table.ts'
import type { Column, Constraint, Index } from '../../../src/schema/model.ts'
import { type SchemaSnapshot, sortSnapshot } from '../../../src/schema/snapshot.ts'
import type { Sql, SqlValue } from '../../../src/schema/values.ts'
import { createTestDatabase } from '../../support/postgres.ts'

const database = await createTestDatabase()
afterAll(() => database.drop())

/** Names with all that could end a quote. */
const hostileName = fc
  .array(fc.constantFrom('a', 'B', '"', "'", '\\', '.', ' ', '\n', 'é', '$1', '--', '%'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(''))

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((one) => !one.includes('\0'))

/** Types, each with defaults in the form in which they are read back. */
const typed: fc.Arbitrary<{ readonly type: ColumnType; readonly default?: SqlValue | Sql }> = fc.oneof(
  of({ type: 'integer' }, fc.integer()),
  of({ type: 'smallint' }, fc.integer({ min: -32768, max: 32767 })),
  of(
    { type: 'bigint' },
    fc.oneof(fc.maxSafeInteger(), fc.constant(2n ** 63n - 1n), fc.constant(-(2n ** 63n))),
  ),
  of(
    { type: 'double' },
    fc.integer({ min: -99999, max: 99999 }).map((one) => one / 8),
  ),
  of(
    { type: 'numeric', precision: 20, scale: 4 },
    fc.integer({ min: -99999, max: 99999 }).map((one) => one / 8),
  ),
  of({ type: 'numeric' }, fc.constantFrom({ sql: '0.00' }, 7, -0.5)),
  of({ type: 'boolean' }, fc.boolean()),
  of({ type: 'text' }, text),
  of({ type: 'varchar' }, text),
  of({ type: 'varchar', length: 20 }, text),
  of({ type: 'char', length: 1 }, fc.constantFrom('Y', "'", '\\')),
  of({ type: 'date' }, fc.constantFrom('2020-02-29', { sql: 'CURRENT_DATE' })),
  of({ type: 'timestamp', withTimeZone: true, precision: 3 }, fc.constant({ sql: 'now()' })),
  of(
    { type: 'interval', fields: 'day to second', precision: 2 },
    fc.constant({ sql: "'1 day'::interval day to second(2)" }),
  ),
  of({ type: 'jsonb' }, fc.constantFrom({}, [], { a: [1, { b: null }] }, ['x y'])),
  of({ type: 'json' }, fc.constantFrom({}, { b: 1, a: 'x' })),
  of({ type: 'array', of: { type: 'text' } }, fc.constant([])),
  of({ type: 'uuid' }, fc.constantFrom('00000000-0000-4000-8000-000000000000', { sql: 'gen_random_uuid()' })),
  of({ type: 'raw', sql: 'inet' }, fc.constant('127.0.0.1')),
)

function of(type: ColumnType, values: fc.Arbitrary<SqlValue | Sql>) {
  return fc
    .option(values, { nil: undefined })
    .map((value) => ({ type, ...(value !== undefined && { default: value }) }))
}

const column = fc.oneof(
  { weight: 8, arbitrary: fc.record({ definition: typed, nullable: fc.boolean() }) },
  fc.constantFrom(
    { definition: { type: { type: 'integer' }, serial: true }, nullable: false } as const,
    { definition: { type: { type: 'bigint' }, identity: { mode: 'always' } }, nullable: false } as const,
    {
      definition: { type: { type: 'integer' }, identity: { mode: 'by default', start: 5, cycle: true } },
      nullable: false,
    } as const,
  ),
)

/** A table with a name of its own; keys and indexes are over columns that can be compared. */
function tableNamed(at: number): fc.Arbitrary<TableDefinition> {
  const name = `t${at}`
  return fc
    .record({
      suffix: hostileName,
      columns: fc.array(fc.tuple(hostileName, column, fc.option(text.filter((one) => one !== ''))), {
        minLength: 1,
        maxLength: 6,
      }),
      keyed: fc.boolean(),
      unique: fc.boolean(),
      indexed: fc.subarray(['desc', 'first', 'partial', 'unique', 'hash'] as const),
      comment: fc.option(text.filter((one) => one !== '')),
    })
    .map(({ suffix, columns, keyed, unique, indexed, comment }) => {
      const table = { name: `${name} ${suffix}` }
      const key: Column = { name: 'key', type: { type: 'integer' }, nullable: !keyed }
      const constraints: Constraint[] = [
        ...(keyed ? [{ kind: 'primaryKey' as const, name: `${name}_pk`, columns: ['key'] }] : []),
        ...(unique
          ? [
              {
                kind: 'unique' as const,
                name: `${name}_uq`,
                columns: ['key', `other`],
                deferral: { deferrable: true },
              },
            ]
          : []),
        { kind: 'check', name: `${name}_ck`, expression: '(key > 0) OR (other IS NULL)' },
      ]
      const other: Column = { name: 'other', type: { type: 'text' }, nullable: true }
      return {
        table: {
          table,
          columns: [
            key,
            ...columns.map(
              ([called, { definition, nullable }, said], place): Column => ({
                name: `${place}${called}`,
                ...definition,
                nullable,
                ...(said !== null && { comment: said }),
              }),
            ),
            other,
          ],
          constraints,
          ...(comment !== null && { comment }),
        },
        indexes: indexed.map((kind) => indexOf(name, kind)),
      }
    })
}

function indexOf(table: string, kind: 'desc' | 'first' | 'partial' | 'unique' | 'hash'): Index {
  const name = `${table}_${kind}`
  switch (kind) {
    case 'desc':
      return { name, keys: [{ column: 'key', order: 'desc' }, { expression: 'lower(other)' }] }
    case 'first':
      return {
        name,
        keys: [{ column: 'other', nulls: 'first', collation: 'C', operatorClass: 'text_pattern_ops' }],
      }
    case 'partial':
      return { name, keys: [{ column: 'key' }], where: 'other IS NOT NULL' }
    case 'unique':
      return {
        name,
        keys: [{ column: 'other' }, { column: 'key' }],
        unique: true,
        storage: { fillfactor: 80 },
      }
    case 'hash':
      return { name, keys: [{ column: 'key' }], method: 'hash' }
  }
}

test('what is made of a snapshot is read as that snapshot', async () => {
  const tables = fc.tuple(tableNamed(1), tableNamed(2))
  await fc.assert(
    fc.asyncProperty(tables, async (made) => {
      const snapshot: SchemaSnapshot = sortSnapshot({ tables: made, objects: [], unread: [] })
      await database.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      for (const operation of createAll(snapshot, 'postgres')) {
        for (const statement of postgres.compile(operation, () => undefined)) {
          await database.query(postgres.inline(statement))
        }
      }
      expect(await introspect((sql) => database.query(sql))).toEqual(snapshot)
    }),
    { numRuns: 60 },
  )
})
