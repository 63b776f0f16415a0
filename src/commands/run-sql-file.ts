import { SplitError } from '../dialects/split-errors.ts'
import { lineOf, type SplitStatement, splitStatements } from '../dialects/split-statements.ts'
import { PlaceError } from '../project/place-error.ts'
import type { Session } from '../runtime/session.ts'
import { messageOf } from '../support/errors.ts'

/** Runs the statements of a file one after the other. Throws `PlaceError` with the place of one that fails. */
export async function runSqlFile(session: Session, path: string, text: string): Promise<void> {
  for (const { sql, line } of statementsOf(session, path, text)) {
    try {
      await session.run({ sql })
    } catch (cause) {
      throw new PlaceError('sql-fails', { file: path, line }, messageOf(cause), 'Mend the file.', { cause })
    }
  }
}

function statementsOf({ dialect }: Session, path: string, text: string): readonly SplitStatement[] {
  // What pg_dump writes for psql alone.
  const script =
    dialect.name === 'postgres'
      ? text.replace(/^\\(?:un)?restrict\b.*$/gm, (line) => `--${line.slice(2)}`)
      : text
  try {
    return splitStatements(script, dialect.name)
  } catch (error) {
    if (!(error instanceof SplitError)) throw error
    const place = { file: path, line: lineOf(script, error.offset) }
    throw new PlaceError(error.code, place, error.message, error.hint, { cause: error })
  }
}
