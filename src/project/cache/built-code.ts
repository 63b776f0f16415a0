import type { ResolvedImport } from './resolution.ts'

/** ES modules: the names of the files in their folder, and their text; entries are called by their numbers. */
export interface BuiltFiles {
  readonly form: 'files'
  readonly files: Readonly<Record<string, string>>
}

/** A script that defines the modules, and runs each when it is asked for. */
export interface BuiltScript {
  readonly form: 'script'
  readonly code: string
  /** For each entry, the URLs of the modules outside that it needs, in the order in which they run. */
  readonly outside: readonly (readonly string[])[]
}

export type BuiltCode = BuiltFiles | BuiltScript

/** What a build gave, and what it read. */
export interface Build<Code extends BuiltCode = BuiltCode> {
  readonly code: Code
  /** Leads positions in a script back to the sources; files have theirs inside. */
  readonly sourceMap?: string
  /** The paths of the files it read. */
  readonly sources: readonly string[]
  readonly imports: readonly ResolvedImport[]
}

/** A build that is kept, and the name under which more lies beside it. */
export interface KeptBuild {
  readonly code: BuiltCode
  readonly name: string
}
