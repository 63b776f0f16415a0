import type { Column } from '../../../schema/model.ts'
import type { Query } from '../../dialect.ts'
import { identifier, tableName } from '../identifier.ts'
import { scan, scanServerText, type Token } from '../scan.ts'
import { type Row, textOrEmpty } from './catalog-row.ts'
import { bytesDefault } from './default.ts'
import { columnKey } from './table.ts'
import { isBinary } from './type.ts'

/**
 * Whether the catalog may show a view or a body poorer than it is: without the character sets before strings
 * (`_latin1'x'`), and with question marks for characters beyond U+FFFF.
 */
export function mayHaveLost(text: string): boolean {
  return text.includes('?') || scan(text).some(({ kind }) => kind === 'string')
}

/** The end of a CREATE statement that the catalog's text is a poorer copy of; `undefined` where it isn't. */
export function bodyIn(statement: string, poorer: string): string | undefined {
  const whole = scan(statement)
  const poor = scan(poorer)
  let at = whole.length
  for (const [fromEnd, { text }] of poor.toReversed().entries()) {
    at -= 1
    if (whole[at]?.text.replace(/[\u{10000}-\u{10ffff}]/gu, '?') !== text) return undefined
    const before = poor.at(-fromEnd - 2)?.text
    if (isCharacterSet(whole[at - 1], whole[at]) && whole[at - 1]?.text !== before) at -= 1
  }
  return statement.slice(whole[at]?.start)
}

function isCharacterSet(word: Token | undefined, string: Token | undefined): boolean {
  return word?.kind === 'word' && /^_\w+$/.test(word.text) && string?.kind === 'string'
}

/**
 * The same where strings have escapes, which MariaDB's catalog writes in its own way, backslashes among them: what the
 * statement would stand there as is compared with what does.
 */
export function escapedBodyIn(statement: string, poorer: string): string | undefined {
  let poor = ''
  let end = 0
  const starts = new Map<number, number>()
  const tokens = scan(statement)
  for (const [at, token] of tokens.entries()) {
    poor += statement.slice(end, token.start)
    starts.set(poor.length, token.start)
    if (!isCharacterSet(token, tokens[at + 1])) poor += asInCatalog(token)
    end = token.end
  }
  const body = poorer.trim()
  const start = poor.endsWith(body) ? starts.get(poor.length - body.length) : undefined
  return start === undefined ? undefined : statement.slice(start).trimEnd()
}

