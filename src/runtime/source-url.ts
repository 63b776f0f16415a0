import { type ConnectionSource, dialectOfSource } from './connect.ts'

/**
 * The URL of what a source leads to, with its password: for whoever connects by himself. What else a connection is set
 * up with (TLS, time limits) is not part of it.
 */
export function urlOfSource(source: ConnectionSource): string {
  const dialect = dialectOfSource(source)
  const given = connectionOf(source)
  if (typeof given === 'string') return given
  const text = (key: string): string | undefined => {
    const value: unknown = Reflect.get(given, key)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  }
  const whole = text('connectionString')
  if (whole !== undefined) return whole
  if (dialect === 'sqlite') return `sqlite:///${text('filename') ?? ''}`
  const encoded = (key: string): string => encodeURIComponent(text(key) ?? '')
  const password = text('password') === undefined ? '' : `:${encoded('password')}`
  const login = text('user') === undefined && password === '' ? '' : `${encoded('user')}${password}@`
  const host = text('host') ?? ''
  const place = host.includes(':') ? `[${host}]` : encodeURIComponent(host)
  const port = text('port') === undefined ? '' : `:${text('port')}`
  const socket = text('socketPath') === undefined ? '' : `?socketPath=${encoded('socketPath')}`
  return `${schemeOf(source)}://${login}${place}${port}/${encoded('database')}${socket}`
}

function connectionOf(source: ConnectionSource): string | object {
  if (source.kind === 'url') {
    return source.settings.dialect === 'sqlite' ? source.settings : source.settings.config
  }
  const { connection } = source.kind === 'knex' ? source.knex.client.config : source.config
  return typeof connection === 'string' || (typeof connection === 'object' && connection !== null)
    ? connection
    : {}
}

function schemeOf(source: ConnectionSource): string {
  if (source.kind === 'url' && source.settings.dialect === 'mysql') return source.settings.flavour
  return dialectOfSource(source) === 'postgres' ? 'postgresql' : 'mysql'
}
