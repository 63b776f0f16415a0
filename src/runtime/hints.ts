import { codeOf, isBroken, isReadOnly, isWithoutRoom, lacksRight } from '../dialects/driver-errors.ts'
import { messageOf } from '../support/errors.ts'
import { hintForRows } from './row-hints.ts'

/** What to do about a statement that the database refused: the failures that a migration meets most. */
export function hintForStatement(sql: string, cause: unknown): string {
  const message = messageOf(cause)
  const rowsHint = hintForRows(sql, codeOf(cause))
  if (rowsHint !== undefined) return rowsHint
  switch (codeOf(cause)) {
    case '3F000':
    case 'ER_BAD_DB_ERROR':
      return 'Create the schema first, or mend its name: in the revision, or, of the version table, version_table_schema.'
    case '25001':
      return outsideHint
    case '42883':
      if (/^(?:ALTER|DROP) (?:FUNCTION|PROCEDURE) [^(]*\(\)/.test(sql)) return parametersHint
  }
  if (/from within a transaction/.test(message)) return outsideHint
  if (/statement timeout|max_statement_time|maximum statement execution time/.test(message)) return timeHint
  return unreadHint(message) ?? hintForSurroundings(cause) ?? 'Mend the statement and run again.'
}

/** SQLite looks through its whole schema where a table or a column is renamed, as at the end of a rebuild. */
function unreadHint(message: string): string | undefined {
  const [, kind = 'table', name = ''] =
    /^error in (table|index|view|trigger) (.+?)(?: after .*)?: /.exec(message) ?? []
  if (name === '') return undefined
  if (/string literal in single-quotes/.test(message) && !message.includes(' after ') && kind === 'table')
    return `SQLite reads the other tables, too, and takes text in double quotes for a column: op.batch('${name}', () => {}, { recreate: 'always' }) before this writes the text of ${name} in single quotes.`
  return `SQLite reads the whole schema for this: drop the ${kind} ${name} before, and create it again behind, in words that hold then.`
}

/** What to do where it is not the statement that has to be mended. */
export function hintForSurroundings(cause: unknown): string | undefined {
  const code = codeOf(cause)
  if (lacksRight(cause)) return 'Give the role that right, or connect as one that has it.'
  if (isWithoutRoom(cause)) return roomHint(code)
  if (isReadOnly(cause)) return readOnlyHint(code)
  if (code === 'SQLITE_NOTADB') return 'Check the path in the url: the file is something else, or damaged.'
  if (code?.startsWith('SQLITE_BUSY'))
    return 'Another connection is in the middle of a transaction: let it end, and run again.'
  if (code?.startsWith('SQLITE_IOERR'))
    return 'Check the disk that the database file is on, its room, and how large a file may grow (ulimit -f), and run again.'
  if (isBroken(cause))
    return 'The connection broke: look at the server and the network, then at "tsmig current", and run again.'
  return undefined
}

function roomHint(code: string | undefined): string {
  return code === 'SQLITE_FULL'
    ? 'There is no room left on the disk: make some, and run again.'
    : 'The server has no room left on its disk: make some, and run again.'
}

function readOnlyHint(code: string | undefined): string {
  if (code?.startsWith('SQLITE_'))
    return 'Check that you may write to the database file and to its folder, and run again.'
  const setting = code === '25006' ? 'default_transaction_read_only' : 'read_only and tx_read_only'
  return `The connection is read-only: connect to the primary, and look at ${setting}.`
}

const timeHint =
  'Give it more time: statement_timeout in the ini, --statement-timeout, or "export const statementTimeout = \'10min\'" in the revision.'

const parametersHint =
  "Several may have one name: tell its parameters, { arguments: 'a integer' }, unless it has none."

const outsideHint =
  'Put it into op.outsideTransaction(…), or write "export const transaction = false" in the revision.'
