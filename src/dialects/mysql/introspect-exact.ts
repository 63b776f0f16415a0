import type { Column } from '../../schema/model.ts'
import type { Query } from '../dialect.ts'
import { type Row, textIn, textOrEmpty } from './catalog-row.ts'
import { identifier, tableName } from './identifier.ts'
import { bytesDefault } from './introspect-default.ts'
import { columnKey } from './introspect-table.ts'
import { isBinary } from './introspect-type.ts'
import { scan, scanServerText, type Token } from './scan.ts'

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

/** Whether the default of a column is a string that the catalog can't show: bytes, or what has a question mark in it. */
function needsReading(row: Row, isMariadb: boolean): boolean {
  const text = textOrEmpty(row, 'default_text')
  if (isMariadb) {
    const [only, ...more] = scanServerText(text)
    if (only?.kind !== 'string' || more.length > 0) return false
    return isBinary(textOrEmpty(row, 'type')) || text.includes('?')
  }
  return text.includes('?') && !/\bDEFAULT_GENERATED\b/i.test(textOrEmpty(row, 'extra'))
}

/** The defaults of such columns, by their keys; asked of the tables themselves, in one query for all. */
export async function readDefaults(
  query: Query,
  columns: readonly Row[],
  isMariadb: boolean,
): Promise<ReadonlyMap<string, Column['default']>> {
  const rows = columns.filter((row) => needsReading(row, isMariadb))
  if (rows.length === 0) return new Map()
  const answers = await query(rows.map(defaultQuery).join(' UNION ALL '))
  return new Map(
    answers.flatMap((answer) => {
      const row = rows[Number(answer.place)]
      const bytes = textIn(answer, 'bytes')
      if (row === undefined || bytes === undefined) return []
      const value = Buffer.from(bytes, 'hex')
      return [
        [columnKey(row), isBinary(textOrEmpty(row, 'type')) ? bytesDefault(value) : value.toString('utf8')],
      ]
    }),
  )
}

function defaultQuery(row: Row, place: number): string {
  const value = `DEFAULT(t.${identifier(textOrEmpty(row, 'name'))})`
  const table = tableName({ schema: textOrEmpty(row, 'schema'), name: textOrEmpty(row, 'table_name') })
  const bytes = isBinary(textOrEmpty(row, 'type')) ? value : `CONVERT(${value} USING utf8mb4)`
  return `SELECT ${place} AS place, HEX(${bytes}) AS bytes FROM (SELECT 1) AS one LEFT JOIN ${table} AS t ON FALSE`
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
