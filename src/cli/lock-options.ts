import type { Command } from 'commander'
import { parseDuration } from '../support/duration.ts'
import { TsmigError } from '../support/errors.ts'

/** What commands take that keep other runs away. */
export interface LockOptions {
  readonly lockTimeout?: string
  /** commander says true where there is no `--no-lock`. */
  readonly lock?: boolean
}

export function withLockOptions(command: Command): Command {
  return command
    .option('--lock-timeout <time>', 'how long to wait for another run to end: 500ms, 30s, 10min')
    .option('--no-lock', 'keep no other run away')
}

/** The same as commands take them. Throws `usage` for what is no time. */
export function lockOptions({ lockTimeout, lock }: LockOptions) {
  const timeout = lockTimeout === undefined ? undefined : parseDuration(lockTimeout)
  if (lockTimeout !== undefined && timeout === undefined) {
    throw new TsmigError(
      'usage',
      `--lock-timeout ${lockTimeout} is no span of time`,
      'Write a number and a unit: 500ms, 30s, 10min, or 0 not to wait.',
    )
  }
  return {
    ...(timeout !== undefined && { lockTimeout: timeout }),
    ...(lock === false && { lock: false }),
  }
}
