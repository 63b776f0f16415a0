import type { Finding, Level } from '../../lint/finding.ts'
import type { Server } from '../../lint/server.ts'
import type { CommandOptions } from '../options.ts'
import type { FixedFile } from './fix.ts'

export interface LintOptions extends CommandOptions {
  /**
   * `start:end`, or a revision alone. Unless given, what the database has still to run: `current:heads`. Only a range
   * that begins with `current` connects.
   */
  readonly range?: string
  /** The server's version, where no database is asked: `14`, `8.0.29`; before that of the ini. */
  readonly serverVersion?: string
  /** Findings of this level and worse fail; before that of the ini. `warning` unless given. */
  readonly failLevel?: Level
  /** Writes the safe spelling where there is one, in revisions that no database has. */
  readonly fix?: boolean
}

/** A finding; `database`, where the project has several. */
export interface LintFinding extends Finding {
  readonly database?: string
}

export interface LintReport {
  /** The revisions that were looked at. */
  readonly revisions: readonly string[]
  readonly findings: readonly LintFinding[]
  /** The servers that the rules went by, one for each database. */
  readonly servers: readonly (Server & { readonly database?: string; readonly asked: boolean })[]
  readonly failLevel: Level
  /** With `fix`: the files that were changed. What is found is what is left. */
  readonly fixed?: readonly FixedFile[]
  /** Whether nothing of that level was found. */
  readonly passed: boolean
}
