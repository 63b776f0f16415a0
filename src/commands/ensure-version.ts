import { offlineDialect } from '../runtime/connect.ts'
import { LiveSink } from '../runtime/live-sink.ts'
import { acquireRunLock } from '../runtime/lock/run-lock.ts'
import { ScriptSink } from '../runtime/script-sink.ts'
import { VersionTable } from '../runtime/version-table.ts'
import { inDatabase } from './database/error.ts'
import { type DatabaseSettings, readDatabases, readSettings } from './database/settings.ts'
import { lockPolicy, makeLogTable, makeVersionTable, withDatabase } from './database.ts'
import { openProject } from './open.ts'
import type { CommandOptions, OfflineOptions } from './options.ts'

export type EnsureVersionOptions = CommandOptions & OfflineOptions

/** Makes the version table where there is none, in each of several databases. */
export async function ensureVersion(options: EnsureVersionOptions = {}): Promise<void> {
  const project = await openProject(options)
  if (options.sql !== undefined) return writeTable(await readSettings(project), options.sql)
  const databases = await readDatabases(project)
  for (const settings of databases) await inDatabase(settings, databases, () => makeTable(settings))
}

async function writeTable({ name, source, versionTable }: DatabaseSettings, write: (text: string) => void) {
  const dialect = await offlineDialect(source)
  const sink = new ScriptSink(dialect, write)
  if (name !== undefined) sink.comment(`Database ${name}`)
  await sink.accept(new VersionTable(dialect, versionTable).create())
}

function makeTable(settings: DatabaseSettings): Promise<void> {
  return withDatabase(settings, { create: true }, async (database) => {
    const { session, table } = database
    const policy = lockPolicy(settings, table)
    const lock = await acquireRunLock(session, policy)
    try {
      const sink = new LiveSink(session, lock.ends)
      await makeVersionTable(database, sink)
      await makeLogTable(database, sink)
    } finally {
      await lock.release()
    }
  })
}
