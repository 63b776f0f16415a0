// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax under test
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { configuredConnection } from '../../src/project/config/configured-connection.ts'
import { parseIni } from '../../src/project/config/ini.ts'
import { resolveOption } from '../../src/project/config/interpolate.ts'
import { type Config, loadConfig } from '../../src/project/config.ts'
import { tempProject, thrownBy } from './temp-project.ts'

const BASE = '[tsmig]\nscript_location = migrations\n'

async function configOf(ini: string, env: Record<string, string> = {}, files = {}): Promise<Config> {
  const cwd = tempProject({ 'migrations.ini': ini, ...files })
  return loadConfig({ cwd, env })
}

async function readValue(
  text: string,
  key = 'k',
  env: Record<string, string> = {},
): Promise<string | undefined> {
  const ini = await parseIni(text, '/p/migrations.ini')
  return resolveOption(ini, 's', key, { names: new Map([['here', '/p/%(x)s/${Y}']]), env })
}

describe('the traps of the ini package', () => {
  test.each([
    ['k = a;b#c', 'a;b#c'],
    ['k = ;', ';'],
    ['k = #x ; y', '#x ; y'],
    ['k = p#w "quoted" \\; \\# \\\\', 'p#w "quoted" \\; \\# \\\\'],
    ['k = true', 'true'],
    ['k = null', 'null'],
    ['k = "whole"', '"whole"'],
    ["k = 'single'", "'single'"],
    ['k = [x]', '[x]'],
    ['k = a = b', 'a = b'],
    ['k: v', 'v'],
    ['K = v', 'v'],
    ['k = ', ''],
    ['k =\n  one\n  two', '\none\ntwo'],
    ['k = one\n\n  two\n\nother = 1', 'one\n\ntwo'],
    ['k = one\n  # a comment\n  ; another\n  two', 'one\ntwo'],
    ['k = one\n  [not a section]\n  a = b', 'one\n[not a section]\na = b'],
    ['  k = v\n  l = w', 'v'],
    ['k = a\u2028b', 'a\u2028b'],
    ['k[] = v\nk = w', 'w'],
    ['# k = no\n; k = no\nk = yes', 'yes'],
  ])('%j', async (body, expected) => {
    expect(await readValue(`[s]\n${body}`)).toBe(expected)
    expect(await readValue(`\uFEFF[s]\n${body}`.replaceAll('\n', '\r\n'))).toBe(expected)
  })

  test('sections with dots do not nest, and hostile names set nothing', async () => {
    const text = '[a]\nb = 1\n[a.b]\nc = 2\n[__proto__]\nx = 3\n[s]\n__proto__ = 4\nconstructor = 5\nk = 6'
    const ini = await parseIni(text, 'f')
    expect([...ini.sections.keys()]).toEqual(['a', 'a.b', '__proto__', 's'])
    expect(ini.sections.get('a')?.get('b')?.text).toBe('1')
    expect(ini.sections.get('s')?.get('__proto__')?.text).toBe('4')
    expect(({} as { x?: string }).x).toBeUndefined()
  })

  test.each([
    ['k = 1\n[s]', 1],
    ['[s]\nk = 1\nK = 2', 3],
    ['[s]\n\n[s]', 3],
    ['[s]\nnonsense', 2],
    ['[s]\n = 1', 2],
    ['[s]\n\nk = \0', 3],
    ['just text', 1],
  ])('%j is an error in line %i', async (text, line) => {
    const error = await thrownBy(() => parseIni(text, '/p/m.ini'))
    expect(error.code).toBe('bad-ini')
    expect(error.message).toMatch(new RegExp(`^/p/m\\.ini:${line}: `))
  })

  test('any value on one line arrives as ConfigParser would give it', async () => {
    const value = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...';#=[]"\'\\%$ {}'.split('')),
        fc.string({ minLength: 1, maxLength: 1 }),
      ),
    })
    await fc.assert(
      fc.asyncProperty(value, async (text) => {
        const line = text.replace(/[\r\n\0]/g, '')
        expect(
          await readValue(`[s]\nk = ${line.replaceAll('%', '%%').replaceAll('${', '$$${')}\nafter = 1`),
        ).toBe(line.trim())
      }),
      { numRuns: 500 },
    )
  })

  test('any text is parsed or refused with an error of ours', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        await parseIni(`[s]\n${text}`, 'f').catch((error: { code?: string }) =>
          expect(error.code).toBe('bad-ini'),
        )
      }),
      { numRuns: 500 },
    )
  })
})

