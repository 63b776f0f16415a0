import type { TableDefinition } from '../../schema/define-table.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { Column, TableName } from '../../schema/model.ts'
import { type ColumnRename, type Rename, renameKey, type TableRename } from '../../schema/rename.ts'
import { qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import { alikeColumns } from './column-likeness.ts'
import { bestPairs } from './pair-best.ts'
import { type Move, possibleMoves } from './rename-chains.ts'
import { alikeTables } from './table-likeness.ts'

/** Something that vanished beside something alike that appeared. `score`: from 0 to 1, how much they are alike. */
export type PossibleRename = Rename & { readonly score: number }

/** What somebody said of a possible rename. */
export type RenameAnswer = Rename & { readonly isRename: boolean }

/** What is settled of the renames between two schemas, and what is not. */
export interface SettledRenames {
  /** Tables first. */
  readonly agreed: readonly Rename[]
  /** Tables first; columns of tables that may be renamed themselves stand in it, too. */
  readonly open: readonly PossibleRename[]
}

/** What may have been renamed between two schemas, where nothing is said about it. */
export function possibleRenames(before: SchemaSnapshot, after: SchemaSnapshot): readonly PossibleRename[] {
  return settleRenames(before, after, []).open
}

/**
 * What was renamed between two schemas by the answers, and what may have been and has none. An answer counts where its
 * old name has gone and its new one has come, or another answer hands the name on; of several about one thing, the first. Where a pair is said to be no
 * rename, the next best takes its place. Columns that the database takes for one are renamed whatever is said: MySQL
 * tells none by the case of its name, and could not have both.
 */
export function settleRenames(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  answers: readonly RenameAnswer[],
  dialect?: DialectName,
): SettledRenames {
  const said = saidOf(answers)
  const tables = settleTables(before.tables, after.tables, said)
  const columns = pairedTables(before, after, [...tables.agreed, ...tables.open]).map((pair) =>
    settleColumns(pair, dialect === 'mysql' ? withCases(pair, said) : said),
  )
  return {
    agreed: [...tables.agreed, ...columns.flatMap(({ agreed }) => agreed)],
    open: [...tables.open, ...columns.flatMap(({ open }) => open)],
  }
}

interface Said {
  readonly renames: readonly Rename[]
  /** Keys of pairs that are none. */
  readonly refused: ReadonlySet<string>
}

function saidOf(answers: readonly RenameAnswer[]): Said {
  const first = new Map<string, RenameAnswer>()
  for (const answer of answers) {
    const key = renameKey(answer)
    if (!first.has(key)) first.set(key, answer)
  }
  const all = [...first.values()]
  return {
    renames: all.filter(({ isRename }) => isRename).map(({ isRename: _, ...rename }) => rename),
    refused: new Set(all.filter(({ isRename }) => !isRename).map(renameKey)),
  }
}

interface Settled<Kind extends Rename> {
  readonly agreed: readonly Kind[]
  readonly open: readonly (Kind & { readonly score: number })[]
}

function settleTables(
  before: readonly TableDefinition[],
  after: readonly TableDefinition[],
  { renames, refused }: Said,
): Settled<TableRename> {
  const keyed = (tables: readonly TableDefinition[]) =>
    new Map(tables.map((one) => [qualifiedKey(one.table.table), one]))
  const [old, fresh] = [keyed(before), keyed(after)]
  const gone = new Map([...old].filter(([key]) => !fresh.has(key)))
  const come = new Map([...fresh].filter(([key]) => !old.has(key)))
  const moves = renames
    .flatMap((one) => (one.what === 'table' ? [tableMove(one)] : []))
    .filter(({ to }) => fresh.has(to))
  const possible = possibleMoves(moves, { isTaken: (key) => old.has(key), isKept: (key) => fresh.has(key) })
  for (const { from, to } of possible) {
    gone.delete(from)
    come.delete(to)
  }
  const [left, right] = [[...gone.values()], [...come.values()]]
  const open = matched(left, right, alikeTables(left, right), refused, (one, other) => ({
    what: 'table',
    ...inSchemaOf(one.table.table),
    from: one.table.table.name,
    to: other.table.table.name,
  }))
  return { agreed: possible.map(({ rename }) => tableRename(rename)), open }
}

function tableMove(rename: TableRename): Move & { readonly rename: TableRename } {
  const key = (name: string) => qualifiedKey(inSchema(rename, name))
  return { from: key(rename.from), to: key(rename.to), rename }
}

function tableRename({ what, from, to, ...rest }: TableRename): TableRename {
  return { what, ...inSchemaOf(rest), from, to }
}

function inSchema(one: { readonly schema?: string }, name: string): TableName {
  return { name, ...inSchemaOf(one) }
}

function inSchemaOf({ schema }: { readonly schema?: string }): { readonly schema?: string } {
  return schema === undefined ? {} : { schema }
}

/** The best pairs of what is left, but those that are said to be none. */
function matched<Part, Kind extends Rename>(
  gone: readonly Part[],
  come: readonly Part[],
  pairs: ReturnType<typeof alikeTables>,
  refused: ReadonlySet<string>,
  rename: (one: Part, other: Part) => Kind,
): readonly (Kind & { readonly score: number })[] {
  const named = (from: number, to: number): Kind | undefined => {
    const [one, other] = [gone[from], come[to]]
    return one === undefined || other === undefined ? undefined : rename(one, other)
  }
  const left = pairs.filter(({ from, to }) => {
    const one = named(from, to)
    return one !== undefined && !refused.has(renameKey(one))
  })
  return bestPairs(left).flatMap(({ from, to, score }) => {
    const one = named(from, to)
    return one === undefined ? [] : [{ ...one, score: Math.round(score * 100) / 100 }]
  })
}

interface TablePair {
  readonly before: TableDefinition
  readonly after: TableDefinition
  /** Columns that come from another table, which are renamed there. */
  inherited(): ReadonlySet<string>
}

/** Tables that stand in both, those of one name first. */
function pairedTables(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  renames: readonly TableRename[],
): readonly TablePair[] {
  const old = new Map(before.tables.map((one) => [qualifiedKey(one.table.table), one]))
  const formerly = new Map(
    renames.map((one) => [qualifiedKey(inSchema(one, one.to)), qualifiedKey(inSchema(one, one.from))]),
  )
  return after.tables.flatMap((one) => {
    const key = qualifiedKey(one.table.table)
    const was = old.get(formerly.get(key) ?? key)
    if (was === undefined) return []
    return [{ before: was, after: one, inherited: () => inheritedColumns(was, old) }]
  })
}

function inheritedColumns(
  { table: { postgres } }: TableDefinition,
  tables: ReadonlyMap<string, TableDefinition>,
): ReadonlySet<string> {
  const parents = [
    ...(postgres?.inherits ?? []),
    ...(postgres?.partitionOf ? [postgres.partitionOf.table] : []),
  ]
  return new Set(
    parents.flatMap(
      (parent) => tables.get(qualifiedKey(parent))?.table.columns.map(({ name }) => name) ?? [],
    ),
  )
}

/** With renames between names of which nothing but the case differs. */
function withCases({ before, after }: TablePair, said: Said): Said {
  const { table, columns } = after.table
  const come = new Map(missing(columns, before.table.columns).map(({ name }) => [name.toLowerCase(), name]))
  const renames = missing(before.table.columns, columns).flatMap(
    ({ name: from }): readonly ColumnRename[] => {
      const to = come.get(from.toLowerCase())
      return to === undefined ? [] : [{ what: 'column', table, from, to }]
    },
  )
  return renames.length === 0 ? said : { ...said, renames: [...renames, ...said.renames] }
}

function settleColumns(pair: TablePair, { renames, refused }: Said): Settled<ColumnRename> {
  const { before, after } = pair
  const { table } = after.table
  if (renames.length === 0 && areNamedAlike(before.table.columns, after.table.columns))
    return { agreed: [], open: [] }
  const inherited = pair.inherited()
  const gone = missing(before.table.columns, after.table.columns).filter(({ name }) => !inherited.has(name))
  const come = missing(after.table.columns, before.table.columns)
  const names = (columns: readonly Column[]) => new Set(columns.map(({ name }) => name))
  const [old, fresh] = [names(before.table.columns), names(after.table.columns)]
  const said = renames.filter(
    (one): one is ColumnRename =>
      one.what === 'column' &&
      qualifiedKey(one.table) === qualifiedKey(table) &&
      !inherited.has(one.from) &&
      fresh.has(one.to),
  )
  const agreed = possibleMoves(said, { isTaken: (name) => old.has(name), isKept: (name) => fresh.has(name) })
  const left = new Map(gone.map((one) => [one.name, one]))
  const right = new Map(come.map((one) => [one.name, one]))
  for (const { from, to } of agreed) {
    left.delete(from)
    right.delete(to)
  }
  const lists = {
    before: before.table.columns,
    after: after.table.columns,
    gone: [...left.values()],
    come: [...right.values()],
  }
  const open = matched(lists.gone, lists.come, alikeColumns(lists), refused, (one, other) => ({
    what: 'column',
    table,
    from: one.name,
    to: other.name,
  }))
  return { agreed: agreed.map(({ from, to }) => ({ what: 'column', table, from, to })), open }
}

/** Whether the names are the same in the same order. */
function areNamedAlike(columns: readonly Column[], others: readonly Column[]): boolean {
  if (columns === others) return true
  return columns.length === others.length && columns.every(({ name }, at) => name === others[at]?.name)
}

/** The columns of the one that the other hasn't. */
function missing(columns: readonly Column[], others: readonly Column[]): readonly Column[] {
  const known = new Set(others.map(({ name }) => name))
  return columns.filter(({ name }) => !known.has(name))
}
