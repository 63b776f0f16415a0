import { expect } from 'vitest'
import { compare } from '../../src/autogenerate/compare.ts'
import { createAll } from '../../src/autogenerate/create-all.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { introspect } from '../../src/dialects/postgres/introspect.ts'
import { settle } from '../../src/dialects/postgres/settle.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { reverse } from '../../src/operations/reverse.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import type { TestDatabase } from '../support/postgres.ts'

/** What is declared before and after, and the kinds of operations that lead from one to the other. */
export interface Edit {
  readonly before: unknown
  readonly after: unknown
  readonly kinds: readonly Operation['kind'][]
  /** Rows, or what else has to be there when the schema changes. */
  readonly rows?: string
  /** There is no way back, for this reason. */
  readonly noWayBack?: string
}

/** Runs operations on a PostgreSQL database. */
export async function run(database: TestDatabase, operations: readonly Operation[]): Promise<void> {
  for (const operation of operations) {
    for (const statement of postgres.compile(operation, () => undefined)) {
      const text = postgres.inline(statement)
      await database.query(text).catch((error: unknown) => {
        throw new Error(`${String(error)} in ${text}`, { cause: error })
      })
    }
  }
}

/** Makes what is declared before, alters it to what is declared after, and goes back: each time nothing differs. */
export async function thereAndBack(database: TestDatabase, edit: Edit): Promise<void> {
  const { before, after, kinds, rows, noWayBack } = edit
  const query = (text: string, bindings?: readonly unknown[]) => database.query(text, bindings)
  const differences = async (declared: unknown) => {
    const actual = await introspect(query)
    return compare(actual, await settle(query, declaredSnapshot(declared), actual), 'postgres')
  }
  await query('DROP SCHEMA IF EXISTS shop CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  await run(database, createAll(declaredSnapshot(before), 'postgres'))
  if (rows !== undefined) await query(rows)
  expect(await differences(before)).toEqual([])
  const first = await introspect(query)
  const operations = await differences(after)
  expect(operations.map(({ kind }) => kind)).toEqual(kinds)
  await run(database, operations)
  expect(await differences(after)).toEqual([])

  const back = operations.toReversed().map(reverse)
  expect(back.flatMap(({ reason }) => reason ?? [])).toEqual(noWayBack === undefined ? [] : [noWayBack])
  if (noWayBack !== undefined) return
  await run(
    database,
    back.flatMap(({ operation }) => operation ?? []),
  )
  expect(compare(await introspect(query), first, 'postgres')).toEqual([])
  await run(database, await differences(after))
  expect(await differences(after)).toEqual([])
}
