import { planDowngrade, planDowngradeOffline } from '../graph/plan-downgrade.ts'
import { withoutSignedLabels } from '../graph/signed-labels.ts'
import { type MigrationReport, migrate } from './migrate.ts'
import { openProject } from './open.ts'
import type { CommandOptions, OfflineOptions } from './options.ts'
import { requireOptions } from './require-options.ts'

export interface DowngradeOptions extends CommandOptions, OfflineOptions {
  /** `base`, an id or the beginning of one, `-1`, `label@base`, …; with `sql` always `start:end`. */
  readonly target: string
}

/** Takes the database down to a target, or writes the script that does. */
export async function downgrade(options: DowngradeOptions): Promise<MigrationReport> {
  requireOptions('downgrade', options, { target: '-1' })
  const project = await openProject(options)
  const { sql } = options
  const target = withoutSignedLabels(project.graph, options.target)
  if (sql === undefined) {
    return migrate(project, { plan: (heads) => planDowngrade(project.graph, target, heads) })
  }
  const { writeScript } = await import('./script.ts')
  return writeScript(project, { plan: planDowngradeOffline(project.graph, target), createTable: false }, sql)
}
