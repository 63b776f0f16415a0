// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax under test
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { configuredConnection } from '../../src/project/config/configured-connection.ts'
import { type Config, loadConfig } from '../../src/project/config.ts'
import type { Environment } from '../../src/project/environment.ts'
import { loadEnvironment } from '../../src/project/load-environment.ts'
import { writeRevision } from '../../src/project/write-revision.ts'
import { tempProject, thrownBy } from './temp-project.ts'

const BASE = '[tsmig]\nscript_location = migrations\n'

function configOf(ini: string, more: { env?: Record<string, string>; section?: string } = {}) {
  const cwd = tempProject({ 'migrations.ini': ini, 'package.json': '{"type":"module"}' })
  return loadConfig({ cwd, env: more.env ?? {}, ...(more.section && { section: more.section }) })
}

describe('the key databases', () => {
  test('names sections, in its order', async () => {
    const config = await configOf(
      `${BASE}databases = main,\n  audit two\n[audit]\nurl = sqlite:///%(file)s\nfile = a.db\nversion_table = v
version_table_schema = s\ntransaction_per_migration = false\n[main]\nurl = sqlite:///m.db\n`,
    )
    expect(config.warnings).toEqual([])
    expect(config.databases.map(({ url, ...rest }) => ({ ...rest, url: url()?.url }))).toEqual([
      { name: 'main', section: 'main', url: 'sqlite:///m.db' },
      {
        name: 'audit',
        section: 'audit',
        versionTable: 'v',
        versionTableSchema: 's',
        transactionPerMigration: false,
        url: 'sqlite:///a.db',
      },
      { name: 'two', section: 'two', url: undefined },
    ])
  })

  test.each([`${BASE}`, `${BASE}databases =\n`])('names none: %j', async (ini) => {
    expect((await configOf(ini)).databases).toEqual([])
  })

  test('a section of the main section in use goes before the plain one', async () => {
    const ini = `${BASE}databases = main\n[staging]\nscript_location = m\ndatabases = main
[main]\nurl = sqlite:///m.db\n[staging.main]\nurl = sqlite:///s.db\n`
    expect((await configOf(ini)).databases[0]?.url()?.url).toBe('sqlite:///m.db')
    expect((await configOf(ini, { section: 'staging' })).databases[0]?.url()?.url).toBe('sqlite:///s.db')
  })

  test.each([
    ['main, main', '"main", which stands there twice'],
    ['a-b', '"a-b", which is no name for a database'],
    ['1a', '"1a", which is no name for a database'],
    ['tsmig', '"tsmig", and the section [tsmig] is for something else'],
    ['post_write_hooks', 'the section [post_write_hooks] is for something else'],
    ['DEFAULT', 'the section [DEFAULT] is for something else'],
  ])('%s is refused', async (names, told) => {
    const error = await thrownBy(() => configOf(`${BASE}databases = ${names}\n`))
    expect(error.code).toBe('bad-option')
    expect(error.message).toContain('migrations.ini:3: databases names')
    expect(error.message).toContain(told)
  })

  test('keys that mean nothing in the section of a database are told', async () => {
    const config = await configOf(
      `${BASE}databases = main\n[main]\nsqlalchemy.url = x\nversion_tabel = y\nscript_location = z\n[other]\nurl = w\n`,
    )
    expect(config.warnings.map((warning) => warning.replace(/^.*:(\d+: )/, '$1'))).toEqual([
      '5: key "sqlalchemy.url" has no effect; here the key is called url',
      '6: key "version_tabel" has no effect; did you mean "version_table"?',
      '7: key "script_location" has no effect',
    ])
  })
})

describe('where a database is', () => {
  const connectionOf = (config: Config, name: string) => {
    const database = config.databases.find((one) => one.name === name)
    return configuredConnection(config, database).masked
  }

  test('its own url goes before that of the main section', async () => {
    const config = await configOf(
      `${BASE}url = sqlite:////x/all.db\ndatabases = main, audit\n[audit]\nurl = sqlite:////x/a.db`,
    )
    expect(connectionOf(config, 'main')).toBe('sqlite:////x/all.db')
    expect(connectionOf(config, 'audit')).toBe('sqlite:////x/a.db')
  })

  test('DATABASE_URL is not taken for one of several', async () => {
    const config = await configOf(`${BASE}databases = main, audit\n`, {
      env: { DATABASE_URL: 'sqlite:////x/y.db' },
    })
    const error = await thrownBy(() => connectionOf(config, 'audit'))
    expect([error.code, error.message]).toEqual([
      'no-url',
      `${config.file} has no url for the database audit`,
    ])
    expect(error.hint).toContain('[audit]')
  })

  test('a variable that is not set is told only when its database is asked for', async () => {
    const config = await configOf(
      `${BASE}databases = main, audit\n[main]\nurl = sqlite:////x/m.db\n[audit]\nurl = \${AUDIT_URL}\n`,
    )
    expect(connectionOf(config, 'main')).toBe('sqlite:////x/m.db')
    const error = await thrownBy(() => connectionOf(config, 'audit'))
    expect([error.code, error.message]).toEqual([
      'missing-environment-variable',
      expect.stringContaining('migrations.ini:7'),
    ])
  })
})

