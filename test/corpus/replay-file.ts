import { basename } from 'node:path'
import { createAll } from '../../src/autogenerate/order/create-all.ts'
import type { Dialect, Query } from '../../src/dialects/dialect.ts'
import type { SchemaSnapshot } from '../../src/schema/snapshot.ts'
import { apply, directionsOf, dropsOf, found, nothing } from './autogenerate.ts'
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
  /** What autogenerate finds to do where the declared schema is that of the database. */
  readonly phantoms: readonly string[]
  /** What is still there after the downgrade, and after all was dropped that was read. */
  readonly left: readonly string[]
  /** Queries that reading the loaded schema took. */
  readonly queries: number
  /** Seconds that it took. */
  readonly seconds: number
}

/**
 * Loads a file into an empty database and reads it; declares what was read, and makes that in another empty database
 * by tsmig's own operations; reads that. Nothing may differ, nor in what the server's own tool says of both. Then
 * autogenerate writes its revisions for what was declared.
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
    const { snapshot, queries, seconds } = before
    const written = await declared(snapshot)
    await apply(made, createAll(written, name))
    const after = await read(dialect, made.query)
    const differences = [
      ...snapshotDifferences(snapshot, after.snapshot),
      ...textDifferences((await loaded.dump()) ?? [], (await made.dump()) ?? []),
    ]
    return {
      file: basename(file),
      tables: snapshot.tables.length,
      objects: snapshot.objects.length,
      unread: snapshot.unread.map(({ what, reason }) => `${what}: ${reason}`),
      differences,
      ...(await revisions(loaded, written, snapshot)),
      queries,
      seconds,
    }
  } finally {
    await loaded.drop()
    await made.drop()
  }
}

/**
 * Where a database holds what is declared, autogenerate has nothing to do. What drops all leaves it empty; the revision
 * that autogenerate writes there makes all again, so that there is nothing to do; and what undoes it leaves nothing.
 */
async function revisions(
  database: CorpusDatabase,
  written: SchemaSnapshot,
  snapshot: SchemaSnapshot,
): Promise<Pick<FileReport, 'phantoms' | 'left'>> {
  const current = async () => (await read(database.dialect, database.query)).snapshot
  const first = await found(database, written, snapshot)
  await apply(database, await dropsOf(snapshot, database))
  const dropped = await current()
  const { upgrade, downgrade } = await directionsOf(await found(database, written, dropped))
  await apply(database, upgrade)
  const second = await found(database, written, await current())
  await apply(database, downgrade)
  return {
    phantoms: [...first, ...second].map(({ operation }) => JSON.stringify(operation)),
    left: [dropped, await current()].flatMap((one) => snapshotDifferences(nothing, one)),
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
