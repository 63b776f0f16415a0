import type { ObjectReference, SchemaObject } from '../../schema/objects.ts'
import { titled } from '../describe-object.ts'
import type {
  DropObject,
  ObjectOperation,
  ReplaceObject,
  SetComment,
  SetRowSecurity,
  ValidateConstraint,
} from '../object-operation.ts'
import { reverseAlteration } from './alteration.ts'
import type { Reversal } from './reversal.ts'
import { reverseSettings } from './settings.ts'
import { reverseTableOptions } from './table-options.ts'

/** What undoes an operation on an object, or why there is nothing. */
export function reverseObject(operation: ObjectOperation): Reversal {
  switch (operation.kind) {
    case 'createObject': {
      const { object } = operation
      return to({
        kind: 'dropObject',
        object: referenceOf(object),
        ...(object.type !== 'other' && { was: object }),
      })
    }
    case 'dropObject':
      return recreated(operation)
    case 'replaceObject':
      return restored(operation)
    case 'renameObject': {
      const { object } = operation
      if (object.type === 'grant') return { reason: 'a grant has no name' }
      return to({ kind: 'renameObject', object: { ...object, name: operation.to }, to: object.name })
    }
    case 'alterSequence':
    case 'alterPolicy':
    case 'alterDomain':
    case 'alterCompositeType':
      return reverseAlteration(operation)
    case 'addEnumValue':
      return { reason: `a value can't be taken out of the enum ${operation.enum.name} again` }
    case 'renameEnumValue':
      return to({ ...operation, from: operation.to, to: operation.from })
    case 'setComment':
      return recommented(operation)
    case 'setRowSecurity':
      return resecured(operation)
    case 'alterTableOptions':
      return reverseTableOptions(operation)
    case 'validateConstraint':
      return unvalidated(operation)
    case 'renameConstraint':
    case 'renameIndex':
      return to({ ...operation, name: operation.to, to: operation.name })
    case 'attachPartition': {
      const { table, partition, bounds } = operation
      return to({ kind: 'detachPartition', table, partition, was: { bounds } })
    }
    case 'detachPartition': {
      const { table, partition, was } = operation
      if (was === undefined) return { reason: `the bounds of the partition ${partition.name} are not known` }
      return to({ kind: 'attachPartition', table, partition, bounds: was.bounds })
    }
    case 'refreshView':
      return { reason: `the rows that ${operation.view.name} held before are gone` }
    case 'alterConstraint':
    case 'alterIndex':
    case 'alterView':
    case 'alterSchema':
    case 'alterExtension':
      return reverseSettings(operation)
    default:
      return operation satisfies never
  }
}

/** Enough of an object to drop it, and nothing that only its definition needs. */
export function referenceOf(object: SchemaObject): ObjectReference {
  switch (object.type) {
    case 'schema':
    case 'extension':
      return { type: object.type, name: object.name }
    case 'function':
    case 'procedure':
      return { type: object.type, ...nameOf(object), arguments: object.arguments }
    case 'trigger':
    case 'policy':
      return { type: object.type, name: object.name, table: object.table }
    case 'view':
      return {
        type: 'view',
        ...nameOf(object),
        ...(object.materialized === true && { materialized: object.materialized }),
      }
    case 'grant':
    case 'other':
      return object
    default:
      return { type: object.type, ...nameOf(object) }
  }
}

function nameOf(object: { readonly name: string; readonly schema?: string }): {
  readonly name: string
  readonly schema?: string
} {
  return { name: object.name, ...(object.schema === undefined ? {} : { schema: object.schema }) }
}

/** A grant, and what is made by its own statement, say all there is to say about themselves. */
function recreated({ object, was }: DropObject): Reversal<ObjectOperation> {
  const known = was ?? (object.type === 'grant' || object.type === 'other' ? object : undefined)
  if (known !== undefined) return to({ kind: 'createObject', object: known })
  return { reason: `what the ${titled(object)} was like is not known: tell it in \`was\`` }
}

function restored({ object, was, columns, precedes }: ReplaceObject): Reversal<ObjectOperation> {
  if (was !== undefined) {
    return to({
      kind: 'replaceObject',
      object: was,
      was: object,
      ...(columns && { columns }),
      ...(precedes !== undefined && { precedes }),
    })
  }
  return { reason: `what the ${titled(object)} replaced is not known: tell it in \`was\`` }
}

function recommented({ on, comment, was }: SetComment): Reversal<ObjectOperation> {
  if (was !== undefined) return to({ kind: 'setComment', on, comment: was, was: comment })
  return { reason: `the comment that the ${on.type} had before is not known` }
}

/** No constraint is made unchecked again: it is dropped, and added as it was. */
function unvalidated({ table, name, was }: ValidateConstraint): Reversal {
  if (was === undefined) {
    return {
      reason: `the constraint ${name} can't be made unchecked again: tell in \`was\` how it was added`,
    }
  }
  const { notValid: _, ...valid } = was
  return {
    operation: Object.freeze({
      kind: 'alterTable',
      table,
      changes: [
        { kind: 'dropConstraint', table, name, type: was.kind, was: valid },
        { kind: 'addConstraint', table, constraint: was },
      ],
      recreate: 'auto',
    } as const),
  }
}

/** Where it isn't told what was before, the opposite. */
function resecured({ table, enabled, forced, was }: SetRowSecurity): Reversal<ObjectOperation> {
  const before = was ?? { enabled: !enabled, ...(forced !== undefined && { forced: !forced }) }
  const after = was === undefined ? undefined : { enabled, forced: forced ?? was.forced }
  return to({ kind: 'setRowSecurity', table, ...before, ...(after && { was: after }) })
}

function to(operation: ObjectOperation): Reversal<ObjectOperation> {
  return { operation: Object.freeze(operation) }
}
