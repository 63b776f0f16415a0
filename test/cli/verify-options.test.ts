import { randomBytes } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createProject, kinds } from '../support/databases.ts'
import { TestProject } from '../support/project.ts'

const irreversible = {
  imports: "import { type Op, TsmigError } from 'tsmig'",
  downgrade: "throw new TsmigError('irreversible', 'it is meant so', 'Stay.')",
}

/** A line a1 - b1 - c1 where b1 forgets its table, and a branch x1 from a1 that can't be taken down. */
function branched(): TestProject {
  const project = TestProject.create()
  project.revision('a1', null)
  project.revision('b1', 'a1', { upgrade: "await op.createTable('b', { id: t.integer() })" })
  project.revision('c1', 'b1', {
    upgrade: "await op.createTable('c', { id: t.integer() })",
    downgrade: "await op.dropTable('c')",
  })
  project.revision('x1', 'a1', { ...irreversible, labels: ['side'] })
  return project
}

describe('a range', () => {
  const bad = 'b1: after its downgrade, not as before its upgrade\n  + table b\n'
  const meant = 'x1: irreversible: it is meant so\n'

  test.each([
    [[], 8, bad + meant, '4 revisions: 2 come back, 1 does not, 1 is irreversible'],
    [['--from', 'b1'], 0, meant, '2 revisions (2 before only applied): 1 comes back, 1 is irreversible'],
    [['b1:'], 0, meant, '2 revisions (2 before only applied): 1 comes back, 1 is irreversible'],
    [['b1:c1'], 0, '', '1 revision (2 before only applied): 1 comes back'],
    [[':b1'], 8, bad, '2 revisions: 1 comes back, 1 does not'],
    [['b1'], 8, bad, '1 revision (1 before only applied): 0 come back, 1 does not'],
    [['c1-1'], 8, bad, '1 revision (1 before only applied): 0 come back, 1 does not'],
    [
      ['side@head-1:'],
      8,
      bad + meant,
      '3 revisions (1 before only applied): 1 comes back, 1 does not, 1 is irreversible',
    ],
    [['side@head'], 0, meant, '1 revision (1 before only applied): 0 come back, 1 is irreversible'],
    [['c1:'], 0, meant, '1 revision (3 before only applied): 0 come back, 1 is irreversible'],
    [['heads:'], 0, '', '0 revisions (4 before only applied): 0 come back'],
    [['--strict', 'b1:'], 8, meant, '2 revisions (2 before only applied): 1 comes back, 1 is irreversible'],
  ] as const)('%j', async (args, code, stdout, summary) => {
    const ran = await branched().run('verify', ...args)
    expect(ran).toMatchObject({ code, stderr: expect.stringContaining(`${summary}; no declared`) })
    // Branches are applied in an order of the graph's own.
    expect(ran.stdout.split('\n').sort()).toEqual(stdout.split('\n').sort())
  })

  test('of steps back is told from an option', async () => {
    const project = TestProject.create()
    project.revision('a1', null, { upgrade: "await op.createTable('a', { id: t.integer() })" })
    project.revision('b1', 'a1')
    const ran = await project.run('verify', '-1:', '--strict')
    expect(ran).toEqual(await project.run('verify', '--strict', 'head-1:'))
    expect(ran).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('1 revision (1 before only applied)'),
    })
  })

  test('from where the database stands', async () => {
    const project = branched()
    await project.ok('upgrade', 'b1')
    const before = project.files()
    expect(await project.run('verify', 'current:')).toMatchObject({
      code: 0,
      stdout: meant,
      stderr: expect.stringContaining('2 revisions (2 before only applied)'),
    })
    expect(project.files()).toEqual(before)
  })

  test.each([
    [['nothing'], 'nothing', 1],
    [['a1:b1:c1'], 'has more than one ":"', 2],
    [['b1:', '--from', 'b1'], 'a range has its start already', 2],
    [['--scratch-url', 'nowhere'], 'the url for scratch databases is not a URL', 2],
  ] as const)('%j is refused', async (args, message, code) => {
    expect(await branched().run('verify', ...args)).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringContaining(message),
    })
  })
})

test('--json prints the report, and --quiet no summary', async () => {
  const project = branched()
  const { code, stdout, stderr } = await project.run('verify', '--json', '--quiet')
  const { passed, databases } = JSON.parse(stdout)
  const [report] = databases
  expect({ passed, count: databases.length }).toEqual({ passed: false, count: 1 })
  expect({ code, stderr }).toEqual({ code: 8, stderr: '' })
  expect(report).toMatchObject({
    applied: expect.arrayContaining(['a1', 'b1', 'c1', 'x1']),
    checked: expect.arrayContaining(['a1', 'b1', 'c1', 'x1']),
    declaration: { kind: 'skipped', reason: 'there is no env file, and so no declared schema' },
    unread: [],
    passed: false,
  })
  expect(report.findings).toHaveLength(2)
  expect(report.findings).toEqual(
    expect.arrayContaining([
      {
        kind: 'not-restored',
        revision: 'b1',
        message: 'b1',
        path: project.path('migrations/versions/b1_.ts'),
        differences: [{ change: 'added', what: 'table', name: 'b' }],
      },
      {
        kind: 'irreversible',
        revision: 'x1',
        message: 'x1',
        path: project.path('migrations/versions/x1_.ts'),
        reason: 'it is meant so',
      },
    ]),
  )
})

