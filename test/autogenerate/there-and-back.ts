import { expect } from 'vitest'
import { compare } from '../../src/autogenerate/compare.ts'
import { createAll } from '../../src/autogenerate/order/create-all.ts'
import { inOwnWords } from '../../src/autogenerate/own-words.ts'
import { renderBody } from '../../src/autogenerate/render/body.ts'
import { inServerWords } from '../../src/commands/in-server-words.ts'
import type { Dialect, Query } from '../../src/dialects/dialect.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { reverse } from '../../src/operations/reverse.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import type { SchemaSnapshot } from '../../src/schema/snapshot.ts'
import { perform } from '../operations-table/common.ts'

/** What is declared before and after, and the kinds of operations that lead from one to the other, where they are known. */
export interface Edit {
  readonly before: unknown
  readonly after: unknown
  readonly kinds?: readonly Operation['kind'][]
  /** What has to be there before all, and is no part of a schema. */
  readonly setUp?: string
  /** Rows, or what else has to be there when the schema changes. */
  readonly rows?: string
  /** There is no way back, for this reason. */
  readonly noWayBack?: string
}

/** A database that edits are tried in. */
export interface Ground {
  readonly dialect: Dialect
  readonly query: Query
  empty(): Promise<unknown>
}

/** Makes what is declared before, alters it to what is declared after, and goes back: each time nothing differs. */
export async function thereAndBack({ dialect, query, empty }: Ground, edit: Edit): Promise<void> {
  const { before, after, kinds, setUp, rows, noWayBack } = edit
  const { introspect } = dialect
  if (introspect === undefined) throw new Error(`${dialect.title} is not read`)
  const differences = async (declared: unknown) => {
    const actual = await introspect(query)
    const written = declaredSnapshot(declared)
    const found = compare(actual, await inServerWords({ dialect, query }, written, actual), dialect.name)
    const placed = inOwnWords(
      found.map((operation) => ({ operation })),
      written,
    )
    return placed.map(({ operation }) => operation)
  }
  await empty()
  if (setUp !== undefined) await query(setUp)
  await run(createAll(declaredSnapshot(before), dialect.name))
  if (rows !== undefined) await query(rows)
  expect(await differences(before)).toEqual([])
  const first: SchemaSnapshot = await introspect(query)
  const operations = await differences(after)
  if (kinds !== undefined) expect(operations.map(({ kind }) => kind)).toEqual(kinds)
  expect(renderBody(operations.map((operation) => ({ operation }))).code).not.toContain('op.invoke')
  await run(operations)
  expect(await differences(after)).toEqual([])

  const back = operations.toReversed().map(reverse)
  expect(back.flatMap(({ reason }) => reason ?? [])).toEqual(noWayBack === undefined ? [] : [noWayBack])
  if (noWayBack !== undefined) return
  await run(back.flatMap(({ operation }) => operation ?? []))
  expect(compare(await introspect(query), first, dialect.name)).toEqual([])
  await run(await differences(after))
  expect(await differences(after)).toEqual([])

  async function run(list: readonly Operation[]): Promise<void> {
    for (const operation of list) {
      await perform(dialect, query, operation).catch((error: unknown) => {
        throw new Error(`${String(error)} in ${JSON.stringify(operation)}`, { cause: error })
      })
    }
  }
}
