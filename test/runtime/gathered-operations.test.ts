import { existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { splitStatements } from '../../src/dialects/split-statements.ts'
import { openClient } from '../support/client.ts'
import { countMessages } from '../support/counting-proxy.ts'
import { createProject } from '../support/databases.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { TestProject } from '../support/project.ts'

/** What the program told, whenever and wherever it ran. */
function spoken(text: string, project: TestProject): string {
  return text
    .replaceAll(project.directory, 'project')
    .replaceAll(/:(\d+):\d+/g, ':$1')
    .replaceAll(/[\d.]+ m?s\b/g, 'soon')
}

/** What an upgrade by these statements leads to: what is told, what is there, and what the log has of it. */
async function upgradeBy(statements: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { project, query, contents } = await createProject('postgres')
  await query('CREATE TABLE seen (id serial, what text NOT NULL)')
  project.revision('a0', null, { upgrade: "await op.execute('SELECT 1')" })
  project.revision('a1', 'a0', { upgrade: statements.join('\n  ') })
  const { code, stdout, stderr } = await project.runWith(env, 'upgrade', 'head')
  const seen = await query('SELECT id, what FROM seen ORDER BY id')
  const logged = code === 0 ? await query('SELECT unit, done, label FROM tsmig_version_log') : []
  return {
    code,
    told: spoken(stdout + stderr, project),
    seen,
    contents: Object.keys((await contents()) ?? {}),
    logged,
  }
}

/** The same where each goes by itself: as something stands in between, and as it is wanted. */
async function expectSame(statements: readonly string[]) {
  const together = await upgradeBy(statements)
  const [first = '', ...more] = statements
  expect(together).toEqual(await upgradeBy([`await null; ${first}`, ...more]))
  expect(together).toEqual(await upgradeBy(statements, { TSMIG_MESSAGES: 'single' }))
  return together
}

test('operations with nothing in between are one message, however many, with the rows and the COMMIT', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const proxy = await countMessages(database.url)
  const project = TestProject.create({ url: proxy.url })
  const made = (name: string, more = '') =>
    project.revision(
      name,
      name === 'a1' ? null : String.fromCharCode(name.charCodeAt(0) - 1) + (Number(name[1]) - 1),
      {
        upgrade: `await op.createTable('${name}', { id: t.integer(), b: t.text().default(sql\`'b'\`) })
  await op.createIndex('ix_${name}', '${name}', ['id'])
  await op.execute("INSERT INTO ${name} (id) VALUES (1)")
  await op.addColumn('${name}', 'c', t.integer())
  ${more}`,
      },
    )
  const run = async () => {
    const before = proxy.messages
    await project.ok('upgrade', 'head')
    return proxy.messages - before
  }
  made('a1')
  await run()
  made('b2')
  const one = await run()
  made('c3')
  made('d4')
  expect((await run()) - one).toBe(1)
  made('e5', 'await null')
  expect((await run()) - one).toBe(4)
})

test('with TSMIG_MESSAGES=single a message holds one statement', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const proxy = await countMessages(database.url)
  const project = TestProject.create({ url: proxy.url })
  project.revision('a1', null, { upgrade: "await op.execute('SELECT 1')" })
  project.revision('b2', 'a1', { upgrade: "await op.execute('SELECT 1')\n  await op.execute('SELECT 2')" })
  const statements = () => proxy.texts.map((text) => splitStatements(text, 'postgres').length)
  expect((await project.runWith({ TSMIG_MESSAGES: 'single' }, 'upgrade', 'head')).code).toBe(0)
  expect(proxy.texts).toContain('SELECT 2')
  expect(Math.max(...statements())).toBe(1)
  await project.ok('downgrade', 'base')
  expect(Math.max(...statements())).toBeGreaterThan(1)
})

