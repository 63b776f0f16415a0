import type { Query } from '../dialect.ts'
import { literal } from './literal.ts'
import { scan, type Token } from './scan.ts'

/**
 * What the server says of the tables, views, routines, triggers, events and databases that a DDL statement names, as
 * `Dialect.traceOf` wants it. One statement of DDL is done as a whole or not at all, but for the few that are left out.
 */
export async function traceOf(query: Query, sql: string): Promise<string | undefined> {
  const tokens = scan(sql).filter(({ kind }) => kind !== 'comment')
  const [verb = ''] = wordsOf(tokens)
  if (repeatable.has(verb)) return 'again'
  const kind = kindOf(tokens)
  if (!verbs.has(verb) || kind === undefined || isNotWhole(tokens, verb)) return undefined
  const names = namesOf(tokens)
  if (names.length === 0) return undefined
  return JSON.stringify(await readers[kind](query, names.map(literal).join(', ')))
}

const verbs = new Set(['CREATE', 'ALTER', 'DROP', 'RENAME'])
const repeatable = new Set(['TRUNCATE', 'ANALYZE', 'OPTIMIZE', 'CHECK', 'FLUSH'])

const kinds = {
  TABLE: 'table',
  TABLES: 'table',
  VIEW: 'table',
  INDEX: 'table',
  SEQUENCE: 'table',
  TRIGGER: 'trigger',
  PROCEDURE: 'routine',
  FUNCTION: 'routine',
  EVENT: 'event',
  DATABASE: 'database',
  SCHEMA: 'database',
} as const
type Kind = (typeof kinds)[keyof typeof kinds]

function wordsOf(tokens: readonly Token[]): readonly string[] {
  return tokens.filter(({ kind }) => kind === 'word').map(({ text }) => text.toUpperCase())
}

/** The kind is told among the first words, behind `OR REPLACE`, `DEFINER = …` and their like. */
function kindOf(tokens: readonly Token[]): Kind | undefined {
  for (const word of wordsOf(tokens).slice(1, 14)) if (word in kinds) return kinds[word as keyof typeof kinds]
  return undefined
}

/** Several tables are dropped or renamed one by one; what some changes move doesn't show; TEMPORARY ends with a session. */
function isNotWhole(tokens: readonly Token[], verb: string): boolean {
  const words = wordsOf(tokens)
  if (words.slice(0, 4).includes('TEMPORARY') || words.some((word) => unseen.has(word))) return true
  return (verb === 'DROP' || verb === 'RENAME') && tokens.some(({ text }) => text === ',')
}

const unseen = new Set(['EXCHANGE', 'DISCARD', 'IMPORT'])

const mostNames = 500

/** All that may be a name, keywords too: what is none finds nothing. */
function namesOf(tokens: readonly Token[]): readonly string[] {
  const names = tokens.flatMap(({ kind, text }) => {
    if (kind === 'name') return [text.slice(1, -1).replaceAll('``', '`')]
    // With ANSI_QUOTES.
    if (kind === 'string' && text.startsWith('"')) return [text.slice(1, -1)]
    return kind === 'word' && !/^[\d@]/.test(text) ? [text] : []
  })
  return [...new Set(names)].slice(0, mostNames)
}

const readers: Readonly<Record<Kind, (query: Query, names: string) => Promise<unknown>>> = {
  async table(query, names) {
    const found = await query(
      `SELECT TABLE_SCHEMA AS place, TABLE_NAME AS name FROM information_schema.TABLES
       WHERE TABLE_NAME IN (${names}) AND TABLE_SCHEMA IN (DATABASE(), ${names}) ORDER BY 1, 2`,
    )
    const texts: unknown[] = []
    for (const { place, name } of found) {
      const rows = await query(`SHOW CREATE TABLE ${quoted(place)}.${quoted(name)}`)
      texts.push([place, name, ...Object.values(rows[0] ?? {}).map(withoutCounter)])
    }
    return texts
  },
  trigger: (query, names) =>
    query(
      `SELECT TRIGGER_SCHEMA, TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_STATEMENT
       FROM information_schema.TRIGGERS
       WHERE TRIGGER_NAME IN (${names}) AND TRIGGER_SCHEMA IN (DATABASE(), ${names}) ORDER BY 1, 2`,
    ),
  routine: (query, names) =>
    query(
      `SELECT ROUTINE_SCHEMA, ROUTINE_NAME, ROUTINE_TYPE, ROUTINE_DEFINITION, ROUTINE_COMMENT, SECURITY_TYPE, LAST_ALTERED
       FROM information_schema.ROUTINES
       WHERE ROUTINE_NAME IN (${names}) AND ROUTINE_SCHEMA IN (DATABASE(), ${names}) ORDER BY 1, 2, 3`,
    ),
  event: (query, names) =>
    query(
      `SELECT EVENT_SCHEMA, EVENT_NAME, EVENT_DEFINITION, STATUS, INTERVAL_VALUE, INTERVAL_FIELD, EXECUTE_AT, LAST_ALTERED
       FROM information_schema.EVENTS
       WHERE EVENT_NAME IN (${names}) AND EVENT_SCHEMA IN (DATABASE(), ${names}) ORDER BY 1, 2`,
    ),
  database: (query, names) =>
    query(
      `SELECT SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME
       FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN (${names}) ORDER BY 1`,
    ),
}

function quoted(name: unknown): string {
  return `\`${String(name).replaceAll('`', '``')}\``
}

/** Rows move it. */
function withoutCounter(text: unknown): unknown {
  return typeof text === 'string' ? text.replace(/ AUTO_INCREMENT=\d+/g, '') : text
}
