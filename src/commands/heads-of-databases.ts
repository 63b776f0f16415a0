import type { Heads } from '../graph/revision.ts'
import type { Project } from './open.ts'

/** `databaseHeads`, loaded when it is asked for: most listings need no database, and nothing of what reaches one. */
export async function headsOfDatabases(project: Project): Promise<Heads> {
  const { databaseHeads } = await import('./database/heads.ts')
  return databaseHeads(project)
}
