import type { Knex } from 'knex'
import type { DialectName } from '../schema/dialect-name.ts'
import { frozenValue } from '../schema/freeze.ts'
import type { NamingConvention } from '../schema/naming.ts'
import { type Sql, sql } from '../schema/values.ts'
import { indexNaming, type NameIndex, namingTurns } from './conventional-names.ts'
import type { Submit } from './entry.ts'
import { OperationError } from './errors.ts'
import { invokedOperation } from './invoke-operation.ts'
import { recordSchema } from './knex-schema.ts'
import { batchMethod, type OutsideMethod, outsideTransactionMethod } from './methods/block-methods.ts'
import type { Op } from './op.ts'
import { quiet, type Turns } from './turns.ts'

/** What `op` needs of the run it belongs to. */
export interface OpContext {
  readonly dialect: DialectName
  /** The name of the database, where the project has several. */
  readonly database?: string
  /** Queues an entry; the promise settles in its turn. Calls from inside `op.run` are its to detect. */
  readonly submit: Submit
  /**
   * The migration's knex; its queries wait for `after`. When only SQL is written: one that compiles, and refuses to
   * connect.
   */
  knex(after?: Promise<unknown>): Knex
  /** A value as SQL text of the dialect: for `op.inlineLiteral`. */
  literal?(value: unknown): string
  /** How constraints and indexes are called that are given no name. */
  readonly naming?: NamingConvention
  /** Whether calls are waiting for their turn: `op.knex` is refused meanwhile. */
  pending?(): boolean
}

/** What the methods of one `op` have in common. */
export class OpParts {
  readonly context: OpContext
  readonly turns: Turns
  /** The same turns; constraints get the names that the convention makes. */
  readonly named: Turns
  readonly nameIndex: NameIndex
  readonly outside: OutsideMethod
  readonly knex: () => Knex
  readonly #batches: ReturnType<typeof batchMethod>

  constructor(context: OpContext) {
    const batches = batchMethod(() => turns, context.naming ?? {})
    const turns: Turns = {
      send(entry) {
        batches.refuseInside()
        outside.queued()
        return quiet(context.submit(entry))
      },
      done: (entry) => quiet(turns.send(entry).then(() => undefined)),
    }
    const outside = outsideTransactionMethod(turns, () => context.pending?.() === true)
    this.context = context
    this.turns = turns
    this.named = namingTurns(turns, batches.rules)
    this.nameIndex = indexNaming(batches.rules)
    this.outside = outside
    this.knex = () => context.knex()
    this.#batches = batches
  }

  /** What stands around other operations, or hands on what was made elsewhere. */
  blockMethods(): Pick<Op, 'batch' | 'f' | 'invoke' | 'inlineLiteral' | 'outsideTransaction'> {
    const { outsideTransaction } = this.outside
    const { batch, f } = this.#batches
    return {
      batch,
      f,
      outsideTransaction,
      invoke: (operation) => {
        const invoked = invokedOperation(operation)
        const done = () => this.turns.done(invoked)
        return invoked.kind === 'backfill' ? outsideTransaction(done) : done()
      },
      inlineLiteral: (value) => inlineLiteral(this.context, value),
    }
  }

  /** `op.knex`: behind a transaction's end it waits for that, and is refused while anything else waits. */
  directKnex(): Knex {
    const { context, outside } = this
    if (context.pending?.() !== true) return context.knex()
    const leaving = outside.leaving()
    if (leaving === undefined) throw callsWaiting()
    return context.knex(leaving)
  }

  /** `op.schema`. */
  schemaBuilder(): Knex.SchemaBuilder {
    return recordSchema(this.knex, this.turns.send)
  }
}

function inlineLiteral(context: OpContext, value: unknown): Sql {
  const given = frozenValue(value, 'The literal')
  const text = context.literal?.(given)
  if (text !== undefined) return sql`${{ sql: text }}`
  throw new OperationError(
    'op.inlineLiteral has no database to write for',
    'Ask for it in a migration, or make the op with `literal`.',
  )
}

function callsWaiting(): OperationError {
  return new OperationError(
    'op.knex was asked for while operations are waiting for their turn: it would read before they ran',
    'Await the operations before it, or use op.run, which takes its turn.',
  )
}
