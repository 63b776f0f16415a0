import { codeOf } from '../dialects/driver-errors.ts'
import { messageOf, TsmigError } from '../support/errors.ts'
import { hintForSurroundings } from './hints.ts'

/** That a connection can't be had, with what to do about it. `display` is where it leads, without the password. */
export function cannotConnect(display: string, cause: unknown): TsmigError {
  return new TsmigError(
    'cannot-connect',
    `cannot connect to ${display}: ${messageOf(cause)}`,
    hintFor(cause),
    {
      cause,
    },
  )
}

function hintFor(cause: unknown): string {
  const tls = hintForTls(cause)
  if (tls !== undefined) return tls
  // The driver has no code for it.
  if (/^the folder .+ is not there|directory does not exist/s.test(messageOf(cause)))
    return 'Make the folder first, or mend the path in the url: with three slashes it is relative to the ini, with four absolute.'
  // Nor has knex, which has no pool then.
  if (messageOf(cause) === 'Unable to acquire a connection')
    return 'The "connection" that knex was given is empty, as where a variable is not set, or knex was ended before: look into env.ts.'
  switch (codeOf(cause)) {
    case 'ECONNREFUSED':
      return 'Start the server, or mend host and port in the url; --connect-retry 1min waits for one that starts.'
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'Check the name of the host in the url.'
    case '28P01':
      return 'Check user and password in the url.'
    case '28000':
      return 'Check user and database in the url, and write sslmode=require where the server takes TLS alone.'
    case 'ER_ACCESS_DENIED_ERROR':
    case 'ER_ACCESS_DENIED_NO_PASSWORD_ERROR':
      return 'Check user and password in the url, and write ssl=required where the server takes TLS alone.'
    case 'ER_DBACCESS_DENIED_ERROR':
      return 'Give the user rights on the database, or mend its name in the url.'
    case 'ER_BAD_DB_ERROR':
    case '3D000':
      return 'Create the database first, or mend its name in the url.'
    case '57P03':
      return 'Wait until the server has started, and run again: --connect-retry 1min does.'
    case '53300':
    case 'ER_CON_COUNT_ERROR':
      return 'The server has no connection left: close some, raise max_connections, or wait for one with --connect-retry 1min.'
    case 'SQLITE_CANTOPEN':
      return 'Check that the folder is there, and that you may read and write it and the file.'
    default:
      return hintForSurroundings(cause) ?? hintForAnswer(cause)
  }
}

/** Whether the server said something at all: its errors have an SQLSTATE, those of Node words. */
function hintForAnswer(cause: unknown): string {
  return /^[0-9A-Z]{5}$/.test(codeOf(cause) ?? '')
    ? 'The server answered, and took no session: look into its log, and whether there is room on its disk.'
    : 'Check the url in the ini, the variable DATABASE_URL, or the connection of the env file.'
}

/** By the words of OpenSSL, Node and the drivers: mysql2 has one code for all. */
function hintForTls(cause: unknown): string | undefined {
  const [code, message] = [codeOf(cause), messageOf(cause)]
  if (code === 'ER_SECURE_TRANSPORT_REQUIRED')
    return 'The server takes TLS alone: write ssl=required in the url.'
  if (/does not support (SSL|secure) connections?/.test(message))
    return 'The server has no TLS: switch it on there, or write sslmode=disable (MySQL, MariaDB: ssl=disabled) in the url.'
  if (/Hostname\/IP does not match certificate/.test(message))
    return 'Write the host by the name that the certificate has, or check its signer alone, with sslmode=verify-ca (MySQL, MariaDB: ssl=verify_ca).'
  if (/self-signed certificate|unable to (verify|get) .*certificate/.test(message))
    return 'Name the certificate of the signer, a PEM file, with sslrootcert (MySQL, MariaDB: ssl_ca) in the url.'
  if (/certificate (has expired|is not yet valid)/.test(message))
    return "Renew the server's certificate, or look at the clock of this machine."
  return undefined
}
