import { describe, expect, onTestFinished, test } from 'vitest'
import { upgrade } from '../../src/commands/upgrade.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { TestProject } from '../support/project.ts'
import { openWay } from '../support/way-to-server.ts'

const runs = (sql: string) => `await op.execute(${JSON.stringify(sql)})`
const makes = runs('CREATE TABLE made (id integer)')

/** A revision goes to the server with its rows; behind another one, before that is answered. */
type Place = 'by itself' | 'behind another'
const places: readonly Place[] = ['by itself', 'behind another']

/** A database at a0, and a project whose b2, which is to be applied alone or behind a1, does this. */
async function atFirst(
  place: Place,
  body: string,
  {
    way = async (url: string) => url,
    ini = '',
  }: { way?: (url: string) => Promise<string>; ini?: string } = {},
) {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const project = TestProject.create({ url: await way(database.url), ini })
  project.revision('a0', null)
  project.revision('a1', 'a0', { upgrade: runs('SELECT 1') })
  await upgrade({ cwd: project.directory, target: place === 'by itself' ? 'a1' : 'a0' })
  project.revision('b2', 'a1', { upgrade: body })
  const { query } = database
  return {
    query,
    project,
    run: () => upgrade({ cwd: project.directory, target: 'head' }),
    heads: async () => (await query('SELECT version_num FROM tsmig_version')).map((row) => row.version_num),
    isMade: async () => (await query("SELECT to_regclass('made') IS NOT NULL AS made"))[0]?.made,
  }
}

const inDoubt =
  'The connection broke before the server had answered that revision b2 was committed: "tsmig current" tells'

/** Where the answer is lost from which the message of b2 has come: what goes before that is not answered, either. */
const inDoubtAt = (place: Place) =>
  place === 'behind another'
    ? 'The connection broke before the server had answered that revision a1 was committed, and revisions behind it were on their way: the next run waits until the server is through with them'
    : inDoubt

/** A trigger on the version table. */
const onVersion = (body: string) => [
  `CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$`,
  "CREATE TRIGGER watch BEFORE UPDATE ON tsmig_version FOR EACH ROW WHEN (NEW.version_num = 'b2') EXECUTE FUNCTION watch()",
]

