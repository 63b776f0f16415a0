import { expect, test } from 'vitest'
import { createProject } from '../support/databases.ts'

const script = `CREATE SCHEMA audit; CREATE SCHEMA other;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE audit.entry (id integer PRIMARY KEY, account integer REFERENCES account);
CREATE VIEW audit.seen AS SELECT id FROM account;
CREATE TABLE other.thing (id integer);`

async function prepared() {
  const made = await createProject('postgres')
  await made.script(script)
  return made.project
}

test('pull and dump read the schemas that --schema names, and no other', async () => {
  const project = await prepared()
  const { stdout: one } = await project.ok('pull', '--schema', 'audit')
  expect(one).toContain("'entry'")
  expect(one).toContain("'seen'")
  expect(one).not.toContain("'thing'")
  expect(one).not.toMatch(/table\(\s*'account'/)
  const { stdout: two } = await project.ok('dump', '--schema', 'audit', '--schema', 'public')
  expect(two).toContain('CREATE TABLE "account"')
  expect(two).toContain('CREATE TABLE "audit"."entry"')
  expect(two).not.toContain('"other"')
})

test('diff compares the schemas that --schema names', async () => {
  const project = await prepared()
  project.write('was.sql', 'CREATE SCHEMA audit; CREATE TABLE audit.entry (id integer PRIMARY KEY)')
  const ran = await project.run('diff', 'was.sql', 'database', '--schema', 'audit')
  expect(ran).toMatchObject({
    code: 5,
    stdout: '+ column audit.entry.account\n+ foreign key audit.entry.entry_account_fkey\n+ view audit.seen\n',
  })
})

test('a schema that is not there is told, and nothing is written', async () => {
  const project = await prepared()
  for (const command of [
    ['pull', '--schema', 'aduit', '--out', 'schema.ts'],
    ['dump', '--schema', 'public', '--schema', 'aduit', '--out', 'schema.ts'],
    ['diff', 'database', 'database', '--schema', 'aduit'],
  ]) {
    const ran = await project.run(...command)
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain('there is no schema "aduit" in the database')
    expect(ran.stderr).toContain('Did you mean "audit"?')
  }
  const far = await project.run('pull', '--schema', 'no such thing')
  expect(far.stderr).toContain('It has: audit, other, public.')
  expect(Object.keys(project.files())).not.toContain('schema.ts')
})

test('check refuses a schema that is neither there nor declared', async () => {
  const project = await prepared()
  project.write(
    'migrations/env.ts',
    `import { defineEnvironment, t, table } from 'tsmig'
export default defineEnvironment({ includeSchemas: ['audit'], targetMetadata: [table({ name: 'a', schema: 'shop' }, { id: t.integer() })] })`,
  )
  const misspelt = await project.run('check', '--schema', 'aduit')
  expect(misspelt).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no schema "aduit"') })
  expect((await project.run('check', '--schema', 'shop')).code).toBe(5)
  const whole = await project.run('check', '--schema', 'audit', '--schema', 'shop', '--include-unmanaged')
  expect(whole.stderr).toContain('drops the table audit.entry and its rows')
  project.write(
    'migrations/env.ts',
    `import { defineEnvironment, t, table } from 'tsmig'
export default defineEnvironment({ includeSchemas: ['aduit', 'other'], targetMetadata: [table({ name: 'a', schema: 'shop' }, { id: t.integer() })] })`,
  )
  expect((await project.run('check')).stderr).toContain(
    'includeSchemas names "aduit", and there is no such schema in the database; did you mean "audit"?',
  )
})
