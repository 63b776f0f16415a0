import { withAlikeColumns } from '../autogenerate/alike-columns.ts'
import { compare } from '../autogenerate/compare.ts'
import { keepAsIs, type StandingPart } from '../autogenerate/keep-as-is.ts'
import { lossesOf } from '../autogenerate/loss.ts'
import { placeEnumValues } from '../autogenerate/place-enum-values.ts'
import { undo } from '../autogenerate/undo.ts'
import { checkHeads } from '../graph/history.ts'
import type { ComparisonContext } from '../operations/migration-script.ts'
import type { PlacedOperation } from '../operations/placed-operation.ts'
import type { Session } from '../runtime/session.ts'
import { type SchemaSnapshot, sortSnapshot, type UnreadPart } from '../schema/snapshot.ts'
import { countedParts } from './counted-parts.ts'
import { type Database, type DatabaseSettings, readSettings, withDatabase } from './database.ts'
import { declaredSchemaOf } from './declared-schema.ts'
import { requireKnown } from './known-rows.ts'
import type { Project } from './open.ts'
import { type ReadOptions, readSchema } from './read-schema.ts'

/** What is compared of the project's database. */
export interface ComparisonOptions extends ReadOptions {
  /** Compare what no revision made and nothing declares, too: it would be dropped. */
  readonly includeUnmanaged?: boolean
}

/** What leads from the project's database to its declared schema. */
export interface Comparison {
  readonly context: ComparisonContext
  readonly settings: DatabaseSettings
  readonly upgrades: readonly PlacedOperation[]
  readonly downgrades: readonly PlacedOperation[]
  /** What of the rows the upgrade may lose, each as half a sentence. */
  readonly losses: readonly string[]
  /** What stands in the database, is not declared, and was made by no revision: it is left alone. */
  readonly unmanaged: readonly StandingPart[]
  /** What could not be read of the database. */
  readonly unread: readonly UnreadPart[]
}

/**
 * Compares the declared schema with the database, which has to be at its heads. Makes nothing. Throws `not-at-head`,
 * what reading either throws, and what hooks throw.
 */
export async function compareProject(project: Project, options: ComparisonOptions): Promise<Comparison> {
  const settings = await readSettings(project)
  const declared = await declaredSchemaOf(project, settings.environment)
  return withDatabase(settings, { create: false }, async (database) => {
    const heads = await database.readHeads()
    requireKnown(project, heads, database)
    checkHeads(project.graph, heads)
    const actual = await readSchema(database.session, options, settings.versionTable)
    const settled = await settle(database.session, declared, actual)
    const { counts, unmanaged } = await countedParts(project, settings, {
      heads,
      actual,
      declared: settled,
      ...(options.includeUnmanaged && { includeUnmanaged: true }),
    })
    const wanted = withAlikeColumns(actual, keepAsIs(actual, settled, counts), settings.environment)
    const found = await operationsBetween(actual, wanted, database)
    return { ...found, settings, unmanaged, unread: actual.unread }
  })
}

async function settle(
  { dialect, query }: Session,
  declared: SchemaSnapshot,
  actual: SchemaSnapshot,
): Promise<SchemaSnapshot> {
  return dialect.settle === undefined ? declared : sortSnapshot(await dialect.settle(query, declared, actual))
}

async function operationsBetween(
  actual: SchemaSnapshot,
  declared: SchemaSnapshot,
  { session, settings }: Database,
): Promise<Pick<Comparison, 'context' | 'upgrades' | 'downgrades' | 'losses'>> {
  const { name } = session.dialect
  const context: ComparisonContext = { dialect: name, database: actual, declared }
  let found: readonly PlacedOperation[] = compare(actual, declared, name).map((operation) => ({ operation }))
  for (const comparator of settings.environment.comparators ?? []) found = await comparator(found, context)
  const upgrades = await placed(found, session)
  const downgrades =
    undo(upgrades) ??
    (await placed(
      compare(declared, actual, name).map((operation) => ({ operation })),
      session,
    ))
  return {
    context,
    upgrades: upgrades.map(withLossNoted),
    downgrades,
    losses: upgrades.flatMap(({ operation }) => lossesOf(operation)),
  }
}

function withLossNoted(placed: PlacedOperation): PlacedOperation {
  const losses = lossesOf(placed.operation)
  return losses.length === 0 ? placed : { ...placed, note: `loses data: ${losses.join('; ')}` }
}

const enumsInTransactions = 120_000

async function placed(
  operations: readonly PlacedOperation[],
  { dialect, query }: Session,
): Promise<readonly PlacedOperation[]> {
  if (!operations.some(({ operation }) => operation.kind === 'addEnumValue')) return operations
  if (dialect.name !== 'postgres') return operations
  const [row] = await query("SELECT current_setting('server_version_num')::integer AS version")
  return placeEnumValues(operations, { always: Number(row?.version) < enumsInTransactions })
}
