import { expect, test } from 'vitest'
import { createProject } from '../support/databases.ts'

const filling = (options: string) => `await op.outsideTransaction(() =>
    op.run('fill', async (knex) => {
      await knex('item').insert({ id: 1 }).onConflict('id').ignore()
      if (process.env.CUT_OFF) process.kill(process.pid, 'SIGKILL')
    }${options}))`

test.each([
  ['', 1, 'not known'],
  [', { repeatable: true }', 0, 'Running'],
])('code that was cut off, with options "%s", ends with %s the next time', async (options, code, told) => {
  const { project } = await createProject('sqlite')
  project.revision('a1', null, { upgrade: "await op.createTable('item', { id: t.integer().primaryKey() })" })
  project.revision('b2', 'a1', { upgrade: filling(options) })
  await project.ok('upgrade', 'a1')
  await project.runWith({ CUT_OFF: '1' }, 'upgrade', 'head')
  const ran = await project.run('upgrade', 'head')
  expect(ran.code).toBe(code)
  expect(ran.stderr).toContain(told)
})
