import type { Heads } from '../../graph/revision.ts'
import { withDatabase } from '../database.ts'
import { requireKnown } from '../known-rows.ts'
import type { Project } from '../open.ts'
import { readSettings } from './settings.ts'

/** The rows of the project's database, for a command that shows where it stands. Throws for an unknown row. */
export async function databaseHeads(project: Project): Promise<Heads> {
  const settings = await readSettings(project)
  return withDatabase(settings, { create: false }, async (database) => {
    const heads = await database.readHeads()
    requireKnown(project, heads, database)
    return heads
  })
}
