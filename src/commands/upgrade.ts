import { planUpgrade, planUpgradeOffline } from '../graph/plan-upgrade.ts'
import type { Phase } from '../graph/revision.ts'
import { withoutSignedLabels } from '../graph/signed-labels.ts'
import { type MigrationReport, migrate } from './migrate.ts'
import { openProject } from './open.ts'
import type { CommandOptions, OfflineOptions } from './options.ts'
import { requireOptions } from './require-options.ts'

export interface UpgradeOptions extends CommandOptions, OfflineOptions {
  /** `head`, `heads`, an id or the beginning of one, `+2`, `label@head`, …; with `sql` also `start:end`. */
  readonly target: string
  /**
   * Only the revisions of this phase: `expand` before the new code is rolled out, `contract` when the old code is gone.
   * Those that don't say count as expand, up to the first contract revision.
   */
  readonly phase?: Phase
}

/** Brings the database up to a target, or writes the script that does. */
export async function upgrade(options: UpgradeOptions): Promise<MigrationReport> {
  requireOptions('upgrade', options, { target: 'head' })
  const project = await openProject(options)
  const { sql, phase } = options
  const target = withoutSignedLabels(project.graph, options.target)
  if (sql === undefined) {
    return migrate(project, {
      plan: (heads) => planUpgrade(project.graph, target, heads, phase),
      checksums: true,
    })
  }
  const plan = planUpgradeOffline(project.graph, target, phase)
  const { writeScript } = await import('./script.ts')
  return writeScript(project, { plan, createTable: plan.start.length === 0 }, sql)
}
