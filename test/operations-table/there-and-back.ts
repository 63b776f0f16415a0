import { expect } from 'vitest'
import type { Dialect, Query } from '../../src/dialects/dialect.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { reverse } from '../../src/operations/reverse.ts'
import { perform } from './common.ts'
import { operationsOf, rowCalls } from './compile-sample.ts'
import { documentPlace, samples } from './document.ts'
import { judge } from './judge.ts'
import type { BackExpected, MethodSample, Place } from './sample.ts'

export interface Row {
  readonly title: string
  readonly sample: MethodSample
  readonly option: string | undefined
}

/** A database that a row is tried in, as often as it takes. */
export interface Ground {
  readonly dialect: Dialect
  readonly place: Place
  readonly query: Query
  /** Brings the database to what it is before the row. */
  fill(): Promise<void>
  /** Does statements as a script: with their bindings written in, and their ends. */
  script(texts: readonly string[]): Promise<void>
  /** All that the database holds. */
  catalog(): Promise<unknown>
}

const rows: readonly Row[] = Object.entries(samples).flatMap(([method, sample]) =>
  [undefined, ...Object.keys(sample.options ?? {})].map((option) => ({
    title: option === undefined ? method : `${method}: ${option}`,
    sample,
    option,
  })),
)

/** The rows of what only an inverse needs. */
export const rowsForReverse: readonly Row[] = rows.filter(
  ({ sample, option }) => rowCalls(sample, option).forReverse,
)

/** The rows that a database says yes to. */
export async function doneBy(dialect: Dialect): Promise<readonly Row[]> {
  const found: Row[] = []
  for (const row of rows) {
    const place = documentPlace(dialect.name)
    const base = row.option === undefined ? undefined : await judge(dialect, place, row.sample)
    if (base !== undefined && base.kind !== 'yes') continue
    if ((await judge(dialect, place, row.sample, row.option)).kind === 'yes') found.push(row)
  }
  return found
}

/** Does a row and undoes it, by operations and by scripts, and compares what the database holds after each. */
export async function thereAndBack(ground: Ground, { sample, option }: Row): Promise<void> {
  const { call, undoable, back } = rowCalls(sample, option)
  const operations = await operationsOf(ground.dialect, ground.place, undoable ?? call)
  const undoing = undoingOf(operations, back)

  await ground.fill()
  const before = await ground.catalog()
  const up = await performAll(ground, operations)
  const after = await ground.catalog()
  const down = undoing === undefined ? undefined : await performAll(ground, undoing)
  const undone = await ground.catalog()
  if (down !== undefined) expectUndone(ground, back, undone, before)

  await ground.fill()
  await ground.script(up)
  expect(await ground.catalog()).toEqual(after)
  if (down !== undefined) {
    await ground.script(down)
    expect(await ground.catalog()).toEqual(undone)
  }
  if (undoable === undefined) return

  const plain = await operationsOf(ground.dialect, ground.place, call)
  await ground.fill()
  await performAll(ground, plain)
  expect(await ground.catalog()).toEqual(after)
}

async function performAll({ dialect, query }: Ground, operations: readonly Operation[]) {
  const texts: string[] = []
  for (const operation of operations) texts.push(...(await perform(dialect, query, operation)))
  return texts
}

/** The inverses, the last first; `undefined` where it is told that there is none. */
function undoingOf(
  operations: readonly Operation[],
  back: BackExpected | undefined,
): readonly Operation[] | undefined {
  const undoing: Operation[] = []
  const reasons: string[] = []
  for (const operation of operations.toReversed()) {
    const { operation: inverse, reason } = reverse(operation)
    if (inverse === undefined) reasons.push(reason)
    else undoing.push(inverse)
  }
  expect(reasons).toEqual(back?.none === undefined ? [] : [back.none])
  return reasons.length > 0 ? undefined : undoing
}

function expectUndone(
  { dialect }: Ground,
  back: BackExpected | undefined,
  undone: unknown,
  before: unknown,
): void {
  if (back?.leaves !== undefined && back.on.includes(dialect.name)) expect(undone).not.toEqual(before)
  else expect(undone).toEqual(before)
}
