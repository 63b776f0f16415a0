import type { Plan, Step } from '../graph/plan.ts'
import type { Heads } from '../graph/revision.ts'
import type { Database } from './database.ts'
import { requireKnown } from './known-rows.ts'
import type { Project } from './open.ts'

/** What is wanted of a run. Plans are pure, so they can be made again when the rows have changed. */
export interface Migration {
  readonly plan: (heads: Heads) => Plan
  /** The version table is emptied first. */
  readonly purge?: boolean
  /** All steps in one transaction, whatever the project says. */
  readonly oneTransaction?: boolean
  /** Revisions that were edited after they were applied are told of. */
  readonly checksums?: true
}

/** What a run did: the steps in order, and the rows of the version table before and after. */
export interface RunReport {
  readonly steps: readonly Step[]
  readonly from: Heads
  readonly to: Heads
}

/** The plan for where a database stands. Throws `unknown-database-revision`; what planning throws. */
export function planFor(project: Project, migration: Migration, database: Database, heads: Heads): Plan {
  if (!migration.purge) requireKnown(project, heads, database)
  return migration.plan(heads)
}
