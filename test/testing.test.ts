import { assertVerified, migrateTo, verify } from 'tsmig/testing'
import { describe, expect, test } from 'vitest'
import { introspect } from '../src/commands/read-schema.ts'
import { createProject, kinds } from './support/databases.ts'
import { TestProject } from './support/project.ts'
import { scratchesOf } from './support/scratches.ts'

const account = {
  upgrade: "await op.createTable('account', { id: t.integer().primaryKey(), name: t.varchar(30) })",
  downgrade: "await op.dropTable('account')",
}

describe.each(kinds)('migrateTo on %s', (kind) => {
  test('gives a database at a revision, by knex and by URL, and leaves nothing', async () => {
    const made = await createProject(kind)
    const { project } = made
    const cwd = project.directory
    project.revision('a1', null, account)
    project.revision('b2', 'a1', {
      upgrade: "await op.execute(`UPDATE account SET name = 'Ada' WHERE name IS NULL`)",
    })
    const before = await scratchesOf(kind, made)
    const database = await migrateTo('a1', { cwd })
    try {
      await database.knex('account').insert({ id: 1, name: null })
      expect(await database.upgrade('head')).toMatchObject({ from: ['a1'], to: ['b2'] })
      expect(await database.knex('account').select('name').first()).toMatchObject({ name: 'Ada' })
      const { tables } = await database.snapshot()
      expect(tables.map(({ table }) => table.table.name)).toEqual(['account'])
      const other = TestProject.create({ url: database.url })
      expect(await introspect({ cwd: other.directory })).toEqual(await database.snapshot())
      expect(await database.downgrade('base')).toMatchObject({ from: ['b2'], to: [] })
      expect((await database.snapshot()).tables).toEqual([])
    } finally {
      await database.close()
    }
    await expect(database.knex.select(1)).rejects.toThrow()
    const fresh = (await scratchesOf(kind, made)).filter((name) => !before.includes(name))
    const left = async () => (await scratchesOf(kind, made)).filter((name) => fresh.includes(name))
    await expect.poll(left, { timeout: 20_000 }).toEqual([])
    if (kind === 'sqlite') expect(Object.keys(project.files())).not.toContain('app.db')
    else expect(await made.tables()).toEqual([])
  })

  test('several are there at once; one that can not be brought up leaves nothing', async () => {
    const made = await createProject(kind)
    const cwd = made.project.directory
    made.project.revision('a1', null, account)
    made.project.revision('b2', 'a1', { upgrade: "await op.execute('UPDATE nowhere SET a = 1')" })
    const listeners = process.listenerCount('SIGINT')
    const databases = await Promise.all(['a1', 'base', 'a1'].map((target) => migrateTo(target, { cwd })))
    const counts = await Promise.all(databases.map(async (one) => (await one.snapshot()).tables.length))
    expect(counts).toEqual([1, 0, 1])
    expect(new Set(databases.map(({ url }) => url)).size).toBe(3)
    await Promise.all(databases.map((one) => one.close()))
    const before = await scratchesOf(kind, made)
    expect(process.listenerCount('SIGINT')).toBe(listeners)
    await expect(migrateTo('head', { cwd })).rejects.toMatchObject({
      code: 'revision-failed',
      revision: 'b2',
    })
    const left = async () => (await scratchesOf(kind, made)).filter((name) => !before.includes(name))
    await expect.poll(left, { timeout: 20_000 }).toEqual([])
    expect(process.listenerCount('SIGINT')).toBe(listeners)
  })

  test('a knex of the env file, with its settings', async () => {
    const { project, url } = await createProject(kind)
    const client = { sqlite: 'better-sqlite3', postgres: 'pg', mysql: 'mysql2' }[kind]
    const connection = kind === 'sqlite' ? { filename: 'app.db' } : url.replace(/^mariadb:/, 'mysql:')
    project.write(
      'migrations/env.mjs',
      `export default { connection: { client: '${client}', connection: ${JSON.stringify(connection)},
        useNullAsDefault: true, postProcessResponse: (rows) => { globalThis.seen = 'processed'; return rows } } }`,
    )
    project.revision('a1', null, account)
    Reflect.deleteProperty(globalThis, 'seen')
    const database = await migrateTo('head', { cwd: project.directory })
    try {
      await database.knex('account').select()
      expect(Reflect.get(globalThis, 'seen')).toBe('processed')
      const other = TestProject.create({ url: database.url })
      expect(await introspect({ cwd: other.directory })).toEqual(await database.snapshot())
    } finally {
      await database.close()
    }
  })
})

test('assertVerified gives the report, or throws it as it is printed', async () => {
  const project = TestProject.create()
  const cwd = project.directory
  project.revision('a1', null, account)
  expect(await assertVerified({ cwd })).toMatchObject({
    passed: true,
    databases: [{ applied: ['a1'], findings: [] }],
  })
  project.revision('b2', 'a1', { upgrade: "await op.createTable('b', { id: t.integer() })" })
  expect(await verify({ cwd })).toMatchObject({ passed: false })
  await expect(assertVerified({ cwd })).rejects.toMatchObject({
    code: 'not-verified',
    message: [
      '2 revisions: 1 comes back, 1 does not; no declared schema is compared: there is no env file, and so no declared schema',
      'b2: after its downgrade, not as before its upgrade',
      '  + table b',
    ].join('\n'),
  })
})

test('several databases are verified one after the other', async () => {
  const project = TestProject.create()
  project.write(
    'migrations.ini',
    '[tsmig]\nscript_location = migrations\ndatabases = shop, audit\n[shop]\nurl = sqlite:///shop.db\n[audit]\nurl = sqlite:///audit.db\n',
  )
  const cwd = project.directory
  project.revision('a1', null, {
    upgrade: "if (op.database === 'audit') await op.createTable('b', { id: t.integer() })",
    downgrade: '',
  })
  const told: unknown[] = []
  const report = await verify({ cwd, onRevision: (...what) => told.push(what) })
  expect(told).toEqual([
    ['a1', 0, 1, 'shop'],
    ['a1', 0, 1, 'audit'],
  ])
  expect(report).toMatchObject({
    passed: false,
    databases: [
      { database: 'shop', passed: true, findings: [] },
      { database: 'audit', passed: false, findings: [{ kind: 'not-restored', revision: 'a1' }] },
    ],
  })
  expect(await verify({ cwd, databases: ['shop'] })).toMatchObject({ passed: true })
  await expect(assertVerified({ cwd })).rejects.toMatchObject({
    message: expect.stringContaining(
      'audit: a1: after its downgrade, not as before its upgrade\naudit:   + table b',
    ),
  })
})

test('revisions are told one by one', async () => {
  const project = TestProject.create()
  project.revision('a1', null)
  project.revision('b2', 'a1')
  const told: unknown[] = []
  await verify({ cwd: project.directory, onRevision: (...what) => told.push(what) })
  expect(told).toEqual([
    ['a1', 0, 2],
    ['b2', 1, 2],
  ])
})
