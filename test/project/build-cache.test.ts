import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { builtCode } from '../../src/project/build/build-modules.ts'
import { cacheFolder } from '../../src/project/cache/cache-folder.ts'
import { messageOf } from '../../src/support/errors.ts'
import { packageVersion } from '../../src/support/package-version.ts'
import { tempProject } from './temp-project.ts'

// Builds are kept of files that have been as they are for a while: a second may not be enough to tell.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

/** What running the file gives, or why it can't be built. */
async function builtAs(
  form: 'script' | 'files',
  folder: string,
  cache: string,
  entries: readonly string[] = ['env.ts'],
): Promise<string> {
  vi.stubEnv('TSMIG_CACHE', cache)
  try {
    const paths = entries.map((entry) => join(folder, entry))
    const { code } = await builtCode(paths, { directory: folder, form })
    return code.form === 'script' ? code.code : Object.values(code.files).join('')
  } catch (error) {
    return messageOf(error)
  }
}

function checksum(code: string): string {
  return createHash('sha256').update(code).digest('hex').slice(0, 32)
}

/** The names of the kept builds: what stands beside a script has its own. */
function keptIn(cache: string): readonly string[] {
  return readdirSync(cache).filter((name) => name.endsWith('.build'))
}

const oneOf = (path: string, ...contents: string[]) =>
  fc.constantFrom(...contents.map((content) => [path, content] as const), [path, null] as const)

/** Names that a tsconfig.json leads to files, or doesn't. */
const mappedEdits = [
  fc.constantFrom(
    ...["'@app/more'", "'@app/more.js'", "'~'", "'pkg'", "'@org/pkg/sub'"].map(
      (name) => ['env.ts', `import { a } from ${name}; export const b = a`] as const,
    ),
  ),
  oneOf(
    'tsconfig.json',
    '{"compilerOptions":{"paths":{"@app/*":["./lib/*","../shared/*"],"~":["lib"]}}}',
    '{ // by a base\n "compilerOptions": { "baseUrl": "lib", "paths": { "@app/*": ["*"], "@*": ["../*"], }, } }',
    '{"extends":"./base.json"}',
    '{"extends":"./base"}',
    '{"extends":["./base.json","pkg/tsconfig.json"]}',
    '{"extends":"pkg/tsconfig.json"}',
    '{"extends":"pkg"}',
    '{"extends":"linked/tsconfig.json"}',
  ),
  oneOf(
    '../settings/tsconfig.json',
    '{"compilerOptions":{"baseUrl":"../shared"}}',
    '{"extends":"./inner.json"}',
  ),
  oneOf('../settings/inner.json', '{"compilerOptions":{"paths":{"@app/*":["../shared/*","./*"]}}}'),
  oneOf('../settings/more.ts', 'export const a = "beside the settings"'),
  oneOf('../shared/pkg.ts', 'export const a = "by the base of a link"'),
  oneOf(
    'base.json',
    '{"compilerOptions":{"baseUrl":"."}}',
    '{"compilerOptions":{"paths":{"@app/*":["../shared/*"],"pkg":["./pkg"]}}}',
  ),
  oneOf('lib/index.ts', 'export const a = "lib"'),
  oneOf('lib/more.ts', 'export const a = "more"'),
  oneOf('lib/more/index.js', 'export const a = "a folder of the library"'),
  oneOf('lib/package.json', '{"main":"more.ts"}'),
  oneOf('pkg.ts', 'export const a = "by baseUrl"'),
  oneOf('../shared/more.ts', 'export const a = "more that is shared"'),
  oneOf('app/more.ts', 'export const a = "of the application"'),
  oneOf(
    '../node_modules/pkg/tsconfig.json',
    '{"compilerOptions":{"paths":{"@app/*":["../../project/lib/*"]}}}',
  ),
  oneOf('../node_modules/pkg/package.json', '{"main":"main.js"}', '{"tsconfig":"./other.json"}'),
  oneOf('../node_modules/pkg/other.json', '{"compilerOptions":{"paths":{"@app/*":["../../shared/*"]}}}'),
  oneOf('../node_modules/pkg/main.js', 'exports.a = 3'),
  oneOf('node_modules/@app/more/package.json', '{}'),
  oneOf('node_modules/@app/more/index.js', 'exports.a = 6'),
]

