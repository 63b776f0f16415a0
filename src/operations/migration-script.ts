import type { DialectName } from '../schema/dialect-name.ts'
import type { SchemaSnapshot } from '../schema/snapshot.ts'
import type { PlacedOperation } from './placed-operation.ts'

/** A revision that is about to be written: what it does, and where it goes. Hooks give back a changed copy. */
export interface MigrationScript {
  readonly upgrades: readonly PlacedOperation[]
  readonly downgrades: readonly PlacedOperation[]
  readonly message?: string
  readonly id?: string
  readonly head?: string
  readonly splice?: boolean
  readonly branchLabels?: readonly string[]
  readonly dependsOn?: readonly string[]
  readonly versionPath?: string
  /** More import lines for the file. */
  readonly imports?: readonly string[]
}

/** What hooks know of the comparison. */
export interface ComparisonContext {
  readonly dialect: DialectName
  /** The database, and the schema it is to have; what is left alone is the same in both. */
  readonly database: SchemaSnapshot
  readonly declared: SchemaSnapshot
  /** The name of the database, where the project has several. */
  readonly databaseName?: string
}

/** Changes what is written: other scripts, several, or none, and then no file is written. `undefined`: as they are. */
export type ProcessRevisionDirectives = (
  scripts: readonly MigrationScript[],
  context: ComparisonContext,
) => readonly MigrationScript[] | undefined | Promise<readonly MigrationScript[] | undefined>

/** Adds to what comparing found, or takes away from it: the operations of the upgrade, in their order. */
export type Comparator = (
  operations: readonly PlacedOperation[],
  context: ComparisonContext,
) => readonly PlacedOperation[] | Promise<readonly PlacedOperation[]>