describe('an SQL revision', () => {
  const write = (project: TestProject, id: string, down: string, statements: readonly string[]) =>
    project.write(
      `migrations/versions/${id}.sql`,
      `-- ${id}\n--\n-- Revision ID: ${id}\n-- Revises: ${down}\n\n-- upgrade\n${statements.join(';\n')};\n-- downgrade\nDROP TABLE ${id};\n`,
    )
  const made = (id: string) => [
    `CREATE TABLE ${id} (n integer)`,
    `CREATE INDEX ix_${id} ON ${id} (n)`,
    `INSERT INTO ${id} VALUES (1)`,
  ]

  test('is one message', async () => {
    const database = await createTestDatabase()
    onTestFinished(() => database.drop())
    const proxy = await countMessages(database.url)
    const project = TestProject.create({ url: proxy.url })
    const run = async (): Promise<number> => {
      const before = proxy.messages
      await project.ok('upgrade', 'head')
      return proxy.messages - before
    }
    write(project, 'a1', '<base>', made('a1'))
    await run()
    write(project, 'b2', 'a1', made('b2'))
    const one = await run()
    for (const [id, down] of [
      ['c3', 'b2'],
      ['d4', 'c3'],
      ['e5', 'd4'],
    ] as const)
      write(project, id, down, made(id))
    expect((await run()) - one).toBe(2)
    const kept = await database.query("SELECT down_sql FROM tsmig_version_log WHERE revision = 'e5'")
    expect(kept).toEqual([{ down_sql: 'DROP TABLE e5;' }])
  })

  test.each([
    ['SELECT 1 / 0', 'division by zero', 10],
    ['SELEKT 1', 'syntax error', 10],
    ["SET lock_timeout = 'never'", 'invalid value', 10],
  ])('is told by the line of the statement that fails: %s', async (fails, told, line) => {
    for (const first of ['a1', 'a0']) {
      const { project, query } = await createProject('postgres')
      write(project, 'a0', '<base>', ['SELECT 1'])
      write(project, 'a1', 'a0', ['SELECT 1'])
      await project.ok('upgrade', first)
      write(project, 'b2', 'a1', [...made('b2'), fails, 'SELECT 2'])
      const { code, stderr } = await project.run('upgrade', 'head')
      expect(code).toBe(1)
      expect(stderr).toContain(told)
      expect(stderr).toContain(`b2.sql:${line}:1`)
      expect(await query('SELECT version_num FROM tsmig_version')).toEqual([{ version_num: 'a1' }])
    }
  })
})

test('a limit for statements is one for each of them', async () => {
  const { project, query } = await createProject('postgres')
  project.revision('a1', null, {
    imports: "import { type Op } from 'tsmig'\nexport const statementTimeout = '600ms'",
    upgrade: Array.from({ length: 14 }, () => "await op.execute('SELECT pg_sleep(0.45)')").join('\n  '),
  })
  await project.ok('upgrade', 'head')
  expect(await query('SELECT version_num FROM tsmig_version')).toEqual([{ version_num: 'a1' }])
  project.revision('b2', 'a1', {
    imports: "import { type Op } from 'tsmig'\nexport const statementTimeout = '600ms'",
    upgrade:
      "await op.execute('SELECT 1')\n  await op.execute('SELECT pg_sleep(5)')\n  await op.execute('SELECT 2')",
  })
  const { code, stderr } = await project.run('upgrade', 'head')
  expect(code).toBe(1)
  expect(stderr).toContain('statement timeout')
  expect(stderr).toMatch(/b2_\.ts:16:/)
})

