import { randomBytes } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { createTestDatabase } from '../support/postgres.ts'
import { TestProject } from '../support/project.ts'

/** A database, and a project that connects to it as a role which may do only what it is granted. */
export async function lowlyProject(...grants: readonly string[]) {
  const database = await createTestDatabase()
  const role = `tsmig_low_${randomBytes(6).toString('hex')}`
  await database.query(`CREATE ROLE ${role} LOGIN PASSWORD 'low-pass'`)
  onTestFinished(async () => {
    await database.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
    await database.drop()
  })
  await database.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC')
  for (const grant of grants) await database.query(grant.replace('$role', role))
  const url = new URL(database.url)
  url.username = role
  url.password = 'low-pass'
  const project = TestProject.create({ url: url.href })
  project.revision('a1', null, { upgrade: `await op.execute('INSERT INTO one VALUES (1)')` })
  return { ...database, project, role }
}

export const versionTable =
  'CREATE TABLE tsmig_version (version_num varchar(32) NOT NULL CONSTRAINT tsmig_version_pkc PRIMARY KEY)'
