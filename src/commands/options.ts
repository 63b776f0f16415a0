import type { Reporter } from '../runtime/reporter.ts'

/** What every command takes: where the project is, and who listens. */
export interface CommandOptions {
  /** Path of the ini file; without it, TSMIG_CONFIG, or migrations.ini here or in a parent folder. */
  readonly config?: string
  /** Section of the ini file; `tsmig` unless given. */
  readonly name?: string
  /** Arguments for the env file: `-x key=value`. */
  readonly x?: Readonly<Record<string, string>>
  /** A free text for the env file: `--tag`. */
  readonly tag?: string
  /** Of several databases these alone, by their names; all unless given. */
  readonly databases?: readonly string[]
  /** How long to wait for another run on a database, in milliseconds; else what the ini says, or ten minutes. */
  readonly lockTimeout?: number
  /** How long a statement waits for a lock on a table, in milliseconds; else what the ini says, or a second. */
  readonly tableLockTimeout?: number
  /** For how long it is tried again, in milliseconds; else what the ini says, or a minute. */
  readonly tableLockRetry?: number
  /** How long a statement of a revision may take, in milliseconds; else what the ini says, or for ever. */
  readonly statementTimeout?: number
  /** Within how many milliseconds a server has to take a connection; else what the ini says, or thirty seconds. */
  readonly connectTimeout?: number
  /** For how long a server that is not there yet is tried again, in milliseconds; else what the ini says, or not at all. */
  readonly connectRetry?: number
  /** `false`: no lock is taken, and nothing keeps another run away. */
  readonly lock?: boolean
  /** Where to look from; the process's own folder unless given. */
  readonly cwd?: string
  readonly reporter?: Reporter
}

/** With it a command writes SQL and connects to nothing: `write` is given the script in pieces. */
export interface OfflineOptions {
  readonly sql?: (text: string) => void
}
