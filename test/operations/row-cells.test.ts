import { expect, test } from 'vitest'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { cellsOf, rowCount } from '../../src/operations/row-cells.ts'
import { insertRows } from '../../src/operations/row-operations.ts'

const table = { name: 'item' }

test('an operation of many rows is frozen data like any other', () => {
  const list = [1, 2]
  const operation = insertRows(table, [
    { a: list, b: null },
    { a: [], b: 1n },
  ])
  list.push(3)
  expect(operation).toEqual({
    kind: 'insertRows',
    table,
    columns: ['a', 'b'],
    rows: [
      [[1, 2], null],
      [[], 1n],
    ],
  })
  expect(operation.rows).toBe(operation.rows)
  expect([operation, operation.columns, operation.rows, ...operation.rows].every(Object.isFrozen)).toBe(true)
  expect(JSON.stringify(insertRows(table, [{ a: 1 }]))).toBe(
    '{"kind":"insertRows","table":{"name":"item"},"columns":["a"],"rows":[[1]]}',
  )
})

test('its cells are those of its rows, whoever made it', () => {
  const made = insertRows(table, [{ a: 1, b: [2, [3]] }])
  const plain = { kind: 'insertRows', table, columns: ['a', 'b'], rows: [[1, [2, [3]]]] } as const
  for (const operation of [made, plain]) {
    expect(cellsOf(operation)).toEqual({ cells: [1, [2, [3]]], count: 1, areSimple: false })
    expect(rowCount(operation)).toBe(1)
  }
  const short = { ...plain, rows: [[1, 2], [1]] } as const
  expect(() => cellsOf(short)).toThrow('Row 2 for table "item" has 1 values for 2 columns')
})

test('columns may come in any order, and what a row inherits is none of its own', () => {
  const inherited = Object.assign(Object.create({ b: 3 }), { a: 5 })
  expect(
    insertRows(table, [
      { a: 1, b: 2 },
      { b: 4, a: 3 },
    ]).rows,
  ).toEqual([
    [1, 2],
    [3, 4],
  ])
  expect(() => insertRows(table, [{ a: 1, b: 2 }, inherited])).toThrow('Row 2 for item has no b')
  expect(() => insertRows(table, [['a'], ['b']])).toThrow('Row 1 for item is no object')
  expect(insertRows(table, [Object.create({ z: 1 }), {}]).columns).toEqual([])
})

test('rows that come later have the columns of those before', () => {
  const before = { count: 10, columns: ['a', 'b'] }
  expect(insertRows(table, [{ b: 1, a: 2 }], before)).toMatchObject({ columns: ['a', 'b'], rows: [[2, 1]] })
  expect(() => insertRows(table, [{ a: 1 }], before)).toThrow('Row 11 for item has no b')
  expect(() => insertRows(table, [{ a: 1, b: 2, c: 3 }], before)).toThrow(
    "Row 11 for item has c, which the rows before it don't have",
  )
})

test('cells are simple where no database could mind one', () => {
  const simple = { a: 1, b: 'text', c: null, d: false, e: -0 }
  const turned = { e: 2, d: null, c: true, b: '', a: Infinity }
  const isSimple = (...rows: readonly object[]) => cellsOf(insertRows(table, rows)).areSimple
  expect([isSimple(simple), isSimple(simple, turned)]).toEqual([true, true])
  for (const value of [Number.NaN, 1n, new Date(0), new Uint8Array(1), [], {}]) {
    expect([value, isSimple(simple, { ...simple, c: value })]).toEqual([value, false])
    expect([value, isSimple(simple, { ...turned, c: value })]).toEqual([value, false])
  }
})

test('a statement of no rows is none', () => {
  expect(postgres.compile(insertRows(table, []), () => undefined)).toEqual([])
})
