import type { AlterTable, Operation } from '../operations/operation.ts'
import type { Place } from './finding.ts'
import type { Ignore } from './ignore.ts'

/** Code of the user's: what it does is not known. */
export interface CodeStep {
  readonly kind: 'code'
  readonly label: string
}

/** What a rule looks at: an operation, those of a batch one by one, or code. */
export type Step = Exclude<Operation, AlterTable> | CodeStep

/** A call of a revision as it was collected. */
export interface CollectedCall {
  readonly operation: Operation | CodeStep
  /** Outside the revision's transaction. */
  readonly outside: boolean
  readonly place?: Place
}

/** One step of a revision, where it stands and what it stands in. */
export interface Entry {
  readonly step: Step
  readonly place?: Place
  /** The number of the transaction in its revision that it runs in; absent: it runs in none. */
  readonly transaction?: number
  /** It is one of the changes of a batch. */
  readonly batched: boolean
  /** It was read from SQL text, and no call of a method stands in the file. */
  readonly fromSql: boolean
}

/** The way back of a revision, as far as it can be told without a database. */
export type WayBack = 'there' | 'missing' | 'empty' | 'refused'

/** A revision whose upgrade was run without a database. */
export interface CollectedRevision {
  readonly id: string
  readonly path?: string
  /** Whether it runs in a transaction. */
  readonly transaction: boolean
  readonly phase?: 'expand' | 'contract'
  readonly calls: readonly CollectedCall[]
  /** How long it says that its statements wait for a table, in milliseconds. */
  readonly tableLockTimeout?: number
  readonly wayBack: WayBack
  /** Its comments that have lint pass over something. */
  readonly ignores: readonly Ignore[]
  /** Why what comes behind the last call is not known. */
  readonly stopped?: { readonly reason: string; readonly place?: Place }
}

/** The same as rules see it. */
export interface LintedRevision extends Omit<CollectedRevision, 'calls'> {
  readonly entries: readonly Entry[]
}
