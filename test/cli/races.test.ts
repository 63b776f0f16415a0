import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { createProject, kinds } from '../support/databases.ts'

const processes = 20

describe.each(kinds)(`${processes} processes at once on %s`, (kind) => {
  test('apply each revision exactly once, and all end well', async () => {
    const database = await createProject(kind)
    const { project } = database
    // The log table has no key: a revision that ran twice is there twice.
    project.revision('r0', null, { upgrade: `await op.createTable('log', { revision: t.varchar(10) })` })
    for (let number = 1; number < 8; number++) {
      project.revision(`r${number}`, `r${number - 1}`, {
        upgrade: `await op.createTable('t${number}', { id: t.integer() })
  await op.bulkInsert('log', [{ revision: 'r${number}' }])`,
      })
    }
    const runs = await Promise.all(Array.from({ length: processes }, () => project.run('upgrade', 'head')))
    expect(runs.filter(({ code }) => code !== 0)).toEqual([])
    expect(await database.query('SELECT revision FROM log ORDER BY revision')).toEqual(
      Array.from({ length: 7 }, (_, index) => ({ revision: `r${index + 1}` })),
    )
    const told = runs.flatMap(({ stderr }) => stderr.match(/Running upgrade \S+ -> \S+/g) ?? [])
    expect(told.sort()).toEqual([...new Set(told)].sort())
    expect(told).toHaveLength(8)
    expect(await database.query('SELECT * FROM tsmig_version')).toEqual([{ version_num: 'r7' }])
  })

  test('several in one process wait for each other, too', async () => {
    const database = await createProject(kind)
    const { project } = database
    project.revision('r0', null, { upgrade: `await op.createTable('log', { revision: t.varchar(10) })` })
    for (let number = 1; number < 5; number++) {
      project.revision(`r${number}`, `r${number - 1}`, {
        upgrade: `await op.bulkInsert('log', [{ revision: 'r${number}' }])
  await op.run('take a while', () => new Promise((resolve) => setTimeout(resolve, 20)))`,
      })
    }
    const { upgrade } = await import('tsmig')
    await Promise.all(Array.from({ length: 8 }, () => upgrade({ target: 'head', cwd: project.directory })))
    expect(await database.query('SELECT count(*) AS n FROM log')).toEqual([
      { n: kind === 'sqlite' ? 4 : '4' },
    ])
  })
})

test('who finds a SQLite file closed to readers waits, as long as for another run', async () => {
  const { project } = await createProject('sqlite')
  project.revision('a1', null)
  project.revision('b2', 'a1')
  await project.ok('upgrade', 'a1')
  // What a run does whose changes don't fit into memory.
  const other = new Sqlite(project.path('app.db'))
  other.exec('BEGIN EXCLUSIVE')
  const ran = Promise.all([
    project.run('upgrade', 'head'),
    project.run('ensure-version'),
    project.run('current'),
  ])
  // Longer than the driver waits by itself.
  await new Promise((resolve) => setTimeout(resolve, 6500))
  other.exec('ROLLBACK')
  other.close()
  for (const { code, stderr } of await ran) {
    expect(stderr).toContain('waiting: another run holds the lock')
    expect(code, stderr).toBe(0)
  }
  expect((await project.ok('current')).stdout).toBe('b2 (head)\n')
}, 30_000)

test('a commit on SQLite waits for a connection that reads for long', async () => {
  const { project, tables } = await createProject('sqlite')
  project.revision('a1', null, { upgrade: `await op.createTable('one', { id: t.integer() })` })
  project.revision('b2', 'a1', { upgrade: `await op.createTable('two', { id: t.integer() })` })
  await project.ok('upgrade', 'a1')
  const reader = new Sqlite(project.path('app.db'))
  reader.exec('BEGIN; SELECT * FROM one')
  reader.prepare('SELECT count(*) FROM one').get()
  // Longer than the driver itself would wait.
  const timer = setTimeout(() => reader.exec('COMMIT'), 6000)
  try {
    const { stderr } = await project.ok('upgrade', 'head')
    expect(stderr).toContain('waiting:')
    expect(await tables()).toEqual(['one', 'tsmig_version', 'two'])
  } finally {
    clearTimeout(timer)
    reader.close()
  }
})
