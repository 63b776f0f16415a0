import { concurrentIndex } from './concurrency/concurrent-index.ts'
import { lockWait } from './concurrency/lock-wait.ts'
import { oneProcess } from './concurrency/one-process.ts'
import { outsideTransaction } from './concurrency/outside-transaction.ts'
import { pooled } from './concurrency/pooled.ts'
import { race } from './concurrency/race.ts'
import { twoHistories } from './concurrency/two-histories.ts'
import { killed } from './crash/killed.ts'
import { observed } from './crash/observed.ts'
import { signals } from './crash/signals.ts'
import { unfinished } from './crash/unfinished.ts'
import type { FaultTest } from './fault-test.ts'
import { badFiles } from './history/bad-files.ts'
import { badInis } from './history/bad-inis.ts'
import { liveNames } from './hostile/live-names.ts'
import { messages } from './hostile/messages.ts'
import { paths } from './hostile/paths.ts'
import { brokenConnection } from './network/broken-connection.ts'
import { lockedTable } from './network/locked-table.ts'

/** All tests, in the order of the table. */
export const tests: readonly FaultTest[] = [
  // Concurrent runs
  race,
  concurrentIndex,
  pooled,
  lockWait,
  twoHistories,
  oneProcess,
  outsideTransaction,
  // Crashes
  killed,
  unfinished,
  signals,
  observed,
  // Network, time-outs, resources, rights
  brokenConnection,
  lockedTable,
  // History and files
  badFiles,
  badInis,
  messages,
  liveNames,
  paths,
]
