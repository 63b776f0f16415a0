import { foldName, isMark, type Token, tokenize, unquote } from './tokenize.ts'
import { unlessUnreadable } from './unless-unreadable.ts'

/** `actual` where `declared` is the same SQL, and else `declared`. */
export function spelledAs(declared: string, actual: string | undefined): string {
  return actual !== undefined && sameSql(declared, actual) ? actual : declared
}

/**
 * Whether two expressions or statements are the same token by token: the case of keywords and names, the way names
 * are quoted, spaces, comments, a semicolon at the end and parentheses around the whole don't matter. Nothing else is
 * taken to be the same but `==` and `=`, `<>` and `!=`.
 */
export function sameSql(one: string, other: string): boolean {
  return one === other || sqlKey(one) === sqlKey(other)
}

/** The same for all spellings of the same SQL. */
export function sqlKey(sql: string): string {
  const key = unlessUnreadable(() => withoutOuter(tokenize(sql)).map(tokenKey))
  return key === undefined ? sql : JSON.stringify(key)
}

/** Without semicolons at the end, and without parentheses around the whole. */
function withoutOuter(tokens: readonly Token[]): readonly Token[] {
  if (isMark(tokens.at(-1), ';')) return withoutOuter(tokens.slice(0, -1))
  if (!isMark(tokens[0], '(')) return tokens
  let depth = 0
  const close = tokens.findIndex((token) => {
    depth += isMark(token, '(') ? 1 : isMark(token, ')') ? -1 : 0
    return depth === 0
  })
  return close > 1 && close === tokens.length - 1 ? withoutOuter(tokens.slice(1, -1)) : tokens
}

const sqlFields: ReadonlySet<string> = new Set([
  'expression',
  'where',
  'query',
  'when',
  'body',
  'create',
  'drop',
])

/** The same for all parts of a schema that differ only in how their SQL and their names are spelled. */
export function meaningOf(part: unknown): string {
  return JSON.stringify(part, (field, value: unknown) => {
    if (typeof value === 'string') return sqlFields.has(field) ? sqlKey(value) : foldName(value)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const entries = Object.entries(value).map(([key, one]): [string, unknown] =>
      sqlFields.has(key) ? [key, one] : [foldName(key), one],
    )
    return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)))
  })
}

function tokenKey(token: Token): string {
  switch (token.kind) {
    case 'word':
      return speaking.has(token.text.toUpperCase())
        ? `keyword ${token.text.toUpperCase()}`
        : nameKey(token.text)
    case 'name':
      return nameKey(unquote(token))
    case 'string':
    case 'variable':
      return token.text
    case 'blob':
    case 'number':
      return token.text.toLowerCase()
    case 'punctuation':
      return token.text === '==' ? '=' : token.text === '<>' ? '!=' : token.text
    default:
      return token.kind satisfies never
  }
}

function nameKey(name: string): string {
  return `name ${foldName(name)}`
}

/** Words that mean something else bare than in quotes, wherever an expression or a query may have them. */
const speaking = new Set(
  `ABORT ALL AND AS ASC BETWEEN BY CASE CAST COLLATE CONFLICT CROSS CURRENT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP
  DEFAULT DELETE DESC DISTINCT DO ELSE END ESCAPE EXCEPT EXCLUDE EXISTS FAIL FALSE FILTER FIRST FOLLOWING FOR FROM FULL
  GLOB GROUP GROUPS HAVING IF IGNORE IN INDEX INDEXED INNER INSERT INTERSECT INTO IS ISNULL JOIN LAST LEFT LIKE LIMIT
  MATCH MATERIALIZED NATURAL NO NOT NOTHING NOTNULL NULL NULLS OF OFFSET ON OR ORDER OTHERS OUTER OVER PARTITION
  PRECEDING RAISE RANGE RECURSIVE REGEXP REPLACE RETURNING RIGHT ROLLBACK ROW ROWS SELECT SET TABLE THEN TIES TO TRUE
  UNBOUNDED UNION UPDATE USING VALUES WHEN WHERE WINDOW WITH WITHIN WITHOUT`.split(/\s+/),
)
