// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hostile text
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { configuredConnection } from '../../src/project/config/configured-connection.ts'
import { KNOWN_KEYS } from '../../src/project/config/keys.ts'
import { loadConfig } from '../../src/project/config.ts'
import { type InitOptions, planInit, writeInitFiles } from '../../src/project/init-files.ts'
import { loadEnvironment } from '../../src/project/load-environment.ts'
import { readRevisionFiles } from '../../src/project/revision-files.ts'
import { findTemplate, listTemplates, templatesDirectory } from '../../src/project/template.ts'
import { writeRevision } from '../../src/project/write-revision.ts'
import { filesOf } from './files-of.ts'
import { tempProject, thrownBy } from './temp-project.ts'

async function init(cwd: string, options: Partial<InitOptions> = {}): Promise<string[]> {
  const plan = await planInit({ cwd, ...options })
  writeInitFiles(plan)
  return plan.files.map(({ path }) => path)
}

test('a fresh project works', async () => {
  const cwd = tempProject({ 'self.mjs': 'export const defineEnvironment = (it) => it\nexport const t = {}' })
  expect((await init(cwd)).sort()).toEqual(
    ['migrations.ini', 'migrations/README', 'migrations/env.ts', 'migrations/script.ts.ejs'].map((name) =>
      join(cwd, name),
    ),
  )
  expect(readdirSync(join(cwd, 'migrations/versions'))).toEqual([])
  const config = await loadConfig({ cwd, env: {} })
  expect(config).toMatchObject({ scriptLocation: join(cwd, 'migrations'), warnings: [] })
  expect(configuredConnection(config).settings).toEqual({ dialect: 'sqlite', filename: join(cwd, 'app.db') })
  const selfUrl = pathToFileURL(join(cwd, 'self.mjs')).href
  expect((await loadEnvironment(config, { selfUrl })).warnings).toEqual([])
  await writeRevision(config, { parents: [], message: 'first', id: 'aa' })
  expect(
    filesOf(await readRevisionFiles(config, { directory: cwd, selfUrl })).map((file) => file.revision.id),
  ).toEqual(['aa'])
})

test('every key in the comments of the ini is one that is known', async () => {
  const cwd = tempProject()
  await init(cwd)
  const path = join(cwd, 'migrations.ini')
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace(/^; (?=[a-z_.]+ = |\[post)/gm, ''))
  const config = await loadConfig({ cwd, env: {} })
  expect(config.warnings).toEqual([])
  expect(config.fileTemplate).toBe('%(year)d_%(month).2d_%(day).2d_%(rev)s_%(slug)s')
  expect(config.option('post_write_hooks', 'hooks')).toBe('biome')
})

describe.each(['generic', 'multidb'])('a newcomer finds in the template %s', (template) => {
  const read = (name: string) => readFileSync(join(templatesDirectory(), template, name), 'utf8')

  test('every key of the ini', () => {
    const shown = new Set(
      [...read('migrations.ini.ejs').matchAll(/^(?:; )?([a-z_]+) = /gm)].map(([, key]) => key),
    )
    const several = template === 'generic' ? ['databases'] : []
    // Alembic's older word for path_separator.
    const left = [...KNOWN_KEYS].filter((key) => !shown.has(key) && key !== 'version_path_separator')
    expect(left).toEqual(several)
  })

  test('what the env file takes, the declared schema first', () => {
    const told = [...read('env.ts').matchAll(/^ \* {3}(\w+(?:, \w+)*)/gm)].flatMap(([, keys = '']) =>
      keys.split(', '),
    )
    expect(told).toEqual([
      'targetMetadata',
      'connection',
      'naming',
      'includeName',
      'includeObject',
      'processRevisionDirectives',
      'onVersionApply',
    ])
  })
})

test.each(['.', 'db/schema', 'a b', '100%', '%(here)s', 'x${Y}', '#x', '; y', '=z', '[q]', '"quoted"'])(
  'init %s',
  async (directory) => {
    const cwd = tempProject()
    const config = directory === '.' ? { config: '../m.ini', cwd: join(cwd, 'inner') } : { cwd }
    if (directory === '.') {
      mkdirSync(join(cwd, 'inner'))
    }
    await init(cwd, { directory, ...config })
    const loaded = await loadConfig({ cwd, env: {}, config: directory === '.' ? 'm.ini' : 'migrations.ini' })
    expect(loaded.scriptLocation).toBe(directory === '.' ? join(cwd, 'inner') : join(cwd, directory))
  },
)

test('init below a folder that takes no folder', async () => {
  const error = await thrownBy(() => init(tempProject(), { directory: '/proc/none/migrations' }))
  expect(error).toMatchObject({ code: 'cannot-write', message: expect.stringContaining('/proc/none') })
})

describe('nothing is overwritten', () => {
  test('an ini that is there stays', async () => {
    const cwd = tempProject({ 'migrations.ini': 'mine' })
    const plan = await planInit({ cwd })
    expect(plan.kept).toEqual([join(cwd, 'migrations.ini')])
    writeInitFiles(plan)
    expect(readFileSync(join(cwd, 'migrations.ini'), 'utf8')).toBe('mine')
  })

  test.each([{ 'migrations/x': '' }, { 'migrations/.hidden': '' }, { migrations: 'a file' }])(
    '%j',
    async (files) => {
      const cwd = tempProject(files as unknown as Record<string, string>)
      const error = await thrownBy(() => init(cwd))
      expect([error.code, error.message]).toEqual([
        'not-empty',
        expect.stringContaining(join(cwd, 'migrations')),
      ])
      expect(existsSync(join(cwd, 'migrations.ini'))).toBe(false)
    },
  )

  test('a file that appears between plan and writing', async () => {
    const cwd = tempProject()
    const plan = await planInit({ cwd })
    mkdirSync(join(cwd, 'migrations'))
    writeFileSync(join(cwd, 'migrations/env.ts'), 'mine')
    expect((await thrownBy(() => writeInitFiles(plan))).code).toBe('file-exists')
    expect(readFileSync(join(cwd, 'migrations/env.ts'), 'utf8')).toBe('mine')
  })

  test.each(['a\nb', ' ', 'x '])('a folder named %j can not stand in an ini', async (directory) => {
    const cwd = tempProject()
    expect((await thrownBy(() => init(cwd, { directory }))).code).toBe('bad-directory')
    expect(readdirSync(cwd)).toEqual([])
  })
})

describe('templates', () => {
  test('are listed with the first line of their README', () => {
    expect(listTemplates().find(({ name }) => name === 'generic')).toEqual({
      name: 'generic',
      description: 'Migrations for one database.',
      directory: join(templatesDirectory(), 'generic'),
    })
  })

  test('an unknown one gets the nearest name', async () => {
    const error = await thrownBy(() => findTemplate('genric'))
    expect([error.code, error.hint]).toEqual(['no-such-template', 'Did you mean "generic"?'])
  })

  test('a package without them says so', async () => {
    const error = await thrownBy(() => templatesDirectory('file:///none/dist/index.js'))
    expect(error.code).toBe('no-templates')
  })
})
