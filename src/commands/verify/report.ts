import type { Difference } from '../../autogenerate/difference.ts'
import type { UnreadPart } from '../../schema/snapshot.ts'

/** What came of running a history up and down: data. */
export interface VerifyReport {
  /** Whether nothing fails. A revision that can't go down on purpose fails with `strict` only. */
  readonly passed: boolean
  /** The project's databases, in their order: one, unless it names several. */
  readonly databases: readonly DatabaseVerification[]
}

/** What came of it for one database. */
export interface DatabaseVerification {
  /** Its name, where the project has several. */
  readonly database?: string
  /** Every revision that was applied, in the order of `upgrade heads`. */
  readonly applied: readonly string[]
  /** Those of them that went down and up again, or should have. */
  readonly checked: readonly string[]
  /** What is wrong with them, in their order; a revision that comes back has none. */
  readonly findings: readonly VerifyFinding[]
  /** How the schema at the end stands to the declared one. */
  readonly declaration: DeclarationCheck
  /** What could not be read, and so not be compared. */
  readonly unread: readonly UnreadPart[]
  readonly passed: boolean
}

/**
 * Why a revision doesn't come back:
 * - `irreversible`: it has no downgrade, or one that throws a `TsmigError` with the code `irreversible`;
 * - `downgrade-failed`: its downgrade throws something else;
 * - `not-restored`: the schema after its downgrade is not the one before its upgrade;
 * - `not-repeatable`: its upgrade fails after its downgrade, or makes another schema than the first time;
 * - `upgrade-failed`: it can't be applied, and neither can what follows it.
 */
export type VerifyFinding =
  | (AboutRevision & { readonly kind: 'irreversible'; readonly reason: string })
  | (AboutRevision & { readonly kind: 'downgrade-failed' | 'upgrade-failed'; readonly failure: Failure })
  | (AboutRevision & { readonly kind: 'not-restored'; readonly differences: readonly Difference[] })
  | (AboutRevision & {
      readonly kind: 'not-repeatable'
      readonly differences: readonly Difference[]
      readonly failure?: Failure
    })

interface AboutRevision {
  readonly revision: string
  readonly message: string
  readonly path?: string
}

/** Something thrown, as data. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly hint: string
  /** `file:line:column` of the call that failed, where it is known. */
  readonly place?: string
  /** The statement that the database refused. */
  readonly statement?: string
}

/** How the schema at the end of the history stands to the declared one. */
export type DeclarationCheck =
  | { readonly kind: 'same' }
  /** What leads from the history's end to the declared schema. */
  | { readonly kind: 'differs'; readonly differences: readonly Difference[] }
  | { readonly kind: 'skipped'; readonly reason: string }
