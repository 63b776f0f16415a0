import Sqlite from 'better-sqlite3'
import type { Dialect, Query } from '../../src/dialects/dialect.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { readShapes } from '../../src/runtime/table-shapes.ts'
import type { Column } from '../../src/schema/model.ts'
import { type SchemaSnapshot, sortSnapshot } from '../../src/schema/snapshot.ts'
import type { Kind } from '../support/databases.ts'
import { createMariadbDatabase } from '../support/mariadb.ts'
import { createTestDatabase } from '../support/postgres.ts'

/** A database to make things in, change them, and read them. */
export interface Scratch {
  readonly dialect: Dialect
  readonly query: Query
  empty(): Promise<void>
  /** One operation after the other, each with the shapes that it needs. */
  run(operations: readonly Operation[]): Promise<void>
  read(): Promise<SchemaSnapshot>
  close(): Promise<void>
}

type Server = Pick<Scratch, 'dialect' | 'query' | 'empty' | 'close'>

export async function openScratch(kind: Kind): Promise<Scratch> {
  const server = await open(kind)
  const { dialect, query } = server
  return {
    ...server,
    async run(operations) {
      for (const operation of operations) {
        const shapes = await readShapes(dialect, query, operation)
        for (const statement of dialect.compile(operation, shapes)) await query(dialect.inline(statement))
      }
    },
    async read() {
      if (dialect.introspect === undefined) throw new Error(`${dialect.name} is not read`)
      return sortSnapshot(await dialect.introspect(query))
    },
  }
}

async function open(kind: Kind): Promise<Server> {
  switch (kind) {
    case 'postgres': {
      const database = await createTestDatabase()
      return {
        dialect: postgres,
        query: (sql, bindings) => database.query(sql, bindings),
        empty: async () =>
          void (await database.query(
            'DROP SCHEMA IF EXISTS shop CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public',
          )),
        close: () => database.drop(),
      }
    }
    case 'mysql': {
      const database = await createMariadbDatabase()
      for (const text of database.dialect.session ?? []) await database.query(text)
      return {
        dialect: database.dialect,
        query: (sql) => database.query(sql),
        empty: () => database.empty(),
        close: () => database.drop(),
      }
    }
    case 'sqlite': {
      let database = new Sqlite(':memory:')
      return {
        dialect: sqlite,
        query: async (sql, bindings = []) => {
          const statement = database.prepare<unknown[], Record<string, unknown>>(sql)
          if (statement.reader) return statement.all(...bindings)
          statement.run(...bindings)
          return []
        },
        empty: async () => {
          database.close()
          database = new Sqlite(':memory:')
        },
        close: async () => void database.close(),
      }
    }
  }
}

/** A NOT NULL keeps its name when its table or column is renamed (PostgreSQL 18), and that name counts for nothing. */
export function withoutNotNullNames(snapshot: SchemaSnapshot): SchemaSnapshot {
  const unnamed = (column: Column): Column => {
    const { postgres, ...rest } = column
    const { notNull, ...settings } = postgres ?? {}
    const { name: _, ...parts } = notNull ?? {}
    const kept = { ...settings, ...(Object.keys(parts).length > 0 && { notNull: parts }) }
    return Object.keys(kept).length === 0 ? rest : { ...rest, postgres: kept }
  }
  const tables = snapshot.tables.map((one) => ({
    ...one,
    table: { ...one.table, columns: one.table.columns.map(unnamed) },
  }))
  return { ...snapshot, tables }
}
