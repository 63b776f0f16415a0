/**
 * The part of a PostgreSQL URL behind `://`. Passwords come raw or percent-encoded; a raw one may hold
 * any of `@ : / ? # %`, so the text is split from its ends and not from its start.
 */
import { ConnectionUrlError, type ParsedUrl, type PostgresClientConfig } from './connection-settings.ts'
import { applyParameters, isLibpqParameter, readHost, readPort } from './libpq-parameters.ts'

/** @throws ConnectionUrlError `bad-url`: several hosts, a bad port, a bad value of a parameter. */
export function parsePostgresUrl(rest: string, directory: string): ParsedUrl {
  const parts = split(rest)
  const parameters = readQuery(parts.query)
  const config: Writable<PostgresClientConfig> = {}
  setHost(config, parts.hostAndPort)
  setUnlessEmpty(config, 'user', parts.user)
  setUnlessEmpty(config, 'password', parts.password)
  setUnlessEmpty(config, 'database', parts.database)
  const warnings = applyParameters(config, parameters, directory)
  return {
    settings: { dialect: 'postgres', config: Object.freeze(config) },
    masked: mask(config, parameters),
    warnings,
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

interface Parts {
  readonly user: string
  readonly password: string
  readonly hostAndPort: string
  readonly database: string
  readonly query: string
}

function split(rest: string): Parts {
  const queryAt = findQuery(rest)
  const head = rest.slice(0, queryAt)
  const at = findUserEnd(head)
  const login = at < 0 ? '' : head.slice(0, at)
  const place = head.slice(at + 1)
  const colon = login.indexOf(':')
  const slash = place.indexOf('/')
  return {
    user: decode(colon < 0 ? login : login.slice(0, colon)),
    password: colon < 0 ? '' : decode(login.slice(colon + 1)),
    hostAndPort: slash < 0 ? place : place.slice(0, slash),
    database: slash < 0 ? '' : decode(place.slice(slash + 1)),
    query: rest.slice(queryAt + 1),
  }
}

/** The `?` that starts the parameters: the first before a known name, else the first behind the last `@`. */
function findQuery(rest: string): number {
  for (const match of rest.matchAll(/\?([a-z_]+)=/g)) {
    if (isLibpqParameter(match[1] ?? '')) {
      return match.index
    }
  }
  const found = rest.indexOf('?', rest.lastIndexOf('@') + 1)
  return found < 0 ? rest.length : found
}

/** The `@` between login and host: the last one; none where a path starts before any password could. */
export function findUserEnd(head: string): number {
  const at = head.lastIndexOf('@')
  const colon = head.indexOf(':')
  const slash = head.indexOf('/')
  const pathFirst = slash >= 0 && slash < at && (colon < 0 || slash < colon)
  return pathFirst ? -1 : at
}

function setHost(config: Writable<PostgresClientConfig>, text: string): void {
  const match = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(readHost(text))
  if (match === null) {
    throw new ConnectionUrlError(
      'the host in the url can not be read',
      'Write it as host, host:port or [ipv6]:port.',
    )
  }
  const host = decode((match[1] ?? '').replace(/^\[|\]$/g, ''))
  setUnlessEmpty(config, 'host', readHost(host))
  // Nothing behind the colon: what follows could be a password whose "@host" is missing.
  if (match[2] !== undefined) config.port = readPort(match[2])
}

/** Percent-encodes, and doesn't throw where half of a surrogate pair stands alone. */
export function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\uFFFD'))
}

/** Percent-decodes what is percent-encoded and leaves every other `%` as it stands. */
export function decode(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (encoded) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return encoded
    }
  })
}

function readQuery(query: string): [string, string][] {
  const pairs = query.split('&').filter((pair) => pair !== '')
  return pairs.map((pair) => {
    const equals = pair.indexOf('=')
    return equals < 0 ? [decode(pair), ''] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))]
  })
}

function setUnlessEmpty(
  config: Writable<PostgresClientConfig>,
  key: 'user' | 'password' | 'database' | 'host',
  value: string,
): void {
  if (value !== '') {
    config[key] = value
  }
}

/** Parameters whose values tell nothing secret. */
const SHOWN = new Set(['sslmode', 'application_name', 'connect_timeout'])

function mask(config: PostgresClientConfig, parameters: readonly [string, string][]): string {
  const login = config.user === undefined ? '' : encode(config.user)
  const password = config.password === undefined ? '' : ':***'
  const at = login === '' && password === '' ? '' : '@'
  const host = config.host?.includes('/') ? encode(config.host) : (config.host ?? '')
  const port = config.port === undefined ? '' : `:${config.port}`
  const database = config.database === undefined ? '' : encode(config.database)
  const shown = parameters
    .filter(([name]) => SHOWN.has(name))
    .map(([name, value]) => `${name}=${encode(value)}`)
  const query = shown.length === 0 ? '' : `?${shown.join('&')}`
  const bracketed = host.includes(':') ? `[${host}]` : host
  return `postgresql://${login}${password}${at}${bracketed}${port}/${database}${query}`
}
