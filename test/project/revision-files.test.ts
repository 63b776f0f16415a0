import { chmodSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readMarks } from '../../src/project/file-marks.ts'
import { isRevisionFileName, listRevisionFiles } from '../../src/project/list-revision-files.ts'
import { readRevisionFiles } from '../../src/project/revision-files.ts'
import { filesOf } from './files-of.ts'
import { tempProject, thrownBy } from './temp-project.ts'

const revision = (id: string, down: string | null = null): string =>
  `/**\n * revision ${id}\n *\n * More.\n *\n * Create Date: 2026-01-02\n */\nexport const revision = '${id}'\nexport const downRevision = ${JSON.stringify(down)}\n`

async function read(folder: string, recursive = false) {
  return readRevisionFiles(
    { versionLocations: [folder], recursiveVersionLocations: recursive },
    { directory: folder, timeout: 10_000 },
  )
}

describe('names', () => {
  test.each(['a.ts', 'a.mts', 'a.cts', 'a.js', 'a.mjs', 'a.cjs', 'd.ts', 'a.b.ts', 'a.sql'])(
    '%s is a revision',
    (name) => {
      expect(isRevisionFileName(name)).toBe(true)
    },
  )

  test.each([
    'a.d.ts',
    'a.d.mts',
    'a.d.cts',
    'a.ts.map',
    'a.js.map',
    '.a.ts.swp',
    '.a.ts',
    'a.ts~',
    '#a.ts#',
    '.#a.ts',
    'a.tsx',
    'a.json',
    'README',
    'a.ts.bak',
    'a.sql~',
    'a.sql.ejs',
    'a.py',
  ])('%s is none', (name) => {
    expect(isRevisionFileName(name)).toBe(false)
  })
})

describe('listing', () => {
  test('by name, folder by folder', () => {
    const folder = tempProject({
      'one/b.ts': '',
      'one/a.js': '',
      'one/C.ts': '',
      'one/deep/z.ts': '',
      'one/node_modules/p/a.ts': '',
      'one/__pycache__/a.ts': '',
      'one/.git/a.ts': '',
      'two/a.ts': '',
    })
    const [one, two] = [join(folder, 'one'), join(folder, 'two')]
    expect(listRevisionFiles([two, one], false)).toEqual(
      ['two/a.ts', 'one/C.ts', 'one/a.js', 'one/b.ts'].map((name) => join(folder, name)),
    )
    expect(listRevisionFiles([one], true)).toEqual(
      ['C.ts', 'a.js', 'b.ts', 'deep/z.ts'].map((name) => join(one, name)),
    )
  })

  test('a folder that looks like a file is told, unless its own files are meant', () => {
    const folder = tempProject({ 'x.ts/inner.ts': '' })
    expect(() => readMarks(listRevisionFiles([folder], false))).toThrow(
      /x\.ts has the name of a revision file, and is a folder/,
    )
    expect(listRevisionFiles([folder], true)).toEqual([join(folder, 'x.ts/inner.ts')])
  })

  test('a folder that is not there has none', () => {
    expect(listRevisionFiles(['/none/at/all'], true)).toEqual([])
  })

  test('a link to a file counts, a link to nowhere is an error that names it', async () => {
    const folder = tempProject({ 'real.txt': revision('aa'), 'versions/x': '' })
    const versions = join(folder, 'versions')
    symlinkSync(join(folder, 'real.txt'), join(versions, 'a.ts'))
    expect(listRevisionFiles([versions], false)).toEqual([join(versions, 'a.ts')])
    symlinkSync(join(folder, 'gone'), join(versions, 'b.ts'))
    const error = await thrownBy(() => readMarks(listRevisionFiles([versions], false)))
    expect([error.code, error.message]).toEqual([
      'unreadable-file',
      expect.stringContaining(join(versions, 'b.ts')),
    ])
  })

  test('a link to itself is an error that names it', async () => {
    const versions = tempProject({ 'a.ts': revision('aa') })
    symlinkSync('b.ts', join(versions, 'b.ts'))
    const error = await thrownBy(() => readMarks(listRevisionFiles([versions], false)))
    expect([error.code, error.message]).toEqual([
      'unreadable-file',
      expect.stringContaining(`${join(versions, 'b.ts')} can't be read: ELOOP`),
    ])
  })

  test('a file in place of the folder is an error', async () => {
    const folder = tempProject({ versions: '' })
    expect((await thrownBy(() => listRevisionFiles([join(folder, 'versions')], false))).code).toBe(
      'unreadable-file',
    )
  })
})

