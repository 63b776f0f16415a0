import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/project/config.ts'
import type { Environment } from '../../src/project/environment.ts'
import { loadEnvironment } from '../../src/project/load-environment.ts'
import { tempProject, thrownBy } from './temp-project.ts'

const SELF = 'export const defineEnvironment = (definition) => definition'

async function load(
  source: string,
  name = 'env.ts',
  more: Record<string, string> = {},
): Promise<Environment> {
  const cwd = tempProject({
    'package.json': '{"type":"module"}',
    'migrations.ini': '[tsmig]\nscript_location = migrations\n',
    'self.mjs': SELF,
    [`migrations/${name}`]: source,
    ...more,
  })
  const config = await loadConfig({ cwd, env: { HOME_TOWN: 'Bonn' } })
  return loadEnvironment(config, {
    x: { tenant: 'a' },
    tag: 'nightly',
    selfUrl: pathToFileURL(join(cwd, 'self.mjs')).href,
    // Long enough for a busy machine, and what hangs is given up.
    timeout: 10_000,
  })
}

const IMPORT = "import { defineEnvironment } from 'tsmig'\n"

test('a project without an env file', async () => {
  expect(await load('', 'not-env.ts')).toEqual({ warnings: [] })
})

test.each([
  ['env.ts', `${IMPORT}export default defineEnvironment({ versionTable: 'v' as string })`],
  ['env.ts', `${IMPORT}export default defineEnvironment(async () => ({ versionTable: 'v' }))`],
  ['env.ts', "export default { versionTable: 'v' }"],
  ['env.ts', "export const versionTable = 'v'"],
  ['env.mts', "export default { versionTable: 'v' }"],
  ['env.cts', "export = { versionTable: 'v' }"],
  ['env.cts', "export default { versionTable: 'v' }"],
  ['env.js', `${IMPORT}export default defineEnvironment({ versionTable: 'v' })`],
  ['env.mjs', "export default { versionTable: 'v' }"],
  [
    'env.cjs',
    "const { defineEnvironment } = require('tsmig')\nmodule.exports = defineEnvironment({ versionTable: 'v' })",
  ],
])('%s: %s', async (name, source) => {
  expect(await load(source, name)).toMatchObject({ versionTable: 'v', warnings: [] })
})

test('everything that can be declared', async () => {
  const environment = await load(`
    export default {
      connection: { client: 'better-sqlite3', connection: ':memory:' },
      targetMetadata: [1],
      naming: { uq: 'uq_%(table_name)s' },
      onVersionApply: () => {},
      transactionPerMigration: false,
      versionTable: 'v',
      versionTableSchema: 's',
      versionTablePrimaryKey: false,
    }`)
  const { connection, onVersionApply, file, ...rest } = environment
  expect(rest).toEqual({
    targetMetadata: [1],
    naming: { uq: 'uq_%(table_name)s' },
    transactionPerMigration: false,
    versionTable: 'v',
    versionTableSchema: 's',
    versionTablePrimaryKey: false,
    warnings: [],
  })
  expect(await connection?.()).toEqual({ client: 'better-sqlite3', connection: ':memory:' })
  expect(typeof onVersionApply).toBe('function')
  expect(file).toMatch(/env\.ts$/)
})

test('the function hears of x, section, tag and environment', async () => {
  const environment = await load(
    'export default ({ x, section, tag, env, config }) => ({ targetMetadata: [x, section, tag, env.HOME_TOWN, config.versionTable] })',
  )
  expect(environment.targetMetadata).toEqual([{ tenant: 'a' }, 'tsmig', 'nightly', 'Bonn', 'tsmig_version'])
})

describe('connection', () => {
  test('an async function, called only when asked for', async () => {
    const environment = await load(
      "import { settings } from '../app/db'\nexport default { connection: async () => { globalThis.asked = (globalThis.asked ?? 0) + 1; return settings } }",
      'env.ts',
      { 'app/db.ts': "export const settings = { client: 'pg' as const }" },
    )
    expect(Reflect.get(globalThis, 'asked')).toBeUndefined()
    expect(await environment.connection?.()).toEqual({ client: 'pg' })
    expect(Reflect.get(globalThis, 'asked')).toBe(1)
  })

  test('a lazy import in it works after the env file was loaded', async () => {
    const environment = await load(
      "export default { connection: async () => (await import('../app/db')).settings }",
      'env.ts',
      { 'app/db.ts': "export const settings = { client: 'pg' as const }" },
    )
    expect(await environment.connection?.()).toEqual({ client: 'pg' })
  })

  test('a knex instance is handed on and not called', async () => {
    const { knex } = (await import('knex')).default
    const instance = knex({ client: 'better-sqlite3', connection: ':memory:', useNullAsDefault: true })
    Reflect.set(globalThis, 'knexOfTest', instance)
    for (const source of ['globalThis.knexOfTest', '() => globalThis.knexOfTest']) {
      const environment = await load(`export default { connection: ${source} }`)
      expect(await environment.connection?.()).toBe(instance)
    }
    await instance.destroy()
  })

  test.each([
    ["() => { throw new Error('no vault') }", /"connection" threw: no vault/],
    ['() => 5', /"connection" gave neither/],
    ['async () => ({})', /"connection" gave neither/],
  ])('%s is refused when asked for', async (source, message) => {
    const environment = await load(`export default { connection: ${source} }`)
    const error = await thrownBy(() => environment.connection?.())
    expect([error.code, error.message]).toEqual(['bad-environment', expect.stringMatching(message)])
    expect(error.message).toMatch(/env\.ts: /)
  })
})

test.each([
  ['export default 5', /env\.ts: it declares no environment/],
  ['export default []', /env\.ts: it declares no environment/],
  ["export default () => { throw new Error('x y') }", /env\.ts: its function threw: x y/],
  ['export default { connection: 5 }', /env\.ts: "connection" is not a knex/],
  [
    "export default { connection: 'postgres://u:pw@h' }",
    /env\.ts: "connection" is not a knex configuration, a knex instance, or a function that gives one$/,
  ],
  ['export default { connection: {} }', /"connection"/],
  ["export default { onVersionApply: 'x' }", /"onVersionApply" is not a function/],
  ['export default { transactionPerMigration: 1 }', /"transactionPerMigration" is not true or false/],
  ["export default { versionTable: '' }", /"versionTable" is not a text/],
])('%s is refused', async (source, message) => {
  const error = await thrownBy(() => load(source))
  expect([error.code, error.message]).toEqual(['bad-environment', expect.stringMatching(message)])
})

test('unknown keys get a warning', async () => {
  const { warnings, file } = await load('export default { conection: 1, zzzzz: 2 }')
  expect(warnings).toEqual([
    `${file}: "conection" has no effect; did you mean "connection"?`,
    `${file}: "zzzzz" has no effect`,
  ])
})

test('several env files', async () => {
  const error = await thrownBy(() => load('', 'env.ts', { 'migrations/env.js': '' }))
  expect(error.message).toMatch(/several env files: .*env\.ts, .*env\.js/)
})

test.each([
  ['export default {', 'syntax-error'],
  ["import './gone'", 'missing-import'],
  ["throw new Error('x')", 'import-failed'],
  ['await new Promise(() => {})', 'import-timeout'],
])('%s', async (source, code) => {
  const error = await thrownBy(() => load(source))
  expect([error.code, error.message]).toEqual([code, expect.stringContaining('env.ts')])
})
