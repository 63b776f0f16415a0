/**
 * Database URLs, as SQLAlchemy and libpq spell them. A password may stand in one in any state, so no
 * message here repeats any of the text it is about.
 */
import { isAbsolute, resolve } from 'node:path'
import { ConnectionUrlError, type ParsedUrl } from './connection-settings.ts'
import { parseMysqlUrl } from './mysql-url.ts'
import { parsePostgresUrl } from './postgres-url.ts'

export type {
  ConnectionSettings,
  MysqlSettings,
  ParsedUrl,
  PostgresSettings,
  SqliteSettings,
} from './connection-settings.ts'

const EXAMPLES =
  'Write sqlite:///app.db, postgresql://user:password@host:5432/database, or mysql://user:password@host:3306/database.'

/**
 * Parses a database URL. Relative SQLite files and certificate files are taken from `directory`.
 * @throws ConnectionUrlError `bad-url`.
 */
export function parseConnectionUrl(url: string, directory: string): ParsedUrl {
  const text = url.trim()
  const match = /^([A-Za-z][A-Za-z0-9_]*)(?:\+[A-Za-z0-9_]+)?:\/\//.exec(text)
  if (match === null) {
    const quoted = /^["']/.test(text) ? ' Quotes around a value are part of it: leave them out.' : ''
    throw new ConnectionUrlError('the url of the database is not a URL', EXAMPLES + quoted)
  }
  const rest = text.slice(match[0].length)
  switch ((match[1] ?? '').toLowerCase()) {
    case 'sqlite':
    case 'sqlite3':
      return parseSqliteUrl(rest, directory)
    case 'postgres':
    case 'postgresql':
      return parsePostgresUrl(rest, directory)
    case 'mysql':
      return parseMysqlUrl(rest, directory, 'mysql')
    case 'mariadb':
      return parseMysqlUrl(rest, directory, 'mariadb')
    default:
      throw new ConnectionUrlError('the url names a kind of database that tsmig does not know', EXAMPLES)
  }
}

function parseSqliteUrl(rest: string, directory: string): ParsedUrl {
  if (rest !== '' && !rest.startsWith('/')) {
    throw new ConnectionUrlError(
      'a sqlite url names no host: its file starts behind the third slash',
      'Write sqlite:///app.db for a file beside the ini, sqlite:////var/lib/app.db for an absolute path.',
    )
  }
  const file = rest.slice(1)
  if (file.includes('?')) {
    throw new ConnectionUrlError('a sqlite url takes no parameters', 'Leave out the ? and what follows it.')
  }
  if (file.includes('\0')) {
    throw new ConnectionUrlError('the file of the sqlite url holds a NUL character', EXAMPLES)
  }
  if (file === '' || file === ':memory:') {
    return { settings: { dialect: 'sqlite', filename: ':memory:' }, masked: 'sqlite://', warnings: [] }
  }
  const filename = isAbsolute(file) ? file : resolve(directory, file)
  return { settings: { dialect: 'sqlite', filename }, masked: `sqlite:///${file}`, warnings: [] }
}
