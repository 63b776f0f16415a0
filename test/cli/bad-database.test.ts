import { describe, expect, test } from 'vitest'
import { createProject, kinds } from '../support/databases.ts'
import { TestProject } from '../support/project.ts'
import { expectRefusal } from './refusal.ts'

describe('connections', () => {
  test('a server that can not be reached', async () => {
    const project = TestProject.create({ url: 'postgresql://me:se%63ret-word@127.0.0.1:1/app' })
    project.revision('a1', null)
    const { stderr } = await expectRefusal(project, ['upgrade', 'head'], {
      error: 'cannot connect to postgresql://me:***@127.0.0.1:1/app: ',
      hint: 'Start the server',
    })
    expect(stderr).not.toMatch(/secret-word|se%63ret/)
  })

  test('a user and password that the server does not take', async () => {
    const server = new URL(process.env.TSMIG_TEST_POSTGRES_URL ?? '')
    const url = `postgresql://nobody_known:p@ss:w/rd%20?#1@${server.host}/postgres`
    const project = TestProject.create({ url })
    project.revision('a1', null)
    const ran = await expectRefusal(project, ['upgrade', 'head'], {
      error: /cannot connect to postgresql:\/\/nobody_known:\*\*\*@/,
      hint: /\w/,
    })
    const traced = await project.run('upgrade', 'head', '--raiseerr', '-v')
    for (const secret of ['p@ss', 'w/rd', encodeURIComponent('p@ss:w/rd ?#1'), btoa('p@ss:w/rd ?#1')]) {
      expect(ran.stderr + traced.stderr + traced.stdout).not.toContain(secret)
    }
  })

  test('a folder that is not there', async () => {
    const project = TestProject.create({ url: 'sqlite:///nowhere/app.db' })
    project.revision('a1', null)
    await expectRefusal(project, ['upgrade', 'head'], {
      error: `cannot connect to sqlite:///nowhere/app.db: the folder ${project.path('nowhere')} is not there`,
      hint: 'Make the folder first, or mend the path in the url: with three slashes it is relative to the ini, with four absolute.',
    })
  })

  test('a file that is no database', async () => {
    const project = TestProject.create({
      files: { 'app.db': 'this is a text, and a long one at that '.repeat(50) },
    })
    project.revision('a1', null)
    await expectRefusal(project, ['upgrade', 'head'], { error: /.*not a database/, hint: /\w/ })
  })

  test('reading commands make no database', async () => {
    const project = TestProject.create()
    project.revision('a1', null)
    const before = project.files()
    for (const args of [
      ['current'],
      ['history', '-i'],
      ['heads'],
      ['show', 'head'],
      ['branches'],
      ['upgrade', 'base'],
    ]) {
      await project.run(...args)
    }
    expect(project.files()).toEqual(before)
  })
})

