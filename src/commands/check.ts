import { type Difference, differences } from '../autogenerate/difference.ts'
import type { StandingPart } from '../autogenerate/keep-as-is.ts'
import type { PossibleRename } from '../autogenerate/renames/renames.ts'
import type { Operation } from '../operations/operation.ts'
import type { UnreadPart } from '../schema/snapshot.ts'
import { type Comparison, type ComparisonOptions, compareProject } from './comparison.ts'
import { openProject } from './open.ts'
import type { CommandOptions } from './options.ts'

export type CheckOptions = CommandOptions & Omit<ComparisonOptions, 'askRename' | 'openRenames'>

/** What `revision --autogenerate` would write. */
export interface CheckReport {
  /** Whether it would write anything. */
  readonly differs: boolean
  /** The project's databases, in their order: one, unless it names several. */
  readonly databases: readonly DatabaseCheck[]
}

/** What there is to do in a database. */
export interface DatabaseCheck {
  /** Its name, where the project has several. */
  readonly database?: string
  /** In their order; empty where the database is as declared. */
  readonly operations: readonly Operation[]
  /** The same by the names of things. */
  readonly differences: readonly Difference[]
  /** What of the rows the operations may lose. */
  readonly losses: readonly string[]
  /** What may have been renamed; it counts as dropped and added. */
  readonly possibleRenames: readonly PossibleRename[]
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
export async function check(options: CheckOptions = {}): Promise<CheckReport> {
  const comparisons = await compareProject(await openProject(options), {
    ...options,
    openRenames: 'told',
    checksums: true,
  })
  const databases = comparisons.map(checked)
  return { differs: databases.some(({ operations }) => operations.length > 0), databases }
}

function checked(comparison: Comparison): DatabaseCheck {
  const { context, upgrades, losses, possibleRenames, unread } = comparison
  return {
    ...(context.databaseName !== undefined && { database: context.databaseName }),
    operations: upgrades.map(({ operation }) => operation),
    differences: differences(context.database, context.declared),
    losses,
    possibleRenames,
    unmanaged: unmanagedParts(comparison),
    unread,
  }
}

/** What a comparison left alone, by its names. */
export function unmanagedParts({ unmanaged }: Comparison): readonly UnmanagedPart[] {
  return unmanaged.map(({ type, name, place }: StandingPart) => ({ what: type, name, ...place }))
}
