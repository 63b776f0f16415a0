import type { Command } from 'commander'
import { readDuration } from './read-duration.ts'

/** What commands take that change a database: how they keep other runs away, and how long they wait. */
export interface LockOptions {
  readonly lockTimeout?: string
  readonly tableLockTimeout?: string
  readonly tableLockRetry?: string
  readonly statementTimeout?: string
  /** commander says true where there is no `--no-lock`. */
  readonly lock?: boolean
}

export function withLockOptions(command: Command): Command {
  return command
    .option('--lock-timeout <time>', 'how long to wait for another run to end: 500ms, 30s, 10min')
    .option('--table-lock-timeout <time>', 'how long a statement waits for a lock on a table')
    .option('--table-lock-retry <time>', 'for how long what found a table locked is tried again')
    .option('--statement-timeout <time>', 'how long a statement may take')
    .option('--no-lock', 'keep no other run away')
}

/** The same as commands take them. Throws `usage` for what is no time. */
export function lockOptions(options: LockOptions) {
  const { lockTimeout, tableLockTimeout, tableLockRetry, statementTimeout, lock } = options
  return {
    ...(lockTimeout !== undefined && { lockTimeout: readDuration('--lock-timeout', lockTimeout) }),
    ...(tableLockTimeout !== undefined && {
      tableLockTimeout: readDuration('--table-lock-timeout', tableLockTimeout),
    }),
    ...(tableLockRetry !== undefined && {
      tableLockRetry: readDuration('--table-lock-retry', tableLockRetry),
    }),
    ...(statementTimeout !== undefined && {
      statementTimeout: readDuration('--statement-timeout', statementTimeout),
    }),
    ...(lock === false && { lock: false }),
  }
}
