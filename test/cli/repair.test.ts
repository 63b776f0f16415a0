import { describe, expect, test } from 'vitest'
import { createProject, type Kind, kinds } from '../support/databases.ts'

/** A project whose second revision was killed in code of its own: nobody knows how far that came. */
async function cutOff(kind: Kind) {
  const database = await createProject(kind)
  const { project } = database
  project.revision('a1', null, { upgrade: "await op.createTable('item', { id: t.integer() })" })
  project.revision('b2', 'a1', {
    upgrade: `await op.outsideTransaction(async () => {
    await op.createTable('one', { id: t.integer() })
    await op.run('fill', async (knex) => {
      await knex('item').insert({ id: 1 })
      if (process.env.CUT_OFF) process.kill(process.pid, 'SIGKILL')
    })
    await op.createTable('two', { id: t.integer() })
  })`,
    downgrade: `await op.dropTable('two')
  await op.dropTable('one')`,
  })
  await project.ok('upgrade', 'a1')
  expect((await project.runWith({ CUT_OFF: '1' }, 'upgrade', 'head')).code).toBe(-2)
  const asked = await project.run('upgrade', 'head')
  expect(asked.code).toBe(1)
  expect(asked.stderr).toContain(
    'upgrade of revision b2 was cut off while number 2, "fill", ran, and how far that code came is not known',
  )
  return database
}

const versions = 'SELECT version_num FROM tsmig_version'
const steps = "SELECT direction FROM tsmig_version_log WHERE revision = 'b2' AND unit = 0"
const units = 'SELECT unit FROM tsmig_version_log WHERE unit > 0'

describe.each(kinds)('a revision that was cut off on %s', (kind) => {
  test('is told of', async () => {
    const { project } = await cutOff(kind)
    expect((await project.ok('repair')).stdout).toMatch(
      /^upgrade of b2 was cut off at \S+Z\n {2}done: 1\. Create table one\n {2}in flight: fill\n$/,
    )
  })

  test('counts as done by --applied: nothing of it runs again, and it can be taken back', async () => {
    const { project, query, tables, script } = await cutOff(kind)
    await script('CREATE TABLE two (id integer);')
    const { stderr } = await project.ok('repair', '--applied')
    expect(stderr).toContain('settled: it counts as done')
    expect(await query(versions)).toEqual([{ version_num: 'b2' }])
    expect(await query(steps)).toEqual([{ direction: 'upgrade' }])
    expect(await query(units)).toEqual([])
    await project.ok('upgrade', 'head')
    await project.ok('downgrade', 'a1')
    expect(await tables()).not.toContain('one')
  })

  test('counts as not done by --reverted: it runs from its start', async () => {
    const { project, query, tables, script } = await cutOff(kind)
    await script('DROP TABLE one; DELETE FROM item;')
    const { stderr } = await project.ok('repair', '--reverted')
    expect(stderr).toContain('settled: it counts as not done')
    expect(await query(versions)).toEqual([{ version_num: 'a1' }])
    await project.ok('upgrade', 'head')
    expect(await tables()).toEqual(expect.arrayContaining(['one', 'two']))
    expect(await query('SELECT id FROM item')).toEqual([{ id: 1 }])
    expect(await query(steps)).toEqual([{ direction: 'upgrade' }])
  })

  test.each([
    [['--continue', 'done'], 0],
    [['--continue', 'again'], 1],
    [['--continue'], 1],
  ] as const)('goes on by %j', async (how, times) => {
    const { project, query, tables } = await cutOff(kind)
    // What the code did before it was killed: on which side of its commit that was is not what is tested here.
    const before = (await query('SELECT id FROM item')).length
    await project.ok('repair', ...how)
    await project.ok('upgrade', 'head')
    expect(await query('SELECT id FROM item')).toHaveLength(before + times)
    expect(await tables()).toEqual(expect.arrayContaining(['one', 'two']))
    expect(await query(versions)).toEqual([{ version_num: 'b2' }])
    expect(await query(units)).toEqual([])
  })
})

test('where nothing was cut off there is nothing to settle', async () => {
  const { project } = await createProject('sqlite')
  project.revision('a1', null, { upgrade: "await op.createTable('item', { id: t.integer() })" })
  await project.ok('upgrade', 'head')
  for (const how of ['--applied', '--reverted', '--continue']) {
    const { code, stderr } = await project.run('repair', how)
    expect(code).toBe(1)
    expect(stderr).toContain('no revision was cut off half-way: there is nothing to settle')
  }
  expect((await project.ok('repair')).stderr).toContain('nothing to repair')
})

test('one answer is taken, and no two', async () => {
  const { project } = await createProject('sqlite')
  const { code, stderr } = await project.run('repair', '--applied', '--reverted')
  expect(code).toBe(2)
  expect(stderr).toContain('only one of --applied, --reverted and --continue can be so')
})
