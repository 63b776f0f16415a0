import { existsSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { loadModules, prepareModules } from '../../src/project/load-module.ts'
import type { LoadOptions } from '../../src/project/load-options.ts'
import type { ModuleNamespace } from '../../src/project/module-namespace.ts'
import { runInNode } from './plain-node.ts'
import { tempProject, thrownBy } from './temp-project.ts'

async function loadOne(
  files: Record<string, string>,
  entry: string,
  options: Pick<LoadOptions, 'form' | 'timeout'> & { self?: string } = {},
): Promise<{ module: ModuleNamespace; folder: string }> {
  const folder = tempProject(files)
  const path = join(folder, entry)
  const modules = await loadModules([path], {
    directory: folder,
    ...(options.self === undefined ? {} : { selfUrl: pathToFileURL(join(folder, options.self)).href }),
    ...(options.timeout !== undefined && { timeout: options.timeout }),
    ...(options.form && { form: options.form }),
  })
  return { module: modules.get(path) ?? {}, folder }
}

const ESM = { 'package.json': '{"type":"module"}' }
const CJS = { 'package.json': '{}' }

const forms = ['script', 'files'] as const

describe.each(
  forms.flatMap((form) => [
    [form, 'an ESM project', ESM] as const,
    [form, 'a CommonJS project', CJS] as const,
  ]),
)('TypeScript as %s, in %s', (form, _name, base) => {
  const load = (files: Record<string, string>, entry: string, options: { self?: string } = {}) =>
    loadOne(files, entry, { ...options, form })

  test('imports application code without extension, as .js and as .ts', async () => {
    const { module } = await load(
      {
        ...base,
        'app/a.ts': 'export const a: number = 1',
        'app/b.ts': 'export const b: number = 2',
        'app/c.ts': 'export const c: number = 3',
        'x.ts':
          "import { a } from './app/a'\nimport { b } from './app/b.js'\nimport { c } from './app/c.ts'\nexport const sum = a + b + c",
      },
      'x.ts',
    )
    expect(module.sum).toBe(6)
  })

  test('follows tsconfig paths', async () => {
    const { module } = await load(
      {
        ...base,
        'tsconfig.json': '{"compilerOptions":{"baseUrl":".","paths":{"@app/*":["app/*"]}}}',
        'app/roles.ts': "export enum Role { Admin = 'admin' }",
        'x.ts': "import { Role } from '@app/roles'\nexport const role = Role.Admin",
      },
      'x.ts',
    )
    expect(module.role).toBe('admin')
  })

  test('drops imports that turn out to be types', async () => {
    const { module } = await load(
      {
        ...base,
        'types.ts': 'export interface Row { id: number }\nexport type Key = keyof Row',
        'x.ts':
          "import { Row, Key } from './types'\nexport { Row } from './types'\nexport const row: Row = { id: 7 }\nexport const key: Key = 'id'",
      },
      'x.ts',
    )
    expect(module.row).toEqual({ id: 7 })
  })

  test('compiles enums, namespaces, parameter properties and satisfies', async () => {
    const { module } = await load(
      {
        ...base,
        'x.ts': [
          'enum Level { Low = 1, High }',
          'const enum Fixed { One = 1 }',
          'namespace Inner { export const deep = 3 }',
          'class Box { constructor(public readonly value: number) {} }',
          'export const got = [Level.High, Level[1], Fixed.One, Inner.deep, new Box(4).value, ({ a: 5 } satisfies { a: number }).a]',
        ].join('\n'),
      },
      'x.ts',
    )
    expect(module.got).toEqual([2, 'Low', 1, 3, 4, 5])
  })

  test('compiles legacy decorators where the tsconfig asks for them', async () => {
    const { module } = await load(
      {
        ...base,
        'tsconfig.json': '{"compilerOptions":{"experimentalDecorators":true}}',
        'x.ts': [
          'export const seen: string[] = []',
          'function mark(target: object, key: string) { seen.push(typeof target + key) }',
          'class Model { @mark name = 1 }',
          'export const model = new Model().name',
        ].join('\n'),
      },
      'x.ts',
    )
    expect(module.seen).toEqual(['objectname'])
  })

  test('the tsconfig goes for imported files too, and side effects are run whatever a package says', async () => {
    const { module } = await load(
      {
        ...base,
        'tsconfig.json': '{"compilerOptions":{"experimentalDecorators":true}}',
        'app/a.ts':
          'export const seen: string[] = []\nconst d = (target: object, key: string) => { seen.push(typeof target + key) }\nexport class A { @d name = 1 }',
        'node_modules/side/package.json': '{"type":"module","main":"main.ts","sideEffects":false}',
        'node_modules/side/main.ts': 'Object.assign(globalThis, { wasRun: true as boolean })',
        'x.ts':
          "import 'side'\nimport { seen } from './app/a'\nexport const got = [...seen, Reflect.get(globalThis, 'wasRun')]",
      },
      'x.ts',
    )
    expect(module.got).toEqual(['objectname', true])
  })

  test('imports CommonJS packages by default and by name, and ESM packages', async () => {
    const { module } = await load(
      {
        ...base,
        'node_modules/old/package.json': '{"name":"old","main":"main.js"}',
        'node_modules/old/main.js': "exports.named = 'n'; exports.where = __dirname",
        'node_modules/modern/package.json':
          '{"name":"modern","type":"module","exports":{"import":"./index.js"}}',
        'node_modules/modern/index.js': "export const modern = 'm'; export const url = import.meta.url",
        'x.ts':
          "import old, { named, where } from 'old'\nimport { modern, url } from 'modern'\nexport const got = [old.named, named, modern]\nexport const places = [where, url]",
      },
      'x.ts',
    )
    expect(module.got).toEqual(['n', 'n', 'm'])
    expect((module.places as string[])[0]).toMatch(/node_modules\/old$/)
    expect((module.places as string[])[1]).toMatch(/^file:.*node_modules\/modern\/index\.js$/)
  })

  test('bundles a workspace package whose entry is TypeScript, and leaves one in JavaScript outside', async () => {
    const folder = tempProject({
      ...base,
      'packages/typed/package.json': '{"name":"@w/typed","main":"src/index.ts"}',
      'packages/typed/src/index.ts': "import { inner } from './inner'\nexport const typed: string = inner",
      'packages/typed/src/inner.ts': "export const inner = 'from a workspace'",
      'packages/plain/package.json': '{"name":"@w/plain","main":"index.js"}',
      'packages/plain/index.js': 'exports.where = __filename',
      'node_modules/@w/.keep': '',
      'x.ts': "import { typed } from '@w/typed'\nimport { where } from '@w/plain'\nexport { typed, where }",
    })
    symlinkSync(join(folder, 'packages/typed'), join(folder, 'node_modules/@w/typed'))
    symlinkSync(join(folder, 'packages/plain'), join(folder, 'node_modules/@w/plain'))
    const path = join(folder, 'x.ts')
    const module = (await loadModules([path], { directory: folder })).get(path)
    expect(module?.typed).toBe('from a workspace')
    expect(module?.where).toBe(join(folder, 'packages/plain/index.js'))
  })

  test('imports JSON, and awaits at the top level', async () => {
    const { module } = await load(
      {
        ...base,
        'data.json': '{"answer":42}',
        'x.ts':
          "import data from './data.json'\nimport again from './data.json' with { type: 'json' }\nexport const got = await Promise.resolve(data.answer + again.answer)",
      },
      'x.ts',
    )
    expect(module.got).toBe(84)
  })

  test('tells each source file its own place', async () => {
    const { module, folder } = await load(
      {
        ...base,
        'lib/deep.ts': 'export const deep = [__dirname, __filename, import.meta.url]',
        'x.ts':
          "import { deep } from './lib/deep'\nexport const own = [__dirname, __filename, import.meta.url]\nexport { deep }",
      },
      'x.ts',
    )
    const places = (dir: string, name: string) => [dir, join(dir, name), pathToFileURL(join(dir, name)).href]
    expect(module.own).toEqual(places(folder, 'x.ts'))
    expect(module.deep).toEqual(places(join(folder, 'lib'), 'deep.ts'))
  })

  test('leaves a file its own __dirname and require', async () => {
    const { module, folder } = await load(
      {
        ...base,
        'x.ts': [
          "import { createRequire } from 'node:module'",
          "import { dirname } from 'node:path'",
          "import { fileURLToPath } from 'node:url'",
          'const __filename = fileURLToPath(import.meta.url)',
          'const __dirname = dirname(__filename)',
          'const require = createRequire(import.meta.url)',
          "export const got = [__dirname, require('./data.json').a]",
        ].join('\n'),
        'data.json': '{"a":1}',
      },
      'x.ts',
    )
    expect(module.got).toEqual([folder, 1])
  })

  test('keeps require: files, packages, builtins, and names known only at run time', async () => {
    const { module } = await load(
      {
        ...base,
        'lib.ts': 'export const lib = 1',
        'node_modules/old/package.json': '{"name":"old","main":"main.js"}',
        'node_modules/old/main.js': 'module.exports = 2',
        'x.ts': [
          "const { lib } = require('./lib')",
          "const old = require('old')",
          "const { sep } = require('node:path')",
          "const name = ['o', 'ld'].join('')",
          'let missing = false',
          "try { require('not-installed') } catch { missing = true }",
          "export const got = [lib, old, typeof sep, require(name), missing, require.resolve('old').endsWith('main.js')]",
        ].join('\n'),
      },
      'x.ts',
    )
    expect(module.got).toEqual([1, 2, 'string', 2, true, true])
  })

  test.each([
    ["import { t } from 'tsmig'\nexport const got = t", 'x.ts'],
    ["const { t } = require('tsmig')\nexport const got = t", 'y.ts'],
    ["const { t } = require('tsmig')\nexports.got = t", 'z.cts'],
    ["const { t } = require('tsmig')\nexports.got = t", 'z.cjs'],
    ["import { t } from 'tsmig'\nexport const got = t", 'z.mjs'],
    ["import { t } from 'tsmig'\nexport const got = t", 'z.mts'],
  ])('gives the running tsmig for %j', async (source, name) => {
    const { module } = await load(
      { ...base, 'elsewhere/self.mjs': "export const t = 'the running copy'", [name]: source },
      name,
      { self: 'elsewhere/self.mjs' },
    )
    expect(module.got).toBe('the running copy')
  })

  test.each([
    ['b.cjs', 'module.exports = { a: 1 }'],
    ['c.mjs', 'export const a = 1'],
    ['d.js', 'export const a = 1'],
    ['e.cts', 'export const a: number = 1'],
    ['f.cts', 'const a: number = 1\nexport = { a }'],
    ['g.mts', 'export const a: number = 1'],
    ['h.cjs', 'export const a = 1'],
    ['i.js', "#!/usr/bin/env node\nimport { b } from './b.ts'\nexport const a: 1 = b".replace(': 1', '')],
    ['j.ts', '\uFEFF/** bom */\r\nexport const a = 1\r\n'],
    ['k.ts', 'exports.a = 1 as number'],
  ])('loads %s', async (name, source) => {
    const { module } = await load({ ...base, [name]: source, 'b.ts': 'export const b = 1' }, name)
    expect(module.a).toBe(1)
  })
})

describe.each([undefined, ...forms])('in a Node of its own, as %s', (form) => {
  const SCRIPT = `
    import { readFileSync } from 'node:fs'
    import { loadModules } from './src/project/load-module.ts'
    const { paths, directory, timeout, form } = JSON.parse(readFileSync(0, 'utf8'))
    const print = (value) => console.log(JSON.stringify(value))
    for (const path of paths) {
      try {
        const namespace = (await loadModules([path], { directory, timeout, form })).get(path)
        print(typeof namespace.run === 'function' ? namespace.run() : namespace)
      } catch (error) {
        print({ code: error.code, message: error.message, stack: error.stack })
      }
    }`

  async function loadAll(files: Record<string, string>, names: readonly string[], timeout = 5000) {
    const folder = tempProject(files)
    const paths = names.map((name) => join(folder, name))
    const run = await runInNode(SCRIPT, { paths, directory: folder, timeout, ...(form && { form }) })
    expect(run.stderr).toBe('')
    expect(run.status).toBe(0)
    return run.stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
  }

  test.each([
    ['an ESM project', ESM],
    ['a CommonJS project', CJS],
  ])('plain JavaScript of every kind loads in %s', async (_name, base) => {
    const files = {
      'b.cjs': 'module.exports = { a: 1 }',
      'c.mjs': 'export const a = 1',
      'd.js': 'export const a = 1',
      'e.cjs': 'export const a = 1',
      'f.cjs': "this.a = 1; Object.assign(exports, require('./b.cjs'))",
      'g.mjs': "import { sep } from 'node:path'\nexport const a = sep.length",
    }
    const got = await loadAll({ ...base, ...files }, Object.keys(files))
    expect(got).toEqual(Object.keys(files).map(() => ({ a: 1 })))
  })

  test('a .js file that is no module loads where package.json says so', async () => {
    expect(await loadAll({ ...CJS, 'a.js': 'exports.a = 1' }, ['a.js'])).toEqual([{ a: 1 }])
    const [failure] = await loadAll({ ...ESM, 'a.js': 'exports.a = 1' }, ['a.js'])
    expect(failure).toMatchObject({
      message: expect.stringMatching(/a\.js:1 can't .*exports is not defined/),
    })
  })

  test('a name that a package does not export is missed before anything runs', async () => {
    const files = {
      ...ESM,
      'node_modules/modern/package.json': '{"type":"module","main":"main.js"}',
      'node_modules/modern/main.js': 'export const there = 1',
      'x.ts': "import { there, gone } from 'modern'\nexport const got = () => [there, gone]",
    }
    const [failure] = await loadAll(files, ['x.ts'])
    expect(failure).toMatchObject({
      message: expect.stringMatching(
        /x\.ts.* can't be imported: .*modern.* does not provide an export named 'gone'/,
      ),
    })
  })

  test('stacks point at the .ts line, in the file and in what it imports', async () => {
    const files = {
      ...ESM,
      'lib/fail.ts':
        'interface Gone {\n  a: number\n}\nexport function fail(_: Gone): never {\n  throw new Error("here")\n}',
      'x.ts':
        "type T = 1\n\nimport { fail } from './lib/fail'\nexport function run() {\n  try {\n    fail({ a: 1 })\n  } catch (error) {\n    return (error as Error).stack\n  }\n}",
    }
    const [stack] = await loadAll(files, ['x.ts'])
    expect(stack).toMatch(/lib\/fail\.ts:5:\d+\)\n.*\/x\.ts:6:/)
  })

  test('an exception, a syntax error and an endless await each name the file', async () => {
    const files = {
      ...ESM,
      'a.ts': 'const a: number = 1\nthrow new Error("no " + a)',
      'b.mjs': 'export const a = {\n',
      'c.ts': 'await new Promise(() => {})',
      'd.mjs': 'throw new Error("no")',
    }
    const got = await loadAll(files, ['a.ts', 'b.mjs', 'c.ts', 'd.mjs'], 300)
    expect(got).toMatchObject([
      { code: 'import-failed', message: expect.stringMatching(/a\.ts:2 can't be imported: no 1$/) },
      { code: 'syntax-error', message: expect.stringMatching(/b\.mjs:2: /) },
      { code: 'import-timeout', message: expect.stringMatching(/c\.ts waits for something/) },
      { code: 'import-failed', message: expect.stringMatching(/d\.mjs:1 can't be imported: no$/) },
    ])
  })
})

describe.each(forms)('several files as %s', (form) => {
  test('share one instance of an application module, and run only when loaded', async () => {
    const folder = tempProject({
      ...ESM,
      'shared.ts': 'export const state = { count: 0 }',
      'a.ts': "import { state } from './shared'\nexport const value = ++state.count",
      'b.ts': "import { state } from './shared.js'\nexport const value = ++state.count",
      'c.ts': "throw new Error('run too early')",
    })
    const [a, b, c] = ['a.ts', 'b.ts', 'c.ts'].map((name) => join(folder, name)) as [string, string, string]
    const prepared = await prepareModules([a, b, c], { directory: folder, form })
    expect((await prepared.load(b)).value).toBe(1)
    expect((await prepared.load(a)).value).toBe(2)
    const error = await thrownBy(() => prepared.load(c))
    expect(error.message).toMatch(/c\.ts(?::1)? can't be imported: run too early$/)
    expect(error.cause).toBeInstanceOf(Error)
    prepared.dispose()
  })
})

test('files are built in a private folder, of which nothing stays', async () => {
  const temporary = tempProject()
  const folder = tempProject({
    ...ESM,
    'a.ts': 'export const a: number = 1',
    'b.ts': "throw new Error('no')",
  })
  const before = process.env.TMPDIR
  process.env.TMPDIR = temporary
  try {
    const path = join(folder, 'a.ts')
    const prepared = await prepareModules([path], { directory: folder, form: 'files' })
    const [made] = readdirSync(temporary)
    expect(statSync(join(temporary, made ?? '')).mode & 0o777).toBe(0o700)
    expect((await prepared.load(path)).a).toBe(1)
    prepared.dispose()
    await thrownBy(() => loadModules([join(folder, 'b.ts')], { directory: folder, form: 'files' }))
    expect(readdirSync(temporary)).toEqual([])
    process.env.TMPDIR = join(temporary, 'gone')
    const error = await thrownBy(() => prepareModules([path], { directory: folder, form: 'files' }))
    expect([error.code, error.hint]).toEqual(['no-temporary-folder', expect.stringContaining('TMPDIR')])
  } finally {
    if (before === undefined) {
      delete process.env.TMPDIR
    } else {
      process.env.TMPDIR = before
    }
  }
})

test('lazy imports of a lone file still work after its folder is gone', async () => {
  const { module } = await loadOne(
    {
      ...ESM,
      'later.ts': 'export const later = 9',
      'x.ts': "export const ask = async () => (await import('./later')).later",
    },
    'x.ts',
  )
  expect(await (module.ask as () => Promise<number>)()).toBe(9)
})

describe('errors', () => {
  test('a syntax error names file, line and column, and shows the line', async () => {
    const error = await thrownBy(() =>
      loadOne({ ...ESM, 'x.ts': 'export const a = 1\n\nexport const b = = 2\n' }, 'x.ts'),
    )
    expect(error.code).toBe('syntax-error')
    expect(error.message).toMatch(/x\.ts:3: .*column 18\)\n {4}export const b = = 2/)
  })

  test('on the first line too, without the text that was put before it', async () => {
    const error = await thrownBy(() => loadOne({ ...ESM, 'x.ts': 'const a = = 2' }, 'x.ts'))
    expect(error.message).toMatch(/x\.ts:1: .*column 11\)\n {4}const a = = 2$/)
  })

  test('in plain JavaScript', async () => {
    const error = await thrownBy(() =>
      loadOne({ ...ESM, 'x.mjs': 'export const a = 1\nexport const b = {\n' }, 'x.mjs'),
    )
    expect(error.code).toBe('syntax-error')
    expect(error.message).toMatch(/x\.mjs:3: .*\(column 1\)$/)
  })

  const byName =
    'Look at what "paths" of tsconfig.json, or "imports" of package.json, make of it: no file is there.'

  test.each([
    ["import './gone'", 'gone', 'There is no such file of any extension: gone'],
    ["import 'no-such-package'", 'no-such-package', 'Install it: npm install no-such-package'],
    ["import x from '@scope/none'\nexport { x }", '@scope/none', 'Install it: npm install @scope/none'],
    ["import x from '@scope/none/part'\nexport { x }", '@scope/none', 'Install it: npm install @scope/none'],
    ["import '@/gone'", '@/gone', byName],
    ["import '~/gone'", '~/gone', byName],
    ["import '#gone'", '#gone', byName],
  ])('a missing import is named: %s', async (source, name, hint) => {
    const error = await thrownBy(() => loadOne({ ...ESM, 'x.ts': `\n${source}` }, 'x.ts'))
    expect(error.code).toBe('missing-import')
    expect(error.message).toContain('x.ts:2: ')
    expect(error.message).toContain(name)
    expect(error.hint).toBe(hint)
  })

  test('an exception on import names file and line, and is kept', async () => {
    const error = await thrownBy(() =>
      loadOne({ ...ESM, 'x.ts': 'const a: number = 1\nthrow new TypeError("no " + a)' }, 'x.ts'),
    )
    expect(error.code).toBe('import-failed')
    expect(error.message).toMatch(/x\.ts:2 can't be imported: no 1$/)
    expect(error.cause).toBeInstanceOf(TypeError)
  })

  test('an await that never ends is given up', async () => {
    const error = await thrownBy(() =>
      loadOne({ ...ESM, 'x.ts': 'export const a = 1\nawait new Promise(() => {})' }, 'x.ts', {
        timeout: 300,
      }),
    )
    expect(error.code).toBe('import-timeout')
    expect(error.message).toMatch(/x\.ts was still being imported after 0\.3 s/)
  })

  test('a file that is not there', async () => {
    const folder = tempProject()
    const error = await thrownBy(() => prepareModules([join(folder, 'none.ts')], { directory: folder }))
    expect(error.code).toBe('unreadable-file')
    expect(existsSync(folder)).toBe(true)
  })
})
