import { renderCustom } from '../../operations/custom-operation.ts'
import { customDefinition } from '../../operations/custom-registry.ts'
import type { AlterTable, Backfill, InsertRows, Operation } from '../../operations/operation.ts'
import type { NamingConvention } from '../../schema/naming.ts'
import { renderBatched, renderChange } from './change.ts'
import { keepsNames } from './keeps-names.ts'
import { block, type Code, call, list, record, withFinalNames } from './layout.ts'
import { renderObject } from './object.ts'
import { code, optionsFor } from './options.ts'
import { renderRebuild } from './rebuild.ts'
import { renderCreateTable, renderDropTable } from './table.ts'
import { data, keepsPlace, keyOf, oneOrList, sqlOrText, sqlText, text } from './value.ts'

/**
 * An operation as the call of `op` that makes it, with what it takes away (`was`) as far as that is told. Data that no
 * method has words for is handed to `op.invoke`. Where `naming` rules, names of constraints are marked as final.
 */
export function renderOperation(operation: Operation, naming?: NamingConvention): Code {
  if (naming === undefined) return renderCall(operation) ?? invocation(operation)
  const rendered = keepsNames(operation, naming) ? renderCall(operation) : undefined
  return rendered === undefined ? invocation(operation) : withFinalNames(rendered)
}

function invocation(operation: Operation): Code {
  return call('op.invoke', [data(operation)])
}

function renderCall(operation: Operation): Code | undefined {
  switch (operation.kind) {
    case 'createTable':
      return renderCreateTable(operation)
    case 'dropTable':
      return renderDropTable(operation)
    case 'renameTable': {
      const { kind: _, table, to, ...rest } = operation
      const options = optionsFor('renameTable', { schema: table.schema, ...rest })
      return options && call('op.renameTable', [text(table.name), text(to), ...options])
    }
    case 'alterTable':
      return renderBatch(operation)
    case 'insertRows':
      return renderRows(operation)
    case 'backfill':
      return renderBackfill(operation)
    case 'execute':
      if (operation.bindings !== undefined || operation.sql.trim() === '') return undefined
      return call('op.execute', [sqlText(operation.sql)])
    case 'addColumn':
    case 'dropColumn':
    case 'alterColumn':
    case 'addConstraint':
    case 'dropConstraint':
    case 'createIndex':
    case 'dropIndex':
      return renderChange(operation)
    case 'createObject':
    case 'dropObject':
    case 'replaceObject':
    case 'renameObject':
    case 'alterSequence':
    case 'alterPolicy':
    case 'alterDomain':
    case 'alterCompositeType':
    case 'addEnumValue':
    case 'renameEnumValue':
    case 'setComment':
    case 'setRowSecurity':
    case 'alterTableOptions':
    case 'validateConstraint':
    case 'renameConstraint':
    case 'renameIndex':
    case 'attachPartition':
    case 'detachPartition':
    case 'refreshView':
    case 'alterConstraint':
    case 'alterIndex':
    case 'alterView':
    case 'alterSchema':
    case 'alterExtension':
      return renderObject(operation)
    case 'custom':
      return customDefinition(operation.name).render === undefined ? undefined : renderCustom(operation)
    default:
      return operation satisfies never
  }
}

function renderBatch(operation: AlterTable): Code | undefined {
  const { naming } = operation.rebuild ?? {}
  if (naming === undefined) return renderChanges(operation)
  const rendered = keepsNames(operation, {}) ? renderChanges(operation) : undefined
  // The convention would make names of names again.
  return rendered && withFinalNames(rendered)
}

function renderChanges({
  kind: _,
  table,
  changes,
  recreate,
  rebuild,
  ...rest
}: AlterTable): Code | undefined {
  const rebuilding = rebuild === undefined ? {} : renderRebuild(rebuild)
  if (rebuilding === undefined) return undefined
  const calls = changes.map((change) => renderBatched(change, table))
  const known = calls.filter((one) => one !== undefined)
  const options = optionsFor('batch', {
    schema: table.schema,
    recreate: recreate === 'auto' ? undefined : recreate,
    ...rebuilding,
    ...rest,
  })
  if (options === undefined || known.length < calls.length) return undefined
  if (known.length === 0) return call('op.batch', [text(table.name), '() => {}', ...options])
  return call('op.batch', [text(table.name), block('(batch)', known), ...options])
}

/** Rows as objects; names that JavaScript would put elsewhere, or lose, can't stand in them. */
function renderRows({ table, columns, rows }: InsertRows): Code | undefined {
  const fit = columns.every(keepsPlace) && new Set(columns).size === columns.length
  if (!fit || (rows.length === 0 && columns.length > 0)) return undefined
  if (rows.some((row) => row.length !== columns.length)) return undefined
  const objects = rows.map((row) => record(columns.map((column, at) => [keyOf(column), data(row[at])])))
  const options = optionsFor('bulkInsert', { schema: table.schema })
  return options && call('op.bulkInsert', [text(table.name), list(objects), ...options])
}

/** Columns as an object; what JavaScript would put elsewhere, or lose, can't stand in it. */
function renderBackfill({ kind: _, table, set, where, key, ...rest }: Backfill): Code | undefined {
  const names = set.map(({ column }) => column)
  if (!names.every(keepsPlace) || new Set(names).size !== names.length) return undefined
  const given = set.map(({ column, expression, value }): [string, Code] => [
    keyOf(column),
    expression === undefined ? data(value) : sqlText(expression),
  ])
  const options = optionsFor('backfill', {
    set: code(record(given)),
    where: where === undefined ? undefined : code(sqlOrText(where)),
    key: key === undefined ? undefined : code(oneOrList(key)),
    ...rest,
    schema: table.schema,
  })
  return options && call('op.backfill', [text(table.name), ...options])
}
