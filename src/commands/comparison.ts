import { placeEnumValues } from '../autogenerate/compare/place-enum-values.ts'
import { compare } from '../autogenerate/compare.ts'
import { keepAsIs, type StandingPart } from '../autogenerate/keep-as-is.ts'
import { lossesOf } from '../autogenerate/loss.ts'
import { inOwnWords } from '../autogenerate/own-words.ts'
import { caseRenames, withCases } from '../autogenerate/renames/case-renames.ts'
import { type Renamed, type RenamedDatabase, renamed } from '../autogenerate/renames/renamed.ts'
import type { PossibleRename, SettledRenames } from '../autogenerate/renames/renames.ts'
import { withRuleNames, withStandingNames } from '../autogenerate/renames/standing-names.ts'
import { remakesRoutines, withRoutinePrivileges } from '../autogenerate/routine-privileges.ts'
import { withSameColumns } from '../autogenerate/same-by-hooks.ts'
import { undo, untold } from '../autogenerate/undo.ts'
import { withGrants } from '../autogenerate/with-grants.ts'
import { withoutGrants } from '../autogenerate/without-grants.ts'
import { checkHeads } from '../graph/history.ts'
import type { ComparisonContext } from '../operations/migration-script.ts'
import type { Operation } from '../operations/operation.ts'
import type { PlacedOperation } from '../operations/placed-operation.ts'
import type { Session } from '../runtime/session.ts'
import { type Rename, renameKey } from '../schema/rename.ts'
import { shareParts } from '../schema/share-parts.ts'
import { type SchemaSnapshot, sortSnapshot, type UnreadPart } from '../schema/snapshot.ts'
import { inDatabase } from './database/error.ts'
import { type DatabaseSettings, readDatabases } from './database/settings.ts'
import { type Database, withDatabase } from './database.ts'
import { type Declarations, declarationsOf } from './declared-schema.ts'
import { requireKnown } from './known-rows.ts'
import type { Project } from './open.ts'
import { type ReadOptions, readSchema } from './read-schema.ts'
import { agreeRenames, type RenameOptions, renamesSoFar } from './renames/agree.ts'
import { FlagsOfSeveral } from './renames/flags-of-several.ts'
import { requireSchemas, untrueSchemas } from './require-schemas.ts'
import { type CountedParts, countedParts } from './revisions/counted-parts.ts'
import { tellEdited } from './revisions/edited-revisions.ts'

/** What is compared of the project's database. */
export interface ComparisonOptions extends ReadOptions, RenameOptions {
  /** A possible rename that nobody settled: `told` in the report; an error unless given. */
  readonly openRenames?: 'told'
  /** Compare what no revision made and nothing declares, too: it would be dropped. */
  readonly includeUnmanaged?: boolean
  /** Revisions that were edited after they were applied are told of. */
  readonly checksums?: true
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
  /** What may have been renamed, and counts as dropped and added. */
  readonly possibleRenames: readonly PossibleRename[]
  /** What could not be read of the database. */
  readonly unread: readonly UnreadPart[]
}

/**
 * Compares the declared schemas with the project's databases, or those that are chosen, which have to be at their heads.
 * Makes nothing. Throws `not-at-head`, `possible-rename` where `agree` does, `no-schema`, what reading throws, and what hooks throw.
 */
export async function compareProject(
  project: Project,
  options: ComparisonOptions,
): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = []
  const databases = await readDatabases(project)
  const flags = databases.length > 1 ? new FlagsOfSeveral(options.renames ?? []) : undefined
  for (const settings of databases) {
    const compare = (own: Pick<RenameOptions, 'onUnknownRename'> = {}) =>
      inDatabase(settings, databases, () => compareOne(project, settings, { ...options, ...own }))
    comparisons.push(await (flags?.compare((onUnknownRename) => compare({ onUnknownRename })) ?? compare()))
  }
  flags?.requireHeard()
  return comparisons
}

async function compareOne(
  project: Project,
  settings: DatabaseSettings,
  options: ComparisonOptions,
): Promise<Comparison> {
  let loading: Promise<Declarations> | undefined
  const load = () => (loading ??= declarationsOf(project, settings))
  const compared = withDatabase(settings, { create: false }, (database) =>
    compareDatabase(project, database, { ...options, dialect: database.session.dialect.name, load }),
  )
  await compared.catch(() => undefined)
  // Where both fail, the declaration is what its author looks for first.
  await load()
  return compared
}

async function compareDatabase(
  project: Project,
  database: Database,
  options: ComparisonOptions & { load(): Promise<Declarations> },
): Promise<Comparison> {
  const { session, settings } = database
  const heads = await database.readHeads()
  requireKnown(project, heads, database)
  checkHeads(project.graph, heads)
  if (options.checksums) await tellEdited(project, database, heads)
  // What is declared is loaded while the server answers.
  const onAsked = () => void options.load().catch(() => undefined)
  const actual = await readSchema(session, { ...options, onAsked }, settings.versionTable)
  const declarations = await options.load()
  await requireSchemas([session], schemasToBe(options.schemas, declarations.snapshot))
  const { includeSchemas } = settings.environment
  const asked = Array.isArray(includeSchemas) ? schemasToBe(includeSchemas, declarations.snapshot) : []
  for (const warning of await untrueSchemas(session, asked)) settings.reporter.warning(warning)
  const written = withoutGrants(declarations.snapshot)
  if (written !== declarations.snapshot) {
    project.reporter.warning('grants are declared, and privileges are not compared: write them with op.grant')
  }
  const settled = await settle(session, withRuleNames(written, session.dialect.name), actual)
  const declared = withToldCases({ actual, settled, written }, declarations.renames, options)
  const told = renamesSoFar(actual, declared, declarations.renames, options)
  const { counts, unmanaged } = await countedParts(project, settings, {
    heads,
    actual,
    declared,
    renames: told.agreed,
    ...(options.includeUnmanaged && { includeUnmanaged: true }),
  })
  const wanted = keepAsIs(actual, declared, counts)
  const { agreed, open } = await settleRenames(actual, wanted, declarations.renames, options)
  const after = renamed(actual, agreed, session.dialect.name)
  const again = agreed.length === 0 ? wanted : await settledAfter(after, { session, written, counts })
  const named = withStandingNames(
    { database: after.snapshot, declared: again, written },
    session.dialect.name,
  )
  const alike = withSameColumns(after.snapshot, sortSnapshot(named), settings.environment)
  const found = await operationsBetween({ actual, after, declared: alike, written }, database)
  return { ...found, settings, unmanaged, possibleRenames: open, unread: actual.unread }
}

