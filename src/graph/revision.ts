/** `expand` adds what the new code needs, `contract` takes away what only the old code needed. */
export type Phase = 'expand' | 'contract'

/** A migration as its file describes it: who it is, what it builds on. Nothing here is derived. */
export interface Revision {
  readonly id: string
  /** `downRevision` as a list, in the order written; empty for a first revision. */
  readonly parents: readonly string[]
  /** `dependsOn` as written: revision ids or branch labels. */
  readonly dependsOn: readonly string[]
  /** `branchLabels` as written; labels inherited from other revisions are asked of the graph. */
  readonly labels: readonly string[]
  /** Whether it goes before the new code is rolled out, or after it; absent: it has no phase. */
  readonly phase?: Phase
  /** The first line of the file's doc comment. */
  readonly message: string
  /** The file, for messages. A revision made in memory has none. */
  readonly path?: string
}

/** The rows of the version table, in the order the table returns them. */
export type Heads = readonly string[]

export type GraphWarningKind = 'duplicate_revision' | 'missing_revision' | 'ambiguous_downgrade'

/** Something that is allowed but rarely meant. The caller decides whether to print it or to stop. */
export interface GraphWarning {
  readonly kind: GraphWarningKind
  readonly message: string
  /** The revisions it is about. */
  readonly revisions: readonly string[]
}
