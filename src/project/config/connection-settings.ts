import { TsmigError } from '../../support/errors.ts'

/** What a driver needs to open a connection. */
export type ConnectionSettings = SqliteSettings | PostgresSettings | MysqlSettings

export interface SqliteSettings {
  readonly dialect: 'sqlite'
  /** An absolute path, or `:memory:`. */
  readonly filename: string
}

export interface PostgresSettings {
  readonly dialect: 'postgres'
  /** What `new pg.Client(…)` takes. */
  readonly config: PostgresClientConfig
}

/** The part of pg's `ClientConfig` that URLs can set. Times are milliseconds. */
export interface PostgresClientConfig {
  readonly host?: string
  readonly port?: number
  readonly user?: string
  readonly password?: string
  readonly database?: string
  readonly ssl?: boolean | PostgresTls
  readonly sslnegotiation?: 'postgres' | 'direct'
  readonly application_name?: string
  readonly fallback_application_name?: string
  readonly options?: string
  readonly client_encoding?: string
  readonly connectionTimeoutMillis?: number
  readonly keepAlive?: boolean
  readonly keepAliveInitialDelayMillis?: number
  readonly statement_timeout?: number
  readonly lock_timeout?: number
  readonly enableChannelBinding?: boolean
}

export interface PostgresTls {
  readonly rejectUnauthorized: boolean
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly crl?: string
  readonly passphrase?: string
  readonly servername?: string
  readonly minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'
  readonly maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'
  readonly checkServerIdentity?: () => undefined
}

export interface MysqlSettings {
  readonly dialect: 'mysql'
  /** Which of the two servers the URL names. */
  readonly flavour: 'mysql' | 'mariadb'
  /** What `mysql2.createConnection(…)` takes. */
  readonly config: MysqlClientConfig
}

/** The part of mysql2's `ConnectionOptions` that URLs can set. Times are milliseconds. */
export interface MysqlClientConfig {
  readonly host?: string
  readonly port?: number
  /** A Unix socket, which goes before host and port. */
  readonly socketPath?: string
  readonly user?: string
  readonly password?: string
  readonly database: string
  readonly charset?: string
  readonly connectTimeout?: number
  readonly ssl?: MysqlTls
}

export interface MysqlTls {
  readonly rejectUnauthorized: boolean
  /** Whether the certificate has to carry the name of the host. */
  readonly verifyIdentity?: boolean
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

export interface ParsedUrl {
  readonly settings: ConnectionSettings
  /** The URL for people to read, every secret replaced by `***`. */
  readonly masked: string
  readonly warnings: readonly string[]
}

/** A URL that can't be used; nothing of it is repeated. */
export class ConnectionUrlError extends TsmigError {
  constructor(message: string, hint: string, code = 'bad-url') {
    super(code, message, hint)
  }
}
