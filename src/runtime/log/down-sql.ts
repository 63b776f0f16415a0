import type { Operation } from '../../operations/operation.ts'
import { CollectSink } from '../collect-sink.ts'
import type { OpFactory, RevisionModule } from '../run-revision.ts'
import { terminated } from '../script-sink.ts'
import type { Session } from '../session.ts'
import { OperationStream } from '../stream.ts'
import { readShapes } from '../table-shapes.ts'

/** The longest script that is kept. */
const longest = 1_000_000

/**
 * What a revision's `downgrade` would run, as a script; `undefined` where it can't be written: where it runs code, or
 * asks for what depends on how a table looks by then, or holds one of the `secrets`.
 */
export async function writeDownSql(
  module: RevisionModule,
  { session, op, secrets }: DownSqlOptions,
): Promise<string | undefined> {
  if (module.downgrade === undefined) return undefined
  try {
    const statements: string[] = []
    for (const one of await collect(module, op)) statements.push(...(await statementsOf(one, session)))
    const script = statements.join('\n')
    const isKept = script.length <= longest && !secrets.some((secret) => script.includes(secret))
    return isKept ? script : undefined
  } catch {
    return undefined
  }
}

/** How the way back is written. */
export interface DownSqlOptions {
  /** The step is done there. */
  readonly session: Session
  /** Makes an `op` without a database. */
  readonly op: OpFactory
  /** What must not stand in the log. */
  readonly secrets: readonly string[]
}

async function collect(module: RevisionModule, makeOp: OpFactory): Promise<readonly Operation[]> {
  const sink = new CollectSink()
  const stream = new OperationStream((entry) => sink.accept(entry), { keepsStacks: false })
  const op = makeOp(
    (entry) => stream.submit(entry),
    () => stream.pending,
  )
  try {
    await module.downgrade?.(op)
  } catch (error) {
    stream.stop(error)
  }
  await stream.drain()
  // What runs outside a transaction is not a script that any transaction can hold.
  if (sink.operations.some(({ outside }) => outside)) throw new Error('outside of the transaction')
  return sink.operations.map(({ operation }) => operation)
}

/** A rebuild would put the table back to how it looks now, whatever became of it: that is no script to keep. */
async function statementsOf(operation: Operation, { dialect, query }: Session): Promise<readonly string[]> {
  const shapes = dialect.name === 'postgres' ? () => undefined : await readShapes(dialect, query, operation)
  const statements = dialect.compile(operation, shapes).map((statement) => dialect.inline(statement))
  if (statements.some((sql) => sql.includes('_tsmig_tmp_'))) throw new Error('a rebuild')
  return statements.map((sql) => dialect.scriptText?.(sql) ?? terminated(sql))
}
