import { expect, test } from 'vitest'
import { createProject, kinds } from '../support/databases.ts'

const parentAndChild = `await op.createTable('parent', { id: t.integer().primaryKey(), name: t.text() })
  await op.createTable('child', {
    id: t.integer().primaryKey(),
    parent_id: t.integer().references('parent.id', { onDelete: 'cascade' }),
  })
  await op.bulkInsert('parent', [{ id: 1, name: 'a' }])
  await op.bulkInsert('child', [{ id: 1, parent_id: 1 }])`

test.each([
  [
    'op.outsideTransaction',
    "await op.outsideTransaction(() => op.alterColumn('parent', 'name', { nullable: false }))",
    '',
  ],
  [
    'a revision without one',
    "await op.alterColumn('parent', 'name', { nullable: false })",
    'export const transaction = false',
  ],
])(
  'a rebuild on SQLite outside a transaction, by %s, keeps the rows that refer to the table',
  async (_, upgrade, more) => {
    const { project, query } = await createProject('sqlite')
    project.revision('a1', null, { upgrade: parentAndChild })
    project.revision('b2', 'a1', { upgrade, imports: `import { type Op, t } from 'tsmig'\n${more}` })
    await project.ok('upgrade', 'head')
    expect(await query('SELECT * FROM child')).toEqual([{ id: 1, parent_id: 1 }])
    expect(await query("SELECT \"notnull\" FROM pragma_table_info('parent') WHERE name = 'name'")).toEqual([
      { notnull: 1 },
    ])
  },
)

test('foreign keys are enforced again behind a revision', async () => {
  const { project, query } = await createProject('sqlite')
  project.revision('a1', null, { upgrade: parentAndChild })
  project.revision('b2', 'a1', {
    upgrade: `await op.alterColumn('parent', 'name', { nullable: false })
  await op.outsideTransaction(async () => {
    await op.run('look', async (knex) => {
      const [{ foreign_keys }] = await knex.raw('PRAGMA foreign_keys')
      await knex('parent').insert({ id: 2, name: String(foreign_keys) })
    })
  })`,
  })
  await project.ok('upgrade', 'head')
  expect(await query('SELECT name FROM parent WHERE id = 2')).toEqual([{ name: '1' }])
})

test('a table that rows still refer to is not dropped', async () => {
  const { project, contents } = await createProject('sqlite')
  project.revision('a1', null, { upgrade: parentAndChild })
  project.revision('b2', 'a1', { upgrade: "await op.dropTable('parent')" })
  await project.ok('upgrade', 'a1')
  const before = await contents()
  const ran = await project.run('upgrade', 'head')
  expect(ran.code).toBe(1)
  expect(ran.stderr).toContain('one row would refer to a row that is not there: "child" refers to "parent"')
  expect(await contents()).toEqual(before)
})

test.each(kinds)('op.knex may be the first thing outside the transaction on %s', async (kind) => {
  const { project, query } = await createProject(kind)
  project.revision('a1', null, { upgrade: "await op.createTable('t', { id: t.integer() })" })
  project.revision('b2', 'a1', {
    upgrade: `await op.bulkInsert('t', [{ id: 1 }])
  await op.outsideTransaction(async () => {
    await op.knex('t').insert({ id: 2 })
    await op.knex.raw('INSERT INTO t VALUES (3)')
    await op.bulkInsert('t', [{ id: 4 }])
    await op.knex('t').insert({ id: 5 })
  })
  await op.bulkInsert('t', [{ id: 6 }])
  throw new Error('not this one')`,
  })
  const ran = await project.run('upgrade', 'head')
  expect(ran.stderr).toContain('not this one')
  expect(await query('SELECT id FROM t ORDER BY id')).toEqual([1, 2, 3, 4, 5].map((id) => ({ id })))
})

test('op.knex is still refused where operations wait before it', async () => {
  const { project } = await createProject('sqlite')
  project.revision('a1', null, {
    upgrade: `op.createTable('t', { id: t.integer() })
  await op.outsideTransaction(async () => { await op.knex('t').insert({ id: 1 }) })`,
  })
  expect((await project.run('upgrade', 'head')).stderr).toContain('while operations are waiting')
  // What has run was kept, and must not be edited.
  await project.ok('repair', '--reverted')
  project.revision('a1', null, {
    upgrade: `await op.outsideTransaction(async () => {
    op.createTable('u', { id: t.integer() })
    await op.knex('u').insert({ id: 1 })
  })`,
  })
  expect((await project.run('upgrade', 'head')).stderr).toContain('while operations are waiting')
})
