import { describe, expect, test } from 'vitest'
import { createProject, kinds, type ProjectWithDatabase } from '../support/databases.ts'

const naming = `naming: {
    ix: 'ix_%(column_0_label)s',
    uq: 'uq_%(table_name)s_%(column_0_name)s',
    ck: 'ck_%(table_name)s_%(constraint_name)s',
    fk: 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
    pk: 'pk_%(table_name)s',
  }`

const upgrade = `await op.createTable('person', { id: t.integer().primaryKey() })
  await op.createTable('pet', {
    id: t.integer().primaryKey(),
    name: t.varchar(20).notNull().unique(),
    owner: t.integer().references('person.id'),
    age: t.integer().check(sql\`age >= 0\`, 'age'),
  })
  await op.createIndex(null, 'pet', 'age')
  await op.batch('pet', (batch) => {
    batch.createCheckConstraint('name', sql\`name <> ''\`)
    batch.createCheckConstraint(batch.f('final'), sql\`name <> 'x'\`)
  })`
const downgrade = `await op.batch('pet', (batch) => {
    batch.dropConstraint(batch.f('final'), { type: 'check' })
    batch.dropConstraint('name', { type: 'check' })
  })
  await op.dropIndex('ix_pet_age', { table: 'pet' })
  await op.dropTable('pet')
  await op.dropTable('person')`
const names = ['uq_pet_name', 'fk_pet_owner_person', 'ck_pet_age', 'ck_pet_name', 'final', 'ix_pet_age']

async function projectOf(kind: 'sqlite' | 'postgres' | 'mysql'): Promise<ProjectWithDatabase> {
  const database = await createProject(kind)
  database.project.write('migrations/env.ts', `export default { ${naming} }`)
  database.project.revision('a1', null, { upgrade, downgrade })
  return database
}

describe.each(kinds)("an environment's naming convention on %s", (kind) => {
  test('holds online, offline, and on the way back', async () => {
    const [online, offline] = [await projectOf(kind), await projectOf(kind)]
    const { stdout } = await offline.project.ok('upgrade', 'head', '--sql')
    await online.project.ok('upgrade', 'head')
    await offline.script(stdout)
    const contents = await online.contents()
    for (const name of names) expect(JSON.stringify(contents)).toContain(name)
    expect(await offline.contents()).toEqual(contents)

    // What undoes the revision, and is undone, ends where it began.
    await online.project.ok('revision', '--reverse-of', 'a1', '--rev-id', 'b2')
    await online.project.ok('upgrade', 'head')
    expect(await online.tables()).toEqual(['tsmig_version'])
    await online.project.ok('downgrade', 'a1')
    const again = JSON.stringify(await online.contents())
    for (const name of names) expect(again).toContain(name)
    expect(again).not.toContain('ck_pet_ck_pet')
    await online.project.ok('downgrade', 'base')
    expect(await online.tables()).toEqual(['tsmig_version'])
  })
})

test('a convention that can not be is refused, and named', async () => {
  const { project } = await createProject('sqlite')
  project.revision('a1', null, {})
  project.write('migrations/env.ts', "export default { naming: { uq: 'uq_%(tabel_name)s' } }")
  const ran = await project.run('upgrade', 'head')
  expect(ran.code).toBe(1)
  expect(ran.stderr).toContain(
    'env.ts: "naming": The naming convention "uq_%(tabel_name)s" has %(tabel_name)s',
  )
  project.write('migrations/env.ts', 'export default { naming: null }')
  expect((await project.run('upgrade', 'head')).stderr).toContain('"naming": A naming convention is null')
})

test.each(['sqlite', 'mysql'] as const)(
  'a primary key is dropped by its type on %s, whatever it is called',
  async (kind) => {
    const [online, offline] = [await createProject(kind), await createProject(kind)]
    for (const { project } of [online, offline]) {
      project.revision('a1', null, {
        upgrade: `await op.createTable('plain', { id: t.integer().primaryKey(), other: t.integer().notNull() })
  await op.createTable('named', { id: t.integer().primaryKey('pk_named'), other: t.integer().notNull() })
  for (const table of ['plain', 'named']) {
    await op.batch(table, (batch) => {
      batch.dropConstraint(null, { type: 'primaryKey' })
      batch.createPrimaryKey(null, ['other', 'id'])
    })
  }`,
      })
    }
    const { stdout } = await offline.project.ok('upgrade', 'head', '--sql')
    await online.project.ok('upgrade', 'head')
    await offline.script(stdout)
    const contents = await online.contents()
    expect(JSON.stringify(contents)).not.toContain('pk_named')
    expect(await offline.contents()).toEqual(contents)
  },
)
