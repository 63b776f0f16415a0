import { expect, test } from 'vitest'
import { describe as inWords } from '../../src/operations/describe.ts'
import type { Op } from '../../src/operations/op.ts'
import { t } from '../../src/schema/t.ts'
import { operationOf } from './collect.ts'

test.each<[string, (op: Op) => Promise<unknown>]>([
  ['Create table s.product', (op) => op.createTable('product', {}, [], { schema: 's' })],
  ['Drop table product', (op) => op.dropTable('product')],
  ['Rename table a to b', (op) => op.renameTable('a', 'b')],
  ['Add column price to product', (op) => op.addColumn('product', 'price', t.numeric())],
  ['Drop column price from product', (op) => op.dropColumn('product', 'price')],
  ['Rename column a of t to b', (op) => op.alterColumn('t', 'a', { name: 'b' })],
  [
    'Change column a of t: type varchar, not null, no default, comment, name b',
    (op) =>
      op.alterColumn('t', 'a', {
        type: t.varchar(3),
        nullable: false,
        default: null,
        comment: 'x',
        name: 'b',
      }),
  ],
  ['Add unique constraint uq (a, b) to t', (op) => op.createUniqueConstraint('uq', 't', ['a', 'b'])],
  ['Add foreign key fk (a) to u to t', (op) => op.createForeignKey('fk', 't', 'u', 'a', 'b')],
  ['Add check constraint (a > 1) to t', (op) => op.createCheckConstraint(null, 't', 'a > 1')],
  ['Drop constraint c from t', (op) => op.dropConstraint('c', 't')],
  ['Drop foreign key c from t', (op) => op.dropConstraint('c', 't', { type: 'foreignKey' })],
  ['Create unique index i on t', (op) => op.createIndex('i', 't', 'a', { unique: true })],
  ['Drop index i', (op) => op.dropIndex('i')],
  ['Drop index i from t', (op) => op.dropIndex('i', { table: 't' })],
  ['Insert 1 row into t', (op) => op.bulkInsert('t', [{ a: 1 }])],
  ['Insert 0 rows into t', (op) => op.bulkInsert('t', [])],
  ['Run UPDATE t SET a = 1', (op) => op.execute('UPDATE t\n  SET a = 1\r\n')],
  ['Drop column b from a', (op) => op.batch('a', (batch) => void batch.dropColumn('b'))],
  [
    'Change table a: 2 changes',
    (op) =>
      op.batch('a', (batch) => {
        batch.dropColumn('b')
        batch.dropColumn('c')
      }),
  ],
  ['Drop table a b', (op) => op.dropTable('a\u2028\n\tb')],
])('%s', async (line, call) => {
  expect(inWords(await operationOf(call))).toBe(line)
})

test('cuts long SQL between whole characters', async () => {
  const line = inWords(await operationOf((op) => op.execute(`SELECT '${'🦆'.repeat(100)}'`)))
  expect(line).toBe(`Run SELECT '${'🦆'.repeat(51)}…`)
})