describe.each(kinds)('on %s', (kind) => {
  async function branched() {
    const database = await createProject(kind)
    const { project } = database
    project.revision('aa11', null, { upgrade: `await op.createTable('one', { id: t.integer() })` })
    project.revision('ab22', 'aa11')
    project.revision('ac33', 'aa11')
    return database
  }

  test.each([
    ['zzz', /.*"zzz"/],
    ['a', /.*"a".*aa11.*ab22/],
    ['+7', /./],
    ['aa11+7', /./],
    ['head', /.*ab22.*ac33/],
    ['aa11:ab22', /.*aa11:ab22/],
    ['nolabel@head', /.*nolabel/],
    ['@', /./],
    ['', /./],
  ])('upgrade %j is refused', async (target, error) => {
    const { project, tables } = await branched()
    const code = target.includes(':') ? 2 : 1
    const names = target === 'a' ? /aa11_\.ts.*ab22_\.ts/ : /\w/
    await expectRefusal(project, ['upgrade', target], { code, error, hint: names })
    if (kind === 'postgres') expect(await tables()).toEqual([])
  })

  test.each(['-1', 'zzz', 'ab22', '+1'])('downgrade %j from base is refused', async (target) => {
    const { project } = await branched()
    await expectRefusal(project, ['downgrade', target], { error: /./, hint: /\w/ })
  })

  test('a revision that fails half-way says where, why and what is left of it', async () => {
    const database = await createProject(kind)
    const { project } = database
    project.revision('a1', null, { upgrade: `await op.createTable('one', { id: t.integer().primaryKey() })` })
    project.revision('b2', 'a1', {
      upgrade: `await op.createTable('two', { id: t.integer() })
  await op.bulkInsert('one', [{ id: 1 }])
  await op.execute('INSERT INTO one (id) VALUES (1)')
  await op.createTable('three', { id: t.integer() })`,
    })
    await project.ok('upgrade', 'a1')
    const before = await database.contents()
    const ran = await project.run('upgrade', 'head')
    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(/error: upgrade of revision b2 failed: .*(unique|duplicate)/i)
    expect(ran.stderr).toContain('at migrations/versions/b2_.ts:16:')
    expect(ran.stderr).toContain('statement: INSERT INTO one (id) VALUES (1)')
    if (kind === 'postgres') expect(ran.stderr).toContain('detail: Key (id)=(1) already exists.')
    const code = { sqlite: 'SQLITE_CONSTRAINT_PRIMARYKEY', postgres: '23505', mysql: 'ER_DUP_ENTRY' }[kind]
    expect(ran.stderr).toContain(`code: ${code}`)
    expect(ran.stderr).not.toContain('node_modules')
    if (kind === 'mysql') {
      expect(ran.stderr).toContain('hint: What revision b2 did before is still there')
      expect(await database.tables()).toEqual(['one', 'tsmig_version', 'two'])
      // Rows behind the last DDL are taken back.
      expect(await database.query('SELECT id FROM one')).toEqual([])
      expect(await database.query('SELECT * FROM tsmig_version')).toEqual([{ version_num: 'a1' }])
    } else {
      expect(ran.stderr).toContain('hint: Nothing of revision b2 was kept.')
      expect(await database.contents()).toEqual(before)
    }
    expect((await project.run('upgrade', 'head', '--raiseerr')).stderr).toMatch(/^\s+at .*:\d+:\d+/m)
  })

  test('an exception of the revision itself is told and rolled back, too', async () => {
    const database = await createProject(kind)
    const { project } = database
    project.revision('a1', null, {
      upgrade: `await op.createTable('one', { id: t.integer() })
  throw new TypeError('no luck today')`,
    })
    const ran = await project.run('upgrade', 'head')
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain('error: upgrade of revision a1 failed: no luck today')
    expect(ran.stderr).toContain('a1_.ts:15:')
    expect(await database.tables()).toEqual(kind === 'mysql' ? ['one', 'tsmig_version'] : ['tsmig_version'])
    expect(await database.query('SELECT * FROM tsmig_version')).toEqual([])
  })

  test('calls that nobody awaits run in order, and their failure is told', async () => {
    const database = await createProject(kind)
    const { project } = database
    project.revision('a1', null, {
      upgrade: `op.createTable('one', { id: t.integer() })
  op.bulkInsert('one', [{ id: 1 }])
  op.renameTable('one', 'two')`,
    })
    project.revision('b2', 'a1', {
      upgrade: `op.createTable('three', { id: t.integer() })
  op.dropTable('nowhere')
  op.createTable('four', { id: t.integer() })`,
    })
    await project.ok('upgrade', 'a1')
    expect(await database.query('SELECT id FROM two')).toEqual([{ id: 1 }])
    const ran = await project.run('upgrade', 'head')
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain('b2_.ts:15:')
    const made = kind === 'mysql' ? ['three'] : []
    expect(await database.tables()).toEqual([...made, 'tsmig_version', 'two'])
  })

  test('an operation inside op.run is refused, and does not hang', async () => {
    const { project, tables } = await createProject(kind)
    project.revision('a1', null, {
      upgrade: `await op.run('fill', async () => { await op.createTable('one', { id: t.integer() }) })`,
    })
    const ran = await project.run('upgrade', 'head')
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain('inside op.run')
    expect(await tables()).toEqual(['tsmig_version'])
  })

  test('a downgrade that is missing is found before anything ran', async () => {
    const database = await createProject(kind)
    const { project } = database
    project.write(
      'migrations/versions/a1.ts',
      `export const revision = 'a1'\nexport const downRevision = null\nexport async function upgrade() {}\n`,
    )
    project.revision('b2', 'a1', {
      upgrade: `await op.createTable('one', { id: t.integer() })`,
      downgrade: `await op.dropTable('one')`,
    })
    await project.ok('upgrade', 'head')
    const before = await database.contents()
    const ran = await project.run('downgrade', 'base')
    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(/error: .*a1\.ts exports no function "downgrade"/)
    expect(ran.stderr).toContain('hint: ')
    expect(await database.contents()).toEqual(before)
  })

  test('a database at a revision that no file has', async () => {
    const database = await createProject(kind)
    const { project } = database
    project.revision('a1', null)
    await project.ok('ensure-version')
    await database.query("INSERT INTO tsmig_version VALUES ('feedface0000')")
    const before = await database.contents()
    for (const args of [
      ['upgrade', 'head'],
      ['downgrade', 'base'],
      ['stamp', 'head'],
      ['history', '-i'],
    ]) {
      const ran = await project.run(...args)
      expect(ran.code, args.join(' ')).toBe(1)
      expect(ran.stderr).toContain(
        'error: the database is at revision "feedface0000", which no revision file has',
      )
      expect(ran.stderr).toContain('tsmig stamp --purge')
    }
    const current = await project.run('current')
    expect(current).toMatchObject({ code: 1, stdout: 'feedface0000 (unknown)\n' })
    expect(await database.contents()).toEqual(before)
    await project.ok('stamp', '--purge', 'head')
    expect(await database.query('SELECT * FROM tsmig_version')).toEqual([{ version_num: 'a1' }])
  })

  test('current --check-heads has an exit code of its own', async () => {
    const { project } = await createProject(kind)
    project.revision('a1', null)
    const behind = await project.run('current', '--check-heads')
    expect(behind.code).toBe(3)
    expect(behind.stderr).toContain('error: ')
    await project.ok('upgrade', 'head')
    await project.ok('current', '--check-heads')
  })
})

