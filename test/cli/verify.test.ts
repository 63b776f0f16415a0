import { describe, expect, test } from 'vitest'
import { createProject, type Kind, kinds, type ProjectWithDatabase } from '../support/databases.ts'
import { scratchesOf } from '../support/scratches.ts'

const account = "await op.createTable('account', { id: t.integer().primaryKey(), email: t.varchar(50) })"

/** What is there now and was not before goes away, and nothing is in the project's own database. */
async function leavesNothing(
  kind: Kind,
  made: ProjectWithDatabase,
  body: () => Promise<unknown>,
): Promise<void> {
  const before = await scratchesOf(kind, made)
  await body()
  const fresh = (await scratchesOf(kind, made)).filter((name) => !before.includes(name))
  const left = async () => (await scratchesOf(kind, made)).filter((name) => fresh.includes(name))
  await expect.poll(left, { timeout: 20_000 }).toEqual([])
  if (kind === 'sqlite') expect(Object.keys(made.project.files())).not.toContain('app.db')
  else expect(await made.tables()).toEqual([])
}

describe.each(kinds)('verify on %s', (kind) => {
  test('a history that comes back: branches, a merge, a dependency, data, and outside the transaction', async () => {
    const made = await createProject(kind)
    const { project } = made
    project.revision('a1', null, { upgrade: account, downgrade: "await op.dropTable('account')" })
    project.revision('b1', 'a1', {
      upgrade: `await op.addColumn('account', 'name', t.varchar(20))
        await op.run('fill', async (knex) => {
          await knex('account').insert({ id: 1, email: 'x', name: 'Ada' })
        })`,
      downgrade: `await op.run('empty', async (knex) => { await knex('account').where({ id: 1 }).delete() })
        await op.dropColumn('account', 'name')`,
    })
    project.revision('c1', 'a1', {
      upgrade: `await op.outsideTransaction(async () => { await op.createIndex('ix_email', 'account', ['email']) })`,
      downgrade: "await op.dropIndex('ix_email', { table: 'account' })",
      dependsOn: 'b1',
    })
    project.revision('d1', ['b1', 'c1'])
    project.revision('e1', null, {
      upgrade: "await op.createTable('other', { id: t.integer().primaryKey() })",
      downgrade: "await op.dropTable('other')",
    })
    await leavesNothing(kind, made, async () => {
      expect(await project.run('verify')).toMatchObject({
        code: 0,
        stdout: '',
        stderr:
          '5 revisions: 5 come back; no declared schema is compared: there is no env file, and so no declared schema\n',
      })
    })
  })

  test('tells each revision that does not come back, and goes on behind it', async () => {
    const made = await createProject(kind)
    const { project } = made
    project.revision('a1', null, { upgrade: account, downgrade: "await op.dropTable('account')" })
    project.revision('b1', 'a1', {
      message: 'index the email',
      upgrade: `await op.createIndex('ix_email', 'account', ['email'])
        await op.addColumn('account', 'age', t.integer())`,
      downgrade: "await op.dropColumn('account', 'age')",
    })
    project.revision('c1', 'b1', {
      upgrade: "await op.createTable('kept', { id: t.integer().primaryKey() })",
      downgrade: `await op.dropTable('kept')
        await op.execute('UPDATE nowhere SET a = 1')`,
    })
    project.write(
      'migrations/versions/d1.ts',
      "export const revision = 'd1'\nexport const downRevision = 'c1'\nexport async function upgrade() {}\n",
    )
    project.revision('e1', 'd1', {
      imports: "import { type Op, TsmigError } from 'tsmig'",
      downgrade: "throw new TsmigError('irreversible', 'the old rows are gone', 'Restore a backup.')",
    })
    project.revision('f1', 'e1', {
      upgrade: "await op.dropColumn('account', 'age')",
      downgrade: "await op.addColumn('account', 'age', t.varchar(60))",
    })
    project.revision('g1', 'f1', {
      upgrade: "await op.createTable('last', { id: t.integer().primaryKey() })",
      downgrade: "await op.dropTable('last')",
    })
    await leavesNothing(kind, made, async () => {
      const ran = await project.run('verify')
      expect(ran).toMatchObject({
        code: 8,
        stderr: expect.stringMatching(/^7 revisions: 2 come back, 3 do not, 2 are irreversible; no declared/),
      })
      const lines = ran.stdout.split('\n')
      expect(lines.slice(0, 3)).toEqual([
        'b1, index the email: after its downgrade, not as before its upgrade',
        '  + index account.ix_email',
        'c1: its downgrade fails',
      ])
      expect(lines[3]).toMatch(/nowhere/)
      expect(lines.slice(4, 6)).toEqual([
        expect.stringMatching(/^ {2}at migrations\/versions\/c1_\.ts:19:\d+$/),
        '  statement: UPDATE nowhere SET a = 1',
      ])
      expect(lines.slice(-5)).toEqual([
        'd1: irreversible: it has no downgrade',
        'e1: irreversible: the old rows are gone',
        'f1: after its downgrade, not as before its upgrade',
        '  ~ column account.age: type',
        '',
      ])
    })
  })

  test('an upgrade that fails the second time, and one that makes another schema then', async () => {
    const made = await createProject(kind)
    const { project } = made
    const note = "await op.createTable('note', { id: t.integer().primaryKey() })"
    project.revision('a1', null, { upgrade: note, downgrade: "await op.dropTable('note')" })
    project.revision('b1', 'a1', {
      upgrade: "await op.run('once', async (knex) => { await knex('note').insert({ id: 1 }) })",
    })
    project.revision('c1', 'b1', {
      upgrade: `const rows = await op.run('count', async (knex) => knex('note').select())
        await op.run('more', async (knex) => { await knex('note').insert({ id: rows.length + 5 }) })
        await op.createTable('found_' + rows.length, { id: t.integer().primaryKey() })`,
      downgrade: `await op.run('drop', async (knex) => {
          for (const name of ['found_1', 'found_2']) await knex.schema.dropTableIfExists(name)
        })`,
    })
    await leavesNothing(kind, made, async () => {
      const { code, stdout, stderr } = await project.run('verify')
      expect(stdout).toMatch(/^b1: its second upgrade, after the downgrade, fails\n/)
      expect(stdout).toContain(
        'c1: its second upgrade, after the downgrade, makes another schema\n  - table found_1\n  + table found_2\n',
      )
      expect({ code, stderr }).toMatchObject({
        code: 8,
        stderr: expect.stringContaining('1 comes back, 2 do not'),
      })
    })
  })

  test('an upgrade that fails ends it; one that fails for rows that a downgrade lost does not', async () => {
    const made = await createProject(kind)
    const { project } = made
    project.revision('a1', null, {
      upgrade: `${account}
        await op.run('seed', async (knex) => { await knex('account').insert({ id: 1, email: 'a@b.c' }) })`,
      downgrade: "await op.dropTable('account')",
    })
    project.revision('b1', 'a1', {
      upgrade: `await op.addColumn('account', 'mail', t.varchar(50))
        await op.execute('UPDATE account SET mail = email')
        await op.dropColumn('account', 'email')`,
      downgrade: `await op.addColumn('account', 'email', t.varchar(50))
        await op.dropColumn('account', 'mail')`,
    })
    project.revision('c1', 'b1', {
      upgrade: "await op.alterColumn('account', 'mail', { type: t.varchar(50), nullable: false })",
      downgrade: "await op.alterColumn('account', 'mail', { type: t.varchar(50), nullable: true })",
    })
    expect(await project.run('verify')).toMatchObject({ code: 0, stdout: '' })
    project.revision('d1', 'c1', { upgrade: "await op.execute('UPDATE nowhere SET a = 1')" })
    project.revision('e1', 'd1')
    await leavesNothing(kind, made, async () => {
      const { code, stdout, stderr } = await project.run('verify')
      expect(stdout).toMatch(/^d1: its upgrade fails\n/)
      expect({ code, stderr }).toMatchObject({
        code: 8,
        stderr:
          "4 revisions: 3 come back, 1 can't be applied, and nothing was tried behind it; no declared schema is compared: the history does not come to its end\n",
      })
    })
  })
})

test('on SQLite a rename and the way back, after which names stand in quotes, comes back', async () => {
  const { project } = await createProject('sqlite')
  project.revision('a1', null, {
    upgrade: `${account}
      await op.createCheckConstraint(null, 'account', 'length(email) > 0')
      await op.createIndex('ix_email', 'account', ['email'], { where: 'email is not null' })
      await op.execute('CREATE VIEW addresses AS SELECT email FROM account')
      await op.execute("CREATE TRIGGER kept BEFORE DELETE ON account WHEN old.email = 'me' BEGIN SELECT raise(abort, 'kept'); END")`,
    downgrade: "await op.execute('DROP VIEW addresses'); await op.dropTable('account')",
  })
  project.revision('b1', 'a1', {
    upgrade: "await op.alterColumn('account', 'email', { name: 'mail' })",
    downgrade: "await op.alterColumn('account', 'mail', { name: 'email' })",
  })
  const { stdout } = await project.ok('verify')
  expect(stdout).toBe('')
})