describe.each(places)('the head row of a revision %s, which goes with the COMMIT', (place) => {
  test.each([
    ['is gone', 'DELETE FROM tsmig_version'],
    [
      'is there twice',
      "ALTER TABLE tsmig_version DROP CONSTRAINT tsmig_version_pkc; INSERT INTO tsmig_version VALUES ('a1')",
    ],
  ])('%s: nothing is committed', async (_, sql) => {
    const { run, heads, isMade } = await atFirst(place, `${makes}; ${runs(sql)}`)
    await expect(run()).rejects.toMatchObject({
      code: 'revision-failed',
      hint: expect.stringContaining('Nothing of revision b2 was kept.'),
      cause: { code: 'version-table-changed' },
    })
    expect(await heads()).toEqual(['a1'])
    expect(await isMade()).toBe(false)
  })

  test('is passed over by a trigger: nothing is committed', async () => {
    const { query, run, heads, isMade } = await atFirst(place, makes)
    for (const sql of onVersion('RETURN NULL;')) await query(sql)
    await expect(run()).rejects.toMatchObject({ cause: { code: 'version-table-changed' } })
    expect(await heads()).toEqual(['a1'])
    expect(await isMade()).toBe(false)
  })

  test.each([
    ['22012', 'PERFORM 1 / (SELECT count(*) FROM tsmig_version WHERE false); RETURN NEW;'],
    ['22P02', "PERFORM 'tsmig'::integer; RETURN NEW;"],
    ['P0001', "RAISE EXCEPTION 'not now'; RETURN NEW;"],
    ['21000', 'PERFORM (SELECT oid FROM pg_class); RETURN NEW;'],
  ])("is refused by a trigger with %s: that is the trigger's own failure", async (driverCode, body) => {
    const { query, run, heads, isMade } = await atFirst(place, makes)
    for (const sql of onVersion(body)) await query(sql)
    await expect(run()).rejects.toMatchObject({
      code: 'revision-failed',
      cause: {
        code: 'statement-failed',
        driverCode,
        statement: { sql: expect.stringMatching(/^WITH changed AS \(UPDATE "tsmig_version" /) },
      },
    })
    expect(await heads()).toEqual(['a1'])
    expect(await isMade()).toBe(false)
  })

  test.each([
    'CREATE RULE seen AS ON UPDATE TO tsmig_version DO ALSO INSERT INTO seen VALUES (NEW.version_num)',
    'CREATE RULE seen AS ON INSERT TO tsmig_version_log DO ALSO INSERT INTO seen VALUES (NEW.revision)',
  ])(
    'is written by a rule as well: each message by itself, as a rule takes no part of another query: %s',
    async (rule) => {
      const { query, run, heads } = await atFirst(place, makes)
      await query('CREATE TABLE seen (id text)')
      await query(rule)
      await run()
      expect(await heads()).toEqual(['b2'])
      expect(await query('SELECT id FROM seen')).toHaveLength(place === 'by itself' ? 1 : 2)
    },
  )
})

test.each(places)(
  'a constraint that waited for the COMMIT is told as itself, of a revision %s',
  async (place) => {
    const { run, heads, isMade } = await atFirst(
      place,
      [
        makes,
        runs('CREATE TABLE parent (id integer PRIMARY KEY)'),
        runs('CREATE TABLE child (id integer REFERENCES parent DEFERRABLE INITIALLY DEFERRED)'),
        runs('INSERT INTO child VALUES (7)'),
      ].join('; '),
    )
    await expect(run()).rejects.toMatchObject({
      code: 'revision-failed',
      hint: expect.stringContaining('Nothing of revision b2 was kept.'),
      cause: { code: '23503', constraint: 'child_id_fkey' },
    })
    expect(await heads()).toEqual(['a1'])
    expect(await isMade()).toBe(false)
  },
)

test.each(places)(
  'a log that fails is told with its statement, and nothing is committed of a revision %s',
  async (place) => {
    const { query, run, heads, isMade } = await atFirst(place, makes)
    await query(
      "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$",
    )
    await query(
      "CREATE TRIGGER no BEFORE INSERT ON tsmig_version_log FOR EACH ROW WHEN (NEW.revision = 'b2') EXECUTE FUNCTION no()",
    )
    await expect(run()).rejects.toMatchObject({
      hint: expect.stringContaining('Nothing of revision b2 was kept.'),
      cause: {
        code: 'statement-failed',
        statement: { sql: expect.stringContaining('INSERT INTO "tsmig_version_log" ') },
      },
    })
    expect(await heads()).toEqual(['a1'])
    expect(await isMade()).toBe(false)
  },
)

describe.each(places)('a connection that breaks under a revision %s', (place) => {
  test.each([
    ['in its head row', false, 'Nothing of revision b2 was kept.'],
    ['in the COMMIT', true, inDoubt],
  ])('%s', async (_, isDeferred, told) => {
    const { query, run, heads, isMade } = await atFirst(place, makes)
    await query(
      "CREATE FUNCTION breaks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.version_num = 'b2' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$",
    )
    const kind = isDeferred ? 'CONSTRAINT TRIGGER' : 'TRIGGER'
    const when = isDeferred ? 'DEFERRABLE INITIALLY DEFERRED' : ''
    await query(
      `CREATE ${kind} breaks AFTER UPDATE ON tsmig_version ${when} FOR EACH ROW EXECUTE FUNCTION breaks()`,
    )
    await expect(run()).rejects.toMatchObject({
      code: 'revision-failed',
      hint: expect.stringContaining(told),
    })
    expect(await heads()).toEqual(['a1'])
    expect(await isMade()).toBe(false)
  })

  test('in what it does', async () => {
    const { run, heads, isMade } = await atFirst(
      place,
      `${makes}; ${runs('SELECT pg_terminate_backend(pg_backend_pid())')}`,
    )
    await expect(run()).rejects.toMatchObject({
      hint: expect.stringContaining('Nothing of revision b2 was kept.'),
      cause: { statement: { sql: 'SELECT pg_terminate_backend(pg_backend_pid())' } },
    })
    expect(await heads()).toEqual(['a1'])
    expect(await isMade()).toBe(false)
  })
})

/** A way to a server on which what holds this text arrives, and is not answered: it ends there, or goes on in silence. */
function losesAnswerTo(text: string, url: string, isSilent = false): Promise<string> {
  return openWay(url, (client, upstream) => {
    let isLost = false
    client.on('close', () => upstream.end())
    upstream.on('data', (data) => isLost || client.write(data))
    client.on('data', (data) => {
      upstream.write(data)
      isLost ||= data.includes(text)
      if (isLost && !isSilent) client.destroy()
    })
  })
}

test.each(places)(
  'an answer that is lost leaves in doubt whether a revision %s was done, and the next run finds out',
  async (place) => {
    const way = (url: string) => losesAnswerTo("'b2'", url)
    const { run, heads } = await atFirst(place, makes, { way })
    await expect(run()).rejects.toMatchObject({
      hint: expect.stringContaining(inDoubtAt(place)),
    })
    await expect.poll(heads).toEqual(['b2'])
    expect((await run()).steps).toEqual([])
  },
)

test.each(places)('so does an answer that nobody waits for any longer, of a revision %s', async (place) => {
  const way = (url: string) => losesAnswerTo("'b2'", url, true)
  const { run, heads } = await atFirst(place, makes, { way, ini: 'statement_timeout = 100ms\n' })
  await expect(run()).rejects.toMatchObject({
    cause: { code: 'no-answer' },
    hint: expect.stringContaining(inDoubtAt(place)),
  })
  await expect.poll(heads).toEqual(['b2'])
})

test.each([
  ['one message', makes],
  ['a message and what is left', `${runs(`SELECT '${'x'.repeat(1_100_000)}'`)}; ${makes}`],
])('the log counts how long a revision took that is with its rows %s', async (_, rest) => {
  const { query, run } = await atFirst('behind another', `${runs('SELECT pg_sleep(0.3)')}; ${rest}`)
  const before = Date.now()
  await run()
  const [row] = await query(
    "SELECT milliseconds, applied_at FROM tsmig_version_log WHERE revision = 'b2' AND unit = 0",
  )
  const { milliseconds, applied_at } = row as { milliseconds: number; applied_at: string }
  expect(milliseconds).toBeGreaterThanOrEqual(300)
  expect(milliseconds).toBeLessThan(Date.now() - before)
  expect(applied_at).toBe(new Date(applied_at).toISOString())
  expect(Date.parse(applied_at)).toBeGreaterThanOrEqual(before + 300)
  expect(Date.parse(applied_at)).toBeLessThanOrEqual(Date.now())
})

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  'of a revision that is with the server as a whole, %s leaves nothing, and the next run does it',
  async (signal) => {
    const { query, heads, isMade, project } = await atFirst(
      'behind another',
      `${makes}; ${runs('SELECT pg_sleep(4)')}`,
    )
    const started = project.start('upgrade', 'head')
    const sleeping = async () =>
      (
        await query(
          "SELECT 1 FROM pg_stat_activity WHERE application_name = 'tsmig' AND query LIKE '%pg_sleep(4)%' AND datname = current_database()",
        )
      ).length
    await expect.poll(sleeping, { timeout: 20_000 }).toBe(1)
    started.kill(signal)
    await started.ended
    await expect.poll(sleeping, { timeout: 20_000 }).toBe(0)
    expect(await heads()).toEqual(['a1'])
    expect(await isMade()).toBe(false)
    project.revision('b2', 'a1', { upgrade: makes })
    await project.ok('upgrade', 'head')
    expect([await heads(), await isMade()]).toEqual([['b2'], true])
  },
)
