/** An SQL revision as what a module exports: its statements as operations, one after the other. */
import { SplitError } from '../dialects/split-errors.ts'
import type { SplitDialect } from '../dialects/split-rules.ts'
import { lineOf, type SplitStatement, splitStatements } from '../dialects/split-statements.ts'
import { transactionCommand } from '../dialects/split-transactions.ts'
import type { Op } from '../operations/op.ts'
import { partsFor } from './of-databases.ts'
import { PlaceError } from './place-error.ts'
import { readSource } from './read-revision.ts'
import { parseSqlRevision, type SqlPart, type SqlRevision } from './sql-revision.ts'

/** The database that a file is read for. */
export interface SqlTarget {
  readonly dialect: SplitDialect
  /** Its name, and the names of all, where the project has several. */
  readonly database?: string
  readonly databases?: readonly string[]
}

export interface SqlModule {
  readonly upgrade?: (op: Op) => Promise<void>
  readonly downgrade?: (op: Op) => Promise<void>
  readonly transaction: boolean
  readonly limits: SqlRevision['limits']
  /** It runs statement by statement, and does nothing in between. */
  isOnlyOperations(): true
  /** `file:line:column` of the statement that runs, or ran last. */
  place(): string | undefined
}

/**
 * Reads and splits a file, and runs nothing. Throws `PlaceError` for what can't be split, and for a transaction begun
 * or ended inside the revision's own.
 */
export function loadSqlRevision(path: string, { dialect, database, databases }: SqlTarget): SqlModule {
  const revision = parseSqlRevision(readSource(path), path, databases)
  const { transaction, limits } = revision
  const { upgrade, downgrade } = partsFor(database, revision, { text: '', line: 0 })
  let place: string | undefined
  const runner = (part: SqlPart): ((op: Op) => Promise<void>) => {
    const statements = statementsOf(part, path, dialect)
    refuseTransactions(statements, path, transaction)
    return async (op) => {
      for (const { sql, line, column } of statements) {
        place = `${path}:${line}:${column}`
        await op.execute(sql)
      }
    }
  }
  return {
    ...(upgrade !== undefined && { upgrade: runner(upgrade) }),
    ...(downgrade !== undefined && { downgrade: runner(downgrade) }),
    transaction,
    limits,
    isOnlyOperations: () => true,
    place: () => place,
  }
}

/** A statement with its place in the file. */
interface PlacedStatement extends SplitStatement {
  readonly column: number
}

function statementsOf(
  { text, line }: SqlPart,
  path: string,
  dialect: SplitDialect,
): readonly PlacedStatement[] {
  try {
    return splitStatements(text, dialect).map((statement) => ({
      ...statement,
      line: statement.line + line - 1,
      column: statement.offset - text.lastIndexOf('\n', statement.offset - 1),
    }))
  } catch (error) {
    if (!(error instanceof SplitError)) throw error
    const place = { file: path, line: line + lineOf(text, error.offset) - 1 }
    throw new PlaceError(error.code, place, error.message, error.hint, { cause: error })
  }
}

/** The revision's transaction is tsmig's; outside of one, what the file begins it has to end. */
function refuseTransactions(
  statements: readonly PlacedStatement[],
  path: string,
  transaction: boolean,
): void {
  let open: number | undefined
  for (const { words, line } of statements) {
    const command = transactionCommand(words)
    if (command !== undefined && transaction) {
      throw new PlaceError(
        'transaction-in-revision',
        { file: path, line },
        `${words[0]} stands in a revision that runs in a transaction already`,
        'Take it out: the transaction is begun and ended with the revision. Or write "-- Transaction: off" in the header.',
      )
    }
    if (command !== undefined) open = command === 'begin' ? line : undefined
  }
  if (open === undefined) return
  throw new PlaceError(
    'transaction-in-revision',
    { file: path, line: open },
    'the transaction that begins here is never ended',
    'Write COMMIT at its end: what follows would stand inside of it.',
  )
}
