import { expect, test } from 'vitest'
import { tokenize } from '../../../src/dialects/sqlite/tokenize.ts'

test('the first characters of a token tell what it is', () => {
  const pieces: readonly (readonly [string, readonly string[]])[] = [
    ["x'0aF' X'' x'zz' x", ["blob x'0aF'", "blob X''", 'word x', "string 'zz'", 'word x']],
    [
      '.5 1.e3 a.b 0xFF 1_0',
      ['number .5', 'number 1.e3', 'word a', 'punctuation .', 'word b', 'number 0xFF', 'number 1_0'],
    ],
    ['é_1 "a""b" `c` [d e]', ['word é_1', 'name "a""b"', 'name `c`', 'name [d e]']],
    [
      '?1 ? :a @b $c #d',
      ['variable ?1', 'variable ?', 'variable :a', 'variable @b', 'variable $c', 'variable #d'],
    ],
    [
      'a->>b-- c\n-/* d */1/2',
      ['word a', 'punctuation ->>', 'word b', 'punctuation -', 'number 1', 'punctuation /', 'number 2'],
    ],
    ['\ufeffa\t\r\n\f b', ['word a', 'word b']],
  ]
  for (const [sql, tokens] of pieces) {
    expect(tokenize(sql).map(({ kind, text }) => `${kind} ${text}`)).toEqual(tokens)
    for (const { text, start, end } of tokenize(sql)) expect(sql.slice(start, end)).toBe(text)
  }
})

test.each(["'a", '"a', '[a', ': a', '$', '{', '\\', '\u000b'])('%j is nothing that can be read', (sql) => {
  expect(() => tokenize(`a ${sql}`)).toThrow("The SQL text can't be read at")
})
