import { expect, test } from 'vitest'
import { TestProject } from '../support/project.ts'

const probe = `import { createRequire } from 'node:module'
import { writeFileSync } from 'node:fs'
const { cache } = createRequire(import.meta.url)
process.on('exit', () => writeFileSync(process.env.LOADED, Object.keys(cache).join('\\n')))
`

async function packagesLoaded(project: TestProject, ...args: string[]): Promise<string[]> {
  project.write('probe.mjs', probe)
  const ran = await project.runWith(
    { NODE_OPTIONS: `--import ${project.path('probe.mjs')}`, LOADED: project.path('loaded.txt') },
    ...args,
  )
  expect(ran.code, ran.stderr).toBe(0)
  const packages = project.read('loaded.txt').match(/node_modules\/(@[^/]+\/)?[^/]+/g) ?? []
  return [...new Set(packages.map((name) => name.slice('node_modules/'.length)))].sort()
}

const heavy = ['knex', 'pg', 'better-sqlite3', 'esbuild', 'ejs']

test.each([['--version'], ['heads'], ['history'], ['show', 'head'], ['branches']])(
  'tsmig %s loads no knex, driver or compiler',
  async (...args) => {
    const project = TestProject.create()
    project.revision('a1', null)
    const loaded = await packagesLoaded(project, ...args)
    expect(loaded.filter((name) => heavy.includes(name))).toEqual([])
  },
)

test('tsmig upgrade with nothing to do loads the driver and no knex', async () => {
  const project = TestProject.create()
  project.revision('a1', null)
  await project.ok('upgrade', 'head')
  const loaded = await packagesLoaded(project, 'upgrade', 'head')
  expect(loaded.filter((name) => heavy.includes(name))).toEqual(['better-sqlite3'])
})
