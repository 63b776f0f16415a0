/**
 * The doc comment of a revision file. Its first line is the message.
 *
 * A message may be any text, so what can't stand in one line of a comment is escaped, and unescaped on
 * reading: the end of a comment is written `*\/`, and a line break, a control or bidirectional mark, a
 * lone surrogate, white space at either end as `\u{…}` with the hexadecimal number of the character. All
 * other backslashes are themselves, unless what they stand in could be read as one of these escapes.
 */
import type { Lexed } from '../lex.ts'

export interface Doc {
  /** The first line that isn't blank, unescaped; empty when there is no doc comment. */
  readonly message: string
  /** All lines, without the stars. */
  readonly text: string
}

const ESCAPED =
  /\\(?=u\{)|(?<=\*)\\(?=\/)|^\s|^\/|\s$|\*$|[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu

/** Text as it can stand in one line of a block comment. */
export function escapeForComment(text: string): string {
  return text
    .replace(ESCAPED, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)
    .replaceAll('*/', '*\\/')
}

/** The inverse of `escapeForComment`. */
export function unescapeFromComment(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(/\\u\{([0-9a-f]{1,6})\}|\*\\\//gi, (whole: string, hex: string | undefined) => {
    if (hex === undefined) {
      return '*/'
    }
    const code = Number.parseInt(hex, 16)
    return code > 0x10ffff ? whole : String.fromCodePoint(code)
  })
}

const LINE_END = /\r\n|[\r\n\u2028\u2029]/
const EACH_LINE_END = new RegExp(LINE_END, 'g')

/** Statements that a file's own comment stands above; comments after them belong to something else. */
const DECLARING = new Set(['export', 'exports', 'module', 'function', 'async', 'class'])

/** The doc comment that belongs to the file: the first one above everything the file declares. */
export function readDoc({ tokens, docs }: Lexed): Doc {
  const first = docs[0]
  if (first === undefined) {
    return { message: '', text: '' }
  }
  for (const { kind, depth, text, start } of tokens) {
    if (start >= first.start) break
    if (kind === 'name' && depth === 0 && DECLARING.has(text)) return { message: '', text: '' }
  }
  return new DocComment(first.text)
}

/** What a doc comment says, from the text behind its opening. */
export class DocComment implements Doc {
  readonly message: string
  readonly #comment: string

  constructor(comment: string) {
    this.message = ownText(unescapeFromComment(firstLineOf(comment)))
    this.#comment = comment
  }

  /** Of thousands of files nobody asks for it. */
  get text(): string {
    return linesOf(this.#comment).map(unescapeFromComment).join('\n')
  }
}

/** A piece of a text as one by itself: V8 would keep all of the text for it. */
function ownText(piece: string): string {
  return ` ${piece}`.slice(1)
}

/** The first line that isn't blank, without the space around it: of thousands of files, more is not asked for. */
function firstLineOf(comment: string): string {
  EACH_LINE_END.lastIndex = 0
  for (let from = 0; ; from = EACH_LINE_END.lastIndex) {
    const end = EACH_LINE_END.exec(comment)
    const line = stripMargin(comment.slice(from, end?.index), from === 0).trim()
    if (line !== '' || end === null) return line
  }
}

/** From the first line that isn't blank to the last one. */
function linesOf(comment: string): readonly string[] {
  const lines = comment
    .split(LINE_END)
    .map((line, index) => stripMargin(line, index === 0).replace(/[ \t]+$/, ''))
  const from = lines.findIndex((line) => line.trim() !== '')
  return from < 0 ? [] : lines.slice(from, lines.findLastIndex((line) => line.trim() !== '') + 1)
}

/** A star in the margin belongs to the comment; one behind its opening belongs to the text. */
function stripMargin(line: string, opening: boolean): string {
  return opening ? line.replace(/^[ \t]+/, '') : line.replace(/^[ \t]*(?:\*(?: |(?=\S)|$))?/, '')
}