describe('interpolation', () => {
  test.each([
    ['k = %(a)s-%(b)s\na = 1\nb = %(a)s2', '1-12'],
    ['k = 100%%', '100%'],
    ['k = %%(a)s\na = 1', '%(a)s'],
    ['k = %(a)s\na = x%%y', 'x%y'],
    ['k = %(A)s\na = 1', '1'],
    ['k = %(here)s', '/p/%(x)s/${Y}'],
    ['k = %(d)s\n[DEFAULT]\nd = from default', 'from default'],
    ['k = ${ENV}', 'from %(env)s ${ENV}'],
    ['k = ${NONE:-a default}', 'a default'],
    ['k = ${EMPTY:-a default}', 'a default'],
    ['k = [${EMPTY}]', '[]'],
    ['k = ${ENV:-unused}', 'from %(env)s ${ENV}'],
    ['k = %(e)s\ne = ${ENV}', 'from %(env)s ${ENV}'],
    ['k = $${ENV} $ENV $', '${ENV} $ENV $'],
    ['k = ${NONE:-}', ''],
  ])('%j', async (body, expected) => {
    const env = { ENV: 'from %(env)s ${ENV}', EMPTY: '' }
    expect(await readValue(`[s]\n${body}`, 'k', env)).toBe(expected)
  })

  test.each([
    ['k = 50%', /:2: "k" can't be read: a % that starts no/],
    ['k = %(a', /a % that starts no/],
    ['k = %(a)d', /a % that starts no/],
    ['k = %(gone)s', /:2: .*refers to %\(gone\)s/],
    ['x = 1\nk = %(k)s', /:3: .*circle/],
    ['k = %(a)s\na = %(b)s\nb = %(a)s', /:2: .*circle/],
    ['k = ${GONE}', /:2: "k" asks for the environment variable GONE/],
    ['k = ${not a name}', /:2: .*starts no \$\{NAME\}/],
    ['k = %(only_here)s\n[other]\nonly_here = 1', /refers to/],
    [
      `k = ${'%(a0)s'.repeat(20)}\n${Array.from({ length: 9 }, (_, i) => `a${i} = ${`%(a${i + 1})s`.repeat(20)}`).join('\n')}\na9 = boom`,
      /blow it up/,
    ],
  ])('%j is refused', async (body, message) => {
    expect((await thrownBy(() => readValue(`[s]\n${body}`))).message).toMatch(message)
  })

  test('a url in an error shows nothing of itself', async () => {
    for (const value of [
      'postgres://u:s3cr3t%40x@h/d',
      'postgres://u:%(s3cr3t)s@h/d',
      'postgres://u:s3cr3t${@h/d',
    ]) {
      const error = await thrownBy(() => readValue(`[s]\nurl = ${value}`, 'url'))
      expect(`${error.stack}${error.hint}`).not.toMatch(/s3cr3t|40x/)
    }
  })

  test('is lazy', async () => {
    expect(await readValue('[s]\nk = fine\nbroken = %(\nalso = ${NONE}')).toBe('fine')
  })
})

describe('loadConfig', () => {
  test('defaults', async () => {
    const config = await configOf(BASE)
    const { directory } = config
    expect(config).toMatchObject({
      file: join(directory, 'migrations.ini'),
      section: 'tsmig',
      scriptLocation: join(directory, 'migrations'),
      versionLocations: [join(directory, 'migrations/versions')],
      recursiveVersionLocations: false,
      fileTemplate: '%(rev)s_%(slug)s',
      truncateSlugLength: 40,
      revisionEnvironment: false,
      versionTable: 'tsmig_version',
      warnings: [],
    })
    expect(Object.isFrozen(config)).toBe(true)
    expect('timezone' in config || 'versionTableSchema' in config).toBe(false)
    expect(config.url()).toBeUndefined()
  })

  test('every key', async () => {
    const config = await configOf(
      `${BASE.replace('migrations\n', '%(here)s/db\n')}file_template = %%(year)d_%%(rev)s
timezone = Europe/Berlin
truncate_slug_length = 10
revision_environment = yes
version_locations = a:b
path_separator = :
recursive_version_locations = TRUE
version_table = "v t"
version_table_schema = s
transaction_per_migration = false
url = sqlite:///app.db
[post_write_hooks]
hooks = x
[custom]
x = %(here)s!`,
    )
    const { directory } = config
    expect(config).toMatchObject({
      scriptLocation: join(directory, 'db'),
      fileTemplate: '%(year)d_%(rev)s',
      timezone: 'Europe/Berlin',
      truncateSlugLength: 10,
      revisionEnvironment: true,
      versionLocations: [join(directory, 'a'), join(directory, 'b')],
      recursiveVersionLocations: true,
      versionTable: '"v t"',
      versionTableSchema: 's',
      transactionPerMigration: false,
    })
    expect(config.option('custom', 'x')).toBe(`${directory}!`)
    expect(config.option('custom', 'y')).toBeUndefined()
    expect(configuredConnection(config).settings).toEqual({
      dialect: 'sqlite',
      filename: join(directory, 'app.db'),
    })
  })

  test.each([
    ['one two, three', undefined, ['one', 'two', 'three']],
    ['one two', 'space', ['one', 'two']],
    ['a b;c', ';', ['a b', 'c']],
    ['a b:c', 'os', ['a b', 'c']],
    ['\n  a b\n  c', 'newline', ['a b', 'c']],
  ])('version_locations %j by %s', async (text, separator, expected) => {
    const line = separator === undefined ? '' : `path_separator = ${separator}\n`
    const config = await configOf(`${BASE}${line}version_locations = ${text}\n`)
    expect(config.versionLocations).toEqual(expected.map((name) => join(config.directory, name)))
  })

  test.each([
    ['truncate_slug_length = many', 3],
    ['truncate_slug_length = 0', 3],
    ['revision_environment = perhaps', 3],
    ['\ntimezone = Mars/Olympus', 4],
    ['path_separator = |\nversion_locations = a', 3],
    ['version_locations = ,', 3],
  ])('%j is refused in line %i', async (line, number) => {
    const error = await thrownBy(() => configOf(BASE + line))
    expect(error.code).toBe('bad-option')
    expect(error.message).toMatch(new RegExp(`migrations\\.ini:${number}: `))
  })

  test.each([
    ['[tsmig]\n', 'missing-option', /\[tsmig\] has no script_location/],
    ['[tsmgi]\n', 'no-such-section', /no section \[tsmig\]/],
    ['', 'no-such-section', /no section/],
    ['[tsmig]\nscript_location = ${NO_SUCH}', 'missing-environment-variable', /:2: .*NO_SUCH/],
  ])('%j', async (text, code, message) => {
    const error = await thrownBy(() => configOf(text))
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)])
  })

  test('unknown keys get a warning with the nearest name, unless another key refers to them', async () => {
    const config = await configOf(
      `${BASE}scrpt_location = x\nzebra_crossing = 1\nuser = me\nurl = postgresql://%(user)s@h/d\nsqlalchemy.url = x\nsourceless = true`,
    )
    expect(config.warnings.map((warning) => warning.replace(config.directory, ''))).toEqual([
      '/migrations.ini:3: key "scrpt_location" has no effect; did you mean "script_location"?',
      '/migrations.ini:4: key "zebra_crossing" has no effect',
      '/migrations.ini:7: key "sqlalchemy.url" has no effect; here the key is called url',
      '/migrations.ini:8: key "sourceless" has no effect; it only makes sense in Python',
    ])
  })

  test('several environments in one ini', async () => {
    const cwd = tempProject({ 'migrations.ini': `${BASE}[other]\nscript_location = elsewhere\n` })
    const config = await loadConfig({ cwd, env: {}, section: 'other' })
    expect(config.scriptLocation).toBe(join(cwd, 'elsewhere'))
    const error = await thrownBy(() => loadConfig({ cwd, env: {}, section: 'othr' }))
    expect(error.hint).toBe('Did you mean [other]?')
  })

  test('is found here, above, by TSMIG_CONFIG and by name, the last first', async () => {
    const cwd = tempProject({ 'migrations.ini': BASE, 'deep/er/x': '', 'b.ini': BASE, 'c.ini': BASE })
    const found = async (options: { config?: string }, env: Record<string, string>): Promise<string> =>
      (await loadConfig({ cwd: join(cwd, 'deep/er'), env, ...options })).file
    expect(await found({}, {})).toBe(join(cwd, 'migrations.ini'))
    expect(await found({}, { TSMIG_CONFIG: '../../b.ini' })).toBe(join(cwd, 'b.ini'))
    expect(await found({ config: '../../c.ini' }, { TSMIG_CONFIG: '../../b.ini' })).toBe(join(cwd, 'c.ini'))
    for (const [options, env] of [
      [{ config: 'gone.ini' }, {}],
      [{}, { TSMIG_CONFIG: 'gone.ini' }],
    ] as const) {
      const error = await thrownBy(() => found(options, env))
      expect([error.code, error.message]).toEqual(['no-config', expect.stringContaining('gone.ini')])
    }
    expect((await thrownBy(() => loadConfig({ cwd: tempProject(), env: {} }))).code).toBe('no-config')
  })

  test('a folder, and bytes that are no text, are refused', async () => {
    const cwd = tempProject()
    mkdirSync(join(cwd, 'x.ini'))
    writeFileSync(join(cwd, 'y.ini'), Buffer.from('[tsmig]\nscript_location = \xff\n', 'latin1'))
    expect((await thrownBy(() => loadConfig({ cwd, env: {}, config: 'x.ini' }))).code).toBe(
      'unreadable-config',
    )
    const error = await thrownBy(() => loadConfig({ cwd, env: {}, config: 'y.ini' }))
    expect(error.message).toMatch(/y\.ini:2: bytes that are not UTF-8/)
  })

  test('a .env as Windows writes it, with a mark at its beginning', async () => {
    const config = await configOf(`${BASE}[c]\na = \${A}\nb = \${B}`, {}, { '.env': '\ufeffA=1\r\nB=2\r\n' })
    expect([config.option('c', 'a'), config.option('c', 'b')]).toEqual(['1', '2'])
  })

  test('.env beside the ini, the real environment over it, DATABASE_URL behind url', async () => {
    const before = { ...process.env }
    const dotEnv = { '.env': 'DATABASE_URL=sqlite:///env.db\nA="from file"\nB=from file\n' }
    const config = await configOf(`${BASE}[c]\na = \${A}\nb = \${B}`, { B: 'real' }, dotEnv)
    expect([config.option('c', 'a'), config.option('c', 'b')]).toEqual(['from file', 'real'])
    expect(config.url()).toEqual({ url: 'sqlite:///env.db', source: 'DATABASE_URL' })
    expect(process.env).toEqual(before)
    const own = await configOf(`${BASE}url = sqlite:///own.db`, {}, dotEnv)
    expect(own.url()).toEqual({ url: 'sqlite:///own.db', source: `${own.file}:3` })
  })

  test('the url waits until it is asked for, and its errors say where it stands', async () => {
    const config = await configOf(`${BASE}url = postgres://u:\${DB_PASSWORD}@h:x/d`)
    expect((await thrownBy(() => config.url())).code).toBe('missing-environment-variable')
    const given = await configOf(`${BASE}url = postgres://u:\${DB_PASSWORD}@h:x/d`, {
      DB_PASSWORD: 'p#;%(x)s${Y}',
    })
    expect(given.url()?.url).toBe('postgres://u:p#;%(x)s${Y}@h:x/d')
    const error = await thrownBy(() => configuredConnection(given))
    expect(error.message).toBe(`${given.file}:3: the port in the url is not a number from 1 to 65535`)
    expect((await thrownBy(async () => configuredConnection(await configOf(BASE)))).code).toBe('no-url')
  })
})
