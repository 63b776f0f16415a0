import type { Plan } from '../graph/plan.ts'
import { planStamp, requireRowsApart } from '../graph/plan-stamp.ts'
import { type MigrationReport, migrate } from './migrate.ts'
import { openProject, type Project } from './open.ts'
import type { CommandOptions, OfflineOptions } from './options.ts'
import { requireOptions } from './require-options.ts'

export interface StampOptions extends CommandOptions, OfflineOptions {
  /** Where the database is to stand: ids, `head`, `heads`, `base`, …; with `sql` also `start:end`. */
  readonly targets: readonly string[]
  /** Empty the version table first, whatever it holds. */
  readonly purge?: boolean
}

/** Writes into the version table that the database stands at the targets, and runs nothing. */
export async function stamp(options: StampOptions): Promise<MigrationReport> {
  requireOptions('stamp', options, { targets: ['head'] })
  const project = await openProject(options)
  const { sql, targets, purge = false } = options
  if (sql === undefined) {
    const plan = (heads: readonly string[]) => planned(project, targets, heads, { purge })
    return migrate(project, { plan, purge, oneTransaction: true })
  }
  const plan = planned(project, targets, [], { purge, offline: true })
  const { writeScript } = await import('./script.ts')
  return writeScript(project, { plan, createTable: plan.start.length === 0, oneTransaction: true }, sql)
}

function planned(
  { graph }: Project,
  targets: readonly string[],
  heads: readonly string[],
  options: Parameters<typeof planStamp>[3],
): Plan {
  const plan = planStamp(graph, targets, heads, options)
  requireRowsApart(graph, plan)
  return plan
}
