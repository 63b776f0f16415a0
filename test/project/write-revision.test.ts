// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hostile text
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transform } from 'esbuild'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Config, loadConfig } from '../../src/project/config.ts'
import { escapeForComment, unescapeFromComment } from '../../src/project/header/doc-comment.ts'
import { readRevisionFiles } from '../../src/project/revision-files.ts'
import { LANGUAGES, type NewRevision, writeRevision } from '../../src/project/write-revision.ts'
import { filesOf } from './files-of.ts'
import { tempProject, thrownBy } from './temp-project.ts'

const NOW = new Date('2026-11-22T16:39:28.057Z')

async function project(ini = '', files: Record<string, string> = {}): Promise<Config> {
  const base = `[tsmig]\nscript_location = migrations\ntimezone = UTC\n${ini}`
  const cwd = tempProject({ 'package.json': '{"type":"module"}', 'migrations.ini': base, ...files })
  return loadConfig({ cwd, env: {} })
}

/** All that stands in a folder, links not followed. */
function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
}

async function write(
  config: Config,
  wanted: Partial<NewRevision> = {},
): Promise<{ path: string; text: string }> {
  const { path } = await writeRevision(config, { parents: [], now: NOW, ...wanted })
  return { path, text: readFileSync(path, 'utf8') }
}

test('a new file is what the design shows', async () => {
  const config = await project()
  const { path, text } = await write(config, { id: '5a5a17843e58', message: 'create product table' })
  expect(path).toBe(join(config.directory, 'migrations/versions/5a5a17843e58_create_product_table.ts'))
  expect(text).toBe(`/**
 * create product table
 *
 * Revision ID: 5a5a17843e58
 * Revises: <base>
 * Create Date: 2026-11-22T16:39:28.057Z
 */
import { type Op, t } from 'tsmig'

export const revision = '5a5a17843e58'
export const downRevision = null
export const branchLabels = null
export const dependsOn = null

export async function upgrade(op: Op) {}

export async function downgrade(op: Op) {}
`)
})

test('the lines of a file end as those of its template', async () => {
  const lines = ['/** <%= message %> */', 'export const revision = <%= literal(upRevision) %>']
  const more = ['export const downRevision = null', '<%= upgrades %>', '']
  const template = [...lines, ...more].join('\r\n')
  const config = await project('', { 'migrations/script.ts.ejs': template })
  const { text } = await write(config, { id: 'aa', message: 'one\ntwo', upgrades: 'a()\nb()' })
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  expect(text).toContain('\r\na()\r\nb()\r\n')
  const [file] = filesOf(await readRevisionFiles(config, { directory: config.directory }))
  expect(file?.revision.message).toBe('one\ntwo')
})

test('parents, labels, dependencies, bodies and imports', async () => {
  const config = await project()
  const { text } = await write(config, {
    id: 'cc',
    message: 'x',
    parents: ['aa', 'bb'],
    labels: ['l'],
    dependsOn: ["d'd", 'e'],
    upgrades: "  await op.execute('select 1')",
    downgrades: '  // nothing',
    imports: "import { a } from './a'",
  })
  expect(text).toContain(' * Revises: aa, bb\n')
  expect(text).toContain(
    "import { type Op, t } from 'tsmig'\nimport { a } from './a'\n\nexport const revision = 'cc'\n",
  )
  expect(text).toContain(
    "export const downRevision = ['aa', 'bb']\nexport const branchLabels = 'l'\nexport const dependsOn = ['d\\'d', 'e']\n",
  )
  expect(text).toContain("export async function upgrade(op: Op) {\n  await op.execute('select 1')\n}\n")
  expect(text).toContain('export async function downgrade(op: Op) {\n  // nothing\n}\n')
})

test.each(LANGUAGES)('a file in .%s is read back, and compiles', async (language) => {
  const config = await project()
  const { path } = await write(config, { id: 'aa', message: 'hello there', parents: ['zz'], language })
  expect(path.endsWith(`aa_hello_there.${language}`)).toBe(true)
  const files = filesOf(await readRevisionFiles(config, { directory: config.directory }))
  expect(files.map(({ revision }) => revision)).toEqual([
    { id: 'aa', parents: ['zz'], labels: [], dependsOn: [], message: 'hello there', path },
  ])
})

test('an empty message counts as none', async () => {
  const file = await writeRevision(await project(), { parents: [], message: '' })
  expect(file.revision.message).toBe('empty message')
})

test('without message and id', async () => {
  const config = await project()
  const file = await writeRevision(config, { parents: [] })
  expect(file.revision.id).toMatch(/^[0-9a-f]{12}$/)
  expect(file.revision.message).toBe('empty message')
  expect(file.path).toBe(join(config.directory, `migrations/versions/${file.revision.id}_.ts`))
})

