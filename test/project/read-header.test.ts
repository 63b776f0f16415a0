import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Header } from '../../src/project/header.ts'
import { lex } from '../../src/project/lex.ts'
import { readRevisionSource, readRevisionText } from '../../src/project/read-revision.ts'
import { CORPUS, type Sample } from './header-corpus.ts'
import { runInNode } from './plain-node.ts'
import { tempProject } from './temp-project.ts'

const OTHER = "export const revision = 'other'\nexport const downRevision = 'o1'"

function place(sample: Sample): { folder: string; path: string } {
  const name = `sample.${sample.extension ?? 'ts'}`
  const folder = tempProject({ 'package.json': '{}', [name]: sample.source, 'lib/../other.ts': OTHER })
  return { folder, path: join(folder, name) }
}

/** The headers as the running modules have them, or `unreadable`: first alone, then by way of a folder. */
const SCRIPT = `
  import { readFileSync } from 'node:fs'
  import { dirname } from 'node:path'
  import { checkHeader } from './src/project/header.ts'
  import { loadModules } from './src/project/load-module.ts'
  import { readRevisionFiles } from './src/project/revision-files.ts'
  const spell = ({ id, parents, labels, dependsOn }) => ({ id, parents, labels, dependsOn })
  const answers = []
  for (const path of JSON.parse(readFileSync(0, 'utf8'))) {
    const directory = dirname(path)
    const answer = {}
    try {
      const namespace = (await loadModules([path], { directory })).get(path)
      const holder = 'revision' in namespace ? namespace : (namespace.default ?? namespace)
      answer.imported = spell(checkHeader({ values: new Map(Object.entries(holder)) }, path))
    } catch {
      answer.imported = 'unreadable'
    }
    const read = await readRevisionFiles({ versionLocations: [directory], recursiveVersionLocations: false }, { directory })
    const found = read.revisions.find((revision) => revision.path === path)
    answer.fromFolder = found === undefined ? 'unreadable' : spell(found)
    answer.message = read.unreadable.find((file) => file.path === path)?.error.message ?? ''
    answers.push(answer)
  }
  console.log(JSON.stringify(answers))`

interface Answer {
  readonly imported: Header | 'unreadable'
  readonly fromFolder: Header | 'unreadable'
  readonly message: string
}

function expectedHeader({ expected }: Sample): Header | 'unreadable' {
  return expected === 'unreadable'
    ? expected
    : {
        id: expected.id,
        parents: expected.parents,
        labels: expected.labels ?? [],
        dependsOn: expected.deps ?? [],
      }
}

function plain(
  id: string,
  parents: readonly string[],
  labels: readonly string[],
  deps: readonly string[],
): Exclude<Sample['expected'], string> {
  return {
    id,
    parents: [...parents],
    ...(labels.length === 0 ? {} : { labels: [...labels] }),
    ...(deps.length === 0 ? {} : { deps: [...deps] }),
  }
}

describe('the corpus', () => {
  test('is large enough', () => {
    expect(CORPUS.length).toBeGreaterThan(60)
    expect(CORPUS.filter(({ byText }) => byText).length).toBeGreaterThan(30)
  })

  test.each(CORPUS)('$name: the text gives what it should', (sample) => {
    const { path } = place(sample)
    const reading = readRevisionText(path)
    expect(reading.kind === 'unknown' ? 'has to run' : 'text').toBe(sample.byText ? 'text' : 'has to run')
    if (reading.kind === 'read') {
      const { id, parents, labels, dependsOn } = reading.file.revision
      expect(plain(id, parents, labels, dependsOn)).toEqual(sample.expected)
    } else if (reading.kind === 'unreadable') {
      expect(sample.expected).toBe('unreadable')
      expect(reading.file.error.message).toContain(path)
    }
  })

  test('running the files gives the same', async () => {
    const paths = CORPUS.map((sample) => place(sample).path)
    const run = await runInNode(SCRIPT, paths)
    expect(run.stderr).toBe('')
    const answers = JSON.parse(run.stdout) as Answer[]
    expect(answers.length).toBe(CORPUS.length)
    for (const [index, sample] of CORPUS.entries()) {
      const { imported, fromFolder, message } = answers[index] as Answer
      const expected = expectedHeader(sample)
      expect([sample.name, imported, fromFolder]).toEqual([sample.name, expected, expected])
      expect([sample.name, message]).toEqual([
        sample.name,
        expected === 'unreadable' ? expect.stringContaining(paths[index] ?? '') : '',
      ])
    }
  })
})

test('a wrong type names the line', () => {
  const reading = readRevisionSource(
    "export const revision = 'aa'\n\nexport const downRevision = ['']",
    '/p/x.ts',
  )
  expect(reading.kind === 'unreadable' && reading.file.error.message).toMatch(
    /^\/p\/x\.ts:3: its downRevision is neither/,
  )
})

describe('fuzz', () => {
  const bits = fc.constantFrom(
    ...[
      "'",
      '"',
      '`',
      '${',
      '}',
      '{',
      '(',
      ')',
      '[',
      ']',
      '/',
      '//',
      '/*',
      '*/',
      '\\',
      '\n',
      ';',
      ',',
      '=',
      ' ',
    ],
    ...[
      'export ',
      'const ',
      'let ',
      'revision',
      'downRevision',
      "'aa'",
      'null',
      'exports.',
      'module.exports',
      'if',
    ],
    ...['return ', 'x', '1', '.', ':', '<', '>', 'as const', '=> ', '!', '++', '\u2028', '\0', '#', '@'],
  )

  test('the lexer ends, and never throws, on any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(bits, { maxLength: 60 }).map((parts) => parts.join('')),
        ),
        (source) => {
          const { tokens } = lex(source)
          expect(tokens.every((token, index) => token.start >= (tokens[index - 1]?.start ?? 0))).toBe(true)
          readRevisionSource(source, 'x.ts')
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('what the text tells for certain is what esbuild and Node make of it', async () => {
    const known: Sample[] = []
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 12 }), fc.array(bits, { maxLength: 12 }), (before, after) => {
        const source = `${before.join('')}\nexport const revision = 'aa'\nexport const downRevision = null\n${after.join('')}`
        const reading = readRevisionSource(source, 'x.ts')
        if (reading.kind === 'read') {
          const { id, parents, labels, dependsOn } = reading.file.revision
          known.push({ name: source, source, expected: plain(id, parents, labels, dependsOn), byText: true })
        }
      }),
      { numRuns: 3000, seed: 7 },
    )
    expect(known.length).toBeGreaterThan(50)
    const { transform } = await import('esbuild')
    for (const { source, expected } of known) {
      // Text that no parser accepts has no right answer.
      const valid = await transform(source, { loader: 'ts', format: 'esm' }).then(
        ({ code }) => code,
        () => undefined,
      )
      if (valid !== undefined) {
        expect([source, valid]).toEqual([
          source,
          expect.stringMatching(/revision = "aa"[\s\S]*export \{[^}]*\brevision\b/),
        ])
        expect(expected).toEqual({ id: 'aa', parents: [] })
      }
    }
  })
})