test('a project without revisions has nothing to tell', async () => {
  const project = TestProject.create()
  expect(await project.run('verify')).toMatchObject({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('0 revisions: 0 come back'),
  })
})

test('a revision in SQL, and one whose file has no downgrade part', async () => {
  const project = TestProject.create()
  project.write(
    'migrations/versions/a1.sql',
    '-- Revision ID: a1\n-- Revises: \n\n-- upgrade\nCREATE TABLE a (id integer);\nCREATE TABLE b (id integer);\n\n-- downgrade\nDROP TABLE a;\n',
  )
  project.write(
    'migrations/versions/b1.sql',
    '-- Revision ID: b1\n-- Revises: a1\n\n-- upgrade\nCREATE TABLE c (id integer);\n',
  )
  expect(await project.run('verify')).toMatchObject({
    code: 8,
    stdout:
      'a1: after its downgrade, not as before its upgrade\n  + table b\nb1: irreversible: it has no downgrade\n',
  })
})

describe.each(kinds)('on %s', (kind) => {
  const env = `import { defineEnvironment, index, t, table } from 'tsmig'
    export default defineEnvironment({
      targetMetadata: table('account', { id: t.integer().primaryKey(), name: t.varchar(30) }, [index('name', { name: 'ix_name' })]),
      onVersionApply: () => { throw new Error('a hook was called') },
      versionTableSchema: 'elsewhere',
      versionTable: 'steps',
    })`

  test('the end is compared with what is declared; hooks and the place of the version table stay out of it', async () => {
    const { project } = await createProject(kind, { files: { 'migrations/env.ts': env } })
    project.revision('a1', null, {
      upgrade: "await op.createTable('account', { id: t.integer().primaryKey(), name: t.varchar(30) })",
      downgrade: "await op.dropTable('account')",
    })
    expect(await project.run('verify')).toMatchObject({
      code: 8,
      stdout: 'declared schema: not what the revisions make\n  + index account.ix_name\n',
      stderr: '1 revision: 1 comes back; the declared schema is not what they make\n',
    })
    project.revision('b1', 'a1', {
      upgrade: "await op.createIndex('ix_name', 'account', ['name'])",
      downgrade: "await op.dropIndex('ix_name', { table: 'account' })",
    })
    expect(await project.run('verify')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '2 revisions: 2 come back; the declared schema is what they make\n',
    })
    expect(await project.run('verify', 'a1')).toMatchObject({
      code: 0,
      stderr:
        '1 revision: 1 comes back; no declared schema is compared: the range does not go up to all heads\n',
    })
  })

  test('a column that comes back as the last one is no finding', async () => {
    const { project } = await createProject(kind)
    project.revision('a1', null, {
      upgrade: "await op.createTable('a', { id: t.integer(), b: t.integer(), c: t.integer() })",
      downgrade: "await op.dropTable('a')",
    })
    project.revision('b1', 'a1', {
      upgrade: "await op.dropColumn('a', 'b')",
      downgrade: "await op.addColumn('a', 'b', t.integer())",
    })
    expect(await project.run('verify')).toMatchObject({ code: 0, stdout: '' })
  })

  test('--scratch-url names another server', async () => {
    const { project, url } = await createProject(kind)
    project.write(
      'migrations.ini',
      '[tsmig]\nscript_location = migrations\nurl = postgres://nobody@127.0.0.1:1/none\n',
    )
    project.revision('a1', null, {
      upgrade: "await op.createTable('a', { id: t.integer() })",
      downgrade: "await op.dropTable('a')",
    })
    expect(await project.run('verify')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cannot connect'),
    })
    expect(await project.run('verify', '--scratch-url', url)).toMatchObject({ code: 0, stdout: '' })
  })
})

describe.each(kinds.filter((kind) => kind === 'mysql'))('%s', (kind) => {
  test('a knex instance keeps its password, which knex hides', async () => {
    const { project, query, url } = await createProject(kind)
    const { hostname, port, pathname } = new URL(url)
    const user = `tsmig_${randomBytes(6).toString('hex')}`
    await query(`CREATE USER ${user} IDENTIFIED BY 'pass word'`)
    onTestFinished(async () => void (await query(`DROP USER ${user}`)))
    await query(`GRANT ALL ON \`tsmig\\_%\`.* TO ${user}`)
    project.linkPackages('knex', 'mysql2')
    const connection = {
      host: hostname,
      port: Number(port),
      user,
      password: 'pass word',
      database: pathname.slice(1),
    }
    project.write(
      'migrations/env.mjs',
      `import knex from 'knex'
      export default { connection: () => knex({ client: 'mysql2', connection: ${JSON.stringify(connection)} }) }`,
    )
    project.revision('a1', null)
    expect(await project.run('verify')).toMatchObject({ code: 0, stdout: '' })
  })
})
