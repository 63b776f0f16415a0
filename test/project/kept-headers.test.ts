import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readRevisionFiles } from '../../src/project/revision-files.ts'
import { messageOf } from '../../src/support/errors.ts'
import { revisionText } from '../support/revision-text.ts'
import { filesOf } from './files-of.ts'
import { tempProject } from './temp-project.ts'

// Headers are kept of files that have been as they are for a while.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

/** All that reading the files tells, or why they can't be read. */
async function read(folder: string, cache: string, databases: readonly string[] = []): Promise<unknown> {
  vi.stubEnv('TSMIG_CACHE', cache)
  try {
    const all = await readRevisionFiles(
      {
        versionLocations: [join(folder, 'versions')],
        recursiveVersionLocations: true,
        databases: databases.map((name) => ({ name })),
      },
      { directory: folder },
    )
    return {
      files: filesOf(all).map(({ revision, path, doc, source, exactChecksum }) => ({
        ...{ revision, path, doc, source, exactChecksum },
      })),
      unreadable: all.unreadable.map(({ path, error }) => [path, error.message]),
    }
  } catch (error) {
    return messageOf(error)
  }
}

const text = (id: string, parent: string | null, more: object = {}): string =>
  revisionText(id, parent, { message: `one ${id}`, ...more })

const texts = fc.constantFrom(
  text('aa', null),
  text('ab', null),
  text('aa', 'ab'),
  text('ac', 'aa', { labels: ['x'], dependsOn: ['ab'] }),
  text('ad', 'aa', { phase: 'contract' }),
  "const id = () => 'ae'\nexport const revision = id()\nexport const downRevision = null\n",
  'export const revision = 5',
  '',
)
const names = fc.constantFrom('a.ts', 'b.ts', 'c.js', 'deep/d.ts', 'e.sql')

type Edit = (folder: string) => void

const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(names, texts).map(
    ([name, content]): Edit =>
      (folder) =>
        writeFileSync(join(folder, name), content),
  ),
  // As many bytes as before, and the time that it had.
  fc.tuple(names, texts).map(
    ([name, content]): Edit =>
      (folder) => {
        const path = join(folder, name)
        const before = statSync(path, { throwIfNoEntry: false })
        writeFileSync(path, content)
        if (before !== undefined) utimesSync(path, before.atime, before.mtime)
      },
  ),
  names.map(
    (name): Edit =>
      (folder) =>
        rmSync(join(folder, name), { force: true }),
  ),
  fc.tuple(names, names).map(
    ([from, to]): Edit =>
      (folder) => {
        if (statSync(join(folder, from), { throwIfNoEntry: false }) !== undefined)
          renameSync(join(folder, from), join(folder, to))
      },
  ),
)

test('whatever is edited, files say what they say without a cache', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(edits, { maxLength: 4 }), { maxLength: 8 }), async (rounds) => {
      const folder = tempProject({})
      const versions = join(folder, 'versions')
      const cache = join(folder, 'cache')
      mkdirSync(join(versions, 'deep'), { recursive: true })
      for (const round of rounds) {
        // A file system's clock stands still for a few milliseconds.
        await new Promise((resolve) => setTimeout(resolve, 10))
        for (const edit of round) edit(versions)
        const plain = await read(folder, 'off')
        expect(await read(folder, cache)).toEqual(plain)
        // Now from what was kept.
        expect(await read(folder, cache)).toEqual(plain)
      }
    }),
    { numRuns: 50 },
  )
})

test('what is kept is used, and only for the question it was kept for', async () => {
  const folder = tempProject({
    'versions/a.sql': '-- revision: aa\n-- down_revision:\n',
    'versions/b.ts': text('bb', null),
  })
  const cache = join(folder, 'cache')
  await read(folder, cache)
  const [name = ''] = readdirSync(cache)
  const file = join(cache, name)
  writeFileSync(file, readFileSync(file, 'latin1').replace('"ids":"bb"', '"ids":"other"'), 'latin1')
  const ids = JSON.stringify(await read(folder, cache))
  expect(ids).toContain('"other"')
  expect(JSON.stringify(await read(folder, cache, ['main', 'audit']))).not.toContain('"other"')
})

test.each(['{', '[]', 'null', '{"asked":1}', '\0'.repeat(100)])(
  'a kept file that holds %j counts for nothing',
  async (junk) => {
    const folder = tempProject({ 'versions/b.ts': text('bb', null) })
    const cache = join(folder, 'cache')
    const plain = await read(folder, cache)
    const [name = ''] = readdirSync(cache)
    writeFileSync(join(cache, name), junk)
    expect(await read(folder, cache)).toEqual(plain)
    expect(readFileSync(join(cache, name), 'latin1')).toContain('"ids":"bb"')
  },
)

test('what would take two lines is read each time, and said as it is', async () => {
  const folder = tempProject({
    'versions/a.ts': text('aa', null, { message: 'one \\u{a} two \\u{d800} three' }),
    'versions/b.ts': text('bb', 'aa', { message: 'lone \\u{d800}' }),
    'versions/c.ts': `export const revision = 'c\\nc'\nexport const downRevision = 'bb'`,
  })
  const cache = join(folder, 'cache')
  const plain = await read(folder, 'off')
  expect(JSON.stringify(plain)).toContain('one \\n two')
  for (const _time of [1, 2, 3]) expect(await read(folder, cache)).toEqual(plain)
  const [name = ''] = readdirSync(cache)
  expect(readFileSync(join(cache, name), 'latin1')).toContain('"ids":"bb"')
})

test('a file that has gone is not kept', async () => {
  const folder = tempProject({ 'versions/a.ts': text('aa', null), 'versions/b.ts': text('bb', 'aa') })
  const cache = join(folder, 'cache')
  await read(folder, cache)
  rmSync(join(folder, 'versions/b.ts'))
  const plain = await read(folder, 'off')
  expect(await read(folder, cache)).toEqual(plain)
  const [name = ''] = readdirSync(cache)
  expect(readFileSync(join(cache, name), 'latin1')).toContain('"ids":"aa"')
  expect(await read(folder, cache)).toEqual(plain)
})

test('a file that was changed a moment ago is not kept', async () => {
  vi.useRealTimers()
  const folder = tempProject({ 'versions/b.ts': text('bb', null) })
  const cache = join(folder, 'cache')
  await read(folder, cache)
  expect(statSync(cache, { throwIfNoEntry: false })).toBeUndefined()
})
