/** For tests of a project's migrations, in any test runner: `import { … } from 'tsmig/testing'`. */
import { formatVerification, summaryOf } from './cli/format/verification.ts'
import { colourless } from './cli/terminal.ts'
import type { VerifyReport } from './commands/verify/report.ts'
import { type VerifyOptions, verify } from './commands/verify.ts'
import { TsmigError } from './support/errors.ts'

export type { Difference } from './autogenerate/difference.ts'
export type { MigrationReport } from './commands/migrate.ts'
export { type MigratedDatabase, type MigrateToOptions, migrateTo } from './commands/migrated-database.ts'
export type { CommandOptions } from './commands/options.ts'
export type {
  DatabaseVerification,
  DeclarationCheck,
  Failure,
  VerifyFinding,
  VerifyReport,
} from './commands/verify/report.ts'
export type { SchemaSnapshot } from './schema/snapshot.ts'
export { type VerifyOptions, verify }

/**
 * Runs `verify`, and gives its report where all is well.
 * @throws TsmigError `not-verified`, whose message is the report as `tsmig verify` prints it; what `verify` throws.
 */
export async function assertVerified(options: VerifyOptions = {}): Promise<VerifyReport> {
  const report = await verify(options)
  if (report.passed) return report
  const strict = options.strict === true
  const lines = report.databases.flatMap((one) => [
    summaryOf(one),
    ...formatVerification(one, colourless, { strict }),
  ])
  throw new TsmigError(
    'not-verified',
    lines.join('\n'),
    'Mend the revisions that are named: what their upgrade does, their downgrade has to undo.',
  )
}
