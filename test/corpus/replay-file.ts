import { basename } from 'node:path'
import { createAll } from '../../src/autogenerate/create-all.ts'
import type { Dialect, Query } from '../../src/dialects/dialect.ts'
import { readShapes } from '../../src/runtime/table-shapes.ts'
import type { SchemaSnapshot } from '../../src/schema/snapshot.ts'
import { type CorpusDatabase, createCorpusDatabase, dialectOf, readScript } from './database.ts'
import { declared } from './declared.ts'
import { snapshotDifferences, textDifferences } from './differences.ts'

/** What became of one file of the corpus. */
export interface FileReport {
  readonly file: string
  readonly tables: number
  readonly objects: number
  readonly unread: readonly string[]
  readonly differences: readonly string[]
  /** Queries that reading the loaded schema took. */
  readonly queries: number
  /** Seconds that it took. */
  readonly seconds: number
}

/**
 * Loads a file into an empty database and reads it; declares what was read, and makes that in another empty database
 * by tsmig's own operations; reads that. Nothing may differ, nor, on PostgreSQL, in what pg_dump says of both.
 */
export async function replayFile(file: string): Promise<FileReport> {
  const name = dialectOf(file)
  if (name === undefined)
    throw new Error(`${file} is for no known server: *.pg.sql, *.mariadb.sql, *.sqlite.sql`)
  const [loaded, made] = [await createCorpusDatabase(name), await createCorpusDatabase(name)]
  const { dialect } = loaded
  try {
    await loaded.load(readScript(file))
    const before = await read(dialect, loaded.query)
    await createIn(dialect, made, await declared(before.snapshot))
    const after = await read(dialect, made.query)
    const { snapshot, queries, seconds } = before
    return {
      file: basename(file),
      tables: snapshot.tables.length,
      objects: snapshot.objects.length,
      unread: snapshot.unread.map(({ what, reason }) => `${what}: ${reason}`),
      differences: [
        ...snapshotDifferences(snapshot, after.snapshot),
        ...textDifferences((await loaded.dump()) ?? [], (await made.dump()) ?? []),
      ],
      queries,
      seconds,
    }
  } finally {
    await loaded.drop()
    await made.drop()
  }
}

interface Reading {
  readonly snapshot: SchemaSnapshot
  readonly queries: number
  readonly seconds: number
}

async function read(dialect: Dialect, query: Query): Promise<Reading> {
  if (dialect.introspect === undefined) throw new Error(`${dialect.name} can't be read`)
  let queries = 0
  const start = performance.now()
  const snapshot = await dialect.introspect((sql, bindings) => {
    queries++
    return query(sql, bindings)
  })
  return { snapshot, queries, seconds: (performance.now() - start) / 1000 }
}

async function createIn(
  dialect: Dialect,
  { query }: CorpusDatabase,
  snapshot: SchemaSnapshot,
): Promise<void> {
  for (const text of dialect.session ?? []) await query(text)
  for (const operation of createAll(snapshot, dialect.name)) {
    const shapes = await readShapes(dialect, query, operation)
    for (const statement of dialect.compile(operation, shapes)) {
      const text = dialect.inline(statement)
      await query(text).catch((error: unknown) => {
        throw new Error(`${error instanceof Error ? error.message : String(error)} in\n${text}`, {
          cause: error,
        })
      })
    }
  }
}