describe('file names', () => {
  test.each([
    ['', 'Add a Column!', 'aa_add_a_column.ts'],
    ['', 'x'.repeat(50), `aa_${'x'.repeat(40)}_.ts`],
    [
      '',
      'the quick brown fox jumps over the lazy dog again',
      'aa_the_quick_brown_fox_jumps_over_the_lazy_.ts',
    ],
    ['truncate_slug_length = 9\n', 'one two three', 'aa_one_two_.ts'],
    ['', 'Größe ändern – 表', 'aa_größe_ändern_表.ts'],
    ['', '../../etc/passwd', 'aa_etc_passwd.ts'],
    [
      'file_template = %%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d%%(second).2d-%%(rev)s\n',
      'x',
      '2026_11_22_163928-aa.ts',
    ],
    ['file_template = %%(epoch)s_%%(slug)s\n', 'x', '1795365568_x.ts'],
    ['file_template = 100%%%%_%%(rev)5s\n'.replace('5s', 's'), 'x', '100%_aa.ts'],
    ['file_template = %%(year)06d%%(rev)s\n', 'x', '002026aa.ts'],
  ])('%s%j', async (ini, message, name) => {
    const config = await project(ini)
    const { path } = await write(config, { id: 'aa', message })
    expect(path).toBe(join(config.directory, 'migrations/versions', name))
  })

  test('a template with folders', async () => {
    const config = await project(
      'recursive_version_locations = true\nfile_template = %%(year)d/%%(month).2d/%%(rev)s_%%(slug)s\n',
    )
    const { path } = await write(config, { id: 'aa', message: 'x' })
    expect(path).toBe(join(config.directory, 'migrations/versions/2026/11/aa_x.ts'))
    const files = filesOf(await readRevisionFiles(config, { directory: config.directory }))
    expect(files.map((file) => file.path)).toEqual([path])
  })

  test('dates are those of the time zone', async () => {
    const config = await project('file_template = %%(day)d_%%(hour)d_%%(rev)s\n'.concat(''))
    const berlin = { ...config, timezone: 'Asia/Kolkata' }
    const { path, text } = await write(berlin, { id: 'aa' })
    expect(path).toMatch(/22_22_aa\.ts$/)
    expect(text).toContain('Create Date: 2026-11-22T22:09:28.057+05:30\n')
    const { text: west } = await write(
      { ...config, timezone: 'America/St_Johns' },
      { id: 'bb', now: new Date('2026-01-01T00:00:00Z') },
    )
    expect(west).toContain('Create Date: 2025-12-31T20:30:00.000-03:30\n')
  })

  test.each([
    ['%%(revv)s', /Did you mean %%\(rev\)s/],
    ['%%(rev)d', /./],
    ['%%x', /%%\(rev\)s/],
  ])('file_template = %s is refused', async (template, hint) => {
    const error = await thrownBy(async () => write(await project(`file_template = ${template}\n`)))
    expect([error.code, error.hint]).toEqual(['bad-file-template', expect.stringMatching(hint)])
  })
})

