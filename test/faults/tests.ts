import { race } from './concurrency/race.ts'
import type { FaultTest } from './fault-test.ts'

/** All tests, in the order of the table. */
export const tests: readonly FaultTest[] = [race]