describe('leads where each by itself leads:', () => {
  const insert = (what: string) => `await op.execute("INSERT INTO seen (what) VALUES ('${what}')")`

  test.each<[string, string, boolean]>([
    ['a statement that fails', 'await op.execute("SELECT 1 / 0")', false],
    ['one that can not be read', 'await op.execute("SELEKT 1")', false],
    ['one that can not be read to its end', "await op.execute('SELECT (1')", false],
    ['a name that is not there', 'await op.execute("SELECT nowhere FROM seen")', false],
    ['one behind other characters', `await op.execute("SELECT 'ä💥', nowhere FROM seen")`, false],
    ['a constraint', 'await op.execute("INSERT INTO seen (what) VALUES (NULL)")', false],
    ['a function that fails', `await op.execute("DO $$ BEGIN PERFORM 1; RAISE 'no; really'; END $$")`, false],
    ['one that names no operation', "await op.createTable('one', { id: t.varchar(-1) })", false],
    ['a transaction that is ended', 'await op.execute("COMMIT")', false],
    ['several in one text', `await op.execute("INSERT INTO seen (what) VALUES ('x'); SELECT 1;")`, true],
    [
      'several of which one fails',
      `await op.execute("INSERT INTO seen (what) VALUES ('x'); SELECT 1 / 0")`,
      false,
    ],
    ['none', "await op.execute('-- nothing')", true],
    ['a comment at the end', "await op.execute('SELECT 1 -- to be gone on with')", true],
    ['an open text', `await op.execute("INSERT INTO seen (what) VALUES ('a")`, false],
    [
      'an open text of a declaration',
      "await op.createTable('one', { id: t.text().default(sql`'a`) })",
      false,
    ],
    ['an open body', "await op.execute('DO $$ BEGIN PERFORM 1; END')", false],
    ['an open comment', "await op.execute('SELECT 1 /*')", false],
    ['a semicolon in a text', `await op.execute("INSERT INTO seen (what) VALUES ('a;b')")`, true],
    ['how texts are read', "await op.execute('SET standard_conforming_strings = off')", true],
    ['a body', "await op.execute('DO $$ BEGIN PERFORM 1; END $$')", true],
    ['rows', "await op.bulkInsert('seen', [{ what: 'r1' }, { what: 'r2' }])", true],
    ['values', `await op.execute(op.knex.raw('INSERT INTO seen (what) VALUES (?)', ["it's"]))`, true],
    [
      'an index beside the transaction',
      "await op.createIndex('ix_seen', 'seen', ['what'], { postgres: { concurrently: true } })",
      false,
    ],
    ['NOT NULL', "await op.setNotNull('seen', 'what')", true],
  ])('%s', async (_name, statement, works) => {
    const { code, seen, told } = await expectSame([
      insert('a'),
      insert('b'),
      statement,
      insert('c'),
      insert('d'),
    ])
    expect(code === 0).toBe(works)
    if (works) expect(seen.at(-1)).toMatchObject({ what: 'd' })
    else expect(told).toMatch(/a1_\.ts:1[56]/)
  })

  test('what fails when something behind it has its turn is told by its own line', async () => {
    const { told } = await expectSame([
      insert('a'),
      'await op.execute("SELECT 1 / 0")',
      "await op.bulkInsert('seen', [{ what: 'r1' }])",
    ])
    expect(told).toContain('a1_.ts:15')
  })

  test('whatever stands behind each other', async () => {
    const kinds = fc.constantFrom(
      insert('a'),
      insert('b'),
      'await op.execute("SELECT 1;")',
      "await op.execute('-- nothing')",
      "await op.execute('SELECT 1; SELECT 2')",
      "await op.bulkInsert('seen', [{ what: 'r1' }, { what: 'r2' }])",
      "await op.execute('SET LOCAL work_mem = 64')",
      "await op.run('read', async () => 1)",
      "await op.setNotNull('seen', 'what')",
      "await op.addColumn('seen', 'more', t.integer())",
      'await op.execute("SELECT 1 / 0")',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(kinds, { minLength: 1, maxLength: 8 }), async (statements) => {
        await expectSame(statements)
      }),
      { numRuns: 12 },
    )
  })
})

