import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDoc } from '../../src/project/header/doc-comment.ts'
import { type PlainHeader, readPlainHeader } from '../../src/project/header/plain.ts'
import { readHeader } from '../../src/project/header/read.ts'
import { HEADER_NAMES, type HeaderExports } from '../../src/project/header.ts'
import { lex } from '../../src/project/lex.ts'
import { readRevisionSource } from '../../src/project/read-revision.ts'
import { revisionText } from '../support/revision-text.ts'

const HEAD = "export const revision = 'aa'\nexport const downRevision = null\n"
const BODY = 'export async function upgrade(op: Op) {\n  await op.execute("SELECT 1")\n}\n'

/** The exports that make up a header, by their names. */
function headerOf({ values }: HeaderExports): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...values].filter(([name]) => HEADER_NAMES.has(name)).sort())
}

function spell({ doc, exports }: PlainHeader) {
  return { message: doc.message, text: doc.text, header: headerOf(exports) }
}

/** The same from the tokens of the text; `undefined` where these are not enough. */
function byTokens(source: string): ReturnType<typeof spell> | undefined {
  const lexed = lex(source)
  const reading = readHeader(lexed, source)
  return reading.kind === 'known' ? spell({ doc: readDoc(lexed), exports: reading.exports }) : undefined
}

describe('what most files look like is read without their tokens', () => {
  test.each([
    [
      'as it is written',
      revisionText('aa', 'bb', { message: 'it’s a *\\/ message', upgrade: 'await op.dropTable("t")' }),
    ],
    [
      'with lists',
      revisionText('aa', ['bb', 'cc'], { labels: ['l'], dependsOn: ['d', 'e'], phase: 'expand' }),
    ],
    [
      'with single quotes',
      `import { sql } from 'tsmig'\n\n${HEAD}export const branchLabels = ['l','m']\n\n${BODY}`,
    ],
    [
      'with types',
      `export const revision: string = "aa";\nexport const downRevision: string | null = 'bb' as const;\n${BODY}`,
    ],
    ['in snake case', `export const revision = 'aa'\nexport const down_revision = 'bb'\n${BODY}`],
    [
      'with settings of its own',
      `${HEAD}export const transaction = false\nexport const lockTimeout = '5s'\n\n${BODY}`,
    ],
    ['with carriage returns', `/**\r\n * one\r\n */\r\n${HEAD}\n${BODY}`.replaceAll(/\r?\n/g, '\r\n')],
    [
      'with imports over several lines',
      `import {\n  sql,\n  t,\n} from 'tsmig'\nimport './x.ts'\n${HEAD}${BODY}`,
    ],
    ['with constants behind', `${HEAD}${BODY}export const more = { a: [1] }\n`],
  ])('%s', (_, source) => {
    const plain = readPlainHeader(source)
    expect(plain && spell(plain)).toEqual(byTokens(source))
    expect(plain).toBeDefined()
  })
})

describe('what may say more is left to the tokens', () => {
  test.each([
    ['another export of the header', `${HEAD}${BODY}export const phase = 'expand'\n`],
    ['an export of another file', `${HEAD}${BODY}export * from './x.ts'\n`],
    ['a list of exports', `${HEAD}${BODY}const x = 'l'\nexport { x as branchLabels }\n`],
    ['a name that is escaped', `${HEAD}${BODY}export const ph\\u0061se = 'expand'\n`],
    ['exports of CommonJS', `${HEAD}${BODY}Object.assign(exports, require('./x'))\n`],
    ['a module of CommonJS', `${HEAD}${BODY}Object.assign(module['exp' + 'orts'], more)\n`],
    ['arguments of no function', `${HEAD}${BODY}Object.assign(arguments[0], more)\n`],
    ['code in a text', `${HEAD}${BODY}eval(code)\n`],
    ['an export twice', `export const revision = 'bb'\n${HEAD}${BODY}`],
    ['an escape', `export const revision = 'a\\x61'\nexport const downRevision = null\n${BODY}`],
    [
      'a value that goes on',
      `export const revision = 'aa'\n  + 'b'\nexport const downRevision = null\n${BODY}`,
    ],
    ['a number', `export const revision = 12\nexport const downRevision = null\n${BODY}`],
    ['a comment in between', `${HEAD}// export const dependsOn = 'd'\n${BODY}`],
    ['two comments', `/** a */\n/** b */\n${HEAD}${BODY}`],
    ['an open bracket', `${HEAD}export function upgrade() {`],
    ['an open string', `${HEAD}${BODY}const s = 'x`],
    ['no function', HEAD],
    ['nothing', ''],
  ])('%s', (_, source) => {
    expect(readPlainHeader(source)).toBeUndefined()
  })
})

