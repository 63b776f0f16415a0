import { race } from './concurrency/race.ts'
import type { FaultTest } from './fault-test.ts'
import { badFiles } from './history/bad-files.ts'
import { lockedTable } from './network/locked-table.ts'

/** All tests, in the order of the table. */
export const tests: readonly FaultTest[] = [
  // Concurrent runs
  race,
  // Network, time-outs, resources, rights
  lockedTable,
  // History and files
  badFiles,
]
