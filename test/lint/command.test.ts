import { describe, expect, test } from 'vitest'
import { lint } from '../../src/commands/lint.ts'
import { upgrade } from '../../src/commands/upgrade.ts'
import { createProject } from '../support/databases.ts'
import { TestProject } from '../support/project.ts'
import { urls } from './lint-revision.ts'

const product = {
  upgrade: "await op.createTable('product', { id: t.bigint().primaryKey(), name: t.text() })",
  downgrade: "await op.dropTable('product')",
}
const indexed = {
  upgrade: "await op.createIndex('ix', 'product', 'name')",
  downgrade: "await op.dropIndex('ix')",
}
const error = { code: 'index-not-concurrent', level: 'error' }

describe('a range', () => {
  function project(ini = ''): TestProject {
    const made = TestProject.create({ url: urls.postgres, ini })
    made.revision('a1', null, product)
    made.revision('b1', 'a1', indexed)
    return made
  }

  test('needs no database, and tells the place of the call', async () => {
    const made = project()
    expect(await lint({ cwd: made.directory, range: 'a1:heads' })).toMatchObject({
      revisions: ['b1'],
      findings: [
        { ...error, place: { file: made.path('migrations/versions/b1_.ts'), line: 14, column: 12 } },
      ],
      servers: [{ name: 'postgres', version: [14], asked: false }],
      passed: false,
    })
  })

  test('is silent about tables that are made in it', async () => {
    const { findings, passed } = await lint({ cwd: project().directory, range: 'base:heads' })
    expect({ findings, passed }).toEqual({ findings: [], passed: true })
  })

  test('that begins with current needs the database, and says what does without', async () => {
    await expect(lint({ cwd: project().directory })).rejects.toMatchObject({
      code: 'cannot-connect',
      hint: expect.stringContaining('tsmig lint base:heads'),
    })
  })

  test('a change waits for a lock as long as the project says: a second, or for ever', async () => {
    const findings = async (ini: string) =>
      (await lint({ cwd: project(ini).directory, range: 'b1' })).findings
    const codes = (await findings('table_lock_timeout = 0')).map(({ code }) => code)
    expect(codes).toEqual(['index-not-concurrent', 'missing-lock-timeout'])
    expect(await findings('table_lock_timeout = 3s')).toHaveLength(1)
  })

  test('levels and what fails are the ini’s, before it the command line’s', async () => {
    const made = project('[lint]\nindex-not-concurrent = note\nfail_level = note')
    const given = { cwd: made.directory, range: 'b1' }
    expect(await lint(given)).toMatchObject({ findings: [{ ...error, level: 'note' }], passed: false })
    expect(await lint({ ...given, failLevel: 'warning' })).toMatchObject({ passed: true })
  })

  test.each([
    ['index-not-concurent = off', 'Did you mean "index-not-concurrent"?'],
    ['drop-table = loud', 'Write off, note, warning or error.'],
    ['fail_level = off', 'Write note, warning or error.'],
    ['small_table = many', 'Write small_table = 1000'],
    ['server_version = new', 'Write it in numbers: 14, 8.0.29, 10.11.'],
  ])('[lint] %s is refused', async (line, hint) => {
    await expect(lint({ cwd: project(`[lint]\n${line}`).directory, range: 'b1' })).rejects.toMatchObject({
      hint,
    })
  })
})

test('what the database has still to run, by its version and the sizes of its tables', async () => {
  const { project, query } = await createProject('postgres', { ini: '[lint]\nsmall_table = 100' })
  const cwd = project.directory
  project.revision('a1', null, product)
  await upgrade({ cwd, target: 'head' })
  await query("INSERT INTO product SELECT n, 'x' FROM generate_series(1, 500) n")
  await query('ANALYZE product')
  project.revision('b1', 'a1', indexed)
  const report = await lint({ cwd })
  expect(report).toMatchObject({
    revisions: ['b1'],
    servers: [{ name: 'postgres', asked: true }],
    findings: [{ ...error, message: expect.stringMatching(/; product has about 500 rows \(\d+ kB\)$/) }],
  })
  expect(report.servers[0]?.version.length).toBeGreaterThan(0)
  await query('DELETE FROM product WHERE id > 100')
  await query('ANALYZE product')
  expect((await lint({ cwd })).findings[0]).toMatchObject({ ...error, level: 'note' })
  await upgrade({ cwd, target: 'head' })
  expect(await lint({ cwd })).toMatchObject({ revisions: [], findings: [], passed: true })
})
