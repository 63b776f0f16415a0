import { expect, test } from 'vitest'
import { refuseTransactionWords } from '../../src/runtime/transaction-words.ts'

const dialects = ['postgres', 'sqlite', 'mysql'] as const

test.each([
  ['COMMIT', 'COMMIT'],
  ['/* x */ begin;', 'BEGIN'],
  ["UPDATE a SET b = ';'; commit", 'COMMIT'],
  ['SELECT 1;\n-- then\nROLLBACK; SELECT 2', 'ROLLBACK'],
  ['SELECT 1; START TRANSACTION; SELECT 2; COMMIT', 'START TRANSACTION'],
])('%j is refused', (sql, word) => {
  for (const dialect of dialects)
    expect(() => refuseTransactionWords(sql, dialect)).toThrow(`"${word}" stands in the way`)
})

test.each([
  "SELECT 'x; COMMIT'",
  'SELECT 1 -- ; COMMIT',
  'SAVEPOINT a; ROLLBACK TO a; RELEASE SAVEPOINT a',
  // What is never closed, the database tells.
  "SELECT 'x; COMMIT",
])('%j is not', (sql) => {
  for (const dialect of dialects) expect(() => refuseTransactionWords(sql, dialect)).not.toThrow()
})

test('nor is the body of a routine', () => {
  refuseTransactionWords('CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END; SELECT 2', 'postgres')
  for (const dialect of ['sqlite', 'mysql'] as const)
    refuseTransactionWords(
      'CREATE TRIGGER a AFTER INSERT ON b FOR EACH ROW BEGIN DELETE FROM c; END',
      dialect,
    )
  refuseTransactionWords('DO $$ BEGIN PERFORM 1; COMMIT; END $$; SELECT 2', 'postgres')
})
