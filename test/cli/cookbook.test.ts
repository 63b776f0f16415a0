import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createProject } from '../support/databases.ts'

const page = readFileSync(new URL('../../docs/cookbook.md', import.meta.url), 'utf8')
const recipes = new Map(
  [...page.matchAll(/\n## (.+)\n[^#]*?```ts\n([\s\S]*?)```/g)].map(([, title = '', code = '']) => [
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
async function start(title: string, schema: string) {
  const code = recipes.get(title)
  if (code === undefined) throw new Error(`no recipe is called ${title}`)
  const made = await createProject('sqlite', {
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
  'A type of your own': async (title) => {
    const { text, project } = await start(title, one)
    expect(text).toContain("import { money } from '../../types'")
    expect(text).toContain('price: money()')
    expect((await project.run('check')).code).toBe(0)
  },
}

test('every recipe of the page has a scenario', () => {
  expect([...recipes.keys()]).toEqual(Object.keys(scenarios))
})

test.each(Object.entries(scenarios))('%s', (title, scenario) => scenario(title))
