import { messageOf } from '../support/errors.ts'

/** The code that a driver put on its error. */
export function codeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined
  const { code, errno } = thrown as { code?: unknown; errno?: unknown }
  // mysql2 calls MariaDB's error by what the number means on MySQL.
  if (errno === 4025 && /^CONSTRAINT .* failed for /s.test(thrown.message)) return 'ER_CONSTRAINT_FAILED'
  return typeof code === 'string' ? code : undefined
}

/** Whether PostgreSQL itself said so: what the driver finds out by itself has no severity. */
export function isServerError(thrown: unknown): boolean {
  return thrown instanceof Error && 'severity' in thrown && thrown.severity !== undefined
}

/** Whether PostgreSQL has not kept the prepared statement that was asked for, or has another of that name already. */
export function isLostStatement(thrown: unknown): boolean {
  const code = codeOf(thrown)
  return code === '26000' || code === '42P05'
}

/** Whether it was refused for want of a right. */
export function lacksRight(cause: unknown): boolean {
  return rights.has(codeOf(cause) ?? '')
}

/** Whether the database had to refuse as its disk is full. */
export function isWithoutRoom(cause: unknown): boolean {
  const code = codeOf(cause)
  if (code === '53100' || code === 'SQLITE_FULL') return true
  // MySQL has a dozen errors, its own and those of its file system, that tell the system's number, or that of a file that can't grow (135).
  return (
    code === 'ER_RECORD_FILE_FULL' ||
    code === 'ER_DISK_FULL' ||
    (/^E[RE]_/.test(code ?? '') && /\b(Errcode|errno|error):? (28|135)\b/i.test(messageOf(cause)))
  )
}

/** Whether it was refused as nothing may be written. */
export function isReadOnly(cause: unknown): boolean {
  const code = codeOf(cause)
  return (
    code === '25006' ||
    code?.startsWith('SQLITE_READONLY') === true ||
    code === 'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION' ||
    code === 'ER_READ_ONLY_MODE' ||
    code === 'ER_OPEN_AS_READONLY' ||
    (code === 'ER_OPTION_PREVENTS_STATEMENT' && /read.only/i.test(messageOf(cause)))
  )
}

/** Whether the server ended the session, or can't be heard any more. */
export function isBroken(cause: unknown): boolean {
  // Some of what pg throws has no code.
  return (
    broke.has(codeOf(cause) ?? '') ||
    /^Connection terminated|^Client has encountered a connection error/.test(messageOf(cause))
  )
}

/** Whether a server may be there in a moment: one that starts, has no connection left, or a network that is not up yet. */
export function isNotThereYet(cause: unknown): boolean {
  return isBroken(cause) || startsYet.has(codeOf(cause) ?? '') || /^timeout expired$/.test(messageOf(cause))
}

const rights: ReadonlySet<string> = new Set([
  '42501',
  'ER_TABLEACCESS_DENIED_ERROR',
  'ER_DBACCESS_DENIED_ERROR',
  'ER_SPECIFIC_ACCESS_DENIED_ERROR',
])

const broke: ReadonlySet<string> = new Set([
  '57P01',
  '57P02',
  '57P05',
  '08006',
  'ECONNRESET',
  'EPIPE',
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
  'ER_CONNECTION_KILLED',
])

const startsYet: ReadonlySet<string> = new Set([
  '57P03',
  '53300',
  'ER_CON_COUNT_ERROR',
  'ECONNREFUSED',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  // A socket in a folder, before the server has made it.
  'ENOENT',
])