/** The schemas that have to be there: one that is declared may be about to come. */
function schemasToBe(
  schemas: readonly string[] = [],
  { tables, objects }: SchemaSnapshot,
): readonly string[] {
  const declared = new Set([
    ...tables.map(({ table }) => table.table.schema),
    ...objects.map((one) => (one.type === 'schema' ? one.name : 'schema' in one ? one.schema : undefined)),
  ])
  return schemas.filter((name) => !declared.has(name))
}

/** SQLite doesn't tell names by their case: that one is renamed has to be told. */
function withToldCases(
  { actual, settled, written }: Readonly<Record<'actual' | 'settled' | 'written', SchemaSnapshot>>,
  declared: readonly Rename[],
  options: ComparisonOptions,
): SchemaSnapshot {
  if (options.dialect !== 'sqlite') return settled
  const possible = caseRenames(settled, written)
  if (possible.length === 0) return settled
  const { agreed } = renamesSoFar(actual, withCases(settled, possible), declared, options)
  const told = new Set(agreed.map(renameKey))
  return withCases(
    settled,
    possible.filter((one) => told.has(renameKey(one))),
  )
}

interface Renaming {
  readonly session: Session
  readonly written: SchemaSnapshot
  readonly counts: CountedParts['counts']
}

/** What is wanted, in the spelling that the server has for it by the new names. */
async function settledAfter(after: RenamedDatabase, { session, written, counts }: Renaming) {
  const declared = await settle(session, withRuleNames(written, session.dialect.name), after.snapshot)
  return keepAsIs(after.snapshot, declared, (part) => {
    const { database } = part
    return counts({ ...part, database: database && after.former(database) })
  })
}

/** With somebody who answers, nothing stays open. */
async function settleRenames(
  actual: SchemaSnapshot,
  wanted: SchemaSnapshot,
  declared: readonly Rename[],
  options: ComparisonOptions,
): Promise<SettledRenames> {
  if (options.openRenames === 'told') return renamesSoFar(actual, wanted, declared, options)
  return { agreed: await agreeRenames(actual, wanted, declared, options), open: [] }
}

async function settle(
  { dialect, query }: Session,
  declared: SchemaSnapshot,
  actual: SchemaSnapshot,
): Promise<SchemaSnapshot> {
  const settled = await dialect.settle?.(query, declared, actual)
  return settled === undefined ? declared : shareParts(sortSnapshot(settled), actual)
}

interface Sides {
  readonly actual: SchemaSnapshot
  /** The database after what was renamed. */
  readonly after: Renamed
  readonly declared: SchemaSnapshot
  /** The declared schema in the words of its author. */
  readonly written: SchemaSnapshot
}

async function operationsBetween(
  { actual, after, declared, written }: Sides,
  { session, settings }: Database,
): Promise<Pick<Comparison, 'context' | 'upgrades' | 'downgrades' | 'losses'>> {
  const { name } = session.dialect
  const context: ComparisonContext = {
    dialect: name,
    database: actual,
    declared,
    ...(settings.name !== undefined && { databaseName: settings.name }),
  }
  const hasViews = actual.objects.some(({ type }) => type === 'view')
  const grants = hasViews ? ((await session.dialect.grantsOnViews?.(session.query)) ?? []) : []
  const sides = withGrants({ actual, renamed: after.snapshot, declared }, grants)
  const first = [...sides.taken, ...after.operations]
  let found = inOwnWords(plain([...first, ...compare(sides.renamed, sides.declared, name)]), written)
  for (const comparator of settings.environment.comparators ?? []) found = await comparator(found, context)
  const changes = await placed(found, session)
  const privileges = remakesRoutines(changes)
    ? ((await session.dialect.privilegesOnRoutines?.(session.query)) ?? [])
    : []
  const upgrades = withRoutinePrivileges(changes, privileges)
  const back = () => [
    // What it drops stands in the upgrade: it isn't told again.
    ...compare(sides.declared, sides.renamed, name).map(untold),
    ...(undo(plain(first)) ?? []).map(({ operation }) => operation),
  ]
  return {
    context,
    upgrades: upgrades.map(withLossNoted),
    downgrades: withRoutinePrivileges(undo(changes) ?? (await placed(plain(back()), session)), privileges),
    losses: upgrades.flatMap(({ operation }) => lossesOf(operation)),
  }
}

function plain(operations: readonly Operation[]): readonly PlacedOperation[] {
  return operations.map((operation) => ({ operation }))
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