describe('reading', () => {
  test('header, message and doc', async () => {
    const folder = tempProject({ 'a.ts': revision('aa', 'bb') })
    const path = join(folder, 'a.ts')
    const all = await read(folder)
    const [files, { unreadable }] = [filesOf(all), all]
    const plain = files.map(({ revision, path, doc, source, exactChecksum }) => ({
      ...{ revision, path, doc, source, exactChecksum },
    }))
    expect({ files: plain, unreadable }).toEqual({
      files: [
        {
          revision: { id: 'aa', parents: ['bb'], dependsOn: [], labels: [], message: 'revision aa', path },
          path,
          doc: 'revision aa\n\nMore.\n\nCreate Date: 2026-01-02',
          source: revision('aa', 'bb'),
          exactChecksum: expect.any(String),
        },
      ],
      unreadable: [],
    })
  })

  test.each([
    ['/** one line */\n', 'one line'],
    ['/**\n * first\n * second\n */\n', 'first'],
    ['/**\n\n   no stars\n*/\n', 'no stars'],
    ["// a licence\n/* of some kind */\n/** the doc */\nimport 'node:fs'\n", 'the doc'],
    ["import 'node:fs'\n/** behind imports */\n", 'behind imports'],
    ['/** the first */\n/** the second */\n', 'the first'],
    ['export const x = 1\n/** about something else */\n', ''],
    ['/* a plain comment */\n', ''],
    ['/***/\n', ''],
    ['/** * starred */\n', '* starred'],
    ['/**\r\n * crlf  \r\n */\r\n', 'crlf'],
  ])('the message of %j', async (head, message) => {
    const folder = tempProject({
      'a.ts': `${head}export const revision = 'aa'\nexport const downRevision = null`,
    })
    expect(filesOf(await read(folder))[0]?.revision.message).toBe(message)
  })

  test('a file is run only when its text is not enough', async () => {
    const folder = tempProject({
      'package.json': '{"type":"module"}',
      'a.ts': `${revision('aa')}globalThis.ranA = true`,
      'b.ts':
        "/** computed */\nexport const revision = ['b', 'b'].join('')\nexport const downRevision = null\nglobalThis.ranB = true",
    })
    const files = filesOf(await read(folder))
    expect(files.map((file) => [file.revision.id, file.revision.message])).toEqual([
      ['aa', 'revision aa'],
      ['bb', 'computed'],
    ])
    expect([Reflect.get(globalThis, 'ranA'), Reflect.get(globalThis, 'ranB')]).toEqual([undefined, true])
  })

  test('every bad file is named, and hides no good one', async () => {
    const folder = tempProject({
      'package.json': '{"type":"module"}',
      'a-good.ts': revision('aa'),
      'b-syntax.ts': 'export const revision = = 1',
      'c-throws.ts': "export const revision = 'c'.trim()\nthrow new Error('on import')",
      'd-hangs.ts': "export const revision = 'd'.trim()\nawait new Promise(() => {})",
      'e-empty.ts': '',
      'f-none.ts': 'export const x = 1',
      'g-type.ts': 'export const revision = 7\nexport const downRevision = null',
      'h-import.ts': "import './gone'\nexport const revision = 'h'.trim()",
      'i-computed.ts': "export const revision = 'ii'.trim()\nexport const downRevision = null",
      'j-good.ts': revision('jj'),
    })
    const all = await read(folder)
    const [files, { unreadable }] = [filesOf(all), all]
    expect(files.map((file) => file.revision.id)).toEqual(['aa', 'ii', 'jj'])
    expect(
      unreadable.map(({ path, error }) => [
        path.slice(folder.length + 1),
        error.code,
        error.message.includes(path),
      ]),
    ).toEqual([
      ['b-syntax.ts', 'syntax-error', true],
      ['c-throws.ts', 'import-failed', true],
      ['d-hangs.ts', 'import-timeout', true],
      ['e-empty.ts', 'bad-revision-file', true],
      ['f-none.ts', 'bad-revision-file', true],
      ['g-type.ts', 'bad-revision-file', true],
      ['h-import.ts', 'missing-import', true],
    ])
  })

  test.each(['ts', 'sql'])(
    'bytes that are not UTF-8 in a .%s file are told with their line',
    async (kind) => {
      const folder = tempProject({ 'good.ts': `${revision('aa')}// \uFFFD` })
      const path = join(folder, `bad.${kind}`)
      const text =
        kind === 'ts' ? revision('bb') : '-- café\n-- Revision ID: bb\n-- Revises: <base>\n-- upgrade\n'
      writeFileSync(path, Buffer.from(`${text}\n-- née`, 'latin1'))
      const all = await read(folder)
      expect(filesOf(all).map((file) => file.revision.id)).toEqual(['aa'])
      expect(all.unreadable.map(({ error }) => [error.code, error.message, error.hint])).toEqual([
        [
          'unreadable-file',
          `${path}:${kind === 'ts' ? 11 : 1}: bytes that are not UTF-8`,
          'Save the file as UTF-8.',
        ],
      ])
    },
  )

  test('a file without rights', async () => {
    const folder = tempProject({ 'a.ts': revision('aa') })
    chmodSync(join(folder, 'a.ts'), 0)
    const all = await read(folder)
    const [files, { unreadable }] = [filesOf(all), all]
    // Root may read everything.
    expect(process.getuid?.() === 0 ? files.length : unreadable.length).toBe(1)
  })

  test('10,000 files', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [
        `v/${index}_x.ts`,
        revision(`r${index}`, index === 0 ? null : `r${index - 1}`),
      ]),
    )
    const folder = tempProject(files)
    const read10000 = await read(join(folder, 'v'))
    expect([read10000.revisions.length, read10000.unreadable.length]).toEqual([10_000, 0])
  })
})
