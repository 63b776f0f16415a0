import { isDeepStrictEqual } from 'node:util'
import type { RenameMap } from '../../src/autogenerate/renames/rename-map.ts'
import type {
  AddConstraint,
  AlterColumn,
  CreateTable,
  Operation,
  TableChange,
} from '../../src/operations/operation.ts'
import type { TableDefinition } from '../../src/schema/define-table.ts'
import type { Column, Constraint, TableName } from '../../src/schema/model.ts'
import { qualifiedKey, type SchemaSnapshot } from '../../src/schema/snapshot.ts'
import { type Declared, isSameName } from './declared.ts'
import { kindOf } from './kinds.ts'
import type { Server } from './server.ts'

const perTable = 2

/** Fills the tables that hold nothing. What a table doesn't take is told. */
export async function fillTables(server: Server, { tables }: Declared): Promise<readonly string[]> {
  const refused: string[] = []
  const bare: TableName[] = []
  for (const definition of tables) {
    const { table, columns } = definition.table
    if (columns.length === 0) bare.push(table)
    if (columns.length === 0) continue
    const name = server.dialect.tableName(table)
    const [found] = await server.query(`SELECT 1 FROM ${name} LIMIT 1`)
    if (found !== undefined) continue
    try {
      await server.quietly(insertions(definition, server))
    } catch (error) {
      refused.push(`${name}: ${String(error)}`)
      bare.push(table)
    }
  }
  await emptyTables(server, pointingAt(bare, tables))
  return refused
}

/** The tables with foreign keys to others without rows: a key that is made again would refuse what they hold. */
function pointingAt(bare: readonly TableName[], tables: readonly TableDefinition[]): readonly TableName[] {
  const found = [...bare]
  for (const table of found) {
    const pointing = tables
      .map((one) => one.table)
      .filter((one) => one.constraints.some((key) => pointsAt(key, table)))
    for (const one of pointing) if (!found.some((each) => isSameName(each, one.table))) found.push(one.table)
  }
  return found.slice(bare.length)
}

function insertions({ table }: TableDefinition, { dialect }: Server): readonly string[] {
  const columns = table.columns.filter(({ generated }) => generated === undefined)
  const names = columns.map(({ name }) => dialect.identifier(name)).join(', ')
  const override = dialect.name === 'postgres' ? ' OVERRIDING SYSTEM VALUE' : ''
  return Array.from({ length: perTable }, (_, at) => {
    const values = columns.map(({ type }) => kindOf(type, dialect.name).value(at + 1)).join(', ')
    return `INSERT INTO ${dialect.tableName(table.table)} (${names})${override} VALUES (${values})`
  })
}

/** Empties tables, whatever refers to them. */
export async function emptyTables(server: Server, tables: readonly TableName[]): Promise<void> {
  if (tables.length === 0) return
  await server.quietly(tables.map((table) => `DELETE FROM ${server.dialect.tableName(table)}`))
}

/** The rows of each table, as texts by column. */
export type Contents = ReadonlyMap<string, readonly Readonly<Record<string, string>>[]>

export async function readRows(server: Server, { tables }: SchemaSnapshot): Promise<Contents> {
  const contents = new Map<string, readonly Readonly<Record<string, string>>[]>()
  for (const { table } of tables) {
    if (table.columns.length === 0) continue
    // Those of partitions and heirs are theirs.
    const only = server.dialect.name === 'postgres' ? 'ONLY ' : ''
    const columns = table.columns.map(({ name }) => server.dialect.identifier(name)).join(', ')
    const rows = await server.query(`SELECT ${columns} FROM ${only}${server.dialect.tableName(table.table)}`)
    contents.set(
      qualifiedKey(table.table),
      rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(value)])),
      ),
    )
  }
  return contents
}

/** The same rows by the names that their tables and columns get. */
export function renamedRows(contents: Contents, { tables }: SchemaSnapshot, map: RenameMap): Contents {
  return new Map(
    tables.flatMap(({ table: { table } }) => {
      const rows = contents.get(qualifiedKey(table))
      if (rows === undefined) return []
      const inNew = rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [map.column(table, name), value])),
      )
      return [[qualifiedKey(map.table(table)), inNew] as const]
    }),
  )
}

/** Tables of a database by the names that they have before they are renamed. */
export function formerTables(
  names: readonly TableName[],
  { tables }: SchemaSnapshot,
  map: RenameMap | undefined,
): readonly TableName[] {
  if (map === undefined) return names
  return tables
    .map(({ table }) => table.table)
    .filter((table) => names.some((name) => isSameName(name, map.table(table))))
}

function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'undefined')
}

/** Tables of `before` whose rows are not there any more, in the columns that nothing has changed. */
export function lostRows(
  before: { readonly snapshot: SchemaSnapshot; readonly rows: Contents },
  after: { readonly snapshot: SchemaSnapshot; readonly rows: Contents },
): readonly string[] {
  return before.snapshot.tables.flatMap(({ table }) => {
    const key = qualifiedKey(table.table)
    const still = after.snapshot.tables.find((one) => isSameName(one.table.table, table.table))
    const [old, fresh] = [before.rows.get(key), after.rows.get(key)]
    if (still === undefined || old === undefined || fresh === undefined) return []
    const columns = table.columns.filter((column) =>
      still.table.columns.some((one) => isUntouched(column, one)),
    )
    const only = (rows: readonly Readonly<Record<string, string>>[]) =>
      rows.map((row) => columns.map(({ name }) => row[name]).join(' | ')).sort()
    return isDeepStrictEqual(only(old), only(fresh))
      ? []
      : [`rows of ${table.table.name}: ${only(old).join(' // ')} became ${only(fresh).join(' // ')}`]
  })
}

