import knex from 'knex'
import { expect, onTestFinished, test } from 'vitest'
import { upgrade } from '../../src/commands/upgrade.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { TestProject } from '../support/project.ts'

const prepared = 'SELECT name FROM pg_prepared_statements ORDER BY name'
const ids = ['a1', 'b2', 'c3', 'd4', 'e5', 'f6', 'g7', 'h8']

/** Revisions that make a table each; some do something more. */
async function applied(more: Readonly<Record<string, string>>) {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const project = TestProject.create({ url: database.url })
  for (const [index, id] of ids.entries()) {
    const makes = `await op.createTable('made_${id}', { id: t.integer() })`
    project.revision(id, ids[index - 1] ?? null, { upgrade: `${makes}\n  ${more[id] ?? ''}` })
  }
  await upgrade({ cwd: project.directory, target: 'head' })
  const { query } = database
  const log = await query('SELECT revision, unit, done, total, label FROM tsmig_version_log ORDER BY id')
  expect(log).toEqual(ids.map((id) => ({ revision: id, unit: 0, done: 1, total: 1, label: id })))
  expect(await query('SELECT version_num FROM tsmig_version')).toEqual([{ version_num: 'h8' }])
  return query
}

test('the rows of a run of many revisions are written by a statement that the server keeps', async () => {
  const query = await applied({
    h8: `await op.run('look', (knex) => knex.raw("CREATE TABLE kept AS ${prepared}"))`,
  })
  expect(await query('SELECT name FROM kept')).toEqual([{ name: 'tsmig_2' }])
})

const forgets = `await op.execute("CREATE FUNCTION forget() RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE ''DEALLOCATE ALL''; END'")`

test.each([
  ['is forgotten by a function', { a1: forgets, f6: "await op.execute('SELECT forget()')" }],
  ['is forgotten by a statement', { f6: "await op.execute('DEALLOCATE ALL')" }],
  ['has a name that is taken', { a1: "await op.execute('PREPARE tsmig_2 AS SELECT 1')" }],
  ['finds its tables by another path', { e5: "await op.execute('SET search_path = public, pg_catalog')" }],
])('where it %s, all is done that was to be done', async (_, more) => {
  await applied(more)
})

test("a connection of the user's is given back without it", async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const pool = knex({ client: 'pg', connection: database.url, pool: { min: 1, max: 1 } })
  onTestFinished(() => pool.destroy())
  Object.assign(globalThis, { pool })
  const project = TestProject.create()
  project.write('migrations/env.ts', 'export default { connection: globalThis.pool }')
  for (const [index, id] of ids.entries()) project.revision(id, ids[index - 1] ?? null)
  await upgrade({ cwd: project.directory, target: 'head' })
  const { rows } = await pool.raw(prepared)
  expect(rows).toEqual([])
  expect((await pool.raw("SELECT current_setting('tsmig.step', true) AS step")).rows).toEqual([{ step: '' }])
  const client = await pool.client.acquireConnection()
  onTestFinished(() => pool.client.releaseConnection(client))
  const { connection } = client
  expect(client.pipeline).toBe(false)
  expect([connection.listenerCount('commandComplete'), connection.listenerCount('readyForQuery')]).toEqual([
    1, 1,
  ])
})

test('a run in a session that is not its own takes away what it has left there, each by itself', async () => {
  const endOf = async (count: number): Promise<readonly string[]> => {
    const database = await createTestDatabase()
    onTestFinished(() => database.drop())
    const sent: string[] = []
    const pool = knex({ client: 'pg', connection: database.url, pool: { min: 1, max: 1 } })
    onTestFinished(() => pool.destroy())
    Object.assign(globalThis, { pool })
    const project = TestProject.create()
    project.write('migrations/env.ts', 'export default { connection: globalThis.pool }')
    for (const [index, id] of ids.slice(0, count).entries()) project.revision(id, ids[index - 1] ?? null)
    const connection = await pool.client.acquireConnection()
    const { query } = connection
    connection.query = (asked: string | { text: string }, ...how: unknown[]) => {
      sent.push(typeof asked === 'string' ? asked : asked.text)
      return query.call(connection, asked, ...how)
    }
    await pool.client.releaseConnection(connection)
    await upgrade({ cwd: project.directory, target: 'head' })
    return sent.slice(sent.findLastIndex((sql) => sql.endsWith('COMMIT')) + 1)
  }
  expect(await endOf(1)).toEqual([expect.stringMatching(/^SELECT pg_advisory_unlock\(.*\) AS released$/)])
  expect(await endOf(ids.length)).toEqual([
    expect.stringMatching(/^SELECT pg_advisory_unlock\(.*\) AS released$/),
    'DEALLOCATE tsmig_2',
    'RESET tsmig.step',
  ])
})

test.each([
  [
    'its log refuses',
    "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN RAISE EXCEPTION 'no'; END $f$; CREATE TRIGGER no BEFORE INSERT ON tsmig_version_log FOR EACH ROW EXECUTE FUNCTION no()",
    { code: 'statement-failed', statement: { sql: expect.stringMatching(/^WITH changed AS .*'g7'/) } },
  ],
  ['its head row is gone', 'DELETE FROM tsmig_version', { code: 'version-table-changed' }],
])('where %s, a step whose statement the server keeps is told of as before', async (_, sql, cause) => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const project = TestProject.create({ url: database.url })
  for (const [index, id] of ids.entries()) project.revision(id, ids[index - 1] ?? null)
  project.revision('g7', 'f6', { upgrade: `await op.execute(${JSON.stringify(sql)})` })
  await expect(upgrade({ cwd: project.directory, target: 'head' })).rejects.toMatchObject({
    code: 'revision-failed',
    hint: expect.stringContaining('Nothing of revision g7 was kept.'),
    cause,
  })
  expect(await database.query('SELECT version_num FROM tsmig_version')).toEqual([{ version_num: 'f6' }])
})
