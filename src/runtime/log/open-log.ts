import type { Query } from '../../dialects/dialect.ts'
import { messageOf, TsmigError } from '../../support/errors.ts'
import { hintForSurroundings } from '../hints.ts'
import type { Session } from '../session.ts'
import type { Sink } from '../sink.ts'
import type { LogTable } from './log-table.ts'

const isThere = [['id'], '1 = 0'] as const

/** What asks whether there is a log. */
export function logQuestion(table: LogTable): string {
  return table.question(...isThere)
}

/**
 * Makes the log table where there is none, and tells whether it can be written. Nothing of a run depends on it: where it
 * can't be made, read or written, `warn` is told why.
 */
export async function openLog(
  session: Session,
  table: LogTable,
  { sink, warn, read }: { readonly sink: Sink; readonly warn: (text: string) => void; readonly read: Query },
): Promise<boolean> {
  try {
    if ((await table.read(read, ...isThere)) === undefined) await make(table, sink)
    const probes = table.probes()
    if (session.runAll !== undefined) await session.runAll(probes)
    else for (const sql of probes) await session.query(sql)
    return true
  } catch (error) {
    const cause = error instanceof TsmigError ? error.cause : error
    const hint = hintForSurroundings(cause)
    warn(
      `nothing is logged in ${table.table.name}, which can't be used: ${messageOf(cause)}${hint === undefined ? '' : `. ${hint}`}`,
    )
    return false
  }
}

async function make(table: LogTable, sink: Sink): Promise<void> {
  await sink.begin({ transaction: true })
  try {
    await sink.accept(table.create())
    await sink.commit()
  } catch (error) {
    await sink.rollback().catch(() => undefined)
    throw error
  }
}