function isUntouched(column: Column, other: Column): boolean {
  return (
    column.name === other.name &&
    isDeepStrictEqual(column.type, other.type) &&
    // What is computed changes with what it is computed of.
    column.generated === undefined &&
    other.generated === undefined
  )
}

/**
 * The tables that operations can't change while there are rows: what a column is to hold for them, nobody says. With
 * the tables that refer to them.
 */
export function mustBeEmpty(
  operations: readonly Operation[],
  { tables }: SchemaSnapshot,
): readonly TableName[] {
  const found = [...unfilled(operations), ...operations.flatMap(partedFrom)]
  const changes = operations.flatMap((one): readonly Operation[] =>
    one.kind === 'alterTable' ? one.changes : [one],
  )
  for (const table of found) {
    const pointing = [
      ...tables
        .filter((one) => one.table.constraints.some((key) => pointsAt(key, table)))
        .map((one) => one.table.table),
      ...changes.flatMap((one) =>
        one.kind === 'addConstraint' && pointsAt(one.constraint, table) ? one.table : [],
      ),
    ]
    for (const one of pointing) if (!found.some((each) => isSameName(each, one))) found.push(one)
  }
  return found.filter((table) => tables.some((one) => isSameName(one.table.table, table)))
}

/** The table whose partition goes, with rows that others may point at. */
function partedFrom(operation: Operation): readonly TableName[] {
  const whole = operation.kind === 'dropTable' ? operation.was?.postgres?.partitionOf?.table : undefined
  return whole === undefined ? [] : [whole]
}

/**
 * The tables whose rows may have come to be the same in a column: in one that they have got, or one that was of a few
 * values and takes any now.
 */
export function widened(operations: readonly Operation[], { tables }: SchemaSnapshot): readonly TableName[] {
  const changes = operations.flatMap((one): readonly Operation[] =>
    one.kind === 'alterTable' ? one.changes : [one],
  )
  const found = changes.flatMap((one) => (one.kind === 'addColumn' || isFreed(one) ? [one.table] : []))
  return found.filter((table) => tables.some((one) => isSameName(one.table.table, table)))
}

function isFreed(change: Operation): change is AlterColumn {
  return (
    change.kind === 'alterColumn' &&
    change.to.type !== undefined &&
    change.to.type.type !== 'enum' &&
    change.existing?.type?.type === 'enum'
  )
}

function pointsAt(constraint: Constraint, table: TableName): boolean {
  return constraint.kind === 'foreignKey' && isSameName(constraint.references.table, table)
}

function unfilled(operations: readonly Operation[]): TableName[] {
  const changes = operations.flatMap((one): readonly Operation[] =>
    one.kind === 'alterTable' ? one.changes : [one],
  )
  const added = changes.filter((one) => one.kind === 'addColumn')
  const made = changes.filter((one) => one.kind === 'createTable')
  const pointing = changes.filter(
    (one) =>
      one.kind === 'addConstraint' &&
      one.constraint.kind === 'foreignKey' &&
      (isMade(one.constraint.references.table, made) || isFresh(one, changes)),
  )
  return [
    ...pointing.flatMap((one) => (one.kind === 'addConstraint' ? one.table : [])),
    ...added
      .filter(({ table, column, constraints = [] }) => {
        const isGiven =
          column.nullable ||
          column.default !== undefined ||
          column.generated !== undefined ||
          column.identity !== undefined ||
          column.serial === true
        const isKey = changes.some((one) => isSameTable(one, table) && uses(one, column.name))
        return !isGiven || isKey || constraints.length > 0
      })
      .map(({ table }) => table),
  ]
}

/** A foreign key that is not one of before with other options: what its columns hold is chance. */
function isFresh({ table, constraint }: AddConstraint, changes: readonly Operation[]): boolean {
  return !changes.some(
    (one) =>
      one.kind === 'dropConstraint' &&
      isSameName(one.table, table) &&
      one.was?.kind === 'foreignKey' &&
      constraint.kind === 'foreignKey' &&
      one.was.columns.join() === constraint.columns.join(),
  )
}

function isMade(table: TableName, made: readonly CreateTable[]): boolean {
  return made.some((one) => isSameName(one.table.table, table))
}

function isSameTable(operation: Operation, table: TableName): boolean {
  return 'table' in operation && operation.table !== undefined && 'name' in operation.table
    ? isSameName(operation.table, table)
    : false
}

function uses(operation: Operation | TableChange, column: string): boolean {
  if (operation.kind !== 'addConstraint' && operation.kind !== 'createIndex') return false
  return JSON.stringify(operation, (_, part) => (typeof part === 'bigint' ? String(part) : part)).includes(
    column,
  )
}