/** Files that a build of env.ts may come to read, each with some contents, or away. */
const edit = fc.oneof(
  fc.constantFrom(
    ...[
      "import { a } from './a'; export default a",
      "import { a } from './a.js'; export const b = a",
      "import { a } from './lib'; export const b = a",
      "import { a } from '../shared/a'; export const b = a",
      "import { a } from 'pkg'; export const b = a",
      "import { a } from '@org/pkg/sub'; export const b = a",
      "import { a } from '#inner'; export const b = a",
      'class A { @dec f = 1 } function dec() {} export const b = A',
      "let a; try { a = require('pkg') } catch {} export const b = a",
      "export const b = (n) => import('./lib/' + n + '.ts')",
    ].map((content) => ['env.ts', content] as const),
  ),
  oneOf('a.ts', 'export const a = 1', "export { a } from './lib/more'"),
  oneOf('a.tsx', 'export const a = "tsx"'),
  oneOf('a.js', 'export const a = "js"', 'exports.a = 2'),
  oneOf('a/index.ts', 'export const a = "folder"'),
  oneOf('lib/index.ts', 'export const a = "lib"', "export { a } from './more.json'"),
  oneOf('lib/more.ts', 'export const a = "more"'),
  oneOf('lib/more.json', '{"a":1}', '{"a":2}'),
  oneOf('lib/package.json', '{"main":"more.ts"}', '{"type":"commonjs"}'),
  oneOf(
    'package.json',
    '{"type":"module"}',
    '{"imports":{"#inner":"./a.ts"}}',
    '{"name":"pkg","main":"a.ts"}',
  ),
  oneOf(
    'tsconfig.json',
    '{"compilerOptions":{"experimentalDecorators":true}}',
    '{"compilerOptions":{"paths":{"pkg":["./lib/more.ts"]}}}',
    '{"extends":"./base.json"}',
    '{"extends":"pkg/tsconfig.json"}',
  ),
  oneOf(
    'base.json',
    '{"compilerOptions":{"baseUrl":"."}}',
    '{"compilerOptions":{"experimentalDecorators":true}}',
  ),
  oneOf('pkg.ts', 'export const a = "by baseUrl"'),
  oneOf('../shared/a.ts', 'export const a = "shared"'),
  oneOf('../tsconfig.json', '{"compilerOptions":{"experimentalDecorators":true}}'),
  oneOf('../node_modules/pkg/package.json', '{"main":"main.js"}', '{"main":"other.ts"}'),
  oneOf('../node_modules/pkg/main.js', 'exports.a = 3'),
  oneOf('../node_modules/pkg/other.ts', 'export const a = "a package in TypeScript"'),
  oneOf('../node_modules/pkg/tsconfig.json', '{"compilerOptions":{"experimentalDecorators":true}}'),
  oneOf('node_modules/pkg/package.json', '{"main":"near.js"}'),
  oneOf('node_modules/pkg/near.js', 'exports.a = 4'),
  oneOf('node_modules/@org/pkg/package.json', '{"exports":{"./sub":"./sub.js"}}', '{}'),
  oneOf('node_modules/@org/pkg/sub.js', 'exports.a = 5'),
)

