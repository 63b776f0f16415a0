import type { Operation, TableChange } from '../../operations/operation.ts'
import type { RebuildOptions } from '../../operations/rebuild-options.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { Constraint, Index, Table, TableName } from '../../schema/model.ts'
import { isSame } from '../../schema/same.ts'
import { identifiersIn } from '../identifiers-in.ts'
import { columnsInTurn } from './column-order.ts'
import { type ColumnDifferences, compareColumns } from './columns.ts'
import { commentChange } from './comment.ts'
import { mayGoByItself, standIns, underStandingKeys, untilOthersCome } from './key-indexes.ts'
import { compareNotNulls } from './not-nulls.ts'
import { numberedWithKeys } from './numbered-with-keys.ts'
import { type NumberingApart, numberingApart } from './numbering-apart.ts'
import {
  additionOf,
  compareConstraints,
  compareIndexes,
  dropOf,
  indexCreationOf,
  indexDropOf,
  type PartDifferences,
} from './parts.ts'
import { compareTableSettings } from './table-settings.ts'

/** How a table that stands in both has to change, by the time at which it may. */
export interface TableDifferences {
  /** What goes before anything else: foreign keys, other constraints, indexes. */
  readonly first: readonly Operation[]
  /** Columns, and the constraints and indexes that need them. */
  readonly changes: readonly Operation[]
  /** Foreign keys, when all tables are there. */
  readonly last: readonly Operation[]
  /** The columns that are dropped or get another type; on SQLite, which asks nobody about types, those that are dropped. */
  readonly touched: readonly string[]
}

const same: TableDifferences = { first: [], changes: [], last: [], touched: [] }

/** Columns that have to make way though nothing of them differs. */
interface ColumnsMakingWay {
  /** Their enum type is replaced meanwhile. */
  readonly converted?: ReadonlySet<string> | undefined
  /** They are computed with a function that is dropped and made again. */
  readonly recomputed?: ReadonlySet<string> | undefined
}

const none: ReadonlySet<string> = new Set()

/** Compares two tables of one name. On SQLite all changes are one, so that the table is rebuilt once. */
export function compareTables(
  before: TableDefinition,
  after: TableDefinition,
  dialect: DialectName,
  { converted = none, recomputed = none }: ColumnsMakingWay = {},
): TableDifferences {
  if (converted.size + recomputed.size === 0 && isSame(before, after)) return same
  const { table } = after.table
  const compared = compareColumns(table, before.table.columns, after.table.columns, dialect, recomputed)
  const { constraints: found, indexes } = compareUsers(before, after, compared, converted, dialect)
  const { columns: all, constraints } =
    dialect === 'postgres' ? { columns: compared, constraints: found } : numberedWithKeys(compared, found)
  const { letGo, columns, taken } =
    dialect === 'mysql'
      ? numberingApart(all, keysOf(constraints, indexes), before.table, after.table)
      : whole(all)
  const parts = keysOf(constraints, indexes)
  const early = new Set(dialect === 'mysql' ? underStandingKeys(before, all, parts) : [])
  const late = new Set(dialect === 'mysql' ? untilOthersCome(before, all, parts, early) : [])
  const meanwhile = dialect === 'mysql' ? standIns(before, parts, early, late) : []
  const isLoose = (one: Index) =>
    dialect === 'mysql' && (late.has(one) || early.size > 0) && mayGoByItself(before, one, parts)
  const indexDrop = (one: Index): TableChange => ({
    ...indexDropOf(table, one),
    ...(isLoose(one) && { ifExists: true }),
  })
  const gone: readonly TableChange[] = [
    ...meanwhile.map((one) => indexCreationOf(table, one)),
    ...[...early].map((one) => ('kind' in one ? additionOf(table, one) : indexCreationOf(table, one))),
    ...constraints.dropped.filter(isForeignKey).map((one) => dropOf(table, one)),
    ...letGo,
    ...constraints.dropped.filter((one) => !isForeignKey(one)).map((one) => dropOf(table, one)),
    ...indexes.dropped.filter((one) => !late.has(one)).map(indexDrop),
  ]
  const within: readonly TableChange[] = [
    ...columnsInTurn(columns, dialect),
    ...constraints.added
      .filter((one) => !isForeignKey(one) && !early.has(one))
      .map((one) => additionOf(table, one)),
    ...indexes.added.filter((one) => !early.has(one)).map((one) => indexCreationOf(table, one)),
    ...[...late].map(indexDrop),
    ...meanwhile.map((one) => indexDropOf(table, one)),
    ...taken,
  ]
  const keys = constraints.added.filter(isForeignKey).map((one) => additionOf(table, one))
  const altered = [...constraints.altered, ...indexes.altered]
  const comment = commentChange({ type: 'table', table }, before.table, after.table)
  if (dialect === 'sqlite') {
    const rebuild = rebuildChange(before.table, after.table)
    const touched = columns.dropped.map(({ column }) => column)
    return { ...rebuilt(table, [...gone, ...within, ...keys], rebuild, comment), touched }
  }
  const notNulls =
    dialect === 'postgres' ? compareNotNulls(before.table, after.table, columns) : { first: [], last: [] }
  const settings = compareTableSettings(
    before.table,
    after.table,
    new Set([...constraints.dropped, ...indexes.dropped].flatMap(({ name }) => name ?? [])),
    dialect,
  )
  // On MySQL columns of the table's collation follow it: one that is to keep that gets it again behind the table.
  const keepsCollation =
    dialect === 'mysql' && columns.altered.some(({ to }) => typeof to.collation === 'string')
  const [ahead, behind] = keepsCollation ? [settings.changes, []] : [[], settings.changes]
  return {
    first: [...settings.first, ...gone],
    changes: [...ahead, ...notNulls.first, ...within, ...notNulls.last, ...altered, ...behind, ...comment],
    last: [...keys, ...settings.last],
    touched: [...touchedBy(columns), ...converted],
  }
}

