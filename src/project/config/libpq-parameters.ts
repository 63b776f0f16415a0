/** The parameters of a PostgreSQL URL, as libpq's manual lists them, turned into pg's settings. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { messageOf } from '../../support/errors.ts'
import { nearest } from '../../support/suggest.ts'
import { ConnectionUrlError, type PostgresClientConfig, type PostgresTls } from './connection-settings.ts'

type Writable<T> = { -readonly [K in keyof T]: T[K] }

interface Work {
  readonly config: Writable<PostgresClientConfig>
  readonly tls: Writable<PostgresTls>
  readonly directory: string
  readonly warnings: string[]
  sslmode?: string
  hostaddr?: string
}

type Apply = (work: Work, value: string) => void

/** Whether libpq or pg has a parameter of this name. */
export function isLibpqParameter(name: string): boolean {
  return Object.hasOwn(PARAMETERS, name)
}

/**
 * Puts the parameters into `config` and gives the warnings about those that have no effect.
 * @throws ConnectionUrlError `bad-url` for a value that can't be meant or a demand that can't be kept.
 */
export function applyParameters(
  config: Writable<PostgresClientConfig>,
  parameters: readonly (readonly [string, string])[],
  directory: string,
): string[] {
  const work: Work = { config, tls: { rejectUnauthorized: true }, directory, warnings: [] }
  for (const [index, [name, value]] of parameters.entries()) {
    const apply = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined
    if (apply === undefined) {
      // The name itself is not repeated: behind a raw & in a password it would be a piece of it.
      const near = nearest(name, Object.keys(PARAMETERS))
      const guess = near === undefined ? '' : `; did you mean ${near}?`
      work.warnings.push(`parameter ${index + 1} of the url is unknown and has no effect${guess}`)
    } else {
      apply(work, value)
    }
  }
  applyTls(work)
  applyAddress(work)
  return work.warnings
}

/** @throws ConnectionUrlError when `text` is a list, since migrations run on a single server, or no host at all. */
export function readHost(text: string): string {
  if (text.includes(',')) {
    throw new ConnectionUrlError(
      'the url names several hosts',
      'Name the one that takes writes: migrations run on a single server.',
    )
  }
  // A socket's folder may have any name; any other oddity is a piece of a password that was not encoded.
  if (!text.startsWith('/') && !/^[\p{L}\p{N}._:%[\]-]*$/u.test(text)) {
    throw new ConnectionUrlError(
      'the host in the url is no name of a host',
      'Write postgresql://user:password@host:5432/database; percent-encode @ : / ? # in a password.',
    )
  }
  return text
}

/** @throws ConnectionUrlError when `text` is no port; the text may be a piece of a password. */
export function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65_535) {
    throw new ConnectionUrlError(
      'the port in the url is not a number from 1 to 65535',
      'Write postgresql://user:password@host:5432/database; percent-encode @ : / ? # in a password.',
    )
  }
  return port
}

const text =
  (
    key:
      | 'user'
      | 'password'
      | 'database'
      | 'application_name'
      | 'fallback_application_name'
      | 'options'
      | 'client_encoding',
  ): Apply =>
  (work, value) => {
    work.config[key] = value
  }

const tlsFile =
  (name: string, key: 'ca' | 'cert' | 'key' | 'crl'): Apply =>
  (work, value) => {
    if (value === '' || (key === 'ca' && value === 'system')) {
      return
    }
    try {
      work.tls[key] = readFileSync(resolve(work.directory, value), 'utf8')
    } catch (error) {
      const code = (error as { code?: unknown }).code
      const why = typeof code === 'string' ? code : messageOf(error)
      throw new ConnectionUrlError(
        `the file that ${name} in the url names can not be read (${why})`,
        'Paths are relative to the ini.',
      )
    }
  }

const choice =
  (name: string, choices: readonly string[], apply: Apply = () => {}): Apply =>
  (work, value) => {
    if (!choices.includes(value)) {
      throw new ConnectionUrlError(
        `${name} in the url has a value that is not known`,
        `Choose one of ${choices.join(', ')}.`,
      )
    }
    apply(work, value)
  }

/** libpq's `0` and empty mean: no limit. */
const count =
  (name: string, apply: (work: Work, value: number) => void): Apply =>
  (work, value) => {
    if (!/^-?\d{0,10}$/.test(value.trim())) {
      throw new ConnectionUrlError(`${name} in the url is not a whole number`, `Write ${name}=10.`)
    }
    apply(work, Number(value))
  }

const ignored =
  (name: string): Apply =>
  (work) => {
    work.warnings.push(`${name} in the url has no effect here`)
  }

/** A demand about security or about what is connected to, which must not be passed over in silence. */
const refused =
  (name: string, harmless: readonly string[] = []): Apply =>
  (_work, value) => {
    if (value !== '' && !harmless.includes(value)) {
      throw new ConnectionUrlError(
        `${name} in the url asks for something that tsmig can not keep`,
        `Leave ${name} out, or connect through env.ts.`,
      )
    }
  }

const tlsVersion =
  (name: string, key: 'minVersion' | 'maxVersion'): Apply =>
  (work, value) =>
    choice(name, ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'], (inner, version) => {
      inner.tls[key] = version as NonNullable<PostgresTls['minVersion']>
    })(work, value)

const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify']
const SESSIONS = ['any', 'read-write', 'primary', 'prefer-standby', 'read-only', 'standby']

