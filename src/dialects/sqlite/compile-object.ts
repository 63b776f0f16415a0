import type { ObjectOperation } from '../../operations/object-operation.ts'
import type { TableName } from '../../schema/model.ts'
import type { ObjectReference, SchemaObject } from '../../schema/objects.ts'
import type { Shapes } from '../dialect.ts'
import { UnsupportedOperationError } from '../errors.ts'
import { quoteTableName } from '../identifier.ts'
import { createTriggerText } from './define/trigger.ts'
import { createViewText } from './define/view.ts'
import { dependentTriggers, renameTrigger, renameView } from './rename-object.ts'
import { qualify } from './stored-sql.ts'
import { unsupportedObject, unsupportedOperation } from './unsupported-object.ts'

/** The view or table whose shape the operation makes use of. */
export function objectNeeds(operation: ObjectOperation): readonly TableName[] {
  if (operation.kind !== 'replaceObject' && operation.kind !== 'renameObject') return []
  const { object } = operation
  if (object.type === 'view') return [viewName(object)]
  return operation.kind === 'renameObject' && object.type === 'trigger' ? [object.table] : []
}

/**
 * The statements of an operation on a view or a trigger. Comments have no place in SQLite and are passed over;
 * what it has no objects of is an `UnsupportedOperationError`.
 */
export function compileObject(operation: ObjectOperation, shapes: Shapes): readonly string[] {
  switch (operation.kind) {
    case 'createObject':
      return [createText(operation.object, operation.ifNotExists)]
    case 'dropObject':
      if (operation.cascade) throw noCascade(operation.object)
      return [dropText(operation.object, operation.ifExists)]
    case 'replaceObject':
      return replace(operation.object, shapes)
    case 'renameObject':
      return rename(operation.object, operation.to, shapes)
    case 'setComment':
    // What is said of PostgreSQL and MySQL alone.
    case 'alterTableOptions':
      return []
    case 'alterSequence':
    case 'alterPolicy':
    case 'alterDomain':
    case 'alterCompositeType':
    case 'addEnumValue':
    case 'renameEnumValue':
    case 'setRowSecurity':
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
      throw unsupportedOperation(operation)
    default:
      return operation satisfies never
  }
}

function createText(object: SchemaObject, ifNotExists = false): string {
  if (object.type === 'view') return createViewText(object, ifNotExists)
  if (object.type === 'trigger') return createTriggerText(object, ifNotExists)
  if (object.type === 'other') return object.create
  throw unsupportedObject(object)
}

function dropText(object: ObjectReference, ifExists = false): string {
  const guard = ifExists ? 'IF EXISTS ' : ''
  if (object.type === 'view' && !object.materialized) {
    return `DROP VIEW ${guard}${quoteTableName(viewName(object))}`
  }
  if (object.type === 'trigger') {
    return `DROP TRIGGER ${guard}${quoteTableName({ ...object.table, name: object.name })}`
  }
  if (object.type === 'other') return object.drop
  throw unsupportedObject(object)
}

/** What is replaced need not be there, as with CREATE OR REPLACE. The triggers of a view are made again. */
function replace(object: SchemaObject, shapes: Shapes): readonly string[] {
  const created = createText(object)
  if (object.type !== 'view') return [dropText(object as ObjectReference, true), created]
  const name = viewName(object)
  const triggers = dependentTriggers(shapes(name), name.name)
  return [dropText(object, true), created, ...triggers.map(({ sql }) => qualify(sql, name.schema))]
}

function rename(object: ObjectReference, to: string, shapes: Shapes): readonly string[] {
  if (object.type === 'view' && !object.materialized) {
    const name = viewName(object)
    return [dropText(object), ...renameView(name, to, shapes(name))]
  }
  if (object.type === 'trigger') {
    return [dropText(object), renameTrigger(object, to, shapes(object.table))]
  }
  throw unsupportedObject(object)
}

function viewName({ name, schema }: { readonly name: string; readonly schema?: string }): TableName {
  return schema === undefined ? { name } : { name, schema }
}

function noCascade(object: ObjectReference): UnsupportedOperationError {
  const title = 'name' in object ? `${object.type} "${object.name}"` : object.type
  return new UnsupportedOperationError(
    'sqlite',
    `drops nothing along with another thing, and ${title} is to be dropped with cascade`,
    'Leave cascade out, and drop what depends on it before.',
  )
}
