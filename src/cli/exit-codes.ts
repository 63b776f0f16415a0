import { TsmigError } from '../support/errors.ts'

/** What the process ends with. Stable: scripts rely on it. */
export const exitCodes = {
  ok: 0,
  /** It was tried and failed. */
  failure: 1,
  /** The command line or the configuration is wrong; nothing was tried. */
  usage: 2,
  /** `current --check-heads`: the database is not at all heads. */
  notAtHeads: 3,
  /** Another run held the lock for too long, or somebody that of a table: nothing is wrong but the moment. */
  locked: 4,
  /** `diff`, `check`: the two schemas are not the same. */
  differ: 5,
  /** `pull`, `dump`, `diff`, `check`, `verify`: done, but for parts of the database that could not be read. */
  unread: 6,
  /** Something may have been renamed, and nobody has said whether it was. */
  possibleRename: 7,
  /** `verify`: a revision does not come back, or the revisions do not make the declared schema. */
  notVerified: 8,
  /** `revision --autogenerate --ci`: the revision would lose data. */
  destructive: 9,
  /** `lint`: a revision does something dangerous. */
  findings: 10,
} as const

/** What is wrong with the command line or the ini. */
const usageErrors: ReadonlySet<string> = new Set([
  'usage',
  'no-config',
  'unreadable-config',
  'bad-ini',
  'no-such-section',
  'missing-option',
  'bad-option',
  'bad-interpolation',
  'missing-environment-variable',
  'no-url',
  'bad-url',
  'unsupported-database',
  'no-such-template',
  'no-such-database',
  'several-databases',
  'same-database',
  'range-not-allowed',
  'sql-downgrade-needs-range',
  'purge-with-sql',
  'bad-range',
  'bad-history-range',
  'no-target-metadata',
  'no-files',
  'no-schema',
  'unknown-rename',
  'conflicting-renames',
  'rename-circle',
  'bad-answers',
])

/** The exit code for something thrown. */
export function exitCodeOf(thrown: unknown): number {
  if (!(thrown instanceof TsmigError)) return exitCodes.failure
  if (isLocked(thrown)) return exitCodes.locked
  if (usageErrors.has(thrown.code)) return exitCodes.usage
  if (thrown.code === 'not-at-head') return exitCodes.notAtHeads
  if (thrown.code === 'destructive') return exitCodes.destructive
  if (thrown.code === 'possible-rename') return exitCodes.possibleRename
  return exitCodes.failure
}

/** Whether a lock is what it failed on, whatever was made of that since. */
function isLocked(thrown: unknown): boolean {
  if (!(thrown instanceof TsmigError)) return false
  return thrown.code === 'locked' || thrown.code === 'table-locked' || isLocked(thrown.cause)
}
