import { withArticle } from '../support/text.ts'
import { type AnyColumn, type ColumnConstraint, isColumnBuilder } from './column-builder.ts'
import { DefinitionError } from './errors.ts'
import { deepFreeze } from './freeze.ts'
import { type IndexDefinition, indexName } from './index-definition.ts'
import type {
  Column,
  Constraint,
  Index,
  IndexKey,
  PostgresTable,
  PrimaryKey,
  Table,
  TableName,
} from './model.ts'
import { nameOf, tableNameOf } from './names.ts'
import type { OfColumns } from './of-columns.ts'
import { type TableOptions, tableOptionsOf } from './table-options.ts'

/** The columns of a table by name, in the order written. */
export type ColumnRecord = { readonly [name: string]: AnyColumn }

/** The columns of a table as pairs: any name in any order, integer-like ones too. */
export type ColumnList = readonly (readonly [name: string, column: AnyColumn])[]

/** What stands beside the columns of a table. */
export type TablePart = Constraint | IndexDefinition

/** Constraints and indexes, or a function from the columns' names to them: a misspelt name doesn't compile. */
export type TableParts<Columns extends ColumnRecord | ColumnList> =
  | readonly TablePartOf<Columns>[]
  | ((columns: NamesOf<Columns>) => readonly TablePartOf<Columns>[])

/** The same where columns come from elsewhere, too. */
export type LooseTableParts<Columns extends ColumnRecord | ColumnList> =
  | readonly TablePart[]
  | ((columns: NamesOf<Columns>) => readonly TablePart[])

/** What may stand beside these columns: what names some of them, and no other. Without any, they come from elsewhere. */
type TablePartOf<Columns extends ColumnRecord | ColumnList> = TablePart & OfColumns<NameIn<Columns>>

// The names stand beside the conditions: those of a type parameter are known before the parameter is.
type NameIn<Columns extends ColumnRecord | ColumnList> =
  | (keyof Columns & string)
  | (Columns extends ColumnList ? string : never)
  | ([keyof Columns] extends [never] ? string : never)

export type NamesOf<Columns extends ColumnRecord | ColumnList> = Columns extends ColumnRecord
  ? { readonly [Name in keyof Columns & string]: Name }
  : { readonly [name: string]: string }

export type { TableOptions } from './table-options.ts'

/** A table and its indexes, as data. */
export interface TableDefinition {
  readonly table: Table
  readonly indexes: readonly Index[]
}

/**
 * The table that a name, columns and what stands beside them describe. Constraints written on columns come first,
 * in the order of the columns; primary keys of several columns become one; a column of the primary key is not null.
 * Throws `DefinitionError` for names that don't fit together.
 */
export function defineTable<const Columns extends ColumnRecord | ColumnList>(
  name: string | TableName,
  columns: Columns,
  parts: LooseTableParts<Columns> = [],
  options: TableOptions = {},
): TableDefinition {
  return tableDefinition(name, columns, parts, options, indexName)
}

/** The same; `nameIndex` gives the names of the indexes. */
export function tableDefinition<const Columns extends ColumnRecord | ColumnList>(
  name: string | TableName,
  columns: Columns,
  parts: LooseTableParts<Columns>,
  options: TableOptions,
  nameIndex: typeof indexName,
): TableDefinition {
  const table = tableNameOf(name, options.schema)
  const defined = pairsOf(columns, table.name).map(([column, builder]) => defineColumn(column, builder))
  const beside = tablePartsOf(
    typeof parts === 'function' ? parts(namesOf(defined) as NamesOf<Columns>) : parts,
    table.name,
  )
  const written: readonly Constraint[] = [
    ...defined.flatMap((one) => one.constraints),
    ...beside.filter((part) => part.kind !== 'index'),
  ]
  const constraints = joinPrimaryKeys(written, table.name)
  const indexes = beside
    .filter((part) => part.kind === 'index')
    .map((part) => {
      const { kind: _, ...rest } = part
      return { ...rest, name: nameIndex(table.name, part) }
    })
  const keyed = new Set(constraints.flatMap(notNullIn))
  const own = defined.map(({ column }) => (keyed.has(column.name) ? { ...column, nullable: false } : column))
  const rest = tableOptionsOf(table, options)
  checkPlaces(table.name, own, constraints, indexes, rest.postgres)
  return deepFreeze({
    table: {
      table,
      columns: own,
      constraints,
      ...rest,
    },
    indexes,
  })
}

/** A column that has got its name, and the constraints written on it. */
export function defineColumn(
  name: string,
  builder: AnyColumn,
): { readonly column: Column; readonly constraints: readonly Constraint[] } {
  nameOf(name, "A column's name")
  if (!isColumnBuilder(builder)) {
    throw new DefinitionError(
      `The column ${name} is no column but ${builder === null ? 'null' : typeof builder}`,
      typeof builder === 'function'
        ? 'Call it: t.text(), and not t.text.'
        : 'Describe it with t: t.integer(), t.text().notNull().',
    )
  }
  const { constraints, ...rest } = builder.definition
  return {
    column: Object.freeze({ name, ...rest }),
    constraints:
      constraints.length === 0 ? none : deepFreeze(constraints.map((one) => withColumn(one, name))),
  }
}

const none: readonly never[] = Object.freeze([])

/** The columns that a primary key makes not null. */
export function notNullIn(constraint: Constraint): readonly string[] {
  if (constraint.kind !== 'primaryKey') return []
  return constraint.columns.filter((name) => !constraint.sqlite?.nullable?.includes(name))
}

function withColumn(constraint: ColumnConstraint, column: string): Constraint {
  return constraint.kind === 'check' ? constraint : { ...constraint, columns: [column] }
}

