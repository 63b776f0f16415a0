import type { Job } from './job.ts'
import { apply } from './jobs/apply.ts'
import { bulkInsert } from './jobs/bulk-insert.ts'
import { check } from './jobs/check.ts'
import { graph } from './jobs/graph.ts'
import { history } from './jobs/history.ts'
import { noOp } from './jobs/no-op.ts'
import { oneRevision } from './jobs/one-revision.ts'
import { packageSize } from './jobs/package-size.ts'
import { rebuild } from './jobs/rebuild.ts'
import { roundTrips } from './jobs/round-trips.ts'
import { startUp } from './jobs/start-up.ts'

/** In the order in which they run. */
export const jobs: readonly Job[] = [
  startUp,
  history,
  noOp,
  oneRevision,
  apply,
  roundTrips,
  bulkInsert,
  rebuild,
  check,
  graph,
  packageSize,
]
