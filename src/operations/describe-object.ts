import type { TableName } from '../schema/model.ts'
import type { Grant, ObjectReference, SchemaObject } from '../schema/objects.ts'
import type {
  AlterCompositeType,
  AlterSequence,
  CommentTarget,
  ObjectOperation,
  SetComment,
  SetRowSecurity,
} from './object-operation.ts'

/** An operation on an object in words; the caller puts them on one line. */
export function describeObject(operation: ObjectOperation): string {
  switch (operation.kind) {
    case 'createObject':
      return operation.object.type === 'grant'
        ? `Grant ${privileges(operation.object)} to ${operation.object.to.join(', ')}`
        : `Create ${titled(operation.object)}`
    case 'dropObject':
      return operation.object.type === 'grant'
        ? `Revoke ${privileges(operation.object)} from ${operation.object.to.join(', ')}`
        : `Drop ${titled(operation.object)}`
    case 'replaceObject':
      return `Replace ${titled(operation.object)}`
    case 'renameObject':
      return `Rename ${titled(operation.object)} to ${operation.to}`
    case 'alterSequence':
      return `Change sequence ${named(operation.sequence)}: ${sequenceAspects(operation)}`
    case 'alterPolicy':
      return `Change policy ${operation.name} on ${named(operation.table)}: ${Object.keys(operation.to).join(', ')}`
    case 'alterDomain':
      return `Change domain ${named(operation.domain)}: ${Object.keys(operation.to).join(', ')}`
    case 'alterCompositeType':
      return `Change composite type ${named(operation.compositeType)}: ${attributeAspects(operation)}`
    case 'addEnumValue':
      return `Add value ${JSON.stringify(operation.value)} to enum ${named(operation.enum)}`
    case 'renameEnumValue':
      return `Rename value ${JSON.stringify(operation.from)} of enum ${named(operation.enum)} to ${JSON.stringify(operation.to)}`
    case 'setComment':
      return commentChange(operation)
    case 'setRowSecurity':
      return rowSecurity(operation)
    case 'alterTableOptions': {
      const { table, to } = operation
      return `Change table ${named(table)}: ${aspects({ ...to.postgres, ...to.mysql })}`
    }
    case 'validateConstraint':
      return `Validate constraint ${operation.name} of ${named(operation.table)}`
    case 'renameConstraint':
      return `Rename constraint ${operation.name} of ${named(operation.table)} to ${operation.to}`
    case 'renameIndex':
      return `Rename index ${operation.name} of ${named(operation.table)} to ${operation.to}`
    case 'attachPartition':
      return `Attach partition ${named(operation.partition)} to ${named(operation.table)}`
    case 'detachPartition':
      return `Detach partition ${named(operation.partition)} from ${named(operation.table)}`
    case 'refreshView':
      return `Refresh materialized view ${named(operation.view)}`
    case 'alterConstraint':
      return `Change constraint ${operation.name} of ${named(operation.table)}: ${aspects(operation.to)}`
    case 'alterIndex':
      return `Change index ${operation.name} of ${named(operation.table)}: ${aspects(operation.to)}`
    case 'alterView': {
      const { view, materialized, to } = operation
      const { postgres, ...own } = to
      const what = titled({ type: 'view', ...view, ...(materialized && { materialized }) })
      return `Change ${what}: ${aspects({ ...own, ...postgres })}`
    }
    case 'alterSchema':
      return `Change schema ${operation.name}: owner`
    case 'alterExtension':
      return `Change extension ${operation.name}: ${aspects(operation.to)}`
    default:
      return operation satisfies never
  }
}

/** An object's type and name: `materialized view sales`, `trigger audit on product`. */
export function titled(object: ObjectReference | SchemaObject): string {
  switch (object.type) {
    case 'schema':
    case 'extension':
      return `${object.type} ${object.name}`
    case 'composite':
      return `composite type ${named(object)}`
    case 'view':
      return `${object.materialized === true ? 'materialized view' : 'view'} ${named(object)}`
    case 'function':
    case 'procedure':
      return `${object.type} ${named(object)}(${object.arguments})`
    case 'trigger':
    case 'policy':
      return `${object.type} ${object.name} on ${named(object.table)}`
    case 'other':
      return `${object.what} ${named(object)}`
    case 'grant':
      return `grant of ${privileges(object)}`
    default:
      return `${object.type} ${named(object)}`
  }
}

function named(name: TableName): string {
  return name.schema === undefined ? name.name : `${name.schema}.${name.name}`
}

function privileges({ privileges, columns, on }: Grant): string {
  const limited = columns === undefined ? '' : ` (${columns.join(', ')})`
  const place = 'schema' in on && on.schema !== undefined ? `${on.schema}.${on.name}` : on.name
  return `${privileges.join(', ')}${limited} on ${on.kind} ${place}`
}

function sequenceAspects({ to }: AlterSequence): string {
  return Object.entries(to)
    .map(([key, value]) => (typeof value === 'object' || key === 'comment' ? key : `${key} ${String(value)}`))
    .join(', ')
}

function attributeAspects({ to }: AlterCompositeType): string {
  const { dropAttributes = [], alterAttributes = [], addAttributes = [] } = to
  return [
    ...dropAttributes.map((name) => `drop ${name}`),
    ...alterAttributes.map(({ name }) => `alter ${name}`),
    ...addAttributes.map(({ name }) => `add ${name}`),
    ...(to.attributeComments === undefined && to.comment === undefined ? [] : ['comment']),
  ].join(', ')
}

/** What changes, by name, with the names of settings. */
function aspects(to: object): string {
  return Object.entries(to)
    .map(([key, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? `${key} ${Object.keys(value).join(', ')}`
        : key,
    )
    .join(', ')
}

function commentChange({ on, comment }: SetComment): string {
  const what = commented(on)
  return comment === null ? `Drop the comment on ${what}` : `Comment on ${what}`
}

function commented(on: CommentTarget): string {
  switch (on.type) {
    case 'table':
      return `table ${named(on.table)}`
    case 'constraint':
      return `constraint ${on.name} of ${named(on.table)}`
    case 'index':
      return `index ${named(on)}`
    default:
      return titled(on)
  }
}

function rowSecurity({ table, enabled, forced }: SetRowSecurity): string {
  const owner = forced === undefined ? '' : forced ? ', also for its owner' : ', but not for its owner'
  return `${enabled ? 'Enable' : 'Disable'} row security of ${named(table)}${enabled ? owner : ''}`
}
