import type {
  AlterTable,
  CreateIndex,
  CreateTable,
  DropIndex,
  Execute,
  Operation,
  RenameTable,
  TableChange,
} from '../../operations/operation.ts'
import type { Table, TableName } from '../../schema/model.ts'
import { compileCustom, customNeeds, type SqlWords } from '../custom.ts'
import type { Shapes, Statement } from '../dialect.ts'
import { UnsupportedOperationError } from '../errors.ts'
import { quoteIdentifier, quoteTableName } from '../identifier.ts'
import { createIndex, dropIndexText } from './alter/native-change.ts'
import { alterTableNeeds, compileAlterTable } from './alter-table.ts'
import { compileObject, objectNeeds } from './compile-object.ts'
import { createIndexText } from './define/indexes.ts'
import { defineTable } from './define/table.ts'
import { printTable } from './definition.ts'
import { compileInsertRows } from './insert-rows.ts'
import { bindable, literal, quoteText } from './literal.ts'
import { sameName } from './tokenize.ts'
import { walk } from './walk.ts'

/** The tables whose shape `compile` makes use of. A lone change counts as a batch of one. */
export function needs(operation: Operation): readonly TableName[] {
  switch (operation.kind) {
    case 'addColumn':
    case 'dropColumn':
    case 'alterColumn':
    case 'addConstraint':
    case 'dropConstraint':
      return alterTableNeeds(batchOf(operation))
    case 'alterTable':
      return alterTableNeeds(operation)
    case 'createTable':
    case 'dropTable':
    case 'renameTable':
    case 'createIndex':
    case 'dropIndex':
    case 'insertRows':
    case 'backfill':
    case 'execute':
      return []
    case 'custom':
      return customNeeds(operation)
    default:
      return objectNeeds(operation)
  }
}

/** The statements of an operation. Throws a `TsmigError` for what SQLite, or the table, can't do. */
export function compile(operation: Operation, shapes: Shapes): readonly Statement[] {
  switch (operation.kind) {
    case 'createTable':
      return createTable(operation).map((sql) => ({ sql }))
    case 'dropTable':
      return [
        { sql: `DROP TABLE ${operation.ifExists ? 'IF EXISTS ' : ''}${quoteTableName(operation.table)}` },
      ]
    case 'renameTable':
      return renameTable(operation).map((sql) => ({ sql }))
    case 'createIndex':
      return [{ sql: createIndex(operation) }]
    case 'dropIndex':
      return [{ sql: dropIndexText(operation) }]
    case 'addColumn':
    case 'dropColumn':
    case 'alterColumn':
    case 'addConstraint':
    case 'dropConstraint':
      return compileAlterTable(batchOf(operation), shapes)
    case 'alterTable':
      return compileAlterTable(operation, shapes)
    case 'insertRows':
      return compileInsertRows(operation)
    case 'backfill':
      return [{ sql: walk.updateAll(operation) }]
    case 'execute':
      return [execute(operation)]
    case 'custom':
      return compileCustom(operation, words, shapes)
    default:
      return compileObject(operation, shapes).map((sql) => ({ sql }))
  }
}

const words: SqlWords = {
  dialect: 'sqlite',
  identifier: (name) => quoteIdentifier(name),
  tableName: (table) => quoteTableName(table),
  literal,
}

function batchOf(change: Exclude<TableChange, CreateIndex | DropIndex>): AlterTable {
  return { kind: 'alterTable', table: change.table, changes: [change], recreate: 'auto' }
}

function createTable({ table, indexes = [], ifNotExists }: CreateTable): readonly string[] {
  const guard = ifNotExists ? 'IF NOT EXISTS ' : ''
  const name = placeOfTable(table)
  return [
    printTable(defineTable(table), guard + quoteTableName(name)),
    ...firstNumber({ ...table, table: name }),
    ...indexes.map((index) => createIndexText(name, index, ifNotExists)),
  ]
}

/** Temporary tables live in a schema of their own, where an unqualified name is looked for first. */
function placeOfTable({ table, temporary }: Table): TableName {
  if (!temporary) return table
  if (table.schema === undefined || table.schema === 'temp') return { ...table, schema: 'temp' }
  throw new UnsupportedOperationError(
    'sqlite',
    `keeps temporary tables in schema "temp", and "${table.name}" is to be in "${table.schema}"`,
    'Leave the schema out.',
  )
}

/** AUTOINCREMENT keeps the last number that it gave in a table of its own. */
function firstNumber({ table, columns }: CreateTable['table']): readonly string[] {
  const start = columns.find((column) => column.identity !== undefined)?.identity?.start
  if (start === undefined || start === 1) return []
  const counters = quoteTableName({ ...table, name: 'sqlite_sequence' })
  const name = quoteText(table.name)
  return [
    `INSERT INTO ${counters} (name, seq) SELECT ${name}, ${BigInt(start) - 1n} WHERE NOT EXISTS (SELECT 1 FROM ${counters} WHERE name = ${name})`,
  ]
}

/**
 * SQLite follows the name into foreign keys, triggers and views. It has no two tables that differ by the case of their names, not
 * even for a moment.
 */
function renameTable({ table, to }: RenameTable): readonly string[] {
  const renaming = (from: string, name: string) =>
    `ALTER TABLE ${quoteTableName({ ...table, name: from })} RENAME TO ${quoteIdentifier(name)}`
  if (table.name === to || !sameName(table.name, to)) return [renaming(table.name, to)]
  const between = `_tsmig_tmp_${to}`
  return [renaming(table.name, between), renaming(between, to)]
}

function execute({ sql, bindings }: Execute): Statement {
  return bindings === undefined ? { sql } : { sql, bindings: bindings.map(bindable) }
}
