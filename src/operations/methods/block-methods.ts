import type { TableName } from '../../schema/model.ts'
import { nameOf, tableNameOf } from '../../schema/names.ts'
import type { NamingConvention } from '../../schema/naming.ts'
import { type Filled, openBatch } from '../batch.ts'
import { batchOptions, checkBatchOptions } from '../batch-options.ts'
import type { NameRules } from '../conventional-names.ts'
import { OperationError } from '../errors.ts'
import type { Op } from '../op.ts'
import type { AlterTable, Operation } from '../operation.ts'
import { quiet, type Turns } from '../turns.ts'
import { Within } from '../within.ts'

/** `op.batch` and `op.f`, and how it tells that a call comes from inside a batch's function. */
export interface BatchMethod {
  readonly batch: Op['batch']
  readonly f: Op['f']
  /** How what has no name is called, where a batch doesn't say otherwise. */
  readonly rules: NameRules
  /** Throws `OperationError` inside of one: the call would wait for the batch, and the batch for the call. */
  refuseInside(): void
}

/**
 * Makes `op.batch` and `op.f`; the batch's own convention goes before `convention`, kind by kind.
 * A plain function is run at once; an async one keeps its place in the stream until it is done.
 */
export function batchMethod(turns: () => Turns, convention: NamingConvention): BatchMethod {
  const filling = new Within<string>()
  const finals = new Set<string>()
  const f = (name: string): string => {
    finals.add(nameOf(name, 'A final name'))
    return name
  }
  const isFinal = (name: string): boolean => finals.has(name)
  return {
    f,
    rules: { convention, isFinal },
    refuseInside() {
      const table = filling.get()
      if (table !== undefined) throw calledInsideBatch(table)
    },
    batch(table, fill, options = {}) {
      checkBatchOptions(options)
      const name = tableNameOf(table, options.schema)
      requireFunction(fill, `op.batch of ${name.name}`, 'Write op.batch(table, (batch) => { … }).')
      const told = batchOptions(name, options, { convention, isFinal })
      const names = { convention: { ...convention, ...told.rebuild?.naming }, isFinal }
      const open = openBatch(name, names, f)
      const filled: unknown = filling.run(name.name, () => fill(open.batch))
      return sendBatch(turns(), name, filled, () => operationsOf(name, open.end(), told))
    },
  }
}

/** `op.outsideTransaction`, and how `op.knex` tells what it has to wait for. */
export interface OutsideMethod {
  readonly outsideTransaction: Op['outsideTransaction']
  /** Where a body has asked for nothing yet, and all that is waiting is the transaction's end: that end. */
  leaving(): Promise<unknown> | undefined
  /** Tells that something was queued. */
  queued(): void
}

/** What is known inside of a body; `left`, as long as nothing but the transaction's end was queued. */
interface Outside {
  left: Promise<unknown> | undefined
}

/** Makes `op.outsideTransaction`. */
export function outsideTransactionMethod({ send }: Turns, pending: () => boolean): OutsideMethod {
  const outside = new Within<Outside>()
  const between = async (body: () => void | Promise<void>, inside: Outside): Promise<void> => {
    try {
      await outside.run(inside, body)
    } catch (error) {
      // Whoever catches it goes on inside a transaction; after a failure in the stream this is refused, rightly.
      await send({ kind: 'enterTransaction' }).catch(() => {})
      throw error
    }
    await send({ kind: 'enterTransaction' })
  }
  return {
    outsideTransaction(body) {
      requireFunction(body, 'op.outsideTransaction', 'Write op.outsideTransaction(async () => { … }).')
      // Inside of another it is outside already, and entering is the outer one's.
      if (outside.get() !== undefined) return quiet(Promise.resolve(body()))
      let begin: (running: Promise<void>) => void = () => {}
      const whole = new Promise<void>((resolve) => {
        begin = resolve
      })
      quiet(whole)
      const isFirst = !pending()
      const left = send({ kind: 'leaveTransaction', body: whole })
      begin(between(body, { left: isFirst ? left : undefined }))
      return whole
    },
    leaving: () => outside.get()?.left,
    queued() {
      const inside = outside.get()
      if (inside !== undefined) inside.left = undefined
    },
  }
}

function requireFunction(body: unknown, call: string, hint: string): void {
  if (typeof body !== 'function') throw new OperationError(`${call} has no function`, hint)
}

/** Comments come first: where they can't be had, nothing has run yet. A batch of comments alone changes no table. */
function operationsOf(
  table: TableName,
  { comments, changes }: Filled,
  told: Pick<AlterTable, 'recreate' | 'rebuild'>,
): readonly Operation[] {
  const isBare = changes.length === 0 && told.recreate === 'auto' && told.rebuild === undefined
  if (comments.length > 0 && isBare) return comments
  const changed: AlterTable = { kind: 'alterTable', table, changes: Object.freeze([...changes]), ...told }
  return [...comments, Object.freeze(changed)]
}

function sendBatch(
  turns: Turns,
  table: TableName,
  filled: unknown,
  operations: () => readonly Operation[],
): Promise<void> {
  if (isPromise(filled)) {
    const over = quiet(filled.then(operations))
    return turns.done({ kind: 'later', label: `Change table ${table.name}`, operations: () => over })
  }
  return quiet(Promise.all(operations().map(turns.done)).then(() => undefined))
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise
}

function calledInsideBatch(table: string): OperationError {
  return new OperationError(
    `An operation was called inside the batch of ${table}: it would wait for the batch's end`,
    "Use the batch's own methods in there, and `op` before or after it.",
  )
}
