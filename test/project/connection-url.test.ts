import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PostgresClientConfig } from '../../src/project/config/connection-settings.ts'
import { parseConnectionUrl } from '../../src/project/config/connection-url.ts'
import { tempProject, thrownBy } from './temp-project.ts'

function postgres(url: string, directory = '/here'): PostgresClientConfig {
  const { settings } = parseConnectionUrl(url, directory)
  if (settings.dialect !== 'postgres') {
    throw new Error('not PostgreSQL')
  }
  return settings.config
}

describe('sqlite', () => {
  test.each([
    ['sqlite:///app.db', '/here/app.db'],
    ['sqlite:///data/app.db', '/here/data/app.db'],
    ['sqlite:////var/lib/app.db', '/var/lib/app.db'],
    ['sqlite:///../up.db', '/up.db'],
    ['sqlite+pysqlite:///app.db', '/here/app.db'],
    ['sqlite://', ':memory:'],
    ['sqlite:///', ':memory:'],
    ['sqlite:///:memory:', ':memory:'],
    ['sqlite:///a%20b#c.db', '/here/a%20b#c.db'],
  ])('%s', (url, filename) => {
    expect(parseConnectionUrl(url, '/here').settings).toEqual({ dialect: 'sqlite', filename })
  })

  test.each(['sqlite://app.db', 'sqlite:///app.db?mode=ro', 'sqlite:app.db'])('refuses %s', async (url) => {
    expect((await thrownBy(() => parseConnectionUrl(url, '/here'))).code).toBe('bad-url')
  })
})

describe('postgresql', () => {
  test.each<[string, PostgresClientConfig]>([
    [
      'postgresql://ann:secret@db.example:5433/shop',
      { user: 'ann', password: 'secret', host: 'db.example', port: 5433, database: 'shop' },
    ],
    ['postgres://localhost', { host: 'localhost' }],
    ['postgresql+psycopg2://ann@h/d', { user: 'ann', host: 'h', database: 'd' }],
    ['POSTGRESQL://h/d', { host: 'h', database: 'd' }],
    ['postgresql:///d', { database: 'd' }],
    ['postgresql://', {}],
    ['postgresql://[::1]:5433/d', { host: '::1', port: 5433, database: 'd' }],
    [
      'postgresql://u@/d?host=/var/run/pg&port=6000',
      { user: 'u', database: 'd', host: '/var/run/pg', port: 6000 },
    ],
    ['postgresql://%2Fvar%2Frun/d', { host: '/var/run', database: 'd' }],
    [
      'postgres:///?dbname=d&user=u&password=p%26w&host=h',
      { database: 'd', user: 'u', password: 'p&w', host: 'h' },
    ],
    [
      'postgres://h/d?application_name=my%20app&connect_timeout=5&options=-c%20search_path%3Da',
      {
        host: 'h',
        database: 'd',
        application_name: 'my app',
        connectionTimeoutMillis: 5000,
        options: '-c search_path=a',
      },
    ],
    ['postgres://h/d?sslmode=disable', { host: 'h', database: 'd', ssl: false }],
    ['postgres://h/d?sslmode=require', { host: 'h', database: 'd', ssl: { rejectUnauthorized: false } }],
    ['postgres://h/d?sslmode=verify-full', { host: 'h', database: 'd', ssl: { rejectUnauthorized: true } }],
    [
      'postgres://h/d?connect_timeout=0&keepalives=1&keepalives_idle=9',
      { host: 'h', database: 'd', keepAlive: true, keepAliveInitialDelayMillis: 9000 },
    ],
    [
      'postgres://h/d?hostaddr=10.0.0.1&sslmode=verify-full',
      { host: '10.0.0.1', database: 'd', ssl: { rejectUnauthorized: true, servername: 'h' } },
    ],
  ])('%s', (url, config) => {
    expect(postgres(url)).toEqual(config)
  })

  test('verify-ca trusts the chain and not the name', () => {
    const { ssl } = postgres('postgres://h/d?sslmode=verify-ca')
    expect(ssl).toMatchObject({ rejectUnauthorized: true })
    expect(typeof ssl === 'object' && ssl.checkServerIdentity?.()).toBeUndefined()
    expect(ssl).toHaveProperty('checkServerIdentity')
  })

  test('reads certificates beside the ini', () => {
    const folder = tempProject({ 'ca.pem': 'THE CA', 'me.key': 'THE KEY' })
    expect(
      postgres('postgres://h/d?sslmode=verify-full&sslrootcert=ca.pem&sslkey=me.key', folder).ssl,
    ).toEqual({
      rejectUnauthorized: true,
      ca: 'THE CA',
      key: 'THE KEY',
    })
  })

  test.each([
    ['postgres://h1,h2/d', /several hosts/],
    ['postgres://h1:1,h2:2/d', /several hosts/],
    ['postgres:///d?host=a,b', /several hosts/],
    ['postgres://h:0/d', /port/],
    ['postgres://h:99999/d', /port/],
    ['postgres://h/d?sslmode=sometimes', /sslmode/],
    ['postgres://h/d?connect_timeout=soon', /connect_timeout/],
    ['postgres://h/d?target_session_attrs=standby', /no writes/],
    ['postgres://h/d?require_auth=scram-sha-256', /require_auth/],
    ['postgres://h/d?channel_binding=require', /channel_binding/],
    ['postgres://h/d?service=main', /service/],
    ['postgres://h/d?sslrootcert=/none.pem', /sslrootcert .*ENOENT/],
    ['oracle://h/d', /kind of database/],
    ['just text', /not a URL/],
    ['', /not a URL/],
  ])('refuses %s', async (url, message) => {
    expect((await thrownBy(() => parseConnectionUrl(url, '/here'))).message).toMatch(message)
  })

  test('quotes around a url are explained', async () => {
    const error = await thrownBy(() => parseConnectionUrl('"sqlite:///app.db"', '/here'))
    expect(error.hint).toContain('leave them out')
  })

  test.each([
    ['sslmdoe=require', 'parameter 1 of the url is unknown and has no effect; did you mean sslmode?'],
    ['a=1&zzzzzzzz=1', 'parameter 2 of the url is unknown and has no effect'],
    [
      'target_session_attrs=read-write',
      'target_session_attrs in the url is not checked: the url names one server',
    ],
    ['sslmode=prefer', 'sslmode=prefer in the url connects without TLS; sslmode=require asks for it'],
  ])('warns of %s', (query, warning) => {
    expect(parseConnectionUrl(`postgres://h/d?${query}`, '/here').warnings).toContain(warning)
  })
})

