import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createProject, kinds } from '../support/databases.ts'
import { binary } from '../support/project.ts'

const one = {
  message: 'make one',
  upgrade: `await op.createTable('one', { id: t.integer() })`,
  downgrade: `await op.dropTable('one')`,
}

describe.each(kinds)('the log on %s', (kind) => {
  test('tells each step; what was edited since; and takes back what has no file', async () => {
    const { project, tables } = await createProject(kind)
    const path = project.revision('a1', null, one)
    expect((await project.ok('log')).stdout).toBe('')
    await project.ok('upgrade', 'head')
    const [entry] = JSON.parse((await project.ok('log', '--json')).stdout)
    expect(entry).toMatchObject({ revision: 'a1', direction: 'upgrade', message: 'make one' })
    expect(entry.downSql).toMatch(/^DROP TABLE .one.;$/)

    const text = readFileSync(project.path(path), 'utf8')
    project.write(
      path,
      text.replaceAll('\n', '\r\n').replaceAll("'", '"').replace('await op', '/* now */ await   op'),
    )
    expect((await project.ok('upgrade', 'head')).stderr).not.toContain('edited')
    project.write(path, text.replace('t.integer()', 't.bigint()'))
    expect((await project.ok('upgrade', 'head')).stderr).toContain(
      'was edited after it was applied here: a1 ',
    )
    expect((await project.ok('status')).stdout).toContain('edited a1')
    project.write('migrations.ini', `${project.read('migrations.ini')}\nstrict_checksums = true\n`)
    expect((await project.run('upgrade', 'head')).stderr).toContain('tsmig repair --checksums')
    await project.ok('repair', '--checksums')
    expect((await project.ok('status')).stdout).not.toContain('edited')

    project.revision('b1', null, { file: 'a1_.ts', upgrade: '' })
    expect((await project.run('upgrade', 'head')).stderr).toContain('tsmig downgrade --orphans')
    await project.ok('downgrade', '--orphans')
    expect(await tables()).toEqual(['tsmig_version'])
    expect((await project.ok('log')).stdout).toMatch(/downgrade a1.*\n.*upgrade a1/)
  })
})

test('the steps of one revision, by the beginning of its id', async () => {
  const { project } = await createProject('sqlite')
  project.revision('ab11', null)
  project.revision('ab22', 'ab11')
  project.revision('ab1', 'ab22')
  await project.ok('upgrade', 'head')
  expect((await project.ok('log', 'ab2')).stdout).toMatch(/^\S+ upgrade ab22, ab22 [^\n]*\n$/)
  expect((await project.ok('log', 'ab1')).stdout).toMatch(/^\S+ upgrade ab1, ab1 [^\n]*\n$/)
  expect(await project.run('log', 'ab')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('"ab" is the beginning of ab11, ab22 and ab1\n'),
  })
  await project.ok('stamp', 'ab22')
  expect((await project.ok('log', '--limit', '1')).stdout).toMatch(/^\S+ stamp ab22, ab1 -> ab22 \(/)
  expect((await project.ok('log', 'c')).stderr).toBe('nothing is logged of c\n')
})

test('an index that failed concurrently is dropped before it is made again', async () => {
  const { project, query } = await createProject('postgres')
  project.revision('a1', null, {
    upgrade: `await op.execute('CREATE TABLE one AS SELECT 1 AS n FROM generate_series(1, 2)')
  await op.outsideTransaction(async () => {
    await op.execute('CREATE UNIQUE INDEX CONCURRENTLY one_n ON one (n)')
  })`,
  })
  expect((await project.run('upgrade', 'head')).code).toBe(1)
  expect((await project.run('upgrade', 'head')).stderr).toContain('done are 1. Run CREATE TABLE one')
  await query('DELETE FROM one WHERE ctid = (SELECT min(ctid) FROM one)')
  await project.ok('upgrade', 'head')
  expect(
    await query(
      `SELECT indexrelid::regclass::text AS name, indisvalid FROM pg_index WHERE indrelid = 'one'::regclass`,
    ),
  ).toEqual([{ name: 'one_n', indisvalid: true }])
})

describe.skipIf(!kinds.includes('mysql'))('a run that was cut off on MySQL and MariaDB', () => {
  const statements = [
    `await op.createTable('t', { id: t.integer().primaryKey(), n: t.varchar(20) })`,
    `await op.bulkInsert('t', [{ id: 1, n: 'a' }])`,
    `await op.createIndex('ix', 't', ['n'])`,
    `await op.run('fill', async (knex) => { await knex('t').insert({ id: 2, n: 'b' }) })`,
    `await op.renameTable('t', 'u')`,
    `await op.addColumn('u', 'm', t.integer())`,
    `await op.execute('UPDATE u SET m = id')`,
    `await op.dropColumn('u', 'n')`,
  ]

  test('ends as a clean run does, wherever it is killed', async () => {
    const clean = await createProject('mysql')
    clean.project.revision('a1', null, { upgrade: statements.join('\n  ') })
    await clean.project.ok('upgrade', 'head')
    const wanted = await clean.contents()
    for (let round = 1; round <= 3; round++) {
      const cut = await createProject('mysql')
      cut.project.revision('a1', null, { upgrade: statements.join('\n  ') })
      const child = spawn(process.execPath, [binary, 'upgrade', 'head'], {
        cwd: cut.project.directory,
        stdio: 'ignore',
      })
      const ended = once(child, 'close')
      // As soon as the run has come so far, at whatever moment that is seen.
      const units = `SELECT count(*) AS n FROM tsmig_version_log WHERE unit >= ${round * 2}`
      while (
        child.exitCode === null &&
        !(await cut.query(units).then(
          ([row]) => Number(row?.n) > 0,
          () => false,
        ))
      );
      child.kill('SIGKILL')
      await ended
      await cut.project.ok('upgrade', 'head')
      expect(await cut.contents()).toEqual(wanted)
      expect(await cut.query('SELECT unit FROM tsmig_version_log')).toEqual([{ unit: 0 }])
    }
  })

  test('refuses what was edited when it was done already, and is settled by hand', async () => {
    const { project, query } = await createProject('mysql')
    const upgrade = (type: string) => `await op.createTable('t', { id: ${type} })
  await op.execute('ALTER TABLE nowhere ADD COLUMN a integer')`
    project.revision('a1', null, { upgrade: upgrade('t.integer()') })
    expect((await project.run('upgrade', 'head')).code).toBe(1)
    expect((await project.ok('repair')).stdout).toContain('done: 1. Create table t')
    project.revision('a1', null, { upgrade: upgrade('t.bigint()').replace('nowhere', 't') })
    expect((await project.run('upgrade', 'head')).stderr).toContain('number 1 was "Create table t"')
    await project.ok('repair', '--continue')
    await project.ok('upgrade', 'head')
    expect(await query("SHOW COLUMNS FROM t LIKE 'a'")).toHaveLength(1)
  })
})
