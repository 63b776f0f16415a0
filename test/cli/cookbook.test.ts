import { readFileSync, symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createProject, type Kind } from '../support/databases.ts'
import { runNode } from '../support/run-node.ts'

const page = readFileSync(new URL('../../docs/cookbook.md', import.meta.url), 'utf8')
const recipes = new Map(
  [...page.matchAll(/\n## (.+)\n[^#]*?```[tj]s\n([\s\S]*?)```/g)].map(([, title = '', code = '']) => [
    title,
    code,
  ]),
)

const one = `import { index, t, table } from 'tsmig'
export const a = table('a', { created_at: t.text(), x: t.integer(), id: t.integer().primaryKey(), price: t.numeric(10, 2) })
`
const two = `${one}export const b = table('b', { id: t.integer().primaryKey() })\n`
const indexed = one.replace('t.numeric(10, 2) }', "t.numeric(10, 2) }, [index('x')]")

/** A project with the recipe as its env file, in which a schema was declared, written and made. */
async function start(title: string, schema: string, kind: Kind = 'sqlite') {
  const code = recipes.get(title)
  if (code === undefined) throw new Error(`no recipe is called ${title}`)
  const made = await createProject(kind, {
    files: {
      'src/schema.ts': schema,
      'migrations/env.ts': code,
      'types.ts': "import { t } from 'tsmig'\nexport const money = () => t.numeric(10, 2)\n",
    },
  })
  await made.project.ok('revision', '--autogenerate', '--rev-id', 'aaa')
  await made.project.ok('upgrade', 'head')
  return { ...made, text: made.project.read('migrations/versions/aaa_.ts') }
}

const scenarios: Readonly<Record<string, (title: string) => Promise<void>>> = {
  'No empty migrations': async (title) => {
    const { project } = await start(title, one)
    project.write('src/schema.ts', indexed)
    expect((await project.run('check')).code).toBe(5)
    expect(await project.ok('revision', '--autogenerate')).toMatchObject({ stdout: '' })
  },
  'Never drop a table': async (title) => {
    const { project } = await start(title, two)
    project.write('src/schema.ts', one)
    expect(await project.run('check')).toMatchObject({ code: 5, stdout: 'Drop table b\n' })
    expect(await project.ok('revision', '--autogenerate')).toMatchObject({ stdout: '' })
  },
  'Columns in a fixed order': async (title) => {
    const { query, project } = await start(title, one)
    const columns = await query("SELECT name FROM pragma_table_info('a')")
    expect(columns.map(({ name }) => name)).toEqual(['id', 'x', 'price', 'created_at'])
    expect((await project.run('check')).code).toBe(0)
  },
  'Operations in an order of your own': async (title) => {
    const { project } = await start(title, one, 'postgres')
    project.write('src/schema.ts', indexed + two.slice(one.length))
    await project.ok('revision', '--autogenerate', '--rev-id', 'bbb')
    const [up = '', down = ''] = project
      .read('migrations/versions/bbb_.ts')
      .split('export async function downgrade')
    const calls = (text: string) => [...text.matchAll(/op\.(\w+)\(/g)].map(([, name]) => name)
    expect(calls(up)).toEqual(['createTable', 'createIndex'])
    expect(calls(down)).toEqual(['dropIndex', 'dropTable'])
    await project.ok('upgrade', 'head')
    expect((await project.run('check')).code).toBe(0)
  },
  'IF NOT EXISTS everywhere': async (title) => {
    const { text, project } = await start(title, one)
    expect(text).toContain('ifNotExists: true')
    expect(text).toContain("op.dropTable('a', { ifExists: true })")
    project.write('src/schema.ts', indexed)
    await project.ok('revision', '--autogenerate', '--rev-id', 'bbb')
    expect(project.read('migrations/versions/bbb_.ts')).toContain('ifNotExists: true')
  },
  'Leave some tables to others': async (title) => {
    const { project, query } = await start(title, one)
    await query('CREATE TABLE other_one (id integer)')
    expect(await project.run('check', '--include-unmanaged')).toMatchObject({ code: 0, stdout: '' })
    await query('CREATE TABLE own (id integer)')
    expect(await project.run('check', '--include-unmanaged')).toMatchObject({ stdout: 'Drop table own\n' })
  },
  'One database schema alone': async (title) => {
    const { project, script } = await start(title, one, 'postgres')
    await script(
      'CREATE SCHEMA billing; CREATE TABLE billing.b (id integer); CREATE SCHEMA shop; CREATE TABLE shop.s (id integer)',
    )
    expect(await project.run('check', '--include-unmanaged')).toMatchObject({
      code: 5,
      stdout: 'Drop table shop.s\nDrop schema shop\n',
    })
  },
  'A type of your own': async (title) => {
    const { text, project } = await start(title, one)
    expect(text).toContain("import { money } from '../../types'")
    expect(text).toContain('price: money()')
    expect((await project.run('check')).code).toBe(0)
  },
  'A check in a test': async (title) => {
    const { project } = await createProject('sqlite', {
      files: {
        'src/schema.ts': one,
        'migrations/env.ts': recipes.get('Leave some tables to others') ?? '',
        'test/schema.test.mjs': recipes.get(title) ?? '',
      },
    })
    symlinkSync(fileURLToPath(new URL('../..', import.meta.url)), project.path('node_modules/tsmig'))
    await project.ok('revision', '--autogenerate', '--rev-id', 'aaa')
    expect((await runNode(['--test', 'test/schema.test.mjs'], project.directory)).code).toBe(0)
    project.write('src/schema.ts', two)
    const bad = await runNode(['--test', 'test/schema.test.mjs'], project.directory)
    expect(bad).toMatchObject({ code: 1, output: expect.stringContaining('table b') })
  },
}

test('every recipe of the page has a scenario', () => {
  expect([...recipes.keys()]).toEqual(Object.keys(scenarios))
})

test.each(Object.entries(scenarios))('%s', (title, scenario) => scenario(title))
