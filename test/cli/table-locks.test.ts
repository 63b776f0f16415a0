import { describe, expect, onTestFinished, test } from 'vitest'
import { openClient } from '../support/client.ts'
import { createProject, kinds, type ProjectWithDatabase } from '../support/databases.ts'

const servers = kinds.filter((kind) => kind !== 'sqlite')

/** A project whose next revision alters a table, and a session that keeps it from doing so. */
async function lockedTable(kind: (typeof servers)[number], ini = '', revision = '') {
  const database = await createProject(kind, { ini })
  const { project } = database
  project.revision('a1', null, { upgrade: `await op.createTable('shop', { id: t.integer() })` })
  project.revision('b2', 'a1', {
    upgrade: `await op.createTable('other', { id: t.integer() })
  await op.addColumn('shop', 'name', t.text())`,
    imports: `import { type Op, sql, t } from 'tsmig'\n${revision}`,
  })
  await project.ok('upgrade', 'a1')
  const holder = await openClient(kind, database.url)
  onTestFinished(() => holder.close())
  await holder.query(kind === 'postgres' ? 'BEGIN' : 'START TRANSACTION')
  await holder.query('SELECT * FROM shop')
  return { ...database, holder }
}

async function standing({ query, tables }: ProjectWithDatabase) {
  return { tables: await tables(), rows: await query('SELECT * FROM tsmig_version') }
}

