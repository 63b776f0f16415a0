import type { Knex } from 'knex'
import { planDowngrade } from '../graph/plan-downgrade.ts'
import { planUpgrade } from '../graph/plan-upgrade.ts'
import { withoutSignedLabels } from '../graph/signed-labels.ts'
import { createScratchDatabase } from '../runtime/scratch-database.ts'
import { openKnex } from '../runtime/scratch-knex.ts'
import { urlOfSource } from '../runtime/source-url.ts'
import type { SchemaSnapshot } from '../schema/snapshot.ts'
import { readSettings } from './database/settings.ts'
import { type MigrationReport, migrateOn } from './migrate.ts'
import { openProject } from './open.ts'
import type { CommandOptions } from './options.ts'
import { type ReadOptions, readSchema, withSession } from './read-schema.ts'
import { type ScratchOptions, scratchServer } from './scratch/server.ts'
import { scratchSettings } from './scratch/settings.ts'

/** The project to take, and where its database is made. */
export interface MigrateToOptions extends CommandOptions, ScratchOptions, Pick<ReadOptions, 'schemas'> {}

/** A throw-away database of a project, on its own server; on SQLite, a file in a temporary folder. */
export interface MigratedDatabase {
  /** Its URL, with the password. */
  readonly url: string
  /** A knex on it, which `close` ends. */
  readonly knex: Knex
  /** Brings it up to a target, as `tsmig upgrade` does. The env file's hooks don't hear of it. */
  upgrade(target: string): Promise<MigrationReport>
  /** Takes it down to a target, as `tsmig downgrade` does. */
  downgrade(target: string): Promise<MigrationReport>
  /** Its schema as data, without the version table. */
  snapshot(): Promise<SchemaSnapshot>
  /** Drops it. */
  close(): Promise<void>
}

/**
 * Makes a throw-away database and brings it up to a revision; `base` leaves it empty. The project's own database is not
 * touched. The caller closes it.
 * @throws TsmigError what `upgrade` throws; `no-scratch-database` where the server lets nobody make one.
 */
export async function migrateTo(target: string, options: MigrateToOptions = {}): Promise<MigratedDatabase> {
  const project = await openProject(options)
  const own = await readSettings(project)
  const scratch = await createScratchDatabase(scratchServer(options, own))
  const settings = scratchSettings(own, scratch.source)
  const knex = openKnex(scratch.source)
  const { schemas } = options
  const spelled = (to: string) => withoutSignedLabels(project.graph, to)
  const database: MigratedDatabase = {
    url: urlOfSource(scratch.source),
    knex,
    upgrade: (to) =>
      migrateOn(project, settings, { plan: (heads) => planUpgrade(project.graph, spelled(to), heads) }),
    downgrade: (to) =>
      migrateOn(project, settings, { plan: (heads) => planDowngrade(project.graph, spelled(to), heads) }),
    snapshot: () =>
      withSession(
        scratch.source,
        (session) => readSchema(session, schemas === undefined ? {} : { schemas }, settings.versionTable),
        { create: true },
      ),
    async close() {
      try {
        await knex.destroy()
      } finally {
        await scratch.drop()
      }
    },
  }
  try {
    if (target !== 'base') await database.upgrade(target)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}