describe('mysql', () => {
  const parse = (url: string) => parseConnectionUrl(url, import.meta.dirname)

  test.each([
    ['mysql://h/d', { host: 'h', database: 'd' }],
    ['mariadb://u:p@h:3307/d', { host: 'h', port: 3307, user: 'u', password: 'p', database: 'd' }],
    ['mysql+pymysql://u@[::1]:1/d', { host: '::1', port: 1, user: 'u', database: 'd' }],
    ['mysql://u:a@b:c/d?e#f%@h/d', { host: 'h', user: 'u', password: 'a@b:c/d?e#f%', database: 'd' }],
    ['mysql://u:%40%3A@h/%64', { host: 'h', user: 'u', password: '@:', database: 'd' }],
    ['mysql:///d?socket=/run/mysqld.sock', { database: 'd', socketPath: '/run/mysqld.sock' }],
    [
      'mysql://h/d?charset=latin1&connect_timeout=5',
      { host: 'h', database: 'd', charset: 'latin1', connectTimeout: 5000 },
    ],
    ['mysql://h/d?ssl=true', { host: 'h', database: 'd', ssl: { rejectUnauthorized: false } }],
    ['mysql://h/d?ssl-mode=VERIFY_CA', { host: 'h', database: 'd', ssl: { rejectUnauthorized: true } }],
    [
      'mysql://h/d?ssl_mode=VERIFY_IDENTITY',
      { host: 'h', database: 'd', ssl: { rejectUnauthorized: true, verifyIdentity: true } },
    ],
    ['mysql://h/d?sslmode=disable', { host: 'h', database: 'd' }],
  ])('%s', (url, config) => {
    const flavour = url.startsWith('mariadb:') ? 'mariadb' : 'mysql'
    expect(parse(url).settings).toEqual({ dialect: 'mysql', flavour, config })
    expect(parse(url).warnings).toEqual([])
  })

  test.each([
    'mysql://h',
    'mysql://h/',
    'mysql://h:0/d',
    'mysql://h:x/d',
    'mysql://h/d?ssl=maybe',
    'mysql://h/d?ssl_ca=/not/there',
    'mysql://127.0.0.1/d?ssl=verify_identity',
    'mysql://[::1]/d?ssl=verify_identity',
  ])('%s is refused', async (url) => {
    expect((await thrownBy(() => parse(url))).code).toBe('bad-url')
  })

  test('masks the password and warns of what it passes over', () => {
    const { masked, warnings } = parse('mysql://u:secret@h:3306/d?password=secret')
    expect(masked).toBe('mysql://u:***@h:3306/d')
    expect(parse('mariadb://u:secret@h/d').masked).toBe('mariadb://u:***@h/d')
    expect(warnings).toHaveLength(1)
    expect(warnings.join()).not.toContain('secret')
  })
})

