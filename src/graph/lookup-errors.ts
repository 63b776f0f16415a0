/** Errors in a name given for a revision. */

import { nearest } from '../support/suggest.ts'
import { GraphError, listed, named } from './errors.ts'
import type { Revision } from './revision.ts'

const SEE_HISTORY = 'Run "tsmig history" to see the revisions there are.'

/** `known`: the names that would have fitted, for the hint. */
export function notFound(name: string, known: Iterable<string> = []): GraphError {
  if (COUNTED.test(name)) {
    const hint = "Steps can't be counted here: name a revision."
    return new GraphError('not_found', `no revision or branch label fits "${name}"`, hint)
  }
  const near = nearest(name, known)
  const hint = near === undefined ? SEE_HISTORY : `Did you mean "${near}"? ${SEE_HISTORY}`
  return new GraphError('not_found', `no revision or branch label fits "${name}"`, hint)
}

const STEPS = /^[+-]\d/
/** No name ends so: the signs are not allowed in one. */
const COUNTED = /[+-]\d+$/

export function unknownRow(row: string, cause: GraphError): GraphError {
  // The end of a range in history stands in the place of a row.
  if (STEPS.test(row)) return nothingToCountFrom(row, cause)
  return new GraphError(
    cause.kind,
    `the database is at revision "${row}", which no revision file defines`,
    'Bring back the missing file (another branch of the code may have it), or run "tsmig stamp --purge" with the revision the database really is at.',
    [row],
  )
}

function nothingToCountFrom(steps: string, { kind }: GraphError): GraphError {
  return new GraphError(
    kind,
    `there is nothing that "${steps}" could count from`,
    'Name the revision to count from, as in "<id>+1"; "-3:" counts from the head.',
  )
}

export function ambiguousPrefix(
  name: string,
  matches: readonly string[],
  files: readonly string[] = [],
): GraphError {
  return new GraphError(
    'ambiguous_prefix',
    `"${name}" is the beginning of ${listed(matches, 'and')}`,
    files.length === 0
      ? 'Write more of the id.'
      : `Write more of the id. The files: ${listed(files, 'and')}.`,
    matches,
  )
}

export function noSuchBranch(label: string): GraphError {
  return new GraphError(
    'no_such_branch',
    `there is no branch "${label}": no label and no revision fits it`,
    'Run "tsmig branches --verbose" or "tsmig heads --verbose" to see the labels.',
  )
}

export function notOnBranch(revision: Revision, branch: string): GraphError {
  return new GraphError(
    'not_on_branch',
    `revision ${named(revision)} is not on branch "${branch}"`,
    `Leave "${branch}@" out, or name a revision of that branch.`,
    [revision.id],
  )
}

export function multipleHeads(argument: string, heads: readonly string[]): GraphError {
  return new GraphError(
    'multiple_heads',
    `"${argument}" could mean ${listed(heads, 'or')}`,
    'Name one head, narrow it with "label@head", write "heads" for all, or run "tsmig merge heads".',
    heads,
  )
}

/** `names` are what `argument` stands for, where one revision is asked for. */
export function notOne(argument: string, names: readonly string[]): GraphError {
  return new GraphError(
    'multiple_heads',
    `"${argument}" stands for ${listed(names, 'and')}, and one revision is asked for`,
    'Name one of them, or run "tsmig merge heads".',
    names,
  )
}

export function emptyName(): GraphError {
  return new GraphError('empty_name', 'a revision is named by an empty text', SEE_HISTORY)
}

export function noRevision(name: string): GraphError {
  return new GraphError(
    'no_revision',
    `"${name}" stands for no revision here`,
    COUNTED.test(name)
      ? 'There are not so many revisions that way: take fewer steps, or name one.'
      : 'Name a revision: an id, the beginning of one, or a head.',
  )
}

/** `others` are below `revision`. */
export function overlapping(revision: Revision, others: readonly string[]): GraphError {
  return new GraphError(
    'overlapping_revisions',
    `revision ${named(revision)} already includes ${listed(others, 'and')}, named beside it`,
    'Name only revisions of different branches; an ancestor comes with its descendant.',
    [revision.id, ...others],
  )
}

/** The same in the rows of the version table, as after a change of `downRevision`, or a row that was written by hand. */
export function overlappingRows(
  revision: Revision,
  others: readonly string[],
  apart: readonly string[],
): GraphError {
  return new GraphError(
    'overlapping_revisions',
    `the version table has a row for revision ${named(revision)}, and one for ${listed(others, 'and')}, which it includes`,
    `If all of them are applied, run "tsmig stamp --purge ${apart.join(' ')}", which writes the rows without what they include; otherwise stamp what the database really is at.`,
    [revision.id, ...others],
  )
}