const PARAMETERS: Readonly<Record<string, Apply>> = {
  user: text('user'),
  password: text('password'),
  dbname: text('database'),
  host(work, value) {
    if (readHost(value) !== '') {
      work.config.host = value
    }
  },
  hostaddr(work, value) {
    work.hostaddr = readHost(value)
  },
  port(work, value) {
    work.config.port = readPort(value)
  },
  application_name: text('application_name'),
  fallback_application_name: text('fallback_application_name'),
  options: text('options'),
  client_encoding: text('client_encoding'),
  connect_timeout: count('connect_timeout', (work, seconds) => {
    if (seconds > 0) {
      work.config.connectionTimeoutMillis = seconds * 1000
    }
  }),
  keepalives: choice('keepalives', ['0', '1'], (work, value) => {
    work.config.keepAlive = value === '1'
  }),
  keepalives_idle: count('keepalives_idle', (work, seconds) => {
    work.config.keepAliveInitialDelayMillis = seconds * 1000
  }),
  keepalives_interval: ignored('keepalives_interval'),
  keepalives_count: ignored('keepalives_count'),
  tcp_user_timeout: ignored('tcp_user_timeout'),
  statement_timeout: count('statement_timeout', (work, value) => {
    work.config.statement_timeout = value
  }),
  lock_timeout: count('lock_timeout', (work, value) => {
    work.config.lock_timeout = value
  }),
  sslmode: choice('sslmode', SSL_MODES, (work, value) => {
    work.sslmode = value
  }),
  ssl: choice('ssl', ['true', 'false', '1', '0'], (work, value) => {
    work.sslmode ??= value === 'true' || value === '1' ? 'require' : 'disable'
  }),
  requiressl: choice('requiressl', ['0', '1'], (work, value) => {
    work.sslmode ??= value === '1' ? 'require' : 'prefer'
  }),
  sslnegotiation: choice('sslnegotiation', ['postgres', 'direct'], (work, value) => {
    work.config.sslnegotiation = value === 'direct' ? 'direct' : 'postgres'
  }),
  sslrootcert: tlsFile('sslrootcert', 'ca'),
  sslcert: tlsFile('sslcert', 'cert'),
  sslkey: tlsFile('sslkey', 'key'),
  sslcrl: tlsFile('sslcrl', 'crl'),
  sslpassword(work, value) {
    work.tls.passphrase = value
  },
  ssl_min_protocol_version: tlsVersion('ssl_min_protocol_version', 'minVersion'),
  ssl_max_protocol_version: tlsVersion('ssl_max_protocol_version', 'maxVersion'),
  sslcompression: ignored('sslcompression'),
  sslsni: ignored('sslsni'),
  sslcertmode: refused('sslcertmode', ['allow']),
  sslcrldir: refused('sslcrldir'),
  channel_binding: choice('channel_binding', ['disable', 'prefer', 'require'], (work, value) => {
    if (value === 'require') {
      throw new ConnectionUrlError(
        'channel_binding=require in the url asks for something that tsmig can not keep',
        'Write channel_binding=prefer, which uses it where the server offers it.',
      )
    }
    work.config.enableChannelBinding = value === 'prefer'
  }),
  require_auth: refused('require_auth'),
  requirepeer: refused('requirepeer'),
  gssencmode: refused('gssencmode', ['disable', 'prefer']),
  gssdelegation: refused('gssdelegation', ['0']),
  gsslib: ignored('gsslib'),
  krbsrvname: ignored('krbsrvname'),
  passfile: ignored('passfile'),
  service: refused('service'),
  servicefile: refused('servicefile'),
  replication: refused('replication', ['false', 'off', 'no', '0']),
  load_balance_hosts: ignored('load_balance_hosts'),
  min_protocol_version: ignored('min_protocol_version'),
  max_protocol_version: ignored('max_protocol_version'),
  target_session_attrs: choice('target_session_attrs', SESSIONS, (work, value) => {
    if (value === 'standby' || value === 'read-only') {
      throw new ConnectionUrlError(
        'target_session_attrs in the url asks for a server that takes no writes',
        'Migrations need target_session_attrs=read-write or primary.',
      )
    }
    if (value !== 'any') {
      work.warnings.push('target_session_attrs in the url is not checked: the url names one server')
    }
  }),
}

function applyTls({ config, tls, sslmode, warnings }: Work): void {
  const files = tls.ca !== undefined || tls.cert !== undefined || tls.key !== undefined
  switch (sslmode) {
    case undefined:
      if (files) {
        config.ssl = { ...tls, rejectUnauthorized: tls.ca !== undefined }
      }
      return
    case 'disable':
      config.ssl = false
      return
    case 'allow':
    case 'prefer':
      config.ssl = false
      warnings.push(`sslmode=${sslmode} in the url connects without TLS; sslmode=require asks for it`)
      return
    case 'verify-full':
      config.ssl = tls
      return
    case 'verify-ca':
      config.ssl = { ...tls, checkServerIdentity: () => undefined }
      return
    case 'no-verify':
      config.ssl = { ...tls, rejectUnauthorized: false }
      return
    default:
      // As in libpq: `require` checks the certificate only when there is a root to check it with.
      config.ssl =
        tls.ca === undefined
          ? { ...tls, rejectUnauthorized: false }
          : { ...tls, checkServerIdentity: () => undefined }
  }
}

/** `hostaddr` is where to connect; the host stays the name that the certificate has to carry. */
function applyAddress({ config, hostaddr }: Work): void {
  if (hostaddr === undefined || hostaddr === '') {
    return
  }
  if (typeof config.ssl === 'object' && config.host !== undefined) {
    config.ssl = { ...config.ssl, servername: config.host }
  }
  config.host = hostaddr
}