describe('nothing is written where it should not be', () => {
  const ids = [
    '../x',
    '/etc/x',
    'a/b',
    'a\\b',
    '.hidden',
    'head',
    'base',
    'a@b',
    'a-b',
    'a+b',
    'a:b',
    '',
    'a b',
    'a\0b',
    'a\nb',
    'x'.repeat(300),
    '..',
    '~',
  ]
  const files = [
    '../%%(rev)s',
    '/tmp/%%(rev)s',
    'a/%%(rev)s',
    'con',
    'NUL.%%(rev)s',
    '~%%(rev)s',
    'a\\%%(rev)s',
    '.%%(rev)s',
    '%%(rev)s.d',
    'a:%%(rev)s',
    `${'x'.repeat(300)}%%(rev)s`,
    './%%(rev)s',
    'a//%%(rev)s',
    '#%%(rev)s',
  ]

  test.each(ids)('id %j', async (id) => {
    const config = await project()
    const before = listing(config.directory)
    const error = await thrownBy(() => write(config, { id }))
    expect(error.code).toMatch(/^(illegal[-_]revision[-_]id|unsafe-path)$/)
    expect(listing(config.directory)).toEqual(before)
  })

  test('folders in file_template are told what they need', async () => {
    const config = await project('file_template = a/%%(rev)s\n')
    expect((await thrownBy(() => write(config, { id: 'aa' }))).hint).toBe(
      'Take it out, or write recursive_version_locations = true.',
    )
  })

  test.each(files)('file_template %j', async (template) => {
    for (const recursive of ['false', 'true']) {
      const config = await project(
        `file_template = ${template}\nrecursive_version_locations = ${recursive}\n`,
      )
      const outside = join(config.directory, '..')
      const before = readdirSync(outside)
      if (recursive === 'true' && template === 'a/%%(rev)s') {
        expect((await write(config, { id: 'aa' })).path).toBe(
          join(config.directory, 'migrations/versions/a/aa.ts'),
        )
        continue
      }
      expect((await thrownBy(() => write(config, { id: 'aa' }))).code).toBe('unsafe-path')
      expect(listing(config.directory).filter((name) => name.endsWith('.ts'))).toEqual([])
      expect(readdirSync(outside).filter((name) => name.endsWith('.ts'))).toEqual(
        before.filter((name) => name.endsWith('.ts')),
      )
    }
  })

  test('a link out of the folder', async () => {
    const config = await project('recursive_version_locations = true\nfile_template = out/deep/%%(rev)s\n')
    const elsewhere = tempProject()
    mkdirSync(join(config.directory, 'migrations/versions'), { recursive: true })
    symlinkSync(elsewhere, join(config.directory, 'migrations/versions/out'))
    const error = await thrownBy(() => write(config, { id: 'aa' }))
    expect(error.message).toMatch(/a link leads out of/)
    expect(readdirSync(elsewhere)).toEqual([])
  })

  test('a versions folder that is itself a link is the folder', async () => {
    const config = await project()
    const elsewhere = tempProject()
    mkdirSync(join(config.directory, 'migrations'))
    symlinkSync(elsewhere, join(config.directory, 'migrations/versions'))
    await write(config, { id: 'aa', message: 'x' })
    expect(readdirSync(elsewhere)).toEqual(['aa_x.ts'])
  })

  test('a file that exists, be it a link to nowhere', async () => {
    const config = await project()
    const { path, text } = await write(config, { id: 'aa', message: 'x' })
    const error = await thrownBy(() => write(config, { id: 'aa', message: 'x', parents: ['b'] }))
    expect(error.code).toBe('file-exists')
    expect(readFileSync(path, 'utf8')).toBe(text)
    const target = join(config.directory, 'target')
    symlinkSync(target, join(config.directory, 'migrations/versions/bb_x.ts'))
    expect((await thrownBy(() => write(config, { id: 'bb', message: 'x' }))).code).toBe('file-exists')
    expect(existsSync(target)).toBe(false)
  })
})

describe('version paths', () => {
  const TWO = 'version_locations = one, two\n'

  test('one of the locations, named or found by the parents', async () => {
    const config = await project(TWO)
    const { directory } = config
    expect((await write(config, { id: 'aa', versionPath: 'two' })).path).toBe(join(directory, 'two/aa_.ts'))
    expect((await write(config, { id: 'bb', versionPath: '../two', cwd: join(directory, 'x') })).path).toBe(
      join(directory, 'two/bb_.ts'),
    )
    expect(
      (await write(config, { id: 'cc', parents: ['aa'], parentPaths: [join(directory, 'two/aa_.ts')] })).path,
    ).toBe(join(directory, 'two/cc_.ts'))
  })

  test.each(['three', '..', 'one/deeper', '/tmp', 'onetwo'])('%s is refused', async (versionPath) => {
    const config = await project(TWO)
    const error = await thrownBy(() => write(config, { versionPath }))
    expect(error.code).toBe('bad-version-path')
    expect(error.hint).toContain(config.versionLocations.join(', '))
  })

  test('several and none named', async () => {
    const error = await thrownBy(async () => write(await project(TWO)))
    expect(error.code).toBe('bad-version-path')
  })
})

describe('templates of the project', () => {
  test('win over our own', async () => {
    const script =
      '/* <%= config.section %> */\n/** <%= message %> */\nexport const revision = <%= literal(upRevision) %>\nexport const downRevision = <%= literal(downRevision) %>\n'
    const config = await project('', { 'migrations/script.ts.ejs': script })
    const { text } = await write(config, { id: 'aa', message: '/ <b> & "x" <% */ *' })
    expect(text).toMatch(/^\/\* tsmig \*\/\n/)
    const files = filesOf(await readRevisionFiles(config, { directory: config.directory }))
    expect(files[0]?.revision.message).toBe('/ <b> & "x" <% */ *')
  })

  test.each([
    ['<%= nothing %>', /nothing is not defined/],
    ['<% if ( %>', /script\.ts\.ejs/],
    ["export const revision = 'other'\nexport const downRevision = null", /not those asked for/],
    ['no code', /./],
    ["export const revision = '<%= upRevision %>' + ''\nexport const downRevision = null", /./],
  ])('%j is refused, and writes nothing', async (script, message) => {
    const config = await project('', { 'migrations/script.ts.ejs': script })
    const error = await thrownBy(() => write(config, { id: 'aa' }))
    expect([error.code, error.message]).toEqual(['bad-template', expect.stringMatching(message)])
    expect(listing(config.directory).filter((name) => name.endsWith('.ts'))).toEqual([])
  })
})

