import type { Execute, Operation, TableChange } from '../../operations/operation.ts'
import { compileCustom } from '../custom.ts'
import type { Statement } from '../dialect.ts'
import { addColumn, alterColumn, dropColumn } from './columns.ts'
import { addConstraint, dropConstraint } from './constraints.ts'
import { identifier, tableName } from './identifier.ts'
import { createIndex, dropIndex } from './indexes.ts'
import { literal, parameterText } from './literal.ts'
import { compileObject } from './objects.ts'
import { insertRows } from './rows.ts'
import { createTable, dropTable, renameTable } from './tables.ts'
import { walk } from './walk.ts'

/** The statements of an operation. PostgreSQL alters every table in place: no shapes are needed. */
export function compile(operation: Operation): readonly Statement[] {
  switch (operation.kind) {
    case 'createTable':
      return createTable(operation)
    case 'dropTable':
      return dropTable(operation)
    case 'renameTable':
      return renameTable(operation)
    case 'alterTable':
      return operation.changes.flatMap(compileChange)
    case 'insertRows':
      return insertRows(operation)
    case 'backfill':
      return [{ sql: walk.updateAll(operation) }]
    case 'execute':
      return [execute(operation)]
    case 'custom':
      return compileCustom(
        operation,
        { dialect: 'postgres', identifier, tableName, literal },
        () => undefined,
      )
    case 'addColumn':
    case 'dropColumn':
    case 'alterColumn':
    case 'addConstraint':
    case 'dropConstraint':
    case 'createIndex':
    case 'dropIndex':
      return compileChange(operation)
    default:
      return compileObject(operation)
  }
}

function compileChange(change: TableChange): readonly Statement[] {
  switch (change.kind) {
    case 'addColumn':
      return addColumn(change)
    case 'dropColumn':
      return dropColumn(change)
    case 'alterColumn':
      return alterColumn(change)
    case 'addConstraint':
      return addConstraint(change)
    case 'dropConstraint':
      return dropConstraint(change)
    case 'createIndex':
      return createIndex(change)
    case 'dropIndex':
      return dropIndex(change)
    default:
      return change satisfies never
  }
}

/** A Date is bound as its moment in UTC: the driver would write it in the zone of this process. */
function execute({ sql, bindings }: Execute): Statement {
  if (bindings === undefined) return { sql }
  return { sql, bindings: bindings.map((value) => (value instanceof Date ? parameterText(value) : value)) }
}