describe('a revision that is read while the one before is on its way', () => {
  const insert = (what: string) => `await op.execute("INSERT INTO seen (what) VALUES ('${what}')")`

  async function upgradeAll(upgrades: readonly string[], { perRevision = true } = {}) {
    const { project, url, query } = await createProject('postgres', {
      ini: `transaction_per_migration = ${perRevision}\n`,
    })
    await query('CREATE TABLE seen (id serial, what text NOT NULL)')
    for (const [at, upgrade] of upgrades.entries())
      project.revision(`a${at}`, at === 0 ? null : `a${at - 1}`, { upgrade })
    const { code, stderr } = await project.run('upgrade', 'head')
    const seen = (await query('SELECT what FROM seen ORDER BY id')).map(({ what }) => what)
    return { code, stderr, seen, project, url, query }
  }

  test.each([true, false])('runs in its turn, a transaction each: %s', async (perRevision) => {
    const { code, seen } = await upgradeAll(['r0', 'r1', 'r2', 'r3', 'r4'].map(insert), { perRevision })
    expect([code, seen]).toEqual([0, ['r0', 'r1', 'r2', 'r3', 'r4']])
  })

  test('does nothing where the one before fails', async () => {
    const { code, stderr, seen, query } = await upgradeAll([
      insert('r0'),
      'await op.execute("SELECT 1 / 0")',
      insert('r2'),
    ])
    expect([code, seen]).toEqual([1, ['r0']])
    expect(stderr).toContain('upgrade of revision a1 failed: division by zero')
    expect(await query('SELECT version_num FROM tsmig_version')).toEqual([{ version_num: 'a0' }])
  })

  test.each([
    ["await op.createTable('one', { id: t.varchar(-1) })", 'The length of varchar'],
    ['await op.execute("COMMIT")', 'a2_.ts:'],
    ['await op.execute("SELECT 1 / 0")', 'division by zero'],
  ])('is refused in its turn: %s', async (refused, told) => {
    const { code, stderr, seen, query } = await upgradeAll([
      insert('r0'),
      insert('r1'),
      refused,
      insert('r3'),
    ])
    expect([code, seen]).toEqual([1, ['r0', 'r1']])
    expect(stderr).toContain('upgrade of revision a2 failed')
    expect(stderr).toContain(told)
    expect(stderr).toMatch(/a2_\.ts:14/)
    expect(await query('SELECT version_num FROM tsmig_version')).toEqual([{ version_num: 'a1' }])
  })

  test.each([
    ['await op.execute("SELECT 1 / 0")', false],
    ["await op.execute('SELECT 1')", true],
  ])('has its way back asked for where it was done: %s', async (upgrade, isDone) => {
    const { project } = await createProject('postgres')
    project.revision('a1', null, {
      imports: "import { appendFileSync } from 'node:fs'\nimport { type Op } from 'tsmig'",
      upgrade,
      downgrade: `appendFileSync(${JSON.stringify(project.path('asked'))}, '.')\n  await op.execute('SELECT 1')`,
    })
    const { code } = await project.run('upgrade', 'head')
    expect([code === 0, existsSync(project.path('asked'))]).toEqual([isDone, isDone])
  })

  test('is run again where a table was locked when its turn came', async () => {
    const { project, url, query } = await upgradeAll([insert('r0')])
    project.revision('a1', 'a0', { upgrade: "await op.execute('SELECT 1')" })
    project.revision('a2', 'a1', { upgrade: insert('r2') })
    const holder = await openClient('postgres', url)
    onTestFinished(() => holder.close())
    await holder.query('BEGIN; LOCK TABLE seen')
    const running = project.run('upgrade', 'head', '--table-lock-timeout', '300ms')
    await setTimeout(3000)
    await holder.query('COMMIT')
    const { code, stderr } = await running
    expect(stderr).toContain('it is tried again')
    expect(code, stderr).toBe(0)
    expect(await query('SELECT what FROM seen ORDER BY id')).toEqual([{ what: 'r0' }, { what: 'r2' }])
  })
})