describe('passwords', () => {
  const RAW = [
    'a@b',
    'a:b',
    'a/b',
    'a?b',
    'a#b',
    'a%b',
    "a'b",
    'a"b',
    'a b',
    '@:/?#%\'" ',
    'a@b:c/d?e#f',
    '100%25',
    '%zz',
    '::@@',
    'p?x=y',
    '%E4',
  ]

  test.each(RAW)('%j encoded', (password) => {
    const url = `postgres://ann:${encodeURIComponent(password)}@h:5432/d?sslmode=require`
    expect(postgres(url)).toMatchObject({ user: 'ann', password, host: 'h', port: 5432, database: 'd' })
  })

  test.each(RAW.filter((password) => !password.includes('%25')))('%j raw', (password) => {
    expect(postgres(`postgres://ann:${password}@h:5432/d?sslmode=require`)).toMatchObject({
      user: 'ann',
      password,
      host: 'h',
      port: 5432,
      database: 'd',
    })
  })

  test('an @ behind the host belongs to the database or the parameters', () => {
    expect(postgres('postgres://u:p@h/d?application_name=a@b')).toMatchObject({
      password: 'p',
      host: 'h',
      application_name: 'a@b',
    })
    expect(postgres('postgres://h/d@x')).toEqual({ host: 'h', database: 'd@x' })
  })

  const secret = fc
    .string({ minLength: 6, unit: fc.constantFrom(...'abcXYZ019@:/?#%&=+\'" ,;[]\\{}$äß😀') })
    .filter((text) => /[a-z0-9]/i.test(text) && new Set(text).size > 4)
  const spellings = (text: string): string[] => [
    text,
    encodeURIComponent(text),
    encodeURI(text),
    Buffer.from(text).toString('base64'),
  ]

  test('an encoded one always arrives whole', () => {
    fc.assert(
      fc.property(secret, (password) => {
        expect(postgres(`postgresql://u:${encodeURIComponent(password)}@h/d`).password).toBe(password)
      }),
      { numRuns: 500 },
    )
  })

  test('no spelling of one is ever shown', () => {
    const around: ((password: string) => string)[] = [
      (password) => `postgres://u:${password}@h/d`,
      (password) => `postgres://u:${encodeURIComponent(password)}@h/d`,
      (password) => `postgres://u:${password}@h:port/d`,
      (password) => `postgres://u:${password}`,
      (password) => `postgres://u:${password}@h1,h2/d`,
      (password) => `postgres://h/d?password=${password}`,
      (password) => `postgres://h/d?user=u&password=${encodeURIComponent(password)}&sslmode=no`,
      (password) => `mysql://u:${password}@h/d`,
      (password) => `oracle://u:${password}@h/d`,
      (password) => `u:${password}@h/d`,
      (password) => `sqlite://u:${password}@h/d`,
    ]
    fc.assert(
      fc.property(secret, fc.constantFrom(...around), (password, wrap) => {
        let shown: string
        try {
          const { masked, warnings } = parseConnectionUrl(wrap(password), '/here')
          // Without a host behind it, a password with an @ in it reads as one, and digits before a slash as a port:
          // only the user can tell.
          const ambiguous = wrap === around[3] && /@|^\d{1,5}\//.test(password)
          shown = ambiguous ? '' : [masked, ...warnings].join('\n')
        } catch (error) {
          shown = inspect(error, { depth: 9 }) + String((error as { hint?: string }).hint)
        }
        for (const spelling of spellings(password)) {
          expect(shown).not.toContain(spelling)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('masked urls', () => {
    const masked = (url: string): string => parseConnectionUrl(url, '/here').masked
    expect(masked('postgres://ann:secret@h:1/d?sslmode=require&password=other')).toBe(
      'postgresql://ann:***@h:1/d?sslmode=require',
    )
    expect(masked('postgresql:///d')).toBe('postgresql:///d')
    expect(masked('sqlite:///a/b.db')).toBe('sqlite:///a/b.db')
  })

  test('any text is parsed or refused with an error of ours', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('postgres://', 'sqlite://', 'mysql://', ''),
        fc.string({ unit: 'binary' }),
        (scheme, rest) => {
          try {
            parseConnectionUrl(scheme + rest, '/here')
          } catch (error) {
            expect((error as { code?: string }).code).toMatch(/^(bad-url|unsupported-database)$/)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