test('a value that is none names its line', () => {
  const source = `/** a\n */\nexport const revision = 'aa'\nexport const downRevision = ['']\n${BODY}`
  expect(readPlainHeader(source)).toBeDefined()
  const reading = readRevisionSource(source, '/p/x.ts')
  expect(reading.kind === 'unreadable' && reading.file.error.message).toMatch(
    /^\/p\/x\.ts:4: its downRevision is neither/,
  )
})

/** One of the first mostly, and else one of the others. */
function mostly(usual: readonly string[], odd: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  )
}

describe('any text', () => {
  const literal = mostly(
    ["'aa'", '"b"', 'null', "['a', 'b']", '[]'],
    ["['a',]", '``', 'undefined', '12', 'false', "'a' + 'b'"],
  )
  const name = fc.constantFrom(...HEADER_NAMES, 'transaction', 'revisions')
  const type = mostly([''], [': string', ': string[] | null', ' '])
  const suffix = mostly([''], [' as const', ' satisfies string'])
  const end = mostly(
    ['\n', ';\n', '\r\n', '\n\n'],
    [' ', ', x = 1\n', ' // x\n', '\n.length\n', '\u2028', '\n/* x */\n'],
  )
  const line = fc
    .tuple(name, type, literal, suffix, end)
    .map(
      ([named, typed, value, behind, ended]) => `export const ${named}${typed} = ${value}${behind}${ended}`,
    )
  const start = mostly(
    ['', '/** a\n * b\n */\n', "import 'x'\n", "import { phase } from 'x'\n"],
    [
      '/***/',
      '/**/',
      '/* a */\n',
      "import revision from 'x';",
      'import(\n',
      '#!x\n',
      '\ufeff',
      '\u00a0',
      "'use strict'\n",
      '/** a *\\/ */ ',
    ],
  )
  const rest = mostly(
    [
      ' ',
      '\n',
      ';',
      '// x\n',
      '/** c */',
      'x',
      '/ 1',
      '[1]',
      '(x)',
      "'x'",
      'await x\n',
      'export function f() {}\n',
      BODY,
    ],
    [
      '{',
      ')',
      "'",
      '/',
      '/*',
      '\\',
      '<!--',
      '`${',
      'export ',
      'default ',
      '* ',
      'phase',
      'exports.',
      'module',
      'this.',
      'return ',
      "export const phase = 'expand'\n",
    ],
  )
  const file = fc
    .tuple(
      fc.array(start, { maxLength: 2 }),
      fc.array(line, { minLength: 1, maxLength: 4 }),
      mostly([BODY, 'export function f() {}\n'], ['', 'const x = 1\n']),
      fc.array(rest, { maxLength: 5 }),
    )
    .map(([before, lines, body, after]) => before.join('') + lines.join('') + body + after.join(''))

  test('gives what its tokens give, where these tell it for certain', () => {
    let both = 0
    fc.assert(
      fc.property(file, (source) => {
        const plain = readPlainHeader(source)
        const known = plain && byTokens(source)
        if (plain === undefined || known === undefined) return
        both += 1
        expect(spell(plain)).toEqual(known)
      }),
      { numRuns: 20_000 },
    )
    expect(both).toBeGreaterThan(200)
  })

  test('that only the tokens doubt has the same exports, where a parser accepts it', async () => {
    const doubted: { readonly source: string; readonly plain: PlainHeader }[] = []
    fc.assert(
      fc.property(file, (source) => {
        const plain = readPlainHeader(source)
        if (plain !== undefined && byTokens(source) === undefined) doubted.push({ source, plain })
      }),
      { numRuns: 20_000, seed: 11 },
    )
    expect(doubted.length).toBeGreaterThan(20)
    const { transform } = await import('esbuild')
    for (const { source, plain } of doubted) {
      const code = await transform(source, { loader: 'ts', format: 'cjs' }).then(
        (valid) => valid.code,
        () => undefined,
      )
      if (code === undefined) continue
      const exported = [...(/__export\(\w+, \{([^}]*)\}/.exec(code)?.[1] ?? '').matchAll(/(\w+): /g)]
      expect([
        source,
        exported.flatMap(([, name = '']) => (HEADER_NAMES.has(name) ? name : [])).sort(),
      ]).toEqual([source, Object.keys(headerOf(plain.exports)).sort()])
    }
  })
})