describe('messages', () => {
  const HOSTILE = [
    '*/ process.exit(1) /*',
    '*\\/',
    '**/',
    '*',
    '/',
    '`${process.exit()}`',
    '<%= process.exit() %>',
    '<%- 1 %> %> -%> <%# x %>',
    '"""\nimport os',
    '\' " \\',
    '\\u{2a}\\u{2f}',
    '\\u{',
    'C:\\new\\table',
    'one\ntwo\r\nthree',
    '\u2028\u2029',
    'a\0b\u0007',
    '\u202Eevil\u202C \u200F',
    '\uD800 alone',
    '👩‍👩‍👧 family',
    '  spaces  ',
    '\t',
    ' ',
    '</script>',
    '../../x',
    '$& $1 $$',
    'Revision ID: zz',
    'Create Date: never',
    '@deprecated {@link x}',
    'x'.repeat(10_000),
    '*/\n'.repeat(33_334),
  ]

  test.each(HOSTILE.map((message, index) => [index, message] as const))(
    '%i is read back equal',
    async (_index, message) => {
      const config = await project()
      const { path } = await write(config, { id: 'aa', message })
      await checkFile(config, path, message)
    },
  )

  async function checkFile(config: Config, path: string, message: string): Promise<void> {
    const source = readFileSync(path, 'utf8')
    const read = await readRevisionFiles(config, { directory: config.directory })
    const [files, { unreadable }] = [filesOf(read), read]
    expect(unreadable).toEqual([])
    expect(files.find((file) => file.path === path)?.revision).toMatchObject({
      id: 'aa',
      parents: [],
      message,
    })
    expect(files.find((file) => file.path === path)?.doc).toContain('Create Date: 2026-11-22T16:39:28.057Z')
    const { code } = await transform(source, { loader: 'ts', legalComments: 'none' })
    expect(code).toBe(
      'export const revision = "aa";\nexport const downRevision = null;\nexport const branchLabels = null;\nexport const dependsOn = null;\nexport async function upgrade(op) {\n}\nexport async function downgrade(op) {\n}\n',
    )
    expect(source).not.toMatch(/[\u202a-\u202e\u2066-\u2069\0]/)
  }

  test('any message: the file is valid, holds no code of the message, and gives it back', async () => {
    const config = await project('file_template = %%(rev)s\n')
    const bits = fc.constantFrom(
      '*',
      '/',
      '\\',
      'u{',
      '}',
      '`',
      '${',
      '<%',
      '%>',
      '"',
      "'",
      '\n',
      '\r',
      '\u2028',
      '\0',
      ' ',
      '//',
      '/**',
      '*/',
      '\u202e',
      'x',
    )
    const message = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.array(bits, { minLength: 1 }).map((parts) => parts.join('')),
    )
    const folder = join(config.directory, 'migrations/versions')
    let count = 0
    await fc.assert(
      fc.asyncProperty(message, async (text) => {
        const own = { ...config, versionLocations: [join(folder, String(count++))] }
        const { path } = await write(own, { id: 'aa', message: text })
        await checkFile(own, path, text)
      }),
      { numRuns: 500 },
    )
    expect(count).toBeGreaterThanOrEqual(500)
  })

  test('the escaping can be undone, and leaves no end of a comment', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(
            fc.constantFrom('*', '/', '\\', 'u', '{', '}', '2', 'a'),
            fc.string({ minLength: 1, maxLength: 1 }),
          ),
        }),
        (text) => {
          const escaped = escapeForComment(text)
          expect(unescapeFromComment(escaped)).toBe(text)
          expect(`/**${escaped}*/`.indexOf('*/', 2)).toBe(escaped.length + 3)
          expect(escaped).not.toMatch(/[\r\n\u2028\u2029]/)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('what people write by hand stays as it is', () => {
    for (const text of ['C:\\new\\users', 'a \\n b', 'regex \\d+ \\u0041', '100 % * 3 / 2']) {
      expect(unescapeFromComment(text)).toBe(text)
      expect(escapeForComment(text)).toBe(text)
    }
  })
})

test('a file written in between is not overwritten', async () => {
  const config = await project('file_template = fixed\n')
  mkdirSync(join(config.directory, 'migrations/versions'), { recursive: true })
  const path = join(config.directory, 'migrations/versions/fixed.ts')
  writeFileSync(path, 'mine')
  expect((await thrownBy(() => write(config))).code).toBe('file-exists')
  expect(readFileSync(path, 'utf8')).toBe('mine')
})
