/**
 * The part of a MySQL or MariaDB URL behind `://`. As in a PostgreSQL URL, a password comes raw or percent-encoded,
 * and the text is split from its ends.
 */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import {
  ConnectionUrlError,
  type MysqlClientConfig,
  type MysqlSettings,
  type MysqlTls,
  type ParsedUrl,
} from './connection-settings.ts'
import { decode, encode, findUserEnd } from './postgres-url.ts'

const EXAMPLE = 'Write mysql://user:password@host:3306/database.'

/** @throws ConnectionUrlError `bad-url`: no database, a bad port, a bad value of a parameter. */
export function parseMysqlUrl(rest: string, directory: string, flavour: MysqlSettings['flavour']): ParsedUrl {
  const queryAt = findQuery(rest)
  const head = rest.slice(0, queryAt)
  const at = findUserEnd(head)
  const login = at < 0 ? '' : head.slice(0, at)
  const colon = login.indexOf(':')
  const user = decode(colon < 0 ? login : login.slice(0, colon))
  const password = colon < 0 ? '' : decode(login.slice(colon + 1))
  const place = head.slice(at + 1)
  const slash = place.indexOf('/')
  const database = slash < 0 ? '' : decode(place.slice(slash + 1))
  if (database === '') throw new ConnectionUrlError('the url names no database', EXAMPLE)
  const parameters = readParameters(rest.slice(queryAt + 1))
  const work: Work = { config: {}, tls: {}, mode: undefined, warnings: [] }
  for (const [name, value] of parameters) apply(work, name, value, directory)
  const ssl = tlsOf(work)
  const address = addressOf(slash < 0 ? place : place.slice(0, slash))
  if (ssl?.verifyIdentity && isIP(address.host ?? '') !== 0) throw unverifiable()
  const config: MysqlClientConfig = {
    ...address,
    ...(user !== '' && { user }),
    ...(password !== '' && { password }),
    database,
    ...work.config,
    ...(ssl !== undefined && { ssl }),
  }
  return {
    settings: { dialect: 'mysql', flavour, config: Object.freeze(config) },
    masked: mask(flavour, config),
    warnings: work.warnings,
  }
}

type Writable<T> = { -readonly [K in keyof T]?: T[K] }

interface Work {
  readonly config: Writable<MysqlClientConfig>
  readonly tls: Writable<MysqlTls>
  mode: string | undefined
  readonly warnings: string[]
}

const known =
  /\?(?:ssl|sslmode|ssl-mode|ssl_mode|ssl[_-](?:ca|cert|key)|charset|socket|unix_socket|connect_timeout)=/

/** The `?` that starts the parameters: the first before a known name, else the first behind the last `@`. */
function findQuery(rest: string): number {
  const first = known.exec(rest)
  if (first !== null) return first.index
  const found = rest.indexOf('?', rest.lastIndexOf('@') + 1)
  return found < 0 ? rest.length : found
}

function readParameters(query: string): readonly (readonly [string, string])[] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=')
      return equals < 0
        ? ([decode(pair), ''] as const)
        : ([decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))] as const)
    })
}

function apply(work: Work, name: string, value: string, directory: string): void {
  switch (name.toLowerCase().replaceAll('-', '_')) {
    case 'socket':
    case 'unix_socket':
      work.config.socketPath = value
      return
    case 'charset':
      if (!/^\w+$/.test(value)) {
        throw new ConnectionUrlError('the charset in the url is no word', 'Write charset=utf8mb4.')
      }
      work.config.charset = value
      return
    case 'connect_timeout':
      work.config.connectTimeout = number(value, 'connect_timeout', 86_400) * 1000
      return
    case 'ssl':
    case 'sslmode':
    case 'ssl_mode':
      work.mode = value.toLowerCase().replaceAll('_', '-')
      return
    case 'ssl_ca':
    case 'ssl_cert':
    case 'ssl_key':
      work.tls[name.slice(4) as 'ca' | 'cert' | 'key'] = readPem(value, name, directory)
      return
    default:
      work.warnings.push('a parameter in the url is not one that tsmig knows for MySQL; it is passed over')
  }
}

function tlsOf({ mode, tls }: Work): MysqlTls | undefined {
  const files = Object.keys(tls).length > 0
  switch (mode) {
    case undefined:
      return files ? { ...tls, rejectUnauthorized: tls.ca !== undefined } : undefined
    case 'false':
    case '0':
    case 'disable':
    case 'disabled':
      return undefined
    case 'true':
    case '1':
    case 'require':
    case 'required':
      return { ...tls, rejectUnauthorized: tls.ca !== undefined }
    case 'verify-ca':
      return { ...tls, rejectUnauthorized: true }
    case 'verify-full':
    case 'verify-identity':
      return { ...tls, rejectUnauthorized: true, verifyIdentity: true }
    default:
      throw new ConnectionUrlError(
        'the url has an ssl mode that tsmig does not know',
        'Use disabled, required, verify_ca or verify_identity.',
      )
  }
}

/** The driver would look for "localhost" in the certificate, whatever the address. */
function unverifiable(): ConnectionUrlError {
  return new ConnectionUrlError(
    'ssl=verify_identity looks for a name in the certificate, and the host in the url is an address',
    'Write the name that the certificate has, or ssl=verify_ca.',
  )
}

function readPem(path: string, name: string, directory: string): string {
  try {
    return readFileSync(resolve(directory, path), 'utf8')
  } catch {
    throw new ConnectionUrlError(
      `the file that ${name} in the url names can not be read`,
      'Check the path: a relative one starts at the ini.',
    )
  }
}

function addressOf(text: string): { readonly host?: string; readonly port?: number } {
  const match = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(text)
  if (match === null) {
    throw new ConnectionUrlError(
      'the host in the url can not be read',
      'Write it as host, host:port or [ipv6]:port.',
    )
  }
  const host = decode((match[1] ?? '').replace(/^\[|\]$/g, ''))
  const port = match[2] ?? ''
  return {
    ...(host !== '' && { host }),
    ...(port !== '' && { port: number(port, 'the port', 65_535) }),
  }
}

function number(text: string, what: string, most: number): number {
  if (/^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text)
  throw new ConnectionUrlError(`${what} in the url is not a number from 1 to ${most}`, EXAMPLE)
}

function mask(scheme: string, config: MysqlClientConfig): string {
  const password = config.password === undefined ? '' : ':***'
  const login = `${encode(config.user ?? '')}${password}`
  const host = config.host?.includes(':') ? `[${config.host}]` : encode(config.host ?? '')
  const port = config.port === undefined ? '' : `:${config.port}`
  const socket = config.socketPath === undefined ? '' : `?socket=${encode(config.socketPath)}`
  return `${scheme}://${login === '' ? '' : `${login}@`}${host}${port}/${encode(config.database)}${socket}`
}
