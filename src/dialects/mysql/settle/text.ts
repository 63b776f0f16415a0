import { scan } from '../scan.ts'
import { withoutParentheses } from '../server-text.ts'

/** An expression without the parentheses around it, one space between its parts at most, and keywords in lower case. */
export function settledText(sql: string): string {
  return withoutParentheses(spaced(sql))
}

/** Whether two texts say the same but for spaces, the case of words, quotes around names and outer parentheses. */
export function isAlike(one: string, other: string): boolean {
  return plain(settledText(one)) === plain(settledText(other))
}

function spaced(sql: string): string {
  let written = ''
  let at = 0
  for (const { kind, text, start, end } of scan(sql)) {
    if (kind === 'comment') continue
    const gap = start > at && written !== '' ? ' ' : ''
    written += gap + (kind === 'word' && isKeyword(text) ? text.toLowerCase() : text)
    at = end
  }
  return written
}

function plain(sql: string): string {
  return scan(sql)
    .map(({ kind, text }) =>
      kind === 'word' || kind === 'name' ? text.replaceAll('`', '').toLowerCase() : text,
    )
    .join(' ')
}

function isKeyword(word: string): boolean {
  return /^(?:and|or|not|is|null|in|between|like|case|when|then|else|end|div|mod|xor|current_timestamp|now|true|false|interval)$/i.test(
    word,
  )
}

const synonyms: Readonly<Record<string, string>> = {
  integer: 'int',
  int4: 'int',
  int2: 'smallint',
  int8: 'bigint',
  int1: 'tinyint',
  int3: 'mediumint',
  middleint: 'mediumint',
  bool: 'tinyint(1)',
  boolean: 'tinyint(1)',
  dec: 'decimal',
  numeric: 'decimal',
  fixed: 'decimal',
  real: 'double',
  'double precision': 'double',
  'character varying': 'varchar',
  character: 'char',
  float4: 'float',
  float8: 'double',
  long: 'mediumtext',
}

/** A type by the name that the server has for it, without spaces between its arguments. */
export function settledType(type: string): string {
  const [, name = '', rest = ''] =
    /^\s*(double\s+precision|character\s+varying|\w+)([\s\S]*)$/i.exec(type) ?? []
  const word = name.toLowerCase().replace(/\s+/g, ' ')
  const known = synonyms[word] ?? word
  if (known === 'enum' || known === 'set') return `${known}${rest.trim()}`
  const tail = rest
    .toLowerCase()
    .replace(/\s*([(),])\s*/g, '$1')
    .replace(/\)(?=\w)/g, ') ')
    .replace(/\s+/g, ' ')
  const whole = `${known}${tail}`.trim()
  return whole === 'decimal' ? 'decimal(10,0)' : whole.replace(/^decimal\((\d+)\)/, 'decimal($1,0)')
}

/** The same without the widths of integers, which MariaDB shows and MySQL 8 doesn't. */
export function looseType(type: string): string {
  return settledType(type)
    .replace(/^((?:tiny|small|medium|big)?int)\((?!1\)$)\d+\)/, '$1')
    .replace(/^year\(4\)$/, 'year')
}
