import type { Dialect, Shapes, Statement } from '../../src/dialects/dialect.ts'
import { createOp } from '../../src/operations/create-op.ts'
import type { Entry } from '../../src/operations/entry.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { unconnectedKnex } from '../../src/runtime/bound-knex.ts'
import type { BackExpected, Call, MethodSample, OptionSample, Place } from './sample.ts'
import { OptionCase } from './sample.ts'

/** The operations that a call makes; code among them is left out. */
export async function operationsOf(
  dialect: Dialect,
  place: Place,
  call: Call,
): Promise<readonly Operation[]> {
  const entries: Entry[] = []
  const op = createOp({
    dialect: dialect.name,
    submit: async (entry) => void entries.push(entry),
    knex: () => unconnectedKnex(dialect.name, () => new Error('no database here')),
    literal: (value) => dialect.literal(value),
  })
  await call(op, place)
  const operations: Operation[] = []
  for (const entry of entries) {
    switch (entry.kind) {
      case 'code':
      case 'rowSource':
      case 'leaveTransaction':
      case 'enterTransaction':
        break
      case 'knexSchema':
        operations.push(...entry.statements().map((one) => ({ kind: 'execute', ...one }) as const))
        break
      case 'later':
        operations.push(...(await entry.operations()))
        break
      default:
        operations.push(entry)
    }
  }
  return operations
}

/** The calls that a row stands for: with its option, and without. */
export interface RowCalls {
  readonly call: Call
  readonly plain: Call | undefined
  /** The call with all that its inverse needs; absent where it needs nothing, or has none. */
  readonly undoable: Call | undefined
  readonly forReverse: boolean
  readonly back: BackExpected | undefined
}

export function rowCalls(sample: MethodSample, name: string | undefined): RowCalls {
  if (name === undefined) {
    return {
      call: calling(sample.call, () => ({})),
      plain: undefined,
      undoable: withFormer(sample, sample.call, () => ({})),
      forReverse: false,
      back: sample.back,
    }
  }
  const one = optionCase(sample, name)
  const [key = name] = name.split('.')
  const method = one.call ?? sample.call
  const options = (place: Place) => ({ ...one.beside, [key]: valueAt(one, place) })
  const back = one.back ?? sample.back
  return {
    call: calling(method, options),
    plain: calling(method, () => one.beside),
    undoable: back?.none === undefined ? withFormer(sample, method, options) : undefined,
    forReverse: one.forReverse,
    back,
  }
}

function withFormer(
  sample: MethodSample,
  method: MethodSample['call'],
  options: (place: Place) => object,
): Call | undefined {
  const former = Object.keys(sample.options ?? {})
    .map((name) => [name, optionCase(sample, name)] as const)
    .filter(([, one]) => one.forReverse)
  if (former.length === 0) return undefined
  return calling(method, (place) => ({
    ...Object.fromEntries(former.map(([name, one]) => [name, valueAt(one, place)])),
    ...options(place),
  }))
}

function optionCase(sample: MethodSample, name: string): OptionCase {
  const given: OptionSample | undefined = sample.options?.[name]
  return given instanceof OptionCase ? given : new OptionCase(given)
}

function valueAt({ value }: OptionCase, place: Place): unknown {
  return typeof value === 'function' ? value(place) : value
}

function calling(method: MethodSample['call'], options: (place: Place) => object): Call {
  return async (op, place) => method(op, options(place) as never, place)
}

/** The statements of all operations, in the shapes that stand before the first. */
export function statementsOf(
  dialect: Dialect,
  operations: readonly Operation[],
  shapes: Shapes,
): readonly Statement[] {
  return operations.flatMap((operation) => dialect.compile(operation, shapes))
}
