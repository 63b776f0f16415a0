import { expect, test } from 'vitest'
import { lint } from '../../src/commands/lint.ts'
import { upgrade } from '../../src/commands/upgrade.ts'
import { createProject } from '../support/databases.ts'
import { imports } from './lint-revision.ts'

const base = {
  upgrade: `await op.createTable('product', {
    id: t.bigint().primaryKey(), name: t.text(), maker: t.bigint(), price: t.integer(),
  }, [index('name', { name: 'ix_old' })])`,
  downgrade: "await op.dropTable('product')",
  imports,
}

const risky = {
  upgrade: `await op.createIndex('ix_name', 'product', 'name')
  await op.createForeignKey('fk_maker', 'product', 'product', 'maker', 'id')
  await op.createCheckConstraint('ck_price', 'product', 'price > 0')
  await op.alterColumn('product', 'price', { nullable: false })
  await op.dropIndex('ix_old')
  for (const name of ['a', 'b']) await op.createIndex(name, 'product', 'name')
  // tsmig-ignore index-not-concurrent: the table is small
  await op.createIndex('ix_kept', 'product', 'price')`,
  downgrade: "await op.execute('SELECT 1')",
  imports,
}

test('the safe spelling is written, runs, and is not written again', async () => {
  const { project, query } = await createProject('postgres')
  const cwd = project.directory
  project.revision('a1', null, base)
  await upgrade({ cwd, target: 'head' })
  const path = project.path(project.revision('b2', 'a1', risky))
  const applied = project.files()['migrations/versions/a1_.ts']
  const { fixed, findings } = await lint({ cwd, fix: true })
  expect(fixed).toMatchObject([{ revision: 'b2', path }])
  expect(fixed?.[0]?.fixes.map(({ code }) => code)).toEqual([
    'index-not-concurrent',
    'foreign-key-checks-rows',
    'check-checks-rows',
    'not-null-checks-rows',
    'drop-index-not-concurrent',
  ])
  const text = project.read('migrations/versions/b2_.ts')
  expect(text).toContain(`
  await op.outsideTransaction(() => op.createIndex('ix_name', 'product', 'name', { concurrently: true }))
  await op.createForeignKey('fk_maker', 'product', 'product', 'maker', 'id', { notValid: true })
  await op.outsideTransaction(() => op.validateConstraint('fk_maker', 'product'))
  await op.createCheckConstraint('ck_price', 'product', 'price > 0', { notValid: true })
  await op.outsideTransaction(() => op.validateConstraint('ck_price', 'product'))
  await op.setNotNull('product', 'price')
  await op.outsideTransaction(() => op.dropIndex('ix_old', { concurrently: true }))
  for (const name of ['a', 'b']) await op.createIndex(name, 'product', 'name')
  // tsmig-ignore index-not-concurrent: the table is small
  await op.createIndex('ix_kept', 'product', 'price')
`)
  expect(findings.filter(({ code }) => code === 'index-not-concurrent')).toHaveLength(2)
  const files = project.files()
  expect(files['migrations/versions/a1_.ts']).toBe(applied)
  expect(await lint({ cwd, fix: true })).toMatchObject({ fixed: [] })
  expect(project.files()).toEqual(files)
  await upgrade({ cwd, target: 'head' })
  expect(await query('SELECT convalidated FROM pg_constraint WHERE conname ~ $$^(fk|ck)_$$')).toEqual([
    { convalidated: true },
    { convalidated: true },
  ])
})

test('what a database may have run is left alone', async () => {
  const { project } = await createProject('sqlite')
  await expect(lint({ cwd: project.directory, fix: true, range: 'base:heads' })).rejects.toMatchObject({
    code: 'usage',
    hint: expect.stringContaining('current:'),
  })
})

test('a file that would not do what it should gets its text back', async () => {
  const { project } = await createProject('postgres')
  const cwd = project.directory
  project.revision('a1', null, base)
  await upgrade({ cwd, target: 'head' })
  // The `op` inside is another, which has no such method.
  project.revision('b2', 'a1', {
    upgrade: `const real = op
  await (async (op: Pick<Op, 'createIndex'>) => {
    await op.createIndex('ix_name', 'product', 'name')
  })({ createIndex: real.createIndex })`,
    downgrade: risky.downgrade,
    imports,
  })
  const before = project.files()
  const { fixed, findings } = await lint({ cwd, fix: true })
  expect(fixed).toEqual([])
  expect(findings.map(({ code }) => code)).toContain('index-not-concurrent')
  expect(project.files()).toEqual(before)
})
