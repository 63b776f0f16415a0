/** What a step does to the version table. */
import type { Heads } from './revision.ts'

/** One statement on the version table; each touches one row. */
export type VersionChange =
  | { readonly kind: 'insert'; readonly id: string }
  | { readonly kind: 'delete'; readonly id: string }
  | { readonly kind: 'update'; readonly from: string; readonly to: string }

/** What a step is to the version table: a branch more, a branch less, one moved, several made one, one made several. */
export type StepEffect = 'createBranch' | 'deleteBranch' | 'update' | 'merge' | 'unmerge'

export interface TableEffect {
  readonly effect: StepEffect
  readonly changes: readonly VersionChange[]
  /** The rows afterwards. */
  readonly after: Heads
}
