import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { check, foreignKey, primaryKey, uniqueConstraint } from '../../../src/schema/constraints.ts'
import { withDefaultNames } from '../../../src/schema/default-names.ts'
import { defineTable } from '../../../src/schema/define-table.ts'
import { t } from '../../../src/schema/t.ts'
import { createTestDatabase } from '../../support/postgres.ts'

describe('constraints without names', async () => {
  const database = await createTestDatabase()
  afterAll(() => database.drop())

  test('get the names that the server gives them', async () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'b', 'Z', 'é', '_', ' ', '漢'),
      minLength: 1,
      maxLength: 45,
    })
    const names = fc.tuple(word, fc.uniqueArray(word, { minLength: 2, maxLength: 4 }))
    const fits = (name: string) => Buffer.byteLength(name) <= 63
    await fc.assert(
      fc.asyncProperty(names, fc.nat(), async ([table, columns], choice) => {
        fc.pre([table, ...columns].every(fits))
        const [first = '', second = ''] = columns
        const quoted = (name: string) => postgres.identifier(name)
        const { table: defined } = defineTable(
          table,
          columns.map((name) => [name, t.integer()] as const),
          [
            primaryKey(first),
            uniqueConstraint(second),
            uniqueConstraint([second, first]),
            check(`${quoted(first)} > 0`),
            check(`${quoted(first)} < ${quoted(second)}`),
            check(`${quoted(first)} > 1`),
            foreignKey(second, { table, column: first }),
            ...(choice % 2 === 0 ? [uniqueConstraint(second, { deferrable: true })] : []),
          ],
        )
        await database.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
        for (const { sql } of postgres.compile({ kind: 'createTable', table: defined }, () => undefined)) {
          await database.query(sql)
        }
        const rows = await database.query(
          'SELECT conname FROM pg_constraint WHERE conrelid > 0 AND connamespace = current_schema()::regnamespace',
        )
        expect(
          withDefaultNames(defined)
            .constraints.map(({ name }) => name)
            .toSorted(),
        ).toEqual(
          rows
            .map(({ conname }) => String(conname))
            .filter((name) => !name.endsWith('_not_null'))
            .toSorted(),
        )
      }),
      { numRuns: 60 },
    )
  })
})
