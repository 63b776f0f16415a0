import type { Statement } from '../../dialects/dialect.ts'
import type { KeyColumn } from '../../dialects/table-walk.ts'
import { usualBatchSize } from '../../operations/backfill-operation.ts'
import { describe } from '../../operations/describe.ts'
import type { Backfill } from '../../operations/operation.ts'
import type { TableName } from '../../schema/model.ts'
import type { Limits } from '../limits/limits.ts'
import type { Session } from '../session.ts'
import type { TransactionEnds } from '../step-transaction.ts'
import { type BatchEdge, watchForEdge } from './batch-edge.ts'
import { chooseKey } from './choose-key.ts'
import { noTransactions, otherKey, standsStill } from './errors.ts'
import { type BackfillPosition, spellCount, spellRows } from './position.ts'

/** Where it is kept how far a backfill has come. */
export interface BackfillMemory {
  /** All was done by an earlier run. */
  readonly isDone: boolean
  /** Where an earlier run came to. */
  readonly position: BackfillPosition | undefined
  /** What it is written into. */
  readonly table?: TableName
  /** A batch begins; what it gives is called where the batch is taken back. */
  begin(): () => void
  /** Writes down where a batch ends, in its transaction; without a position: all is done. */
  note(position: BackfillPosition | undefined): Promise<void>
}

/** What is told while a backfill goes on. */
export interface BackfillTold {
  warn(text: string): void
  progress(text: string): void
}

export interface BackfillRun {
  readonly session: Session
  readonly ends: TransactionEnds
  readonly limits: Pick<Limits, 'begin' | 'transaction'>
  readonly memory: BackfillMemory
  readonly told: BackfillTold
  /** Both throw `StatementError`. */
  run(statement: Statement): Promise<unknown>
  read(statement: Statement): Promise<readonly Record<string, unknown>[]>
}

/**
 * Goes through a table in the order of a key, a transaction a batch, until no row is behind. In the transaction of a batch
 * stands how far it came: a run that was killed goes on behind it, and no row is done twice. An interrupted process ends
 * between two batches.
 */
export async function runBackfill(operation: Backfill, run: BackfillRun): Promise<void> {
  const { memory, told } = run
  if (memory.isDone) return
  const key = await keyOf(operation, run)
  const label = describe(operation)
  if (memory.position !== undefined) {
    told.warn(`${label}: ${spellRows(memory.position.rows)} were done before, and it goes on behind them`)
  }
  const estimate = await run.session.dialect.walk.estimate(run.session.query, operation.table)
  const edge = watchForEdge()
  try {
    await walk(operation, run, { key, edge, label, estimate })
  } finally {
    await edge.reached()
  }
}

async function keyOf(operation: Backfill, { session, memory }: BackfillRun): Promise<readonly KeyColumn[]> {
  const { dialect, query } = session
  const { table } = operation
  const key = chooseKey(operation, await dialect.walk.keysOf(query, table), dialect.name)
  const stores = memory.table === undefined ? [table] : [table, memory.table]
  const unsafe = await dialect.walk.unsafe?.(query, stores)
  if (unsafe !== undefined) throw noTransactions(table, unsafe)
  const names = key.map(({ name }) => name)
  const was = memory.position?.key ?? names
  if (was.length !== names.length || was.some((name, at) => name !== names[at])) {
    throw otherKey(table, was, names)
  }
  return key
}

interface WalkPlace {
  readonly key: readonly KeyColumn[]
  readonly edge: BatchEdge
  readonly label: string
  readonly estimate: number | undefined
}

async function walk(operation: Backfill, run: BackfillRun, { key, edge, label, estimate }: WalkPlace) {
  const { memory, told, limits } = run
  let at = memory.position
  for (;;) {
    // Where a lock is in the way, this is asked before each try.
    const next = await limits.transaction(async () =>
      edge.isAsked ? 'interrupted' : batch(operation, run, { key, at }),
    )
    if (next === 'interrupted') break
    if (next === undefined) return
    at = next
    const of = estimate === undefined ? '' : ` of about ${spellCount(Math.max(estimate, at.rows))}`
    told.progress(`${label}: ${spellCount(at.rows)}${of} rows`)
    await edge.pause(operation.pause ?? 0)
  }
  told.warn(
    `${label}: interrupted; ${spellRows(at?.rows ?? 0)} are done, and the next run goes on behind them`,
  )
}

/** One batch, and where it ends; `undefined` where there was nothing left to do. */
async function batch(
  operation: Backfill,
  run: BackfillRun,
  { key, at }: { readonly key: readonly KeyColumn[]; readonly at: BackfillPosition | undefined },
): Promise<BackfillPosition | undefined> {
  const { session, ends, limits, memory } = run
  const { walk } = session.dialect
  const after = at?.after
  const takenBack = memory.begin()
  await ends.begin(session, limits.begin(walk.begin))
  session.inTransaction = true
  try {
    const size = operation.batchSize ?? usualBatchSize
    const [row] = await run.read({ sql: walk.next(operation.table, key, { after, size }) })
    const position = row && positionOf(row, key, at)
    if (position !== undefined) {
      if (after?.every((text, index) => text === position.after[index])) throw standsStill(operation.table)
      await run.run({ sql: walk.update(operation, key, { after, upTo: position.after }) })
    }
    await memory.note(position)
    await ends.commit(session)
    return position
  } catch (error) {
    takenBack()
    await session.run({ sql: 'ROLLBACK' }).catch(() => undefined)
    throw error
  } finally {
    session.inTransaction = false
  }
}

function positionOf(
  row: Record<string, unknown>,
  key: readonly KeyColumn[],
  before: BackfillPosition | undefined,
): BackfillPosition {
  return {
    key: key.map(({ name }) => name),
    after: key.map((_, index) => String(row[`k${index + 1}`])),
    rows: (before?.rows ?? 0) + Number(row.batch_rows),
  }
}
