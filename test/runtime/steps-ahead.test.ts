import fc from 'fast-check'
import knex from 'knex'
import { describe, expect, onTestFinished, test } from 'vitest'
import { upgrade } from '../../src/commands/upgrade.ts'
import { holdAnswers } from '../support/held-answers.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { TestProject } from '../support/project.ts'
import { openWay } from '../support/way-to-server.ts'

const ids = ['a1', 'b2', 'c3', 'd4', 'e5', 'f6', 'g7', 'h8']
const runs = (sql: string) => `await op.execute(${JSON.stringify(sql)})`
const makes = (id: string) => runs(`CREATE TABLE made_${id} (id integer)`)

/** What a revision does beside its table, and what it says of itself. */
interface Kind {
  readonly more?: string
  readonly exports?: string
}

const imports = "import { type Op, sql, t } from 'tsmig'"

/** A line of revisions that make a table each. */
async function lineOf(kinds: Readonly<Record<string, Kind>>, way = async (url: string) => url) {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const project = TestProject.create({ url: await way(database.url) })
  for (const [index, id] of ids.entries()) {
    const { more = '', exports = '' } = kinds[id] ?? {}
    const upgrade = `${makes(id)}\n  ${more}`
    project.revision(id, ids[index - 1] ?? null, { upgrade, imports: `${imports}\n${exports}` })
  }
  const { query, url } = database
  return {
    query,
    url,
    project,
    run: () => upgrade({ cwd: project.directory, target: 'head' }),
    /** What the tables, the version table and the log say, each by itself. */
    async state() {
      const tables = await query("SELECT relname FROM pg_class WHERE relname LIKE 'made\\___' ORDER BY 1")
      const heads = await query('SELECT version_num FROM tsmig_version')
      const log = await query('SELECT revision, unit FROM tsmig_version_log ORDER BY id')
      return {
        made: tables.map(({ relname }) => String(relname).slice(5)),
        heads: heads.map((row) => row.version_num),
        logged: log.map(({ revision, unit }) => (unit === 0 ? revision : `${revision} ${unit}`)),
      }
    },
  }
}

const stateAt = (id: string | undefined) => {
  const done = id === undefined ? [] : ids.slice(0, ids.indexOf(id) + 1)
  return { made: done, heads: done.slice(-1), logged: done }
}

test('steps are with the server before those in front of them are answered', async () => {
  const { run, state } = await lineOf({}, (url) => holdAnswers(url, { from: "'b2'", messages: 2 }))
  await run()
  expect(await state()).toEqual(stateAt('h8'))
})

describe('where a step fails behind which others are on their way, none of those is done', () => {
  test.each([
    ['a statement', runs('SELECT 1 / 0'), '22012'],
    ['a statement that the server can not read', runs('SELEC 1'), '42601'],
    ['a constraint that waits for the COMMIT', runs('INSERT INTO child VALUES (7)'), undefined],
  ])('%s', async (_, more, driverCode) => {
    const { run, state, project } = await lineOf({
      a1: {
        more: `${runs('CREATE TABLE parent (id integer PRIMARY KEY)')}
  ${runs('CREATE TABLE child (id integer REFERENCES parent DEFERRABLE INITIALLY DEFERRED)')}`,
      },
      d4: { more },
    })
    await expect(run()).rejects.toMatchObject({
      code: 'revision-failed',
      revision: 'd4',
      hint: expect.stringContaining('Nothing of revision d4 was kept.'),
      cause: driverCode === undefined ? { constraint: 'child_id_fkey' } : { driverCode },
    })
    expect(await state()).toEqual(stateAt('c3'))
    project.revision('d4', 'c3', { upgrade: makes('d4') })
    await run()
    expect(await state()).toEqual(stateAt('h8'))
  })

  test('of another branch neither, whose rows do not know of it', async () => {
    const database = await createTestDatabase()
    onTestFinished(() => database.drop())
    const project = TestProject.create({ url: database.url })
    project.revision('a1', null, { labels: ['one'] })
    project.revision('b1', null, { labels: ['other'] })
    project.revision('a2', 'a1', { upgrade: makes('a2') })
    project.revision('b2', 'b1', { upgrade: makes('b2'), dependsOn: 'a2' })
    project.revision('a3', 'a2', { upgrade: runs('SELEC 1'), dependsOn: 'b2' })
    project.revision('b3', 'b2', { upgrade: makes('b3'), dependsOn: 'a3' })
    project.revision('b4', 'b3', { upgrade: makes('b4') })
    const run = upgrade({ cwd: project.directory, target: 'heads' })
    await expect(run).rejects.toMatchObject({ revision: 'a3' })
    const heads = await database.query('SELECT version_num FROM tsmig_version ORDER BY 1')
    expect(heads.map((row) => row.version_num)).toEqual(['b2'])
    expect(await database.query("SELECT relname FROM pg_class WHERE relname = 'made_b3'")).toEqual([])
  })
})

