import { readHeader } from '../../src/project/header/read.ts'
import { HEADER_NAMES } from '../../src/project/header.ts'
import { lex } from '../../src/project/lex.ts'
import { must, type Parser, textOf } from './parser.ts'

const words = [
  ...[
    'export ',
    'const ',
    'let ',
    'var ',
    'async ',
    'function ',
    'default ',
    'type ',
    'as ',
    'from ',
    'import ',
  ],
  ...['revision', 'downRevision', 'branchLabels', 'dependsOn', 'transaction', 'exports', 'module', 'x', '#x'],
  ...[
    ' = ',
    '=',
    ': string',
    ': string[]',
    ' as const',
    ' satisfies X',
    'null',
    'undefined',
    'false',
    '1',
    '0x',
  ],
  ...[
    "'a1'",
    '"b2"',
    '`c3`',
    '`${',
    "'",
    '"',
    '`',
    '\\',
    '\\u{110000}',
    '\\x4',
    '[',
    ']',
    '{',
    '}',
    '(',
    ')',
  ],
  ...[
    ',',
    ';',
    '.',
    '?.',
    '...',
    '=>',
    '<',
    '>',
    '/',
    '//',
    '/*',
    '*/',
    '/**',
    '/a[/]/g',
    '<!--',
    '-->',
    '#!',
  ],
  ...['\n', '\r\n', '\u2028', ' ', '\ufeff', 'return ', 'await ', 'if (', 'export { x as revision }', '\0'],
]

/** The header of a revision in TypeScript or JavaScript. */
export const revisionHeader: Parser = {
  name: 'revision header',
  inputs: textOf(words),
  read: (text) => {
    const lexed = lex(text)
    let last = -1
    for (const token of lexed.tokens) {
      must(token.start >= last && token.start <= text.length, 'tokens come in order')
      must(token.depth >= 0, 'no bracket is closed more often than opened')
      last = token.start
    }
    const reading = readHeader(lexed, text)
    if (reading.kind === 'unknown') return must(reading.reason !== '', 'a reason is given')
    for (const name of reading.exports.values.keys()) must(HEADER_NAMES.has(name), 'only names of a header')
  },
}
