import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import type { Query, TableShape } from '../../../src/dialects/dialect.ts'
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts'
import type { Operation } from '../../../src/operations/operation.ts'

export type Row = Record<string, unknown>

/** A database in a file of its own, opened as better-sqlite3 opens one: with foreign keys on. */
export interface TestFile {
  readonly database: Database
  readonly query: Query
  exec(sql: string): void
  rows(sql: string, ...bindings: readonly unknown[]): readonly Row[]
  shape(table: string, schema?: string): Promise<TableShape | undefined>
  /** Runs operations in one transaction, as a revision does; gives the statements. */
  run(...operations: readonly Operation[]): Promise<readonly string[]>
  close(): void
}

export function openFile(): TestFile {
  const folder = mkdtempSync(join(tmpdir(), 'tsmig-sqlite-'))
  const database = new Sqlite(join(folder, 'test.db'))
  // Nobody pulls the plug on a test.
  database.exec('PRAGMA synchronous = OFF')
  const rows = (sql: string, ...bindings: readonly unknown[]) =>
    database.prepare<unknown[], Row>(sql).all(...bindings)
  const query: Query = async (sql, bindings = []) => rows(sql, ...bindings)
  return {
    database,
    query,
    rows,
    exec: (sql) => database.exec(sql),
    shape: (name, schema) => sqlite.shapeOf(query, schema === undefined ? { name } : { name, schema }),
    run: (...operations) => runAll(database, query, operations),
    close: () => {
      database.close()
      rmSync(folder, { recursive: true })
    },
  }
}

async function runAll(
  database: Database,
  query: Query,
  operations: readonly Operation[],
): Promise<readonly string[]> {
  const { bracket } = sqlite
  const done: string[] = []
  if (bracket.foreignKeys !== undefined) database.exec(bracket.foreignKeys.off)
  database.exec(bracket.begin)
  try {
    const before = violations(database)
    for (const operation of operations) done.push(...(await perform(database, query, operation)))
    const broken = violations(database).filter((row) => !before.includes(row))
    if (broken.length > 0) throw new Error(`broken foreign keys: ${broken.join(', ')}`)
    database.exec('COMMIT')
  } finally {
    if (database.inTransaction) database.exec('ROLLBACK')
    for (const sql of bracket.afterEnd) database.exec(sql)
    if (bracket.foreignKeys !== undefined) database.exec(bracket.foreignKeys.on)
  }
  return done
}

async function perform(database: Database, query: Query, operation: Operation): Promise<readonly string[]> {
  const shapes = new Map<string, TableShape | undefined>()
  for (const table of sqlite.needs(operation)) {
    shapes.set(sqlite.tableName(table), await sqlite.shapeOf(query, table))
  }
  const statements = sqlite.compile(operation, (table) => shapes.get(sqlite.tableName(table)))
  for (const { sql, bindings } of statements) {
    const statement = database.prepare(sql)
    if (statement.reader) statement.all(...(bindings ?? []))
    else statement.run(...(bindings ?? []))
  }
  return statements.map(({ sql }) => sql)
}

function violations(database: Database): readonly string[] {
  const rows = database.prepare<[], Row>(sqlite.bracket.foreignKeys?.violations ?? '').all()
  return rows.map(({ fkid: _, ...row }) => JSON.stringify(row))
}
