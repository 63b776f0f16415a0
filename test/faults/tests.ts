import { race } from './concurrency/race.ts'
import type { FaultTest } from './fault-test.ts'
import { lockedTable } from './network/locked-table.ts'

/** All tests, in the order of the table. */
export const tests: readonly FaultTest[] = [race, lockedTable]
