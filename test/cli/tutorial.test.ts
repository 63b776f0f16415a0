import { describe, expect, test } from 'vitest'
import { createProject, kinds, type ProjectWithDatabase } from '../support/databases.ts'

/** Without durations, which differ from run to run. */
const log = (stderr: string): string[] =>
  stderr
    .trim()
    .split('\n')
    .map((line) => line.replace(/ \(\d+(\.\d+)? (ms|s)\)$/, ''))

async function writeTutorial({ project }: ProjectWithDatabase): Promise<void> {
  project.revision('5a5a17843e58', null, {
    message: 'create product table',
    upgrade: `await op.createTable('product', {
      id: t.integer().primaryKey(),
      name: t.varchar(50).notNull(),
      description: t.varchar(200),
    })`,
    downgrade: `await op.dropTable('product')`,
  })
  project.revision('86f384da7285', '5a5a17843e58', {
    message: 'Add a column',
    upgrade: `await op.addColumn('product', 'last_sold', t.timestamp())`,
    downgrade: `await op.dropColumn('product', 'last_sold')`,
  })
}

describe.each(kinds)('the tutorial on %s', (kind) => {
  test('goes up and down by every kind of target, and tells it', async () => {
    const database = await createProject(kind)
    const { project } = database
    await writeTutorial(database)

    const whole = await project.ok('upgrade', '5a5')
    expect(log(whole.stderr)).toEqual(['Running upgrade <base> -> 5a5a17843e58, create product table'])
    expect(whole.stderr).toMatch(/ \(\d+(\.\d+)? (ms|s)\)\n$/)
    expect(whole.stdout).toBe('')
    expect(await database.tables()).toEqual(['product', 'tsmig_version'])
    expect((await project.ok('current')).stdout).toBe('5a5a17843e58\n')

    const up = await project.ok('upgrade', '+1')
    expect(log(up.stderr)).toEqual(['Running upgrade 5a5a17843e58 -> 86f384da7285, Add a column'])
    expect((await project.ok('current')).stdout).toBe('86f384da7285 (head)\n')
    await database.query(
      "INSERT INTO product (id, name, last_sold) VALUES (1, 'Chair', '2026-01-02 03:04:05')",
    )

    const down = await project.ok('downgrade', '-1')
    expect(log(down.stderr)).toEqual(['Running downgrade 86f384da7285 -> 5a5a17843e58, Add a column'])
    expect(await database.query('SELECT * FROM product')).toEqual([
      { id: 1, name: 'Chair', description: null },
    ])

    await project.ok('upgrade', '5a5a17843e58+1')
    expect((await project.ok('current')).stdout).toBe('86f384da7285 (head)\n')

    const base = await project.ok('downgrade', 'base')
    expect(log(base.stderr)).toEqual([
      'Running downgrade 86f384da7285 -> 5a5a17843e58, Add a column',
      'Running downgrade 5a5a17843e58 -> <base>, create product table',
    ])
    expect((await project.ok('current')).stdout).toBe('')
    expect(await database.tables()).toEqual(['tsmig_version'])

    const both = await project.ok('upgrade', '+2')
    expect(log(both.stderr)).toHaveLength(2)
    await project.ok('downgrade', '5a5a17843e58-1')
    expect(await database.tables()).toEqual(['tsmig_version'])

    await project.ok('upgrade', 'head')
    expect(await database.query('SELECT * FROM tsmig_version')).toEqual([{ version_num: '86f384da7285' }])
    const again = await project.ok('upgrade', 'head')
    expect(log(again.stderr)).toEqual(['nothing to do: the database is at 86f384da7285'])
  })

  test('lists its history, in a line and in full', async () => {
    const database = await createProject(kind)
    const { project } = database
    await writeTutorial(database)
    await project.ok('upgrade', '5a5')

    expect((await project.ok('history')).stdout).toBe(
      '5a5a17843e58 -> 86f384da7285 (head), Add a column\n<base> -> 5a5a17843e58, create product table\n',
    )
    expect((await project.ok('history', '-i')).stdout).toBe(
      '5a5a17843e58 -> 86f384da7285 (head), Add a column\n' +
        '<base> -> 5a5a17843e58 (current), create product table\n',
    )
    expect((await project.ok('history', '-r', 'current:')).stdout.split('\n')).toHaveLength(3)
    expect((await project.ok('history', '-r', '-1:head')).stdout).toContain('86f384da7285')
    expect((await project.ok('history', '--verbose')).stdout).toBe(
      `Rev: 86f384da7285 (head)
Parent: 5a5a17843e58
Path: ${project.path('migrations/versions/86f384da7285_.ts')}

    Add a column

    Revision ID: 86f384da7285

Rev: 5a5a17843e58
Parent: <base>
Path: ${project.path('migrations/versions/5a5a17843e58_.ts')}

    create product table

    Revision ID: 5a5a17843e58

`,
    )
    expect((await project.ok('show', '86f')).stdout).toContain(
      'Rev: 86f384da7285 (head)\nParent: 5a5a17843e58\n',
    )
    expect((await project.ok('show', 'current')).stdout).toContain('Rev: 5a5a17843e58\n')
    expect((await project.ok('heads')).stdout).toBe('86f384da7285 (head)\n')
    const verbose = (await project.ok('current', '-v')).stdout
    expect(verbose).toMatch(/^Current revision\(s\) for (sqlite|postgres|mysql|mariadb)/)
    expect(verbose).toContain('Rev: 5a5a17843e58\n')
    expect(verbose).not.toContain('postgres:postgres@')
  })

  test('writes the same database as a script', async () => {
    const online = await createProject(kind)
    await writeTutorial(online)
    await online.project.ok('upgrade', 'head')
    const offline = await createProject(kind)
    await writeTutorial(offline)

    await offline.script((await offline.project.ok('upgrade', 'head', '--sql')).stdout)
    expect(await offline.contents()).toEqual(await online.contents())

    await offline.script((await offline.project.ok('downgrade', '86f384da7285:5a5a17843e58', '--sql')).stdout)
    await online.project.ok('downgrade', '-1')
    expect(await offline.contents()).toEqual(await online.contents())
  })
})

test('new projects start with init and revision', async () => {
  const { project } = await createProject('sqlite')
  const ini = project.read('migrations.ini')
  const made = await project.ok('init', 'db')
  expect(made.stdout).toContain('kept    migrations.ini')
  expect(made.stdout).toContain('created db/env.ts')
  expect(project.read('migrations.ini')).toBe(ini)

  const first = await project.ok('revision', '-m', 'Create product table!')
  expect(first.stdout).toMatch(/^created migrations\/versions\/[0-9a-f]{12}_create_product_table\.ts\n$/)
  const second = await project.ok('revision', '-m', 'Add a column', '--rev-id', 'abc123')
  expect(second.stdout).toBe('created migrations/versions/abc123_add_a_column.ts\n')
  const id = first.stdout.match(/[0-9a-f]{12}/)?.[0]
  expect(project.read('migrations/versions/abc123_add_a_column.ts')).toContain(
    `export const downRevision = '${id}'`,
  )
  await project.ok('upgrade', 'head')
  expect((await project.ok('current')).stdout).toBe('abc123 (head)\n')
})

test('the templates are listed', async () => {
  const { project } = await createProject('sqlite')
  const { stdout } = await project.ok('list-templates')
  expect(stdout).toMatch(/^generic - \S/)
  expect((await project.ok('list_templates')).stdout).toBe(stdout)
})
