import { concurrentIndex } from './concurrency/concurrent-index.ts'
import { lockWait } from './concurrency/lock-wait.ts'
import { oneProcess } from './concurrency/one-process.ts'
import { outsideTransaction } from './concurrency/outside-transaction.ts'
import { pooled } from './concurrency/pooled.ts'
import { race } from './concurrency/race.ts'
import { twoHistories } from './concurrency/two-histories.ts'
import { killedIndex } from './crash/concurrent-index.ts'
import { killed } from './crash/killed.ts'
import { observed } from './crash/observed.ts'
import { serverDies } from './crash/server-dies.ts'
import { signals } from './crash/signals.ts'
import { unfinished } from './crash/unfinished.ts'
import type { FaultTest } from './fault-test.ts'
import { badFiles } from './history/bad-files.ts'
import { badInis } from './history/bad-inis.ts'
import { editedFiles } from './history/edited-files.ts'
import { largeHistory } from './history/large-history.ts'
import { randomGraphs } from './history/random-graphs.ts'
import { unknownRevision } from './history/unknown-revision.ts'
import { iniTexts } from './hostile/ini-texts.ts'
import { liveNames } from './hostile/live-names.ts'
import { messages } from './hostile/messages.ts'
import { paths } from './hostile/paths.ts'
import { versionTable } from './hostile/version-table.ts'
import { brokenConnection } from './network/broken-connection.ts'
import { fullDisk } from './network/full-disk.ts'
import { lockedTable } from './network/locked-table.ts'
import { missingRights } from './network/missing-rights.ts'
import { readOnly } from './network/read-only.ts'
import { secrets } from './network/secrets.ts'
import { tls } from './network/tls.ts'

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
  serverDies,
  killedIndex,
  observed,
  // Network, time-outs, resources, rights
  brokenConnection,
  lockedTable,
  fullDisk,
  readOnly,
  missingRights,
  secrets,
  tls,
  // History and files
  unknownRevision,
  badFiles,
  badInis,
  editedFiles,
  randomGraphs,
  largeHistory,
  messages,
  liveNames,
  paths,
  versionTable,
  iniTexts,
]
