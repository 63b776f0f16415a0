import { isSame } from '../../src/schema/same.ts'
import { objectKey, qualifiedKey } from '../../src/schema/snapshot.ts'
import { type Declared, tableNamed, withTable } from './declared.ts'
import { MutationError, runStep } from './run-history.ts'
import type { Server } from './server.ts'
import { withoutColumn, withoutObjects, withoutTable } from './without.ts'

/** A step: from one schema to another. */
interface Step {
  readonly before: Declared
  readonly after: Declared
}

/**
 * A smaller step that fails as one did, found within `seconds`: without tables, objects, constraints, indexes and
 * columns, and with fewer differences. `undefined` where the step alone doesn't fail so.
 */
export async function shrink(
  server: Server,
  failure: MutationError,
  seconds: number,
): Promise<MutationError | undefined> {
  if (failure.edited === undefined) return undefined
  const end = performance.now() + seconds * 1000
  let step: Step = { before: failure.declared, after: failure.edited.declared }
  let found = await failureOf(server, step, failure)
  for (let isSmaller = found !== undefined; isSmaller; ) {
    isSmaller = false
    for (const smaller of smallerSteps(step)) {
      if (performance.now() > end) return found
      const next = smaller(step)
      if (isSame(next, step)) continue
      const again = await failureOf(server, next, failure)
      if (again === undefined) continue
      ;[step, found, isSmaller] = [next, again, true]
    }
  }
  return found
}

async function failureOf(
  server: Server,
  { before, after }: Step,
  like: MutationError,
): Promise<MutationError | undefined> {
  try {
    await runStep(server, before, after, 'as it takes them')
    return undefined
  } catch (error) {
    return error instanceof MutationError && kindOf(error) === kindOf(like) ? error : undefined
  }
}

/** What went wrong, whatever it was about. */
function kindOf({ message }: MutationError): string {
  const [first = ''] = message.split('\n')
  return first
    .replaceAll(/"(?:table|name|schema|column)":("[^"]*"|\{[^}]*\})|(["'`]).*?\2|\d+/g, '')
    .slice(0, 80)
}

type Smaller = (step: Step) => Step

/** Each takes something away from a step, the larger parts first; what is gone already stays gone. */
function* smallerSteps({ before, after }: Step): Generator<Smaller> {
  const both = (change: (declared: Declared) => Declared) => (step: Step) => ({
    before: change(step.before),
    after: change(step.after),
  })
  const tables = new Map(
    [...before.tables, ...after.tables].map(({ table }) => [qualifiedKey(table.table), table.table]),
  )
  const objects = new Set([...before.objects, ...after.objects].map(objectKey))
  for (const name of tables.values()) yield both((declared) => withoutTable(declared, name))
  for (const key of objects)
    yield both((declared) => withoutObjects(declared, (object) => objectKey(object) === key))
  for (const name of tables.values()) {
    yield (step) => {
      const was = tableNamed(step.before, name)
      return was === undefined ? step : { ...step, after: withTable(step.after, was) }
    }
    const partsOf = (declared: Declared) => tableNamed(declared, name)
    const definitions = [partsOf(before), partsOf(after)].flatMap((one) => one ?? [])
    for (const part of new Set(definitions.flatMap(({ indexes }) => indexes.map((one) => one.name))))
      yield both((declared) => withoutPart(declared, name, part))
    for (const part of new Set(
      definitions.flatMap(({ table }) => table.constraints.flatMap((one) => one.name ?? [])),
    ))
      yield both((declared) => withoutPart(declared, name, part))
    for (const column of new Set(definitions.flatMap(({ table }) => table.columns.map((one) => one.name))))
      yield both((declared) => withoutColumn(declared, name, column))
  }
}

function withoutPart(declared: Declared, name: Parameters<typeof tableNamed>[1], part: string): Declared {
  const found = tableNamed(declared, name)
  if (found === undefined) return declared
  const constraints = found.table.constraints.filter((one) => one.name !== part)
  return withTable(declared, {
    table: { ...found.table, constraints },
    indexes: found.indexes.filter((one) => one.name !== part),
  })
}
