import type { DialectName } from '../../schema/dialect-name.ts'

/** A piece of an expression that is no space. */
export interface NameToken {
  readonly text: string
  readonly start: number
  readonly end: number
  /** What it names; none where it is no name. */
  readonly name?: string
  readonly quoted: boolean
}

const word = String.raw`[\p{L}_][\p{L}\p{N}_$]*`
const number = String.raw`\d[\p{L}\p{N}_.]*`
const double = `"(?:[^"]|"")*"`
const back = '`(?:[^`]|``)*`'
const text = `'(?:[^']|'')*'`
const escaped = String.raw`'(?:[^'\\]|''|\\[\s\S])*'`
const comment = String.raw`--[^\n]*|/\*[\s\S]*?\*/`
// What stands behind `::`, as format_type writes it.
const type = String.raw`::\s*(?:double precision|character varying|bit varying|time(?:stamp)?(?:\(\d\))? with(?:out)? time zone|interval(?: (?:year|month|day|hour|minute|second)\b(?: to (?:month|hour|minute|second)\b)?)?|(?:(?:${double}|${word})\.)?(?:${double}|${word}))`

const patterns: Readonly<Record<DialectName, RegExp>> = {
  postgres: new RegExp(`[eE]${escaped}|${text}|${type}|${double}|${number}|${word}|=>|\\S`, 'gu'),
  sqlite: new RegExp(`${comment}|${text}|${double}|${back}|\\[[^\\]]*\\]|${number}|${word}|\\S`, 'gu'),
  mysql: new RegExp(`${escaped}|"(?:[^"\\\\]|""|\\\\[\\s\\S])*"|${back}|${number}|${word}|\\S`, 'gu'),
}

/** The pieces of an expression as the dialect's server writes or keeps it, without spaces and comments. */
export function nameTokens(sql: string, dialect: DialectName): readonly NameToken[] {
  const tokens: NameToken[] = []
  for (const { 0: found, index } of sql.matchAll(patterns[dialect])) {
    if (found.startsWith('--') || found.startsWith('/*')) continue
    const place = { text: found, start: index, end: index + found.length }
    const quoted = unquoted(found, dialect)
    if (quoted !== undefined) tokens.push({ ...place, name: quoted, quoted: true })
    else if (/^[\p{L}_]/u.test(found) && !/^[eE]'/.test(found)) {
      tokens.push({ ...place, name: found, quoted: false })
    } else tokens.push({ ...place, quoted: false })
  }
  return tokens
}

/** What a quoted identifier names. Double quotes are strings on MySQL. */
function unquoted(found: string, dialect: DialectName): string | undefined {
  const inside = found.slice(1, -1)
  if (found.length > 1 && found.startsWith('"') && dialect !== 'mysql') return inside.replaceAll('""', '"')
  if (found.length > 1 && found.startsWith('`')) return inside.replaceAll('``', '`')
  return found.startsWith('[') && found.endsWith(']') ? inside : undefined
}
