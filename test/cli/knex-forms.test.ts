import { describe, expect, test } from 'vitest'
import { createProject, kinds } from '../support/databases.ts'

type Kind = 'sqlite' | 'postgres' | 'mysql'

/** What is there before each form. */
const base = `await op.createTable('base', { id: t.integer().primaryKey(), name: t.varchar(20), note: t.varchar(20) })`

const forms: Readonly<Record<string, string>> = {
  'op.createTable': `await op.createTable('k', (table) => {
      table.increments('id')
      table.string('name', 20).notNullable().defaultTo('what?').unique()
      table.integer('base_id').references('base.id')
      table.decimal('price', 8, 2).index()
    })`,
  'op.alterTable': `await op.alterTable('base', (table) => {
      table.string('more', 20).defaultTo("it's \\\\? and ?")
      table.index(['name'], 'ix_base_name')
    })`,
  'op.schema.createTable': `await op.schema.createTable('k', (table) => { table.integer('id') }).createTable('l', (table) => { table.integer('id') })`,
  'op.schema.alterTable': `await op.schema.alterTable('base', (table) => { table.integer('more').nullable() })`,
  'op.schema.raw': `await op.schema.raw("INSERT INTO base (id, name) VALUES (1, 'x')").raw('INSERT INTO base (id, name) VALUES (?, ?)', [2, 'it is?'])`,
  'op.schema.createView': `await op.schema.createView('v', (view) => { view.columns(['id']); view.as(op.knex('base').select('id').where('name', 'a?')) })`,
  'op.schema.dropTableIfExists': `await op.schema.dropTableIfExists('base').dropTableIfExists('none')`,
  'op.schema.renameTable': `await op.schema.renameTable('base', 'other')`,
  'op.schema.dropTable': `await op.schema.dropTable('base')`,
}

describe.each(kinds)('on %s', (kind) => {
  test.each(Object.entries(forms))('%s, online and as a script', async (_, upgrade) => {
    const [online, offline] = [await createProject(kind), await createProject(kind)]
    for (const { project } of [online, offline]) {
      project.revision('a1', null, { upgrade: base })
      project.revision('b2', 'a1', { upgrade })
    }
    const { stdout } = await offline.project.ok('upgrade', 'head', '--sql')
    await online.project.ok('upgrade', 'head')
    await offline.script(stdout)
    expect(await offline.contents()).toEqual(await online.contents())
  })

  test('a read answers online, and is refused in a script', async () => {
    const { project, tables } = await createProject(kind)
    project.revision('a1', null, {
      upgrade: `${base}
  if (await op.schema.hasTable('base')) await op.schema.renameTable('base', 'found')
  if (await op.schema.hasColumn('found', 'none')) throw new Error('no such column')`,
    })
    const written = await project.run('upgrade', 'head', '--sql')
    expect(written.code).toBe(1)
    expect(written.stdout).toBe('')
    expect(written.stderr).toContain('knex.schema.hasTable("base") can\'t be written as SQL')
    expect(written.stderr).toContain('Look in op.run')
    await project.ok('upgrade', 'head')
    expect(await tables()).toContain('found')
  })

  test('a failure is told with its place, and what ran before it is told', async () => {
    const { project } = await createProject(kind)
    project.revision('a1', null, {
      upgrade: `${base}\n  await op.alterTable('gone', (table) => { table.integer('x') })`,
    })
    const ran = await project.run('upgrade', 'head')
    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(/a1_\.ts:\d+:\d+/)
    expect(ran.stderr).toContain('gone')
  })

  test.each([
    ["await op.run('x', (knex) => knex('gone').insert({ a: 'secret' }))"],
    ["await op.run('x', (knex) => knex.transaction((inner) => inner('gone').insert({ a: 'secret' })))"],
    ["await op.knex('gone').insert({ a: 'secret' })"],
  ])(
    'a query of knex that fails is told with its statement and code, without its values: %s',
    async (upgrade) => {
      const { project } = await createProject(kind)
      project.revision('a1', null, { upgrade })
      const { stderr } = await project.run('upgrade', 'head')
      expect(stderr).toMatch(/failed: .*(no such table|does not exist|doesn't exist)/)
      expect(stderr).toMatch(
        /a1_\.ts:\d+:\d+\n {2}statement: insert into .gone. \(.a.\) values \((\?|\$1)\)\n {2}code: /,
      )
      expect(stderr).toContain('Mend the statement')
      expect(stderr).not.toContain('secret')
    },
  )
})

test.each(kinds)('defaults keep their question marks on %s', async (kind) => {
  const { project, query } = await createProject(kind)
  project.revision('a1', null, {
    upgrade: `await op.createTable('k', (table) => {
      table.integer('id')
      table.string('name', 20).defaultTo('what?')
      table.string('mark', 20).defaultTo('a\\\\?b')
    })
    await op.bulkInsert('k', [{ id: 1 }])`,
  })
  await project.ok('upgrade', 'head')
  expect(await query('SELECT name, mark FROM k')).toEqual([{ name: 'what?', mark: 'a\\?b' }])
})

const refusedInScripts: readonly [string, string, Kind][] = [
  ["op.alterTable('base', (table) => { table.dropColumn('note') })", 'op.dropColumn', 'sqlite'],
  ["op.schema.table('base', (table) => { table.string('name', 9).alter() })", 'op.alterColumn', 'sqlite'],
  ["op.alterTable('base', (table) => { table.renameColumn('note', 'x') })", 'op.alterColumn', 'mysql'],
]

test.each(refusedInScripts.filter(([, , kind]) => kinds.includes(kind)))(
  '%s is refused in a script, with the method to use: %s',
  async (call, method, kind) => {
    const { project } = await createProject(kind)
    project.revision('a1', null, { upgrade: `${base}\n  await ${call}` })
    const written = await project.run('upgrade', 'head', '--sql')
    expect(written.code).toBe(1)
    expect(written.stderr).toContain('knex looks into the database first')
    expect(written.stderr).toContain(method)
    await project.ok('upgrade', 'head')
  },
)
