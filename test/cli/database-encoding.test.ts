import { expect, onTestFinished, test } from 'vitest'
import { createProject, kinds, type ProjectWithDatabase } from '../support/databases.ts'

/** Revisions of which the second leaves its transaction, and is told with its strings left out. */
function fill({ project }: ProjectWithDatabase, message: string): void {
  project.revision('a1', null, {
    upgrade:
      "await op.createTable('größe', { id: t.integer().primaryKey(), name: t.varchar(20).default('é') })",
  })
  project.revision('b2', 'a1', {
    message,
    upgrade: `await op.outsideTransaction(async () => {
      await op.execute("INSERT INTO größe VALUES (1, 'ü')")
    })`,
  })
}

test('a database of PostgreSQL that is not in UTF-8 is migrated and read', async () => {
  const database = await createProject('postgres')
  const { project, query } = database
  const url = new URL(database.url)
  url.pathname += '_latin'
  const name = url.pathname.slice(1)
  await query(`CREATE DATABASE ${name} ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'`)
  onTestFinished(async () => void (await query(`DROP DATABASE ${name} WITH (FORCE)`)))
  project.write('migrations.ini', `[tsmig]\nscript_location = migrations\nurl = ${url.href}\n`)
  fill(database, 'Größen')
  await project.ok('upgrade', 'head')
  const { stdout } = await project.ok('pull')
  expect(stdout).toContain("table('größe'")
  expect(stdout).toContain("default('é')")
  expect((await project.ok('log')).stdout).toContain('Größen')
})

test.skipIf(!kinds.includes('mysql'))(
  'a database of MariaDB in another character set keeps messages in any script',
  async () => {
    const database = await createProject('mysql')
    const { project, query } = database
    await query('ALTER DATABASE CHARACTER SET latin2')
    fill(database, '大きさ … 😀')
    await project.ok('upgrade', 'head')
    expect((await project.ok('log')).stdout).toContain('大きさ … 😀')
    expect(await query('SELECT name FROM größe')).toEqual([{ name: 'ü' }])
  },
)
