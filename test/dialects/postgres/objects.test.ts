import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { describe as inWords } from '../../../src/operations/describe.ts'
import type { Operation } from '../../../src/operations/operation.ts'
import { reverse } from '../../../src/operations/reverse.ts'
import { t } from '../../../src/schema/t.ts'
import { operationOf } from '../../operations/collect.ts'
import { expectSql } from '../../operations/expect-sql.ts'
import { createTestDatabase, serverVersion, type TestDatabase } from '../../support/postgres.ts'
import { catalogOf } from './catalog.ts'
import { codeCases } from './code-cases.ts'
import { objectCases } from './object-cases.ts'
import { tableCases } from './table-cases.ts'

const database: TestDatabase = await createTestDatabase()
afterAll(() => database.drop())
const version = await serverVersion()

async function begin(given = ''): Promise<void> {
  await database.query(
    `DROP SCHEMA IF EXISTS app, shop, "app ""x""" CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${given}`,
  )
}
beforeEach(() => begin())

async function perform(operation: Operation): Promise<void> {
  for (const { sql, bindings } of postgres.compile(operation, () => undefined)) {
    await database.query(sql, bindings)
  }
}

describe.each([...objectCases, ...codeCases, ...tableCases])('$title', ({ given, call, sql, oneWay }) => {
  test('compiles, and says in a line what it does', async () => {
    const operation = await operationOf(call)
    await expectSql(operation, { postgres: sql })
    expect(inWords(operation)).toMatch(/^[A-Z].{5,}$/)
    expect(Object.isFrozen(operation)).toBe(true)
  })

  test('there, back and there again leaves what it found and what it made; a script does the same', async () => {
    await begin(given)
    const before = await catalogOf(database)
    const operation = await operationOf(call)
    if (version < 15 && sql.some((text) => text.includes('NULLS NOT DISTINCT'))) {
      await expect(perform(operation)).rejects.toThrow('NULLS')
      return
    }
    await perform(operation)
    const after = await catalogOf(database)
    const undo = reverse(operation)
    if (oneWay === undefined) {
      expect(undo.reason).toBeUndefined()
      if (undo.operation === undefined) return
      expect(after).not.toEqual(before)
      await perform(undo.operation)
      expect(await catalogOf(database)).toEqual(before)
      const redo = reverse(undo.operation)
      if (redo.operation !== undefined) {
        await perform(redo.operation)
        expect(await catalogOf(database)).toEqual(after)
      }
    } else if (undo.operation === undefined) expect(undo.reason).toBe(oneWay)

    await begin(given)
    const statements = postgres.compile(operation, () => undefined)
    await database.query(statements.map((one) => `${postgres.inline(one)};`).join('\n'))
    expect(await catalogOf(database)).toEqual(after)
  })
})

/** Up to 60 bytes, with all that could end a quote. */
const hostile = fc
  .array(
    fc.constantFrom('"', "'", '\\', '$', '$tsmig$', ';', '--', '/*', '.', '?', '$1', 'a', 'é', '\n', ' '),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''))

test('whatever names, labels, comments and bodies are made of, it stays in its quotes', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (name, text) => {
      await begin()
      for (const operation of [
        await operationOf((op) => op.createEnum(name, [text], { comment: text })),
        await operationOf((op) => op.renameEnumValue(name, text, `${text}2`)),
        await operationOf((op) => op.createSequence(`${name}1`, { comment: text })),
        await operationOf((op) => op.createDomain(`${name}2`, t.text().default(text))),
        await operationOf((op) =>
          op.createFunction(`${name}3`, {
            returns: 'void',
            language: 'plpgsql',
            body: `BEGIN PERFORM 1; END -- x${text.replaceAll('\n', ' ')}`,
          }),
        ),
      ]) {
        await perform(operation)
      }
      const [found] = await database.query(
        `SELECT (SELECT array_agg(enumlabel::text) FROM pg_enum) AS labels,
           (SELECT typname FROM pg_type WHERE typtype = 'e') AS enum, (SELECT obj_description(oid, 'pg_type') FROM pg_type WHERE typtype = 'e') AS comment,
           (SELECT relname FROM pg_class WHERE relkind = 'S') AS sequence,
           (SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace) AS function,
           (SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace) AS body`,
      )
      expect(found).toEqual({
        labels: [`${text}2`],
        enum: name,
        comment: text,
        sequence: `${name}1`,
        function: `${name}3`,
        body: `BEGIN PERFORM 1; END -- x${text.replaceAll('\n', ' ')}`,
      })
    }),
    { numRuns: 60 },
  )
})
