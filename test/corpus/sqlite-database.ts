import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { tokenize, unquote } from '../../src/dialects/sqlite/tokenize.ts'
import type { CorpusDatabase } from './database.ts'

type Row = Record<string, unknown>

/** A file that SQLite's shell loads: it takes text in double quotes, which better-sqlite3 refuses. */
export function sqliteDatabase(): CorpusDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'tsmig-corpus-'))
  const file = join(folder, 'corpus.db')
  const database = new Sqlite(file)
  database.pragma('synchronous = OFF')
  return {
    dialect: sqlite,
    async query(sql, bindings = []) {
      const statement = database.prepare<unknown[], Row>(sql)
      if (statement.reader) return statement.all(...bindings)
      statement.run(...bindings)
      return []
    },
    load: async (script) => void execFileSync('sqlite3', ['-batch', '-bail', file], { input: script }),
    dump: () => Promise.resolve(dump(database)),
    drop: async () => {
      database.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** What SQLite's pragmas say of each table, apart from how its statement is written; views and triggers by their tokens. */
export function dump(database: Database): readonly string[] {
  const rows = (sql: string, ...bindings: readonly unknown[]) =>
    database.prepare<unknown[], Row>(sql).all(...bindings)
  const tables = rows(
    "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main' ORDER BY name",
  )
  const keyOf = (table: unknown) =>
    rows('SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk', table).map(({ name }) => name)
  const described = tables
    .filter(({ type, name }) => type === 'table' && !String(name).startsWith('sqlite_'))
    .map((table) => [
      JSON.stringify(table),
      ...rows('SELECT * FROM pragma_table_xinfo(?)', table.name).map((column) =>
        JSON.stringify({
          ...column,
          notnull: column.notnull === 1 || isRowid(rows, table, column),
          type: plainType(column.type),
          dflt_value: plainDefault(column.dflt_value),
        }),
      ),
      ...references(rows, table.name, keyOf),
      ...indexes(rows, table.name),
    ])
  const others = rows("SELECT type, name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger')")
  return [
    ...described.map((lines) => lines.join('\n')),
    ...others.map(({ type, name, sql }) => `${type} ${name} ${plainTokens(String(sql))}`),
  ].sort()
}

/** Such a column is never null, whatever it says. */
function isRowid(rows: Rows, table: Row, column: Row): boolean {
  const keys = rows('SELECT 1 FROM pragma_table_xinfo(?) WHERE pk > 0', table.name)
  const indexes = rows("SELECT 1 FROM pragma_index_list(?) WHERE origin = 'pk'", table.name)
  return column.pk === 1 && keys.length === 1 && indexes.length === 0
}

type Rows = (sql: string, ...bindings: readonly unknown[]) => readonly Row[]

/** A reference to no column in particular is one to the primary key. */
function references(
  rows: Rows,
  table: unknown,
  keyOf: (table: unknown) => readonly unknown[],
): readonly string[] {
  const keys = new Map<unknown, Row[]>()
  for (const row of rows('SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq', table)) {
    keys.set(row.id, [...(keys.get(row.id) ?? []), row])
  }
  return [...keys.values()]
    .map((key) =>
      key.map(({ id: _, seq, to, ...rest }) =>
        JSON.stringify({
          ...rest,
          table: lower(rest.table),
          from: lower(rest.from),
          to: lower(to ?? keyOf(rest.table)[Number(seq)]),
        }),
      ),
    )
    .map((key) => key.join('\n'))
    .sort()
}

function lower(name: unknown): string {
  return String(name).toLowerCase()
}

function indexes(rows: Rows, table: unknown): readonly string[] {
  return rows('SELECT name, "unique", origin, partial FROM pragma_index_list(?)', table)
    .map(({ name, ...index }) => {
      const keys = rows(
        'SELECT name, "desc", upper(coll) AS coll, key FROM pragma_index_xinfo(?) ORDER BY seqno',
        name,
      )
      return JSON.stringify([index.origin === 'c' ? name : '', index, keys])
    })
    .sort()
}

function plainType(type: unknown): string {
  return String(type).toUpperCase().replaceAll(/\s/g, '')
}

/** No default is NULL; a name is text. */
function plainDefault(text: unknown): unknown {
  if (text === null || /^\(*null\)*$/i.test(String(text))) return null
  const [token, ...more] = tokenize(String(text))
  return more.length === 0 && (token?.kind === 'string' || token?.kind === 'name')
    ? unquote(token)
    : plainTokens(String(text))
}

function plainTokens(sql: string): string {
  return tokenize(sql)
    .map((token) =>
      token.kind === 'word' || token.kind === 'name' ? unquote(token).toLowerCase() : token.text,
    )
    .filter((text) => text !== '(' && text !== ')' && text !== ';')
    .join(' ')
    .replace(/ (?:before|for each row)(?= )/g, '')
}
