import { isSql, type Sql } from '../../schema/values.ts'
import { type Code, call, list, name, record } from './layout.ts'

const UNSAFE = /[\\\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu

/** A text as a literal, in the quotes that need fewer escapes, and with nothing that could leave them. */
export function text(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'"
  const inside = value.replace(UNSAFE, escaped).replaceAll(quote, `\\${quote}`)
  return quote + inside + quote
}

function escaped(character: string): string {
  if (character === '\n') return '\\n'
  return character === '\\' ? '\\\\' : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}

/** Whether text can stand in the `sql` tag as it is: there nothing can be escaped. */
function isPlain(value: string): boolean {
  const odd = /(?<!\\)(?:\\\\)*\\$/.test(value)
  return (
    !odd && !/`|\$\{|[^\P{Cc}\n\t]|[\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u.test(value)
  )
}

/** The name of a constraint as a literal. */
export function constraintName(value: string): Code {
  return { kind: 'constraint name', text: text(value) }
}

/** SQL text with its tag: sql`now()`. What can't stand there goes into a hole, as a fragment. */
export function sqlText(value: string): Code {
  return [name('sql'), ...(isPlain(value) ? [`\`${value}\``] : ['`${{ sql: ', longText(value), ' }}`'])]
}

/** SQL text where plain text does as well: with its tag if it can stand there. */
export function sqlOrText(value: string): Code {
  return isPlain(value) ? sqlText(value) : longText(value)
}

/** A text; of several lines, a line a line. */
export function longText(value: string): Code {
  const lines = value.split('\n')
  if (lines.length === 1) return text(value)
  return [list(lines.map(text), { broken: true }), ".join('\\n')"]
}

/** A default: a value, or SQL text. */
export function valueOrSql(value: unknown): Code {
  return isSql(value) ? sqlText((value as Sql).sql) : data(value)
}

/** Plain data as code that makes it again. */
export function data(value: unknown): Code {
  switch (typeof value) {
    case 'string':
      return text(value)
    case 'bigint':
      return `${value}n`
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'object':
      return value === null ? 'null' : object(value)
    default:
      return String(value)
  }
}

function object(value: object): Code {
  if (value instanceof Date) return call('new Date', [text(value.toISOString())])
  if (value instanceof Uint8Array) {
    // A Buffer is not the same as the bytes, where data is compared.
    const bytes = call('Buffer.from', [text(Buffer.from(value).toString('hex')), text('hex')])
    return call('new Uint8Array', [bytes])
  }
  if (Array.isArray(value)) return list(value.map(data))
  return record(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => [keyOf(key), data(part)]),
  )
}

/** A key of an object literal. Bare, `__proto__` would be no key. */
export function keyOf(key: string): string {
  if (key === '__proto__') return "['__proto__']"
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : text(key)
}

/** Whether JavaScript keeps a key of this name where it was written. */
export function keepsPlace(key: string): boolean {
  return key !== '__proto__' && !/^(0|[1-9]\d*)$/.test(key)
}

/** One name as text, several as a list. */
export function oneOrList(names: readonly string[]): Code {
  const [first] = names
  return first !== undefined && names.length === 1 ? text(first) : list(names.map(text))
}

/** A text as a comment of one line, with nothing that could end it. */
export function lineComment(value: string): string {
  return `// ${value.replaceAll('\t', ' ').replace(UNSAFE, (character) => (character === '\\' ? character : escaped(character)))}`
}
