import { SplitError } from '../dialects/split-errors.ts'
import { type SplitRules, splitRules } from '../dialects/split-rules.ts'
import { type SplitToken, tokenAt } from '../dialects/split-token.ts'
import type { DialectName } from '../schema/dialect-name.ts'

/** What takes the name of something in a string: `nextval('account_id_seq')`, `regclass 'account'`. */
const takesName = /^(?:nextval|currval|setval|to_reg\w+|reg(?:class|type|proc|procedure|role|namespace))$/i
const castToName = /\s*(?:::\s*text\s*\)?\s*)?(?:::|\bas\b)\s*(?:pg_catalog\s*\.\s*)?reg[a-z]+/iy
const word = /[\p{L}_][\p{L}\p{N}_$]*/gu

/**
 * The names that stand in SQL text: bare words in lower case and as they are, quoted ones as they are. Comments and
 * strings don't count, but strings of PostgreSQL that name something, and what is in dollar quotes where the
 * text says that its language is SQL.
 */
export function identifiersIn(sql: string, dialect: DialectName): ReadonlySet<string> {
  const found = new Set<string>()
  collect(sql, dialect, found)
  return found
}

function collect(sql: string, dialect: DialectName, found: Set<string>): void {
  const rules = splitRules[dialect]
  const isSqlBody = /\blanguage\s+sql\b/i.test(sql)
  let before: readonly string[] = []
  for (let position = 0; position < sql.length; ) {
    const token = tokenIn(sql, position, rules)
    if (token === undefined) {
      addWords(sql.slice(position), found)
      return
    }
    position = token.end
    if (token.kind === 'space') continue
    const text = sql.slice(token.start, token.end)
    if (token.kind === 'word') addWords(text, found)
    else if (token.kind === 'quoted') {
      const name = quotedName(text, dialect)
      if (name !== undefined) found.add(name)
      else if (dialect === 'postgres') {
        const inner = text.startsWith('$')
          ? isSqlBody
            ? inDollars(text)
            : undefined
          : inString(text, before)
        const named = inner ?? (isCast(sql, token) ? inside(text) : undefined)
        if (named !== undefined) collect(named, dialect, found)
      }
    }
    before = [...before.slice(-1), text]
  }
}

/** The next token; `undefined` where the text is not what the database reads, such as a body in another language. */
function tokenIn(sql: string, position: number, rules: SplitRules): SplitToken | undefined {
  try {
    return tokenAt(sql, position, rules)
  } catch (error) {
    if (error instanceof SplitError) return undefined
    throw error
  }
}

function addWords(text: string, found: Set<string>): void {
  for (const [one] of text.matchAll(word)) found.add(one).add(one.toLowerCase())
}

/** What a quoted identifier names. Double quotes are strings on MySQL. */
function quotedName(text: string, dialect: DialectName): string | undefined {
  const open = text.charAt(0)
  if (open === '[') return text.slice(1, -1)
  const isName = open === '`' || (open === '"' && dialect !== 'mysql')
  return isName ? text.slice(1, -1).replaceAll(open + open, open) : undefined
}

function inDollars(text: string): string {
  const tag = text.indexOf('$', 1) + 1
  return text.slice(tag, -tag)
}

/** The text of a string that stands where a name is taken. */
function inString(text: string, [first = '', second = '']: readonly string[]): string | undefined {
  return takesName.test(second) || (second === '(' && takesName.test(first)) ? inside(text) : undefined
}

function isCast(sql: string, { end }: SplitToken): boolean {
  castToName.lastIndex = end
  return castToName.test(sql)
}

function inside(text: string): string {
  return text.slice(text.indexOf("'") + 1, -1).replaceAll("''", "'")
}
