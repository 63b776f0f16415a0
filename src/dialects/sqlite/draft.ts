import type { RebuildOptions } from '../../operations/rebuild-options.ts'
import type { Identity, TableName } from '../../schema/model.ts'
import type { TableShape } from '../dialect.ts'
import { quoteIdentifier } from '../identifier.ts'
import { defineNotNull } from './define/column.ts'
import { defineTable } from './define/table.ts'
import type { ColumnDefinition, TableDefinition } from './definition.ts'
import { renameColumns } from './expression.ts'
import { nameConstraints } from './name-constraints.ts'
import { parseTable } from './parse/table.ts'
import { isView } from './rename-object.ts'
import { noSuchColumn, notATable } from './shape-errors.ts'
import { canBeNull } from './shape-model.ts'
import { foldName, sameName } from './tokenize.ts'
import { declaredType } from './types.ts'

/**
 * A table on its way through the changes of a batch. Columns go by the names they have before the batch (new ones by
 * their own) until the end: renames are done last, and by SQLite, which knows every place that a name stands in.
 */
export interface Draft {
  readonly table: TableName
  readonly before: TableDefinition
  readonly definition: TableDefinition
  readonly indexes: readonly DraftIndex[]
  /** What the rebuild copies into a column: an expression over the old table, by folded name. */
  readonly copied: ReadonlyMap<string, string>
  readonly renames: readonly Rename[]
  readonly dropped: readonly string[]
  /** What the first number of newly numbered rows is to be. */
  readonly firstNumber?: number
  /** A column that is to number the rows as soon as the table has the primary key for it. */
  readonly waiting?: { readonly column: string; readonly identity: Identity; readonly isOptional?: true }
  /** Indexes and constraints that went along with a dropped column. */
  readonly gone: readonly string[]
}

export interface DraftIndex {
  readonly name: string
  readonly sql: string
}

export interface Rename {
  /** The column, by its name before the batch. */
  readonly column: string
  readonly from: string
  readonly to: string
}

/** The table as it stands, in the types and with the names of constraints that it is told to have. */
export function startDraft(shape: TableShape, told: RebuildOptions = {}): Draft {
  const { table } = shape.table
  if (isView(shape)) throw notATable(table.name)
  const found = shape.sql === undefined ? defineTable(shape.table) : parseTable(shape.sql, table.name)
  const typed = withTypes(nameConstraints(found, told.naming ?? {}), told.columnTypes ?? {})
  const definition = {
    ...typed,
    // A table that gets rowids may number its rows by them in the same batch.
    ...(told.withoutRowid === false && { withoutRowid: false }),
    // What types a column may get depends on it.
    ...(told.strict !== undefined && { strict: told.strict }),
  }
  const stored = definition.columns.filter((column) => !isGenerated(column))
  return {
    table,
    before: typed,
    definition: keepNotNull(definition, typed),
    indexes: shape.indexes.map(({ sql, index }) => ({ name: index.name, sql })),
    copied: new Map(stored.map(({ name }) => [foldName(name), quoteIdentifier(name)])),
    renames: [],
    dropped: [],
    gone: [],
  }
}

/** The key of a table that gets rowids, or is strict no more, was NOT NULL without a word, and gets it. */
function keepNotNull(definition: TableDefinition, before: TableDefinition): TableDefinition {
  const columns = definition.columns.map((column) => {
    if (canBeNull(before, column) || !canBeNull(definition, column)) return column
    const clauses = column.clauses.filter(({ kind }) => kind !== 'null')
    return { ...column, clauses: [defineNotNull(undefined), ...clauses] }
  })
  return { ...definition, columns }
}

function withTypes(
  definition: TableDefinition,
  types: NonNullable<RebuildOptions['columnTypes']>,
): TableDefinition {
  const names = definition.columns.map(({ name }) => name)
  const told = new Map(
    Object.entries(types).map(([name, type]) => {
      const known = names.find((one) => sameName(one, name))
      if (known === undefined) throw noSuchColumn(definition.name, name, names)
      return [known, declaredType(type, definition.strict)]
    }),
  )
  const columns = definition.columns.map((column) => ({
    ...column,
    type: told.get(column.name) ?? column.type,
  }))
  return { ...definition, columns }
}

export function isGenerated(column: ColumnDefinition): boolean {
  return column.clauses.some((clause) => clause.kind === 'generated')
}

/** The names of the columns at this point of the batch. */
export function currentNames(draft: Draft): readonly string[] {
  return draft.definition.columns.map((column) => currentName(draft, column.name))
}

function currentName(draft: Draft, name: string): string {
  return draft.renames.findLast((rename) => sameName(rename.column, name))?.to ?? name
}

/** The column that goes by this name now. Throws where there is none. */
export function columnNamed(draft: Draft, name: string): ColumnDefinition {
  const found = draft.definition.columns.find((column) => sameName(currentName(draft, column.name), name))
  if (found === undefined) throw noSuchColumn(draft.table.name, name, currentNames(draft))
  return found
}

export function hasColumn(draft: Draft, name: string): boolean {
  return currentNames(draft).some((column) => sameName(column, name))
}

/** The expression with the names from before the batch. */
export function translate(draft: Draft, expression: string): string {
  const renamed = draft.definition.columns
    .map(({ name }) => [foldName(currentName(draft, name)), name] as const)
    .filter(([now, name]) => now !== foldName(name))
  return renameColumns(expression, new Map(renamed))
}

/** The draft with one column in place of its old definition, found by name. */
export function replaceColumn(draft: Draft, column: ColumnDefinition): Draft {
  const columns = draft.definition.columns.map((old) => (sameName(old.name, column.name) ? column : old))
  return { ...draft, definition: { ...draft.definition, columns } }
}
