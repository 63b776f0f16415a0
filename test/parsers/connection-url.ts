import fc from 'fast-check'
import { ConnectionUrlError } from '../../src/project/config/connection-settings.ts'
import { parseConnectionUrl } from '../../src/project/config/connection-url.ts'
import { must, type Parser, textOf } from './parser.ts'

const secret = 's3cr3t'
const words = [
  ...[
    '/',
    '//',
    ':',
    '@',
    '?',
    '&',
    '=',
    '#',
    '%',
    '%40',
    '%2F',
    '%zz',
    '%00',
    ',',
    '[',
    ']',
    '::1',
    ' ',
    '\n',
    '\\',
  ],
  ...[
    'host',
    'db',
    'user',
    '5432',
    '99999',
    '-1',
    'app.db',
    '..',
    '~',
    'localhost',
    '127.0.0.1',
    '\0',
    'ä',
    "'",
    '"',
  ],
  ...[
    'sslmode=require',
    'host=/tmp',
    'password=',
    'connect_timeout=1',
    'options=-c',
    'charset=utf8',
    'ssl=',
    secret,
  ],
]
const scheme = fc.constantFrom(
  ...[
    'postgres://',
    'postgresql://',
    'postgresql+psycopg://',
    'mysql://',
    'mariadb+pymysql://',
    'sqlite:///',
  ],
  ...['sqlite://', 'oracle://', '', 'postgres:', '"postgres://'],
)
const anything = fc.tuple(scheme, textOf(words)).map(([start, rest]) => start + rest)
const withPassword = fc
  .tuple(fc.constantFrom('postgres', 'mysql', 'mariadb'), textOf(words.filter((word) => word !== secret)))
  .map(([start, rest]) => `${start}://user:${secret}@host/${rest}`)

/** The url of a database. */
export const connectionUrl: Parser = {
  name: 'connection url',
  inputs: fc.oneof(anything, withPassword),
  read: (text) => {
    try {
      const { settings, masked } = parseConnectionUrl(text, '/srv')
      if (settings.dialect === 'sqlite') return must(settings.filename !== '', 'a file has a name')
      const { password } = settings.config
      // As a word of its own: a host of the same name is no secret.
      if (password === secret && text.split(secret).length === 2) {
        must(!masked.includes(secret), 'a password is masked')
      }
    } catch (error) {
      if (!(error instanceof ConnectionUrlError)) throw error
      must(!`${error.message} ${error.hint}`.includes(secret), 'a refusal repeats nothing of a url')
    }
  },
}