test.each(kinds.filter((kind) => kind !== 'sqlite'))(
  '%s: an id that is too long for the version table is told before anything runs, and taken where there is room',
  async (kind) => {
    const id = 'y'.repeat(40)
    const { project, query, tables } = await createProject(kind)
    project.revision(id, null, { upgrade: "await op.createTable('one', { id: t.integer() })", file: 'a.ts' })
    await expectRefusal(project, ['upgrade', 'head'], {
      error:
        /the version table .tsmig_version. can't hold the revision id "y+": it has 40 characters, and there is room for 32/,
      hint: 'shorter id',
    })
    expect(await tables()).not.toContain('one')
    const type =
      kind === 'postgres' ? 'ALTER version_num TYPE varchar(64)' : 'MODIFY version_num varchar(64) NOT NULL'
    await project.ok('ensure-version')
    await query(`ALTER TABLE tsmig_version ${type}`)
    await project.ok('upgrade', 'head')
    expect((await project.ok('log')).stdout).toContain(`upgrade ${id}`)
    await project.ok('downgrade', 'base')
  },
)

test('a connection that breaks in a revision is told, and nothing of the revision is kept', async () => {
  const { project, tables } = await createProject('postgres')
  project.revision('a1', null, {
    upgrade: `await op.createTable('one', { id: t.integer() })
  await op.execute('SELECT pg_terminate_backend(pg_backend_pid())')
  await op.createTable('two', { id: t.integer() })`,
  })
  const ran = await project.run('upgrade', 'head')
  expect(ran.code).toBe(1)
  expect(ran.stderr).toMatch(/error: upgrade of revision a1 failed: .*terminat/)
  expect(ran.stderr).toContain('statement: SELECT pg_terminate_backend')
  expect(await tables()).toEqual(['tsmig_version'])
  expect((await project.run('current')).code).toBe(0)
})
