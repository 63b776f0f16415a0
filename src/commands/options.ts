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
