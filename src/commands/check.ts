import { type Difference, differences } from '../autogenerate/difference.ts'
import type { StandingPart } from '../autogenerate/keep-as-is.ts'
import type { Operation } from '../operations/operation.ts'
import type { UnreadPart } from '../schema/snapshot.ts'
import { type ComparisonOptions, compareProject } from './comparison.ts'
import { openProject } from './open.ts'
import type { CommandOptions } from './options.ts'

export type CheckOptions = CommandOptions & ComparisonOptions

/** What `revision --autogenerate` would write. */
export interface CheckReport {
  /** In their order; empty where the database is as declared. */
  readonly operations: readonly Operation[]
  /** The same by the names of things. */
  readonly differences: readonly Difference[]
  /** What of the rows the operations may lose. */
  readonly losses: readonly string[]
  /** What stands in the database, is not declared, and was made by no revision: it is left alone. */
  readonly unmanaged: readonly UnmanagedPart[]
  readonly unread: readonly UnreadPart[]
}

export interface UnmanagedPart {
  readonly what: string
  readonly name: string
  readonly schema?: string
  readonly table?: string
}

/** Whether the declared schema is what the database holds. Makes and writes nothing. Throws `not-at-head`. */
export async function check(options: CheckOptions): Promise<CheckReport> {
  const { context, upgrades, losses, unmanaged, unread } = await compareProject(
    await openProject(options),
    options,
  )
  return {
    operations: upgrades.map(({ operation }) => operation),
    differences: differences(context.database, context.declared),
    losses,
    unmanaged: unmanaged.map(unmanagedPart),
    unread,
  }
}

/** A part by its names. */
export function unmanagedPart({ type, name, place }: StandingPart): UnmanagedPart {
  return { what: type, name, ...place }
}
