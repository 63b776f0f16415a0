import { describe, expect, test } from 'vitest'
import { lowlyProject, versionTable } from './lowly-project.ts'
import { expectRefusal } from './refusal.ts'

const readOnly = 'ALTER ROLE $role SET default_transaction_read_only = on'

describe('a role of PostgreSQL whose connections are read-only', () => {
  test('makes no version table', async () => {
    const { project } = await lowlyProject('GRANT CREATE ON SCHEMA public TO $role', readOnly)
    await project.ok('current')
    await expectRefusal(project, ['upgrade', 'head'], {
      error: 'cannot execute CREATE TABLE in a read-only transaction',
      hint: 'The connection is read-only',
    })
  })

  test('is refused before a revision begins', async () => {
    const { project } = await lowlyProject(versionTable, 'GRANT ALL ON tsmig_version TO $role', readOnly)
    project.revision('a1', null, { upgrade: `await op.run('say', async () => console.log('began'))` })
    for (const args of [
      ['upgrade', 'head'],
      ['stamp', 'head'],
    ]) {
      await expectRefusal(project, args, {
        error: `the version table "tsmig_version" can't be written: cannot execute`,
        hint: 'The connection is read-only: connect to the primary',
      })
    }
  })

  test('compares what the server spells otherwise as one that may write', async () => {
    const { project } = await lowlyProject(
      versionTable,
      'CREATE TABLE one (n integer, CONSTRAINT one_n CHECK (n IN (1, 2) AND n != 3))',
      'GRANT SELECT ON ALL TABLES IN SCHEMA public TO $role',
      `INSERT INTO tsmig_version VALUES ('a1')`,
      readOnly,
    )
    project.write('migrations/env.ts', `export default { targetMetadata: 'schema.ts' }\n`)
    const declare = (condition: string) =>
      project.write(
        'schema.ts',
        `import { check, table, t } from 'tsmig'
export const one = table('one', { n: t.integer() }, () => [check('${condition}', { name: 'one_n' })])
`,
      )
    declare('n IN (1, 2) AND n != 3')
    await project.ok('check')
    declare('n IN (1, 2) AND n != 4')
    expect(await project.run('check')).toMatchObject({ code: 5 })
  })
})