describe('databases of the env file', () => {
  async function load(source: string, names = 'main, audit'): Promise<Environment> {
    const cwd = tempProject({
      'package.json': '{"type":"module"}',
      'migrations.ini': `${BASE}databases = ${names}\n`,
      'migrations/env.ts': source,
    })
    return loadEnvironment(await loadConfig({ cwd, env: {} }))
  }

  test('each is checked like the only one', async () => {
    const environment = await load(`export default {
      versionTable: 'v',
      databases: {
        audit: {
          connection: { client: 'better-sqlite3', connection: ':memory:' },
          targetMetadata: [1],
          naming: { uq: 'uq_%(table_name)s' },
          transactionPerMigration: false,
          versionTabel: 'w',
        },
        main: {},
      },
    }`)
    expect(environment.versionTable).toBe('v')
    expect(environment.databases?.get('main')).toEqual({})
    const { connection, ...rest } = environment.databases?.get('audit') ?? {}
    expect(rest).toEqual({
      targetMetadata: [1],
      naming: { uq: 'uq_%(table_name)s' },
      transactionPerMigration: false,
    })
    expect(await connection?.()).toEqual({ client: 'better-sqlite3', connection: ':memory:' })
    expect(environment.warnings).toEqual([
      `${environment.file}: "databases.audit.versionTabel" has no effect; did you mean "versionTable"?`,
    ])
  })

  test.each([
    ['{ databases: [] }', '"databases" is not an object'],
    ['{ databases: { main: 1 } }', '"databases.main" declares nothing'],
    ['{ databases: { main: { versionTable: 1 } } }', '"databases.main.versionTable" is not a text'],
    ['{ databases: { main: { connection: 1 } } }', '"databases.main.connection" is not a knex configuration'],
    ['{ databases: { main: { naming: { zz: "a" } } } }', '"databases.main.naming"'],
    ['{ databases: { main: { databases: {} } } }', undefined],
  ])('%s', async (declared, told) => {
    const loaded = load(`export default ${declared}`)
    if (told === undefined) {
      expect((await loaded).warnings).toEqual([expect.stringContaining('"databases.main.databases" has no')])
      return
    }
    const error = await thrownBy(() => loaded)
    expect([error.code, error.message]).toEqual(['bad-environment', expect.stringContaining(told)])
  })

  test('one that the ini does not name is an error', async () => {
    const near = await thrownBy(() => load('export default { databases: { adit: {} } }'))
    expect([near.code, near.message, near.hint]).toEqual([
      'bad-environment',
      expect.stringContaining('"databases" has "adit", which is none of the databases that the ini names'),
      'Did you mean "audit"?',
    ])
    const none = await thrownBy(() => load('export default { databases: { main: {} } }', ''))
    expect(none.hint).toBe('Name it there: databases = main')
  })
})

describe('a new revision', () => {
  const code = { main: '    await op.one()', audit: '' }

  test.each(['ts', 'js', 'cjs', 'sql'] as const)('in %s has a part for each database', async (language) => {
    const config = await configOf(`${BASE}databases = main, audit\ntimezone = UTC\n`)
    const upgrades = language === 'sql' ? { main: 'SELECT 1;' } : code
    const { path } = await writeRevision(config, {
      id: 'a1',
      message: 'first',
      parents: [],
      language,
      upgrades,
      now: new Date(0),
    })
    await expect(
      await import('node:fs').then(({ readFileSync }) => readFileSync(path, 'utf8')),
    ).toMatchFileSnapshot(`expected/multidb.${language}.txt`)
  })

  test("a template of the project's own that knows one database only is not filled with code for several", async () => {
    const config = await configOf(`${BASE}databases = main, audit\n`)
    const { mkdirSync, writeFileSync, readFileSync, existsSync } = await import('node:fs')
    mkdirSync(config.scriptLocation)
    const template = join(config.scriptLocation, 'script.ts.ejs')
    writeFileSync(template, readFileSync('templates/generic/script.ts.ejs'))
    const error = await thrownBy(() =>
      writeRevision(config, { id: 'a1', parents: [], upgrades: code, now: new Date(0) }),
    )
    expect([error.code, error.message]).toEqual([
      'bad-template',
      `${template} has no place for the code of the database main`,
    ])
    expect(existsSync(join(config.scriptLocation, 'versions'))).toBe(false)
    await writeRevision(config, { id: 'a1', parents: [] })
  })
})
