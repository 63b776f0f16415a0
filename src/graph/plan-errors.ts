/** Errors in a request to move, and in a range. */
import { GraphError, listed, named } from './errors.ts'
import type { GraphWarning, Revision } from './revision.ts'

export function rangeNotAncestor(lower: string, upper: string): GraphError {
  return new GraphError(
    'range_not_ancestor',
    `"${lower}" is not an ancestor of "${upper}"`,
    'Name two revisions of one line of history, the older one first.',
  )
}

export function notActive(target: string, heads: readonly string[]): GraphError {
  return new GraphError(
    'range_not_ancestor',
    `the database is at ${heads.length > 0 ? listed(heads, 'and') : 'base'}, where nothing builds on "${target}": there is nothing to take down`,
    'Name a revision that the current one builds on; run "tsmig history --indicate-current" to see them.',
    heads,
  )
}

export function invalidDowngradeTarget(target: string, label: string): GraphError {
  return new GraphError(
    'invalid_downgrade_target',
    `nothing on branch "${label}" stands above "${target}"`,
    'Name a revision on that branch, or leave the branch out.',
  )
}

export function relativeTooFar(target: string): GraphError {
  return new GraphError(
    'relative_too_far',
    `"${target}" runs out of revisions`,
    'Take fewer steps, or go as far as it gets with "heads" or "base". Upgrades count with +N, downgrades with -N, from where the database is or from a named revision.',
  )
}

/** The target counts the wrong way for what is asked. */
export function wrongDirection(target: string, command: 'upgrade' | 'downgrade'): GraphError {
  const [sign, other] = command === 'upgrade' ? ['+', 'downgrade'] : ['-', 'upgrade']
  return new GraphError(
    'relative_too_far',
    `"${target}" is no step ${command === 'upgrade' ? 'up' : 'down'}`,
    `"tsmig ${command}" counts with ${sign}N, "tsmig ${other}" the other way; "head-1" counts from the head.`,
  )
}

export function ambiguousWalk(from: string, ways: readonly string[], direction: 'up' | 'down'): GraphError {
  return new GraphError(
    'ambiguous_walk',
    `from ${from} there is more than one way ${direction}: ${listed(ways, 'or')}`,
    direction === 'up'
      ? 'Name a revision instead of a number of steps, or name the branch: "label@+1".'
      : `Name the revision to go down to: "${ways[0]}".`,
    ways,
  )
}

export function ambiguousStart(target: string, starts: readonly string[]): GraphError {
  return new GraphError(
    'ambiguous_start',
    `"${target}" could start at ${listed(starts, 'or')}`,
    'Name the branch, "label@+1", or a revision to count from, "id+1".',
    starts,
  )
}

export function startNotUnique(target: string, label: string, rows: readonly string[]): GraphError {
  const found = rows.length === 0 ? 'no current revision is' : `${listed(rows, 'and')} are`
  return new GraphError(
    'ambiguous_start',
    `"${target}" counts from the current revision of branch "${label}", but ${found} on it`,
    'Name the revision to go to.',
    rows,
  )
}

export function ambiguousDowngrade(target: string, rows: readonly string[]): GraphWarning {
  return {
    kind: 'ambiguous_downgrade',
    message: `"${target}" from several heads (${listed(rows, 'and')}) counts from the first row, ${rows[0]}; name the branch or the revision instead`,
    revisions: rows,
  }
}

export function unlabelledBranch(revision: Revision, labels: readonly string[]): GraphError {
  return new GraphError(
    'unlabelled_branch',
    `revision ${named(revision)} stands for a branch, but it has ${labels.length === 0 ? 'no label' : `the labels ${listed(labels, 'and')}`}`,
    'Write one branch label before the "@".',
    [revision.id],
  )
}

export function rangeNotAllowed(target: string): GraphError {
  return new GraphError(
    'range_not_allowed',
    `"${target}" is a range, and a database already says where it starts`,
    'Name only the end, or add --sql to write a script.',
  )
}

export function sqlDowngradeNeedsRange(target: string): GraphError {
  return new GraphError(
    'sql_downgrade_needs_range',
    `a downgrade script needs its start: "${target}" names only the end`,
    `Write the range, "<from>:${target}".`,
  )
}

export function badRange(range: string): GraphError {
  return new GraphError('bad_range', `"${range}" has more than one ":"`, 'Write a range as "<from>:<to>".')
}

export function openRange(range: string): GraphError {
  return new GraphError(
    'bad_range',
    `"${range}" leaves an end out, and a script needs to know both`,
    'Write "<from>:<to>", as "base:head"; an upgrade from base needs its end alone.',
  )
}

export function badHistoryRange(range: string): GraphError {
  return new GraphError(
    'bad_history_range',
    `"${range}" is not a range`,
    'Write "<from>:<to>", "<from>:" or ":<to>".',
  )
}

export function stampMultipleStarts(starts: readonly string[]): GraphError {
  return new GraphError(
    'stamp_multiple_starts',
    `a stamp script starts from one place, not from ${listed(starts, 'and')}`,
    'Give every target the same start, or write one script a start.',
  )
}

export function purgeWithSql(): GraphError {
  return new GraphError(
    'purge_with_sql',
    'a script cannot purge the version table',
    'Leave out --purge or --sql.',
  )
}

export function notAtHead(rows: readonly string[], heads: readonly string[]): GraphError {
  return new GraphError(
    'not_at_head',
    `the database is at ${rows.length > 0 ? listed(rows, 'and') : 'base'}, the files end at ${listed(heads, 'and')}`,
    'Run "tsmig upgrade heads".',
    heads,
  )
}

export function notAHead(revision: Revision): GraphError {
  return new GraphError(
    'not_a_head',
    `revision ${named(revision)} is not a head: other revisions build on it`,
    'Add --splice to start a branch there, or name a head.',
    [revision.id],
  )
}

export function duplicateHeads(ids: readonly string[]): GraphError {
  return new GraphError(
    'duplicate_heads',
    `${listed(ids, 'and')} is given more than once as a head of the new revision`,
    'Name every head once.',
    ids,
  )
}

export function disconnected(ids: readonly string[]): GraphError {
  return new GraphError(
    'disconnected',
    `${listed(ids, 'and')} cannot be reached from the end of the range without leaving it`,
    'Widen the range, or start it at "base".',
    ids,
  )
}

/** The expand phase would pass over a revision that the new code counts on. */
export function contractBeforeExpand(expand: Revision, contract: Revision): GraphError {
  return new GraphError(
    'phase_order',
    `${named(expand)} is for the expand phase, and needs ${named(contract)}, a contract revision that has not run`,
    'Where no code needs the old schema any more, run "tsmig upgrade --phase contract" first; where nothing uses the database yet, run "tsmig upgrade" without a phase; else take the need out.',
    [expand.id, contract.id],
  )
}

/** The contract phase comes last: what it builds on should be there, and the code that needs it running. */
export function expandIsMissing(contract: Revision, expand: Revision): GraphError {
  return new GraphError(
    'phase_order',
    `${named(contract)} is for the contract phase, and needs ${named(expand)}, which the expand phase has not run`,
    'Run "tsmig upgrade --phase expand", roll out the code, then run this again.',
    [contract.id, expand.id],
  )
}
