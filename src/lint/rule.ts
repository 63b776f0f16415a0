import type { TableName } from '../schema/model.ts'
import type { Entry, LintedRevision } from './entry.ts'
import type { Level, Place } from './finding.ts'
import type { Fix } from './fix.ts'
import type { KnownSchema } from './known-schema.ts'
import type { Server, ServerName } from './server.ts'

/** What a rule may ask beside the step that it looks at. */
export interface Context {
  readonly server: Server
  readonly revision: LintedRevision
  /** The tables before the step. */
  readonly schema: KnownSchema
  /** The tables when all revisions that are looked at have run. */
  readonly final: KnownSchema
  /** Sessions are told how long to wait for a table. */
  readonly hasLockTimeout: boolean
}

/** What a rule says of a step. */
export interface Problem {
  /** What is done, and what happens then: a sentence without its dot. */
  readonly message: string
  /** What to write instead, where that is more exact than what the rule says of all. */
  readonly safe?: string
  readonly fix?: Fix
  /** Where it stands, if not where the step does. */
  readonly place?: Place
}

export type Found = Problem | readonly Problem[] | undefined

/** A rule: pure, over one step after the other, or over a revision as a whole. */
export interface Rule {
  /** Stable: it stands in inis, in comments that ignore it, and in links. */
  readonly code: string
  readonly level: Level
  readonly servers: readonly ServerName[]
  /** What it is about, in a line. */
  readonly title: string
  /** Why that is dangerous. */
  readonly reason: string
  /** What to write instead. */
  readonly safe: string
  /** Tables that are made in the same run are looked at, too. */
  readonly alsoNew?: true
  /** The larger the table, the worse. */
  readonly bySize?: true
  /** Whether `--fix` has another spelling. */
  readonly fixes?: true
  find?(entry: Entry, context: Context): Found
  about?(context: Context): Found
}

/** The table that a step changes, where it is one. */
export function tableOf({ step }: Entry): TableName | undefined {
  if (step.kind === 'createTable') return step.table.table
  if ('table' in step && step.table !== undefined) return step.table
  if (step.kind === 'createObject' && 'table' in step.object) return step.object.table
  return undefined
}
