import { describe, expect, test } from 'vitest'
import { settleOffline } from '../../../src/dialects/postgres/settle-offline.ts'
import { declaredSnapshot } from '../../../src/schema/declared-snapshot.ts'
import { table } from '../../../src/schema/declared-table.ts'
import { t } from '../../../src/schema/t.ts'
import { sql } from '../../../src/schema/values.ts'

describe('without a server', () => {
  test.each([
    ['int8', { type: 'bigint' }],
    [' VARCHAR ( 20 ) ', { type: 'varchar', length: 20 }],
    ['character varying(20)', { type: 'varchar', length: 20 }],
    ['decimal(10, 2)', { type: 'numeric', precision: 10, scale: 2 }],
    ['timestamptz', { type: 'timestamp', withTimeZone: true }],
    ['timestamptz(3)', { type: 'timestamp', withTimeZone: true, precision: 3 }],
    ['timestamp(3) with time zone', { type: 'timestamp', withTimeZone: true, precision: 3 }],
    ['int4 []', { type: 'array', of: { type: 'integer' } }],
    ['float', { type: 'double' }],
    ['tsvector', { type: 'raw', sql: 'tsvector' }],
    ['geometry(Point, 4326)', { type: 'raw', sql: 'geometry(Point, 4326)' }],
  ])('%j is a type by its own name', (type, settled) => {
    const { tables } = settleOffline(declaredSnapshot(table('a', { b: t.raw(type) })))
    expect(tables[0]?.table.columns[0]?.type).toEqual(settled)
  })

  test('constraints get names, and expressions lose what is around them', () => {
    const { tables } = settleOffline(
      declaredSnapshot(table('a', { b: t.integer().default(sql` (1 + 1) `).check('(b > 0)') })),
    )
    expect(tables[0]?.table).toMatchObject({
      columns: [{ default: { sql: '1 + 1' } }],
      constraints: [{ name: 'a_b_check', expression: 'b > 0' }],
    })
  })
})