function rebuilt(
  table: TableName,
  changes: readonly TableChange[],
  rebuild: RebuildOptions | undefined,
  comment: readonly Operation[],
): Omit<TableDifferences, 'touched'> {
  const isSame = changes.length === 0 && rebuild === undefined
  const alteration: Operation = {
    kind: 'alterTable',
    table,
    changes,
    recreate: 'auto',
    ...(rebuild && { rebuild }),
  }
  return { first: [], changes: isSame ? comment : [alteration, ...comment], last: [] }
}

/** What a table is to be when it is rebuilt. */
function rebuildChange(before: Table, after: Table): RebuildOptions | undefined {
  const changed = (['strict', 'withoutRowid'] as const).filter((key) => before[key] !== after[key])
  if (changed.length === 0) return undefined
  const optionsOf = (table: Table) => Object.fromEntries(changed.map((key) => [key, table[key] === true]))
  return { ...optionsOf(after), was: optionsOf(before) }
}

/** The constraints and indexes: those that use a column which is dropped and made again go with it. */
function compareUsers(
  before: TableDefinition,
  after: TableDefinition,
  columns: ColumnDifferences,
  converted: ReadonlySet<string>,
  dialect: DialectName,
): {
  readonly constraints: PartDifferences<Constraint>
  readonly indexes: PartDifferences<Index>
} {
  const owner = {
    table: after.table.table,
    isPartitioned: after.table.postgres?.partitionBy !== undefined,
  }
  const remade = new Set(columns.added.map(({ column }) => column.name))
  const stays = (one: Constraint | Index) =>
    !uses(one, remade, dialect) && !(isOfType(one) && uses(one, converted, dialect))
  const constraints = before.table.constraints.filter(stays)
  const indexes = before.indexes.filter(stays)
  return {
    constraints: withUsers(
      compareConstraints(owner, constraints, after.table.constraints, dialect),
      before.table.constraints,
      constraints,
    ),
    indexes: withUsers(compareIndexes(owner, indexes, after.indexes, dialect), before.indexes, indexes),
  }
}

function touchedBy({ dropped, altered }: ColumnDifferences): readonly string[] {
  return [
    ...dropped.map(({ column }) => column),
    ...altered
      .filter(({ to }) => to.type !== undefined || to.collation !== undefined)
      .map(({ column }) => column),
  ]
}

/** What uses a column that is dropped and made again goes with it: it is dropped before, and comes back. */
function withUsers<Part>(
  { dropped, ...rest }: PartDifferences<Part>,
  all: readonly Part[],
  standing: readonly Part[],
): PartDifferences<Part> {
  const kept = new Set(standing)
  return { ...rest, dropped: [...dropped, ...all.filter((one) => !kept.has(one))] }
}

/** Whether what it says holds for one type only; plain keys are made anew with their column by the server. */
function isOfType(part: Constraint | Index): boolean {
  if ('kind' in part) return part.kind !== 'primaryKey' && part.kind !== 'unique'
  return part.where !== undefined || part.keys.some(({ expression }) => expression !== undefined)
}

function uses(part: Constraint | Index, columns: ReadonlySet<string>, dialect: DialectName): boolean {
  if (columns.size === 0) return false
  const named = 'kind' in part ? constraintColumns(part, dialect) : indexColumns(part, dialect)
  return named.some((name) => columns.has(name))
}

function constraintColumns(constraint: Constraint, dialect: DialectName): readonly string[] {
  switch (constraint.kind) {
    case 'check':
      return [...identifiersIn(constraint.expression, dialect)]
    case 'exclude':
      return indexColumns({ name: '', keys: constraint.elements }, dialect)
    case 'foreignKey':
      return constraint.columns
    default:
      return [...constraint.columns, ...(constraint.include ?? [])]
  }
}

function indexColumns({ keys, include = [], where = '' }: Index, dialect: DialectName): readonly string[] {
  return [
    ...keys.flatMap(({ column, expression }) => column ?? [...identifiersIn(expression ?? '', dialect)]),
    ...include,
    ...identifiersIn(where, dialect),
  ]
}

function isForeignKey({ kind }: { readonly kind: string }): boolean {
  return kind === 'foreignKey'
}

function whole(columns: ColumnDifferences): NumberingApart {
  return { letGo: [], columns, taken: [] }
}

function keysOf(constraints: PartDifferences<Constraint>, indexes: PartDifferences<Index>) {
  return {
    dropped: [...constraints.dropped, ...indexes.dropped],
    added: [...constraints.added, ...indexes.added],
  }
}
