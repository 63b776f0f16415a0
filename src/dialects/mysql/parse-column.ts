import type { ColumnText } from './column-text.ts'
import { bytes, plain } from './quote.ts'
import { scanServerText, type Token } from './scan.ts'
import { needsExpressionDefault } from './types.ts'

/** Words that begin a part of a column's definition, where a default or an expression before it has ended. */
const beginnings = new Set([
  'AUTO_INCREMENT',
  'CHARACTER',
  'CHECK',
  'COLLATE',
  'COLUMN_FORMAT',
  'COMMENT',
  'CONSTRAINT',
  'DEFAULT',
  'GENERATED',
  'INVISIBLE',
  'NOT',
  'NULL',
  'ON',
  'STORAGE',
  'WITH',
  'WITHOUT',
])

/**
 * Takes a column's definition apart, as SHOW CREATE TABLE writes it behind the name. Strings with a backslash are
 * spelled anew, so that they mean the same whatever `sql_mode` says.
 */
export function parseColumn(text: string): ColumnText {
  const pieces = split(text)
  const [type = '', ...others] = pieces
  const found: Writable<ColumnText> = {
    type: respell(type, (value) => bytes(value)),
    nullable: true,
    rest: [],
  }
  const rest: string[] = []
  for (const piece of others) read(piece, found, rest)
  return { ...found, rest }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

function read(piece: string, found: Writable<ColumnText>, rest: string[]): void {
  const behind = (words: RegExp): string | undefined => words.exec(piece)?.[1]
  const characterSet = behind(/^CHARACTER SET (\S+)$/i)
  const collation = behind(/^COLLATE (\S+)$/i)
  const value = behind(/^DEFAULT ([\s\S]*)$/i)
  const update = behind(/^ON UPDATE ([\s\S]*)$/i)
  const comment = behind(/^COMMENT ([\s\S]*)$/i)
  if (characterSet !== undefined) found.characterSet = characterSet
  else if (collation !== undefined) found.collation = collation
  else if (value !== undefined) found.default = defaultOf(value, found.type)
  else if (update !== undefined) found.onUpdate = update
  else if (comment !== undefined) found.comment = comment
  else if (/^NOT NULL$/i.test(piece)) found.nullable = false
  else if (/^NULL$/i.test(piece)) found.nullable = true
  else if (/^AUTO_INCREMENT$/i.test(piece)) found.autoIncrement = true
  else if (/^GENERATED/i.test(piece)) found.generated = piece
  else rest.push(piece)
}

/** A lone string; an expression stays as the server spelled it. */
function defaultOf(text: string, type: string): string {
  const [only, ...more] = scanServerText(text)
  if (only?.kind !== 'string' || more.length > 0) return text
  const value = unquote(only.text)
  if (!value.includes('\\')) return plain(value)
  const written = bytes(Buffer.from(value))
  // The default of a text is an expression, and MariaDB can't read its own spelling of _utf8mb4 there.
  return needsExpressionDefault({ type: 'raw', sql: type })
    ? `(CONVERT(${written} USING utf8mb4))`
    : `_utf8mb4 ${written}`
}

/** The text with each of its strings that has a backslash in it spelled by `spell`. */
function respell(text: string, spell: (value: Buffer) => string): string {
  let at = 0
  let written = ''
  for (const { kind, text: string, start, end } of scanServerText(text)) {
    if (kind !== 'string' || !string.includes('\\')) continue
    written += text.slice(at, start) + spell(Buffer.from(unquote(string)))
    at = end
  }
  return written + text.slice(at)
}

const escapes: Readonly<Record<string, string>> = { 0: '\0', b: '\b', n: '\n', r: '\r', t: '\t', Z: '\x1a' }

/** What a string of SHOW CREATE TABLE holds; it escapes backslashes in every `sql_mode`. */
export function unquote(string: string): string {
  return string
    .slice(1, -1)
    .replace(/''|\\([\s\S])/g, (_, escaped?: string) =>
      escaped === undefined ? "'" : (escapes[escaped] ?? escaped),
    )
}

/** The parts of the definition: the type first, then whatever begins with one of the known words. */
function split(text: string): readonly string[] {
  const tokens = scanServerText(text)
  const starts = [0]
  let depth = 0
  let before = ''
  for (const token of tokens) {
    if (depth === 0 && begins(token, before)) starts.push(token.start)
    if (token.kind === 'mark') depth += token.text === '(' ? 1 : token.text === ')' ? -1 : 0
    before = token.text.toUpperCase()
  }
  return starts.map((start, index) => text.slice(start, starts[index + 1]).trim())
}

function begins({ kind, text }: Token, before: string): boolean {
  if (kind === 'comment') return before !== '' && before !== 'DEFAULT'
  const word = text.toUpperCase()
  if (kind !== 'word' || !beginnings.has(word)) return false
  // NULL behind NOT or DEFAULT belongs to it.
  return !(word === 'NULL' && (before === 'NOT' || before === 'DEFAULT'))
}
