import { offlineDialect } from '../runtime/connect.ts'
import { LiveSink } from '../runtime/live-sink.ts'
import { acquireLock, transactionEnds } from '../runtime/lock.ts'
import { ScriptSink } from '../runtime/script-sink.ts'
import { VersionTable } from '../runtime/version-table.ts'
import { lockPolicy, makeVersionTable, withDatabase } from './database.ts'
import { readSettings } from './database-settings.ts'
import { openProject } from './open.ts'
import type { CommandOptions, OfflineOptions } from './options.ts'

export type EnsureVersionOptions = CommandOptions & OfflineOptions

/** Makes the version table where there is none. */
export async function ensureVersion(options: EnsureVersionOptions): Promise<void> {
  const project = await openProject(options)
  const settings = await readSettings(project)
  if (options.sql !== undefined) {
    const dialect = await offlineDialect(settings.source)
    await new ScriptSink(dialect, options.sql).accept(
      new VersionTable(dialect, settings.versionTable).create(),
    )
    return
  }
  await withDatabase(settings, { create: true }, async (database) => {
    const { session, table } = database
    const policy = lockPolicy(settings, table)
    const release = await acquireLock(session, policy)
    try {
      await makeVersionTable(database, new LiveSink(session, transactionEnds(policy)))
    } finally {
      await release()
    }
  })
}