describe.each(['script', 'files'] as const)('as %s', (form) => {
  const built = (folder: string, cache: string, entries?: readonly string[]) =>
    builtAs(form, folder, cache, entries)

  test.each([
    ['whatever is edited', edit],
    ['wherever settings lead names', fc.oneof(...mappedEdits)],
  ])('%s, a build is the one that would be made', async (_, edit) => {
    const root = tempProject({ 'project/env.ts': 'export default 1', 'settings/.keep': '' })
    const folder = join(root, 'project')
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(join(root, 'settings'), join(folder, 'node_modules/linked'))
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 8 }), async (edits) => {
        for (const [name, content] of edits) {
          const path = join(folder, name)
          rmSync(path, { recursive: true, force: true })
          if (content === null) continue
          mkdirSync(dirname(path), { recursive: true })
          writeFileSync(path, content)
        }
        const fresh = await built(folder, 'off')
        expect(await built(folder, join(root, 'cache'))).toBe(fresh)
        expect(await built(folder, join(root, 'cache'))).toBe(fresh)
      }),
      { numRuns: 300 },
    )
  })

  test.each([
    ['{"compilerOptions":{"paths":{"@app/*":["./lib/*"]}}}', '@app/more'],
    ['{"extends":"@company/settings/tsconfig.json"}', './lib/more'],
    ['{ /* all */ "extends": ["./base"], "compilerOptions": { "baseUrl": ".", }, }', 'lib/more'],
  ])('a build is kept where settings say %s', async (settings, name) => {
    const folder = tempProject({
      'env.ts': `import { a } from '${name}'\nexport const b = a`,
      'lib/more.ts': 'export const a = 1',
      'tsconfig.json': settings,
      'base.json': '{}',
      'node_modules/@company/settings/package.json': '{}',
      'node_modules/@company/settings/tsconfig.json': '{}',
    })
    const cache = join(folder, 'cache')
    expect(await built(folder, cache)).toContain('a = 1')
    expect(keptIn(cache)).toHaveLength(1)
    writeFileSync(join(folder, 'lib/more.ts'), 'export const a = 2')
    expect(await built(folder, cache)).toContain('a = 2')
  })

  test('a build is kept, and taken as it was kept', async () => {
    const folder = tempProject({
      'env.ts': "import { a } from './a'\nexport const b = a",
      'a.ts': 'export const a = 1',
    })
    const cache = join(folder, 'cache')
    expect(await built(folder, cache)).toContain('a = 1')
    const [name = ''] = keptIn(cache)
    const [head = '', ...lines] = readFileSync(join(cache, name), 'utf8')
      .replace('a = 1', 'a = 7')
      .split('\n')
    const text = lines.join('\n')
    const mended = { ...JSON.parse(head), checksum: checksum(text) }
    writeFileSync(join(cache, name), `${JSON.stringify(mended)}\n${text}`)
    // A script is taken where its source map is, which goes by the checksum of its code.
    if (form === 'script') writeFileSync(join(cache, `${checksum(text)}.map`), '{}')
    expect(await built(folder, cache)).toContain('a = 7')
    writeFileSync(join(folder, 'a.ts'), 'export const a = 2')
    expect(await built(folder, cache)).toContain('a = 2')
  })

  test('a build of which a part is gone is made again', async () => {
    const folder = tempProject({ 'env.ts': 'export const a = 1\nexport const b = 2' })
    const cache = join(folder, 'cache')
    const whole = await built(folder, cache)
    const [name = ''] = keptIn(cache)
    const kept = readFileSync(join(cache, name))
    for (const left of [0, 1, kept.indexOf('\n'), kept.length - 30, kept.length - 1]) {
      writeFileSync(join(cache, name), kept.subarray(0, left))
      expect(await built(folder, cache)).toBe(whole)
    }
  })

  test('a build is kept for the version of tsmig that made it', async () => {
    const folder = tempProject({ 'env.ts': 'export const a = 1' })
    const cache = join(folder, 'cache')
    await built(folder, cache)
    const [name = ''] = keptIn(cache)
    const { asked } = JSON.parse(readFileSync(join(cache, name), 'utf8').split('\n')[0] ?? '')
    expect(JSON.parse(asked).builder[0]).toBe(packageVersion())
  })

  test('several files that share a module are kept together', async () => {
    const files = {
      'x.ts': "export { a } from './a'",
      'y.ts': "export { a } from './a'",
      'a.ts': 'export const a = 1',
    }
    const folder = tempProject(files)
    const fresh = await built(folder, 'off', ['x.ts', 'y.ts'])
    for (let time = 0; time < 2; time++)
      expect(await built(folder, join(folder, 'cache'), ['x.ts', 'y.ts'])).toBe(fresh)
    expect(keptIn(join(folder, 'cache'))).toHaveLength(1)
  })

  test('a link that leads elsewhere leads elsewhere', async () => {
    const folder = tempProject({
      'env.ts': "export { a } from './lib/a'",
      'one/a.ts': 'export const a = 1',
      'two/a.ts': 'export const a = 2',
    })
    symlinkSync('one', join(folder, 'lib'))
    expect(await built(folder, join(folder, 'cache'))).toContain('a = 1')
    rmSync(join(folder, 'lib'))
    symlinkSync('two', join(folder, 'lib'))
    expect(await built(folder, join(folder, 'cache'))).toContain('a = 2')
  })

  test('a file that was just changed is not kept', async () => {
    vi.useRealTimers()
    const folder = tempProject({ 'env.ts': 'export const a = 1' })
    await built(folder, join(folder, 'cache'))
    expect(() => readdirSync(join(folder, 'cache'))).toThrow('ENOENT')
  })

  test.each([
    '{',
    '{}',
    '[]',
    '',
    '{"asked":"", "observations":[],"code":{"form":"files","files":{"0.mjs":"evil"}}}',
  ])('a kept file that is %j is as good as none', async (content) => {
    const folder = tempProject({ 'env.ts': 'export const a = 1' })
    const cache = join(folder, 'cache')
    const fresh = await built(folder, cache)
    const [name = ''] = keptIn(cache)
    writeFileSync(join(cache, name), content)
    expect(await built(folder, cache)).toBe(fresh)
  })

  test('a cache that is a file, or that nobody may write to, is as good as none', async () => {
    const folder = tempProject({ 'env.ts': 'export const a = 1', file: '', 'locked/.keep': '' })
    chmodSync(join(folder, 'locked'), 0o555)
    const fresh = await built(folder, 'off')
    for (const cache of ['file', 'locked/deep', 'file/below', '/proc/none/deep'])
      expect(await built(folder, resolve(folder, cache))).toBe(fresh)
  })
})

test('builds are kept in the nearest node_modules, or where TSMIG_CACHE says', () => {
  const folder = tempProject({ 'node_modules/x/index.js': '', 'packages/app/env.ts': '' })
  const app = join(folder, 'packages/app')
  expect(cacheFolder(app, {})).toBe(join(folder, 'node_modules/.cache/tsmig'))
  expect(cacheFolder(app, { TSMIG_CACHE: '/somewhere' })).toBe('/somewhere')
  expect(cacheFolder(app, { TSMIG_CACHE: 'off' })).toBeUndefined()
})