function asInCatalog({ kind, text }: Token): string {
  if (kind !== 'string') return text.replace(/[\u{10000}-\u{10ffff}]/gu, '????')
  const quote = text.slice(0, 1)
  const value = text
    .slice(1, -1)
    .replace(/\\([\s\S])|(['"])\2/g, (found: string, escaped?: string, doubled?: string) => {
      if (escaped === undefined) return doubled === quote ? quote : found
      return escapes.get(escaped) ?? (/[%_]/.test(escaped) ? found : escaped)
    })
    .replace(/[\u{10000}-\u{10ffff}]/gu, '?')
    .replaceAll(quote, quote + quote)
  return `${quote}${rewritten.reduce((all, one) => all.replaceAll(escapes.get(one) ?? one, `\\${one}`), value)}${quote}`
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['b', '\b'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['Z', '\x1a'],
])

/** What the catalog escapes again. */
const rewritten = ['0', 'n', 'r', 't', 'Z']

/** The query in the text of SHOW CREATE VIEW. */
export function queryIn(statement: string): string | undefined {
  const tokens = scanServerText(statement)
  const view = tokens.findIndex(({ kind, text }) => kind === 'word' && /^view$/i.test(text))
  const as = tokens.find(({ kind, text }, at) => at > view && kind === 'word' && /^as$/i.test(text))
  if (view === -1 || as === undefined) return undefined
  return statement
    .slice(as.end)
    .replace(/ WITH (?:CASCADED|LOCAL) CHECK OPTION\s*$/i, '')
    .trim()
}

/**
 * Whether the catalog doesn't tell the default of a column: a question mark in it can stand for anything, and MySQL cuts
 * bytes off at the first zero.
 */
function needsReading(row: Row, isMariadb: boolean): boolean {
  const text = textOrEmpty(row, 'default_text')
  const isCut = !isMariadb && /^0x/i.test(text) && isBinary(textOrEmpty(row, 'type'))
  if (!text.includes('?') && !isCut) return false
  if (!isMariadb) return !/\bDEFAULT_GENERATED\b/i.test(textOrEmpty(row, 'extra'))
  const [only, ...more] = scanServerText(text)
  return only?.kind === 'string' && more.length === 0
}

/** The defaults of such columns, by their keys; asked of the tables themselves. */
export async function readDefaults(
  query: Query,
  columns: readonly Row[],
  isMariadb: boolean,
): Promise<ReadonlyMap<string, Column['default']>> {
  const rows = columns.filter((row) => needsReading(row, isMariadb))
  const nullable = rows.filter((row) => textOrEmpty(row, 'nullable') === 'YES')
  const found = new Map<string, Column['default']>()
  if (nullable.length > 0) {
    const answers = await query(nullable.map(defaultQuery).join(' UNION ALL '))
    for (const answer of answers) {
      const row = nullable[Number(answer.place)]
      if (row !== undefined) found.set(columnKey(row), valueIn(row, answer))
    }
  }
  for (const row of rows) {
    if (!nullable.includes(row)) found.set(columnKey(row), await insertedDefault(query, row))
  }
  return found
}

/** In a row that an outer join makes up, DEFAULT is NULL for columns that are not null, and right for the others. */
function defaultQuery(row: Row, place: number): string {
  const value = bytesOf(row, `DEFAULT(t.${identifier(textOrEmpty(row, 'name'))})`)
  return `SELECT ${place} AS place, ${value} AS bytes FROM (SELECT 1) AS one LEFT JOIN ${tableOf(row)} AS t ON FALSE`
}

/** The value that a row of a temporary table with that column gets. */
async function insertedDefault(query: Query, row: Row): Promise<Column['default']> {
  const place = { name: `tsmig_default_${crypto.randomUUID().replaceAll('-', '')}` }
  const name = identifier(textOrEmpty(row, 'name'))
  await query(`CREATE TEMPORARY TABLE ${tableName(place)} AS SELECT ${name} FROM ${tableOf(row)} LIMIT 0`)
  try {
    await query(`INSERT INTO ${tableName(place)} () VALUES ()`)
    const [answer = {}] = await query(`SELECT ${bytesOf(row, name)} AS bytes FROM ${tableName(place)}`)
    return valueIn(row, answer)
  } finally {
    await query(`DROP TEMPORARY TABLE ${tableName(place)}`)
  }
}

function valueIn(row: Row, answer: Row): Column['default'] {
  const bytes = Buffer.from(textOrEmpty(answer, 'bytes'), 'hex')
  return isBinary(textOrEmpty(row, 'type')) ? bytesDefault(bytes) : bytes.toString('utf8')
}

function bytesOf(row: Row, value: string): string {
  return isBinary(textOrEmpty(row, 'type')) ? `HEX(${value})` : `HEX(CONVERT(${value} USING utf8mb4))`
}

function tableOf(row: Row): string {
  return tableName({ schema: textOrEmpty(row, 'schema'), name: textOrEmpty(row, 'table_name') })
}

/** The modes of `sql_mode` that change what SQL text means, by what in a text they change. */
const meanings: Readonly<Record<string, (sql: string) => boolean>> = {
  ANSI_QUOTES: (sql) => scan(sql).some(({ text }) => text.startsWith('"')),
  PIPES_AS_CONCAT: (sql) => sql.includes('||'),
  NO_BACKSLASH_ESCAPES: (sql) => sql.includes('\\'),
  HIGH_NOT_PRECEDENCE: (sql) => /\bnot\b/i.test(sql),
  REAL_AS_FLOAT: (sql) => /\breal\b/i.test(sql),
  ORACLE: () => true,
}

/** The modes that the text was written with and the session isn't in, or the other way round, where that matters. */
export function strangeModes(sql: string, modes: string, session: ReadonlySet<string>): readonly string[] {
  const written = new Set(modes.split(','))
  return Object.entries(meanings).flatMap(([mode, matters]) =>
    written.has(mode) !== session.has(mode) && matters(sql) ? mode : [],
  )
}
