import { expect, onTestFinished, test } from 'vitest'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { openSqlite } from '../../src/runtime/sqlite-driver.ts'
import { mayTouchRows } from '../../src/runtime/table-shapes.ts'

function open() {
  const driver = openSqlite(':memory:', { create: true })
  onTestFinished(() => driver.close())
  return driver
}

test('what is asked again is answered by the schema as it is now', async () => {
  const driver = open()
  await driver.run({ sql: 'CREATE TABLE item (a integer); INSERT INTO item VALUES (1)' })
  const ask = () => driver.query('SELECT * FROM item')
  expect(await ask()).toEqual([{ a: 1 }])
  await driver.run({ sql: 'ALTER TABLE item ADD COLUMN b integer DEFAULT 2' })
  expect(await ask()).toEqual([{ a: 1, b: 2 }])
  await driver.run({ sql: 'DROP TABLE item; CREATE TABLE item (c integer)' })
  expect(await ask()).toEqual([])
  await driver.run({ sql: 'INSERT INTO item VALUES (?)', bindings: [3] })
  expect(await ask()).toEqual([{ c: 3 }])
})

test('more statements than are kept are answered all the same', async () => {
  const driver = open()
  for (const round of [1, 2])
    for (let n = 0; n < 40; n += 1)
      expect(await driver.query(`SELECT ${n} AS n, ? AS round`, [round])).toEqual([{ n, round }])
})

test.each([
  ['CREATE TABLE item (id integer)', false],
  [' create unique index by_id on item (id);\n', false],
  ['CREATE TEMP VIEW seen AS SELECT * FROM item', false],
  ['CREATE TABLE item (id integer); DELETE FROM parent', true],
  ['CREATE TRIGGER t AFTER INSERT ON item BEGIN DELETE FROM parent; END', true],
  ['CREATE VIRTUAL TABLE found USING fts5(text)', true],
  ['DROP TABLE parent', true],
  ['DELETE FROM parent', true],
])('whether %j may touch rows: %s', (sql, may) => {
  expect(mayTouchRows(sqlite, { kind: 'execute', sql })).toBe(may)
})
