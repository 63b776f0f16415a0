import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createProject } from '../support/databases.ts'
import { createMariadbDatabase, hasMariadb } from '../support/mariadb.ts'
import { binary, TestProject } from '../support/project.ts'
import { lowlyProject, versionTable } from './lowly-project.ts'
import { expectRefusal } from './refusal.ts'

describe('a role of PostgreSQL', () => {
  test('without the right to make the version table', async () => {
    const { project } = await lowlyProject()
    await expectRefusal(project, ['upgrade', 'head'], {
      error: 'permission denied for schema public',
      hint: 'Give the role that right',
    })
  })

  test('without that right, where the version table is there already, runs revisions of rows', async () => {
    const { project, query } = await lowlyProject(
      versionTable,
      'CREATE TABLE one (id integer)',
      'GRANT SELECT, INSERT, UPDATE, DELETE ON one, tsmig_version TO $role',
    )
    await project.ok('ensure-version')
    await project.ok('upgrade', 'head')
    expect(await query('SELECT id FROM one')).toEqual([{ id: 1 }])
  })

  test('that may not read the version table', async () => {
    const { project } = await lowlyProject(versionTable)
    for (const args of [['current'], ['upgrade', 'head'], ['history', '-i']]) {
      await expectRefusal(project, args, {
        error: `the version table "tsmig_version" can't be read: permission denied`,
        hint: 'Give the role that right',
      })
    }
  })

  test('that may not write the version table is refused before a revision begins', async () => {
    const { project, query } = await lowlyProject(
      versionTable,
      'CREATE TABLE one (id integer)',
      'GRANT SELECT ON tsmig_version TO $role',
      'GRANT ALL ON one TO $role',
    )
    project.revision('a1', null, { upgrade: `await op.run('say', async () => console.log('began'))` })
    const { stdout } = await expectRefusal(project, ['upgrade', 'head'], {
      error: `the version table "tsmig_version" can't be written: permission denied`,
      hint: 'Give the role that right',
    })
    expect(stdout).toBe('')
    expect(await query('SELECT * FROM one')).toEqual([])
  })
})

describe.each(['sqlite', 'postgres'] as const)('on %s', (kind) => {
  test('a table of that name that is no version table', async () => {
    const database = await createProject(kind)
    database.project.revision('a1', null)
    await database.script('CREATE TABLE tsmig_version (name text)')
    for (const args of [['current'], ['upgrade', 'head']]) {
      await expectRefusal(database.project, args, {
        error: `the version table "tsmig_version" can't be read: `,
        hint: 'choose another with version_table',
      })
    }
  })
})

test('a SQLite file that is none, and one that may not grow', async () => {
  const project = TestProject.create({ files: { 'other.db': 'this is a text, and a long one. '.repeat(99) } })
  project.revision('a1', null, {
    upgrade: `await op.execute('PRAGMA max_page_count = 4')
  await op.createTable('one', { id: t.integer().primaryKey(), text: t.text() })
  await op.bulkInsert('one', Array.from({ length: 500 }, (_, id) => ({ id, text: 'x'.repeat(100) })))`,
  })
  const full = await project.run('upgrade', 'head')
  expect(full.code).toBe(1)
  expect(full.stderr).toContain('error: upgrade of revision a1 failed: database or disk is full')
  expect(full.stderr).toContain('hint: Nothing of revision a1 was kept. There is no room left on the disk')
  project.write('migrations.ini', '[tsmig]\nscript_location = migrations\nurl = sqlite:///other.db\n')
  await expectRefusal(project, ['current'], {
    error: /.*is not a database/,
    hint: 'Check the path in the url',
  })
})

test('a SQLite file that may not grow any further (ulimit -f)', async () => {
  const project = TestProject.create()
  project.revision('a1', null, { upgrade: `await op.createTable('one', { text: t.text() })` })
  project.revision('b2', 'a1', {
    upgrade: `await op.bulkInsert('one', Array.from({ length: 5000 }, () => ({ text: 'x'.repeat(100) })))`,
  })
  await project.ok('upgrade', 'a1')
  const command = `ulimit -f 200; exec "${process.execPath}" "${binary}" upgrade head`
  const { status, stderr } = spawnSync('sh', ['-c', command], { cwd: project.directory, encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toContain('error: upgrade of revision b2 failed: disk I/O error')
  expect(stderr).toMatch(/hint: Nothing of revision b2 was kept\. .*ulimit -f/)
  await project.ok('upgrade', 'head')
})

test("knex's own log of a connection that fails is not shown beside the error", async () => {
  const project = TestProject.create({
    files: {
      'migrations/env.ts': `export default {
  connection: { client: 'pg', connection: { host: '127.0.0.1', port: 1, user: 'me', password: 'secret-word' } },
}`,
    },
  })
  const { stderr } = await expectRefusal(project, ['current'], { error: 'cannot connect to', hint: /\w/ })
  expect(stderr.split('\n').filter((line) => line !== '')).toHaveLength(2)
})

test.skipIf(!(await hasMariadb()))(
  'a user of MariaDB that may not write the version table is refused before anything is made',
  async () => {
    const database = await createMariadbDatabase()
    const name = new URL(database.url).pathname.slice(1)
    const user = `low_${randomBytes(6).toString('hex')}`
    onTestFinished(async () => {
      await database.query(`DROP USER ${user}`)
      await database.drop()
    })
    const project = TestProject.create({ url: database.url })
    await project.ok('ensure-version')
    await database.query(`CREATE USER ${user} IDENTIFIED BY 'low-pass'`)
    await database.query(`GRANT SELECT, CREATE ON ${name}.* TO ${user}`)
    const url = new URL(database.url)
    url.username = user
    url.password = 'low-pass'
    project.write('migrations.ini', `[tsmig]\nscript_location = migrations\nurl = ${url.href}\n`)
    project.revision('a1', null, { upgrade: `await op.createTable('one', { id: t.integer() })` })
    await expectRefusal(project, ['upgrade', 'head'], {
      error: "the version table `tsmig_version` can't be written: INSERT command denied",
      hint: 'Give the role that right',
    })
    expect(await database.query("SHOW TABLES LIKE 'one'")).toEqual([])
  },
)
