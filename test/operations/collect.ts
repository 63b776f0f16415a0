import type { Knex } from 'knex'
import { createOp } from '../../src/operations/create-op.ts'
import type { Entry } from '../../src/operations/entry.ts'
import type { Op } from '../../src/operations/op.ts'
import type { Operation } from '../../src/operations/operation.ts'

/** An `op` whose entries are kept, in the order in which they were queued. */
export function collectingOp(knex: () => Knex = noKnex): {
  readonly op: Op
  readonly entries: readonly Entry[]
} {
  const entries: Entry[] = []
  const op = createOp({
    dialect: 'postgres',
    submit: async (entry) => {
      entries.push(entry)
    },
    knex,
  })
  return { op, entries }
}

/** The one operation that a call makes. */
export async function operationOf(call: (op: Op) => Promise<unknown>): Promise<Operation> {
  const { op, entries } = collectingOp()
  await call(op)
  const entry = only(entries)
  switch (entry.kind) {
    case 'later':
      return only(await entry.operations())
    case 'code':
    case 'rowSource':
    case 'knexSchema':
    case 'leaveTransaction':
    case 'enterTransaction':
      throw new Error(`${entry.kind} is no operation`)
    default:
      return entry
  }
}

function only<One>(list: readonly One[]): One {
  const [one, ...more] = list
  if (one === undefined || more.length > 0) throw new Error(`${list.length} entries, and not one`)
  return one
}

function noKnex(): never {
  throw new Error('no knex here')
}
