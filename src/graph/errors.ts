import { TsmigError } from '../support/errors.ts'
import type { Revision } from './revision.ts'

/** What can be wrong with a graph, with a name given for a revision, or with a request to move. */
export type GraphErrorKind =
  | 'not_found'
  | 'ambiguous_prefix'
  | 'no_such_branch'
  | 'not_on_branch'
  | 'multiple_heads'
  | 'range_not_ancestor'
  | 'invalid_downgrade_target'
  | 'relative_too_far'
  | 'ambiguous_walk'
  | 'ambiguous_start'
  | 'overlapping_revisions'
  | 'duplicate_branch_label'
  | 'illegal_branch_label'
  | 'illegal_revision_id'
  | 'self_loop'
  | 'dependency_self_loop'
  | 'cycle'
  | 'dependency_cycle'
  | 'missing_down_revision'
  | 'missing_dependency'
  | 'not_a_head'
  | 'duplicate_heads'
  | 'range_not_allowed'
  | 'sql_downgrade_needs_range'
  | 'bad_range'
  | 'bad_history_range'
  | 'stamp_multiple_starts'
  | 'purge_with_sql'
  | 'not_at_head'
  | 'empty_name'
  | 'no_revision'
  | 'unlabelled_branch'
  | 'disconnected'
  | 'phase_order'

/** A mistake in the files or in a request. `code` is `kind` in kebab-case; `revisions` are those it is about. */
export class GraphError extends TsmigError {
  readonly kind: GraphErrorKind
  readonly revisions: readonly string[]

  constructor(kind: GraphErrorKind, message: string, hint: string, revisions: readonly string[] = []) {
    super(kind.replaceAll('_', '-'), message, hint)
    this.kind = kind
    this.revisions = revisions
  }
}

/** Whether `thrown` is a GraphError of one of `kinds`. */
export function isGraphError(thrown: unknown, ...kinds: GraphErrorKind[]): thrown is GraphError {
  return thrown instanceof GraphError && (kinds.length === 0 || kinds.includes(thrown.kind))
}

/** A revision for a message: its id, and its file where it has one. */
export function named(revision: Revision): string {
  return revision.path === undefined ? revision.id : `${revision.id} (${revision.path})`
}

/** `a`, `a or b`, `a, b or c`; a long list is cut. */
export function listed(names: readonly string[], word: 'and' | 'or'): string {
  const most = 6
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names
  const last = shown.at(-1) ?? 'none'
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} ${word} ${last}`
}