test.each([
  ['RESET ALL', 'RESET ALL'],
  ['DEALLOCATE ALL', 'DEALLOCATE ALL'],
  ['another path', 'SET search_path = public, pg_catalog'],
  ['another encoding', "SET client_encoding = 'LATIN1'"],
])('after %s in one of them, all are done', async (_, sql) => {
  const { run, state } = await lineOf({ c3: { more: runs(sql) }, f6: { more: runs(sql) } })
  await run()
  expect(await state()).toEqual(stateAt('h8'))
})

test('a table that is locked for a while is tried again, with all behind it', async () => {
  const { query, state, project } = await lineOf({
    d4: { more: runs('ALTER TABLE held ADD b integer') },
  })
  await query('CREATE TABLE held (a integer)')
  await query('BEGIN; LOCK TABLE held')
  const running = project.start('upgrade', 'head', '--table-lock-timeout', '200ms')
  const waits = async () =>
    (
      await query(
        'SELECT 1 FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())',
      )
    ).length
  await expect.poll(waits, { timeout: 20_000 }).toBe(1)
  await expect.poll(waits, { timeout: 20_000 }).toBe(0)
  await query('COMMIT')
  expect((await running.ended).stderr).toContain('it is tried again')
  expect(await state()).toEqual(stateAt('h8'))
})

test('each is logged with the time that it took itself, when it was done', async () => {
  const { query, run } = await lineOf({ c3: { more: runs('SELECT pg_sleep(0.4)') } })
  await run()
  const rows = await query('SELECT revision, milliseconds, applied_at FROM tsmig_version_log ORDER BY id')
  const found = new Map(rows.map((row) => [row.revision, row]))
  expect(found.get('c3')?.milliseconds).toBeGreaterThanOrEqual(400)
  expect(found.get('d4')?.milliseconds).toBeLessThan(400)
  const doneAt = (id: string) => Date.parse(String(found.get(id)?.applied_at))
  expect(doneAt('c3') - doneAt('b2')).toBeGreaterThanOrEqual(400)
  expect(doneAt('d4')).toBeGreaterThanOrEqual(doneAt('c3'))
})

test('what is taken back and done again is told once', async () => {
  const { project } = await lineOf({ d4: { more: runs('DEALLOCATE ALL') }, f6: { more: runs('RESET ALL') } })
  const { stderr } = await project.ok('upgrade', 'head')
  expect(stderr.trim().split('\n')).toEqual(
    ids.map((id) =>
      expect.stringMatching(new RegExp(`^Running upgrade \\S+ -> ${id}, ${id} \\(\\d+ ms\\)$`)),
    ),
  )
})

test('a step that waited for a lock is not done twice for the sake of its rows', async () => {
  const { query, state, project } = await lineOf({
    c3: { more: [runs('ALTER TABLE held ADD b integer'), runs("SELECT nextval('tries')")].join('\n  ') },
  })
  await query('CREATE TABLE held (a integer); CREATE SEQUENCE tries')
  await query('BEGIN; LOCK TABLE held')
  const running = project.start('upgrade', 'head', '--table-lock-timeout', '200ms')
  const waits = async () => (await query('SELECT 1 FROM pg_locks WHERE NOT granted')).length
  await expect.poll(waits, { timeout: 20_000 }).toBe(1)
  await expect.poll(waits, { timeout: 20_000 }).toBe(0)
  await query('COMMIT')
  await running.ended
  expect(await state()).toEqual(stateAt('h8'))
  expect(await query('SELECT last_value FROM tries')).toEqual([{ last_value: '1' }])
})

/** The same, with an env file of these settings of pg. */
async function lineWith(kinds: Readonly<Record<string, Kind>>, settings: string, more = '') {
  const line = await lineOf(kinds)
  line.project.linkPackages('pg')
  const connection = `{ connectionString: ${JSON.stringify(line.url)}, ${settings} }`
  line.project.write(
    'migrations/env.ts',
    `import pg from 'pg'\n${more}\nexport default { connection: { client: 'pg', connection: ${connection} } }\n`,
  )
  return line
}

test('a parser of values that throws is not asked about what a list of operations gives', async () => {
  const throws = "pg.types.setTypeParser(1700, () => { throw new Error('unsafe') })"
  const { state, project } = await lineWith({ b2: { more: runs('SELECT 1.5') } }, '', throws)
  await project.ok('upgrade', 'head')
  expect(await state()).toEqual(stateAt('h8'))
})

test("pg's own limit on the time of a query begins with each step's turn", async () => {
  const sleeps = { more: runs('SELECT pg_sleep(0.6)') }
  const slow = Object.fromEntries(ids.slice(0, 4).map((id) => [id, sleeps]))
  const { state, project } = await lineWith(slow, 'query_timeout: 2000')
  await project.ok('upgrade', 'head')
  expect(await state()).toEqual(stateAt('h8'))
})

