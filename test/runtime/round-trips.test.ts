import { expect, onTestFinished, test } from 'vitest'
import { upgrade } from '../../src/commands/upgrade.ts'
import { parseConnectionUrl } from '../../src/project/config/connection-url.ts'
import { connect } from '../../src/runtime/connect.ts'
import { silent } from '../../src/runtime/reporter.ts'
import { countMessages } from '../support/counting-proxy.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { TestProject } from '../support/project.ts'

const made = (table: string) => ({
  upgrade: `await op.createTable('${table}', { id: t.integer() })
  await op.createIndex('ix_${table}', '${table}', ['id'])`,
})

/** A project whose messages to the server are counted. */
async function startCounted() {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const proxy = await countMessages(database.url)
  return { database, proxy, project: TestProject.create({ url: proxy.url }) }
}

test('a revision of two statements is three messages: the first begins the transaction, the rows go with the COMMIT', async () => {
  const { proxy, project } = await startCounted()
  const run = async (target: string) => {
    const before = proxy.messages
    await upgrade({ cwd: project.directory, target })
    return proxy.messages - before
  }
  project.revision('a1', null, made('one'))
  project.revision('b2', 'a1', made('two'))
  project.revision('c3', 'b2', made('three'))
  project.revision('d4', 'c3', made('four'))
  await run('a1')
  const one = await run('b2')
  const two = await run('d4')
  expect(two - one).toBe(3)
})

test('an upgrade is one session, and before its first revision it asks for little', async () => {
  const { proxy, project } = await startCounted()
  project.revision('a1', null, made('one'))
  await upgrade({ cwd: project.directory, target: 'a1' })
  const before = { messages: proxy.messages, connections: proxy.connections }
  project.revision('b2', 'a1', made('two'))
  await upgrade({ cwd: project.directory, target: 'b2' })
  expect(proxy.connections - before.connections).toBe(1)
  expect(proxy.messages - before.messages).toBeLessThanOrEqual(17)
})

test('where nothing is to be done, all is asked in one message; what is not there changes no answer', async () => {
  const { database, proxy, project } = await startCounted()
  project.revision('a1', null, made('one'))
  await upgrade({ cwd: project.directory, target: 'head' })
  const again = async () => {
    const before = proxy.messages
    const warnings: string[] = []
    const reporter = { ...silent, warning: (text: string) => void warnings.push(text) }
    const { steps, to } = await upgrade({ cwd: project.directory, target: 'head', reporter })
    expect({ steps, to }).toEqual({ steps: [], to: ['a1'] })
    return { warnings, messages: proxy.messages - before }
  }
  expect(await again()).toEqual({ warnings: [], messages: 1 })
  await database.query('ALTER TABLE tsmig_version_log RENAME COLUMN exact_checksum TO other')
  expect((await again()).warnings).toEqual([
    expect.stringMatching(/column "exact_checksum" does not exist; edited revisions are not looked for$/),
  ])
  await database.query('DROP TABLE tsmig_version_log')
  expect((await again()).warnings).toEqual([])
})

async function openSession() {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const { settings, masked } = parseConnectionUrl(database.url, '.')
  const session = await connect({ kind: 'url', settings, masked }, { create: false })
  onTestFinished(() => session.close())
  return session
}

test('a transaction that is to be begun is begun by whatever is sent first', async () => {
  const session = await openSession()
  const begin = async () => {
    await session.begin("BEGIN; SELECT set_config('lock_timeout', '7s', true)")
    session.inTransaction = true
  }
  const isOpen = async () => {
    await session.run({ sql: "SELECT set_config('tsmig.test', 'here', true)" })
    return (await session.query("SELECT current_setting('tsmig.test', true) AS here"))[0]?.here === 'here'
  }
  await begin()
  expect(await isOpen()).toBe(true)
  await session.run({ sql: 'COMMIT' })
  await begin()
  expect((await session.query('SELECT $1::integer AS one', [1]))[0]).toEqual({ one: 1 })
  expect(await isOpen()).toBe(true)
  await session.run({ sql: 'ROLLBACK' })
  await begin()
  const { rows } = await session.knex().raw("SELECT current_setting('lock_timeout') AS wait")
  expect(rows).toEqual([{ wait: '7s' }])
  expect(await isOpen()).toBe(true)
  await session.run({ sql: 'ROLLBACK' })
  await begin()
  expect(await session.runAll?.(['SELECT 1', 'SELECT 1 UNION SELECT 2'])).toEqual([1, 2])
  await session.run({ sql: 'COMMIT' })
  await begin()
  const set = await session.query.all?.(["SELECT set_config('tsmig.test', 'there', true) AS set"])
  expect(set).toEqual([[{ set: 'there' }]])
  expect(await session.query("SELECT current_setting('tsmig.test', true) AS set")).toEqual([{ set: 'there' }])
  await session.run({ sql: 'ROLLBACK' })
  await session.run({ sql: 'CREATE TABLE item (id integer)' })
  await begin()
  await session.copyIn?.('COPY item FROM STDIN', [Buffer.from('1\n')])
  expect(await isOpen()).toBe(true)
  await session.run({ sql: 'ROLLBACK' })
  expect(await session.query('SELECT * FROM item')).toEqual([])
  expect(await isOpen()).toBe(false)
})

test('the place of an error is told in the statement, not in what was sent with it', async () => {
  const session = await openSession()
  await session.begin('BEGIN')
  await expect(session.run({ sql: 'SELECT nothing' })).rejects.toMatchObject({ position: '8' })
  await session.run({ sql: 'ROLLBACK' })
  await session.begin('BEGIN')
  await expect(session.run({ sql: 'SELECT ((1)' })).rejects.toMatchObject({ position: '12' })
  await session.run({ sql: 'ROLLBACK' })
  expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
})