function pairsOf(columns: ColumnRecord | ColumnList, table: string): ColumnList {
  if (Array.isArray(columns)) return refuseTwice(columns as ColumnList, table)
  const record = columns as ColumnRecord
  const prototype: unknown = typeof record === 'object' && record !== null && Object.getPrototypeOf(record)
  if (prototype === false || (prototype !== null && Object.getPrototypeOf(prototype) !== null)) {
    throw new DefinitionError(
      `The columns of ${table} are neither a plain record nor a list`,
      "Write { id: t.integer() }, or [['id', t.integer()]] for names such as __proto__.",
    )
  }
  const pairs = Object.entries(record)
  const [reordered] = pairs[0] ?? []
  if (reordered !== undefined && /^(0|[1-9]\d{0,9})$/.test(reordered) && Number(reordered) < 2 ** 32 - 1) {
    throw new DefinitionError(
      `JavaScript moves the column ${JSON.stringify(reordered)} of ${table} to the front: its name looks like a number`,
      `Write the columns as a list: [['${reordered}', t.integer()], …].`,
    )
  }
  return pairs
}

const partKinds: readonly unknown[] = ['primaryKey', 'unique', 'check', 'foreignKey', 'exclude', 'index']

/** What stands beside the columns of a table, checked. */
export function tablePartsOf(parts: readonly TablePart[], table: string): readonly TablePart[] {
  const isPart = (part: unknown) =>
    typeof part === 'object' && part !== null && partKinds.includes((part as { kind?: unknown }).kind)
  if (Array.isArray(parts) && parts.every(isPart)) return parts
  throw new DefinitionError(
    `Beside the columns of ${table} stands something that is neither a constraint nor an index`,
    'Give a list of them: [primaryKey([…]), uniqueConstraint(…), check(…), foreignKey(…), index(…)].',
  )
}

function refuseTwice(list: ColumnList, table: string): ColumnList {
  const odd = (list as readonly unknown[]).find((pair) => !Array.isArray(pair) || pair.length !== 2)
  if (odd !== undefined) {
    throw new DefinitionError(
      `The list of columns of ${table} holds something else than pairs of a name and a column`,
      "Write [['id', t.integer()], ['name', t.text()]], or a record: { id: t.integer() }.",
    )
  }
  const names = list.map(([name]) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return list
  throw new DefinitionError(`The table ${table} has the column ${twice} twice`, 'Name each column once.')
}

function namesOf(columns: readonly { readonly column: Column }[]): { readonly [name: string]: string } {
  return Object.fromEntries(columns.map(({ column }) => [column.name, column.name]))
}

function joinPrimaryKeys(constraints: readonly Constraint[], table: string): readonly Constraint[] {
  const keys = constraints.filter((one) => one.kind === 'primaryKey')
  const [first] = keys
  if (first === undefined || keys.length === 1) return constraints
  const names = [...new Set(keys.flatMap((key) => key.name ?? []))]
  const columns = keys.flatMap((key) => key.columns)
  if (
    names.length > 1 ||
    keys.some((key) => key.columns.length > 1 || key.include !== undefined || key.deferral !== undefined) ||
    new Set(columns).size < columns.length
  ) {
    throw new DefinitionError(
      `The table ${table} has more than one primary key`,
      'Write it once: primaryKey([…]) beside the columns, or .primaryKey() on each of its columns.',
    )
  }
  const joined: PrimaryKey = {
    kind: 'primaryKey',
    ...(names[0] === undefined ? {} : { name: names[0] }),
    columns,
  }
  return constraints.flatMap((one) => (one === first ? joined : one.kind === 'primaryKey' ? [] : one))
}

/** Columns that come from another table are not known here. */
function checkPlaces(
  table: string,
  columns: readonly Column[],
  constraints: readonly Constraint[],
  indexes: readonly Index[],
  postgres: PostgresTable = {},
): void {
  const comeFromElsewhere = postgres.partitionOf !== undefined && columns.length === 0
  if (comeFromElsewhere || postgres.inherits !== undefined) return
  checkColumns(table, columns, constraints, indexes, postgres.partitionBy?.keys ?? [])
}

function checkColumns(
  table: string,
  columns: readonly Column[],
  constraints: readonly Constraint[],
  indexes: readonly Index[],
  partitionKeys: readonly IndexKey[],
): void {
  const known = new Set<string>()
  for (const column of columns) known.add(column.name)
  const requireKnown = (kind: string, name: string | undefined) => {
    if (name === undefined || known.has(name)) return
    throw new DefinitionError(
      `${withArticle(words[kind] ?? kind)} of ${table} names the column ${name}, which the table doesn't have`,
      `The columns of ${table} are ${[...known].join(', ')}.`,
    )
  }
  for (const one of constraints) for (const name of columnsOf(one)) requireKnown(one.kind, name)
  for (const key of partitionKeys) requireKnown('partition key', key.column)
  for (const { keys, include = [] } of indexes) {
    for (const key of keys) requireKnown('index', key.column)
    for (const name of include) requireKnown('index', name)
  }
}

function columnsOf(constraint: Constraint): readonly (string | undefined)[] {
  switch (constraint.kind) {
    case 'check':
      return []
    case 'exclude':
      return constraint.elements.map((element) => element.column)
    case 'foreignKey':
      return constraint.columns
    default:
      return constraint.include === undefined
        ? constraint.columns
        : [...constraint.columns, ...constraint.include]
  }
}

const words: Readonly<Record<string, string>> = {
  primaryKey: 'primary key',
  unique: 'unique constraint',
  foreignKey: 'foreign key',
  exclude: 'exclusion constraint',
}
