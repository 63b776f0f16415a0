import type { CommentTarget } from '../../operations/object-operation.ts'
import type { Operation } from '../../operations/operation.ts'

interface Commented {
  readonly comment?: string
}

/** The operation that changes the comment on something, where it is another. */
export function commentChange(on: CommentTarget, was: Commented, now: Commented): readonly Operation[] {
  if (was.comment === now.comment) return []
  return [{ kind: 'setComment', on, comment: now.comment ?? null, was: was.comment ?? null }]
}