async function isWaitedFor(kind: (typeof servers)[number], query: ProjectWithDatabase['query']) {
  const waiting =
    kind === 'postgres'
      ? `SELECT 1 FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
      : `SELECT 1 FROM information_schema.processlist WHERE db = database() AND state LIKE 'Waiting for table%'`
  return (await query(waiting)).length > 0
}

describe.each(servers)('a table that somebody uses on %s', (kind) => {
  test('is waited for in short turns, and others come through between them', async () => {
    const { project, url, holder, query } = await lockedTable(kind)
    const run = project.run('upgrade', 'head', '--table-lock-timeout', kind === 'postgres' ? '300ms' : '1s')
    // A reader that stands behind the one that waits; the holder ends only when it has read all that it wants.
    const reader = await openClient(kind, url)
    onTestFinished(() => reader.close())
    for (let readMeanwhile = 0; readMeanwhile < 25; ) {
      await reader.query('SELECT count(*) FROM shop')
      await new Promise((resolve) => setTimeout(resolve, 100))
      if (readMeanwhile > 0 || (await isWaitedFor(kind, query))) readMeanwhile += 1
    }
    await holder.query('COMMIT')
    const { code, stderr } = await run
    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(
      /^warning: waited (300 ms|1 s) for a lock .*; it is tried again, for up to 1 min$/m,
    )
    expect(await query('SELECT * FROM tsmig_version')).toEqual([{ version_num: 'b2' }])
  })

  test('is given up when the time is up, with nothing changed, and its holder is named', async () => {
    const database = await lockedTable(kind, 'table_lock_retry = 2500ms')
    const { code, stderr } = await database.project.run('upgrade', 'head')
    expect(code).toBe(4)
    expect(stderr).toContain(
      'error: upgrade of revision b2 failed: waited 1 s for a lock on a table or its rows',
    )
    expect(stderr).toMatch(
      kind === 'postgres'
        ? /behind backend \d+ of \w+.*, in a transaction since \d{4}-.*Z: SELECT \* FROM shop/
        : /behind connection \d+ of root from .*, in a transaction since/,
    )
    const kept = kind === 'postgres' ? [] : ['other']
    expect(await standing(database)).toEqual({
      tables: [...kept, 'shop', 'tsmig_version'],
      rows: [{ version_num: 'a1' }],
    })
  })

  test('a revision says for itself how long its statements wait', async () => {
    const database = await lockedTable(kind, 'table_lock_retry = 0', `export const tableLockTimeout = '2s'`)
    const { code, stderr } = await database.project.run('upgrade', 'head', '--table-lock-timeout', '1s')
    expect(code).toBe(4)
    expect(stderr).toContain('waited 2 s for a lock')
  })

  test('a statement that takes too long is ended', async () => {
    const { project } = await createProject(kind, { ini: 'statement_timeout = 200ms' })
    const sleep = kind === 'postgres' ? 'SELECT pg_sleep(20)' : 'SELECT SLEEP(20)'
    project.revision('a1', null, { upgrade: `await op.execute('${sleep}')` })
    const byIni = await project.run('upgrade', 'head')
    expect(byIni.code).toBe(1)
    expect(byIni.stderr).toContain(
      'hint: Nothing of revision a1 was kept. Give it more time: statement_timeout',
    )
    project.revision('a1', null, {
      upgrade: `await op.execute('${sleep.replace('20', '0.5')}')`,
      imports: `import { type Op, sql, t } from 'tsmig'\nexport const statementTimeout = '10s'`,
    })
    await project.ok('upgrade', 'head')
  })
})

test('outside a transaction on PostgreSQL, the statement is tried again by itself', async () => {
  const { project, holder, query } = await lockedTable('postgres', '', 'export const transaction = false')
  const run = project.run('upgrade', 'head', '--table-lock-timeout', '100ms')
  await new Promise((resolve) => setTimeout(resolve, 1500))
  await holder.query('COMMIT')
  const { code, stderr } = await run
  expect(code, stderr).toBe(0)
  expect(await query('SELECT * FROM tsmig_version')).toEqual([{ version_num: 'b2' }])
})

test('CREATE INDEX CONCURRENTLY waits for others as long as it has to', async () => {
  const { project, url, query } = await createProject('postgres')
  project.revision('a1', null, { upgrade: `await op.createTable('shop', { id: t.integer() })` })
  project.revision('b2', 'a1', {
    upgrade: `await op.outsideTransaction(async () => {
    await op.execute('CREATE INDEX CONCURRENTLY shop_id ON shop (id)')
  })`,
  })
  await project.ok('upgrade', 'a1')
  const holder = await openClient('postgres', url)
  onTestFinished(() => holder.close())
  await holder.query('BEGIN; INSERT INTO shop VALUES (1)')
  const run = project.run('upgrade', 'head', '--table-lock-timeout', '100ms', '--table-lock-retry', '0')
  await new Promise((resolve) => setTimeout(resolve, 2000))
  await holder.query('COMMIT')
  const { code, stderr } = await run
  expect(code, stderr).toBe(0)
  expect(await query("SELECT indisvalid FROM pg_index WHERE indrelid = 'shop'::regclass")).toEqual([
    { indisvalid: true },
  ])
})

test('a limit that the role has stays where nobody asks for another', async () => {
  const { project, url: plain, query } = await createProject('postgres')
  project.revision('a1', null, {
    upgrade: `await op.execute("CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS wait")`,
  })
  const url = `${plain}${plain.includes('?') ? '&' : '?'}lock_timeout=7000`
  project.write('migrations.ini', `[tsmig]\nscript_location = migrations\n`)
  const { code, stderr } = await project.runWith({ DATABASE_URL: url }, 'upgrade', 'head')
  expect(code, stderr).toBe(0)
  expect(await query('SELECT * FROM seen')).toEqual([{ wait: '7s' }])
})

test.each(['table_lock_timeout', 'table_lock_retry', 'statement_timeout', 'connect_timeout'])(
  '%s has to be a span of time',
  async (key) => {
    const { project } = await createProject('sqlite', { ini: `${key} = 10` })
    const { code, stderr } = await project.run('upgrade', 'head')
    expect(code).toBe(2)
    expect(stderr).toContain(`${key} is no span of time`)
  },
)

test.each([
  ['tableLockTimeout', '5'],
  ['statementTimeout', "'soon'"],
])('a revision that exports %s = %s is refused', async (name, value) => {
  const { project } = await createProject('sqlite')
  project.revision('a1', null, {
    imports: `import type { Op } from 'tsmig'\nexport const ${name} = ${value}`,
  })
  const { code, stderr } = await project.run('upgrade', 'head')
  expect(code).toBe(1)
  expect(stderr).toContain(
    `exports "${name}", which is no span of time\n  hint: Write: export const ${name} = '30s'`,
  )
})
