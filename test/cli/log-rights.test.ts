import { describe, expect, test } from 'vitest'
import { TestProject } from '../support/project.ts'
import { lowlyProject, versionTable } from './lowly-project.ts'
import { expectRefusal } from './refusal.ts'

/** A role that may do all it has to, but for the log, on which it has these rights. */
async function withoutLog(...rights: readonly string[]) {
  const made = await lowlyProject(
    versionTable,
    'CREATE TABLE one (id integer)',
    'GRANT ALL ON one, tsmig_version TO $role',
  )
  await TestProject.create({ url: made.url }).ok('ensure-version')
  for (const right of rights) await made.query(`GRANT ${right} ON tsmig_version_log TO ${made.role}`)
  return made
}

describe('a role of PostgreSQL', () => {
  test('that may not read the log goes on without, and says so with a hint', async () => {
    const { project, query } = await withoutLog()
    const denied = 'permission denied for table tsmig_version_log'
    const hint = 'Give the role that right, or connect as one that has it.'
    const upgraded = await project.ok('upgrade', 'head')
    expect(upgraded.stderr).toContain(
      `warning: nothing is logged in tsmig_version_log, which can't be used: ${denied}. ${hint}\n`,
    )
    expect(await query('SELECT id FROM one')).toEqual([{ id: 1 }])
    const status = await project.ok('status')
    expect(status.stdout).toBe('at a1 (head), a1\n')
    expect(status.stderr).toBe(
      `warning: the log "tsmig_version_log" can't be read: ${denied}; what was edited or cut off is not told. ${hint}\n`,
    )
    expect((await project.ok('current')).stderr).toBe('')
    for (const args of [['log'], ['repair']]) {
      await expectRefusal(project, args, {
        error: `the log "tsmig_version_log" can't be read: ${denied}`,
        hint,
      })
    }
  })

  test('that may read the log and not write it', async () => {
    const { project, query } = await withoutLog('SELECT')
    const { stderr } = await project.ok('upgrade', 'head')
    expect(stderr).toMatch(/warning: nothing is logged .*: permission denied .*\. Give the role that right/)
    expect(await query('SELECT id FROM one')).toEqual([{ id: 1 }])
    expect((await project.ok('status')).stderr).toBe('')
  })
})