test('where pg gave up waiting, and the server did not, it is in doubt whether a revision was kept', async () => {
  const { state, project } = await lineWith(
    { b2: { more: runs('SELECT pg_sleep(1.5)') } },
    'query_timeout: 700',
  )
  const { code, stderr } = await project.run('upgrade', 'head')
  expect(code).toBe(1)
  expect(stderr).toContain(
    'What the server answered to revision b2 could not be read, and it may have been committed: "tsmig current" tells',
  )
  expect(await state()).toEqual(stateAt('b2'))
})

test("nothing stays in a session of the user's where a run fails", async () => {
  const { url, project, run } = await lineOf({ e5: { more: runs('SELECT 1 / 0') } })
  const pool = knex({ client: 'pg', connection: url, pool: { min: 1, max: 1 } })
  onTestFinished(() => pool.destroy())
  Object.assign(globalThis, { pool })
  project.write('migrations/env.ts', 'export default { connection: globalThis.pool }')
  await expect(run()).rejects.toMatchObject({ revision: 'e5' })
  const { rows } = await pool.raw(
    "SELECT current_setting('tsmig.step', true) AS step, (SELECT count(*)::integer FROM pg_prepared_statements) AS prepared",
  )
  expect(rows).toEqual([{ step: '', prepared: 0 }])
})

test('a query that nobody awaits takes no part in the account of a message', async () => {
  const { run } = await lineOf({
    b2: {
      more: "await op.run('look', (knex) => { void knex.raw('SELECT 1').then(() => knex.raw('SELECT 2')) })",
    },
    c3: { more: runs('SELECT 2 / 0') },
  })
  await expect(run()).rejects.toMatchObject({
    revision: 'c3',
    place: expect.stringMatching(/c3_\.ts:\d+:\d+$/),
    cause: { statement: { sql: 'SELECT 2 / 0' } },
  })
})

/** A way on which a server doesn't hear that its client is gone. */
function keepsOpen(url: string): Promise<string> {
  return openWay(url, (client, upstream) => {
    client.on('data', (data) => upstream.write(data))
    upstream.on('data', (data) => client.write(data))
  })
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'on %s nothing is done of what is on its way, though the server does not hear that its client is gone',
  async (signal) => {
    const slow = { more: runs('SELECT pg_sleep(0.5)') }
    const { query, state, project } = await lineOf(Object.fromEntries(ids.map((id) => [id, slow])), keepsOpen)
    const started = project.start('upgrade', 'head')
    const at = async () =>
      (await query('SELECT version_num FROM tsmig_version').catch(() => [])).map((row) => row.version_num)
    await expect.poll(at, { timeout: 20_000, interval: 20 }).toEqual(['b2'])
    started.kill(signal)
    const { stderr } = await started.ended
    expect(stderr).not.toContain('error')
    const locks =
      "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    await expect.poll(() => query(locks)).toEqual([])
    expect(await state()).toEqual(stateAt('b2'))
    await project.ok('upgrade', 'head')
    expect(await state()).toEqual(stateAt('h8'))
  },
)

const kinds: readonly Kind[] = [
  {},
  {},
  {},
  { more: "await op.run('look', (knex) => knex.raw('SELECT 1'))" },
  { more: "await op.bulkInsert('seen', [{ id: 1 }, { id: 2 }])" },
  { more: runs('INSERT INTO seen VALUES (3)') },
  { more: runs(`SELECT '${'x'.repeat(60_000)}'`) },
  { exports: "export const tableLockTimeout = '5s'" },
  { exports: 'export const transaction = false' },
  {
    more: "await op.outsideTransaction(async () => { await op.execute('CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON seen (id)') })",
  },
  { more: "for (const one of [1]) await op.execute('SELECT ' + one)" },
]

test('whatever the revisions are, one is done behind the other, up to the one that fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...kinds), { minLength: ids.length, maxLength: ids.length }),
      fc.option(fc.integer({ min: 1, max: ids.length - 1 }), { nil: undefined }),
      async (chosen, failing) => {
        const byId = Object.fromEntries(ids.map((id, index) => [id, chosen[index] ?? {}]))
        const failed = failing === undefined ? undefined : ids[failing]
        if (failed !== undefined) byId[failed] = { more: runs('SELEC 1') }
        const { query, run, state, project } = await lineOf(byId)
        await query('CREATE TABLE seen (id integer)')
        if (failing === undefined || failed === undefined) await run()
        else {
          await expect(run()).rejects.toMatchObject({ revision: failed })
          expect(await state()).toEqual(stateAt(ids[failing - 1]))
          project.revision(failed, ids[failing - 1] ?? null, { upgrade: makes(failed) })
          await run()
        }
        expect(await state()).toEqual(stateAt('h8'))
      },
    ),
    { numRuns: 12 },
  )
}, 120_000)
