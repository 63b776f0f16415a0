import type { DropIndex, Execute, Operation, TableChange } from '../../operations/operation.ts'
import type { TableName } from '../../schema/model.ts'
import { compileCustom, customNeeds } from '../custom.ts'
import type { Shapes, Statement } from '../dialect.ts'
import { alterColumn, restates } from './alter-column.ts'
import { addColumn, dropColumn } from './columns.ts'
import { addConstraint, dropConstraint } from './constraints.ts'
import { TableDraft } from './draft.ts'
import type { FlavourRules } from './flavour.ts'
import { identifier, tableName } from './identifier.ts'
import { createIndex, dropIndex } from './indexes.ts'
import { bindable, literal } from './literal.ts'
import { compileObject } from './objects.ts'
import { insertRows } from './rows.ts'
import { hasInnerSemicolon } from './scan.ts'
import { alterTableOptions, changesLetters } from './table-options.ts'
import { createTable, dropTable, renameTable } from './tables.ts'
import { walk } from './walk.ts'

/** The table whose present shape a change asks for: what MODIFY restates, what goes with a
 * column, which foreign keys use an index, and what IF EXISTS has to know. */
export function needs(operation: Operation, rules: FlavourRules): readonly TableName[] {
  switch (operation.kind) {
    case 'addColumn':
    case 'createIndex':
      return operation.ifNotExists === true ? [operation.table] : []
    case 'dropColumn':
      return [operation.table]
    case 'dropConstraint': {
      const kind = operation.type ?? operation.was?.kind
      const isPlain = kind === 'check' || kind === 'foreignKey'
      return operation.ifExists === true || !isPlain ? [operation.table] : []
    }
    case 'dropIndex':
      return operation.table === undefined ? [] : [operation.table]
    case 'alterColumn':
      return restates(operation) || !rules.renamesInChecks ? [operation.table] : []
    case 'alterTableOptions':
      return changesLetters(operation) ? [operation.table] : []
    case 'alterTable':
      return operation.changes.some((change) => needs(change, rules).length > 0) ? [operation.table] : []
    case 'custom':
      return customNeeds(operation)
    default:
      return []
  }
}

/** The statements of an operation. */
export function compile(operation: Operation, shapes: Shapes, rules: FlavourRules): readonly Statement[] {
  switch (operation.kind) {
    case 'createTable':
      return createTable(operation, rules)
    case 'dropTable':
      return dropTable(operation)
    case 'renameTable':
      return renameTable(operation)
    case 'alterTable': {
      const draft = draftOf(operation.table, shapes, rules)
      return operation.changes.flatMap((change) => compileChange(change, draft))
    }
    case 'insertRows':
      return insertRows(operation)
    case 'backfill':
      return [{ sql: walk.updateAll(operation) }]
    case 'execute':
      return [execute(operation)]
    case 'addColumn':
    case 'dropColumn':
    case 'alterColumn':
    case 'addConstraint':
    case 'dropConstraint':
    case 'createIndex':
      return compileChange(operation, draftOf(operation.table, shapes, rules))
    case 'dropIndex':
      return dropIndexAlone(operation, shapes, rules)
    case 'alterTableOptions':
      return alterTableOptions(operation, draftOf(operation.table, shapes, rules))
    case 'custom':
      return compileCustom(operation, { dialect: 'mysql', identifier, tableName, literal }, shapes)
    default:
      return compileObject(operation, rules)
  }
}

/** Whether the operation ends the transaction that it runs in: all DDL does. */
export function commits(operation: Operation): boolean {
  if (operation.kind === 'insertRows' || operation.kind === 'backfill') return false
  if (operation.kind !== 'execute' || hasInnerSemicolon(operation.sql)) return true
  return !/^[\s;]*(?:insert|update|delete|replace|select|with|values|table|do|set|show|explain)\b/i.test(
    operation.sql.replace(/^(?:\s|--[^\n]*\n|#[^\n]*\n|\/\*[^!][\s\S]*?\*\/)*/, ''),
  )
}

function compileChange(change: TableChange, draft: TableDraft): readonly Statement[] {
  switch (change.kind) {
    case 'addColumn':
      return addColumn(change, draft)
    case 'dropColumn':
      return dropColumn(change, draft)
    case 'alterColumn':
      return alterColumn(change, draft)
    case 'addConstraint':
      return addConstraint(change, draft)
    case 'dropConstraint':
      return dropConstraint(change, draft)
    case 'createIndex':
      return createIndex(change, draft)
    case 'dropIndex':
      return dropIndex(change, draft)
    default:
      return change satisfies never
  }
}

function dropIndexAlone(operation: DropIndex, shapes: Shapes, rules: FlavourRules): readonly Statement[] {
  const { table } = operation
  return dropIndex(operation, table === undefined ? undefined : draftOf(table, shapes, rules))
}

function draftOf(table: TableName, shapes: Shapes, rules: FlavourRules): TableDraft {
  return new TableDraft(table.name, shapes(table), rules)
}

function execute({ sql, bindings }: Execute): Statement {
  return bindings === undefined ? { sql } : { sql, bindings: bindings.map(bindable) }
}
