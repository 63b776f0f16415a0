import type { ObjectOperation } from '../../operations/object-operation.ts'
import type { FlavourRules } from './flavour.ts'
import { unsupported } from './unsupported.ts'

/** Throws `UnsupportedOperationError` for objects, and parts of them, that only the other server has. */
export function refuseFlavour(operation: ObjectOperation, rules: FlavourRules): void {
  const sequence = sequenceOf(operation)
  if (sequence !== undefined && !rules.sequences) {
    throw unsupported(
      `has no sequences, as ${sequence} would be`,
      'Number rows with t.integer().identity(), or keep a counter in a table. MariaDB has sequences.',
    )
  }
  const schema = commentedSchema(operation)
  if (schema !== undefined && !rules.schemaComments) {
    throw unsupported(
      `has no comments on schemas, and ${schema} would have one`,
      'Leave the comment out. MariaDB has them.',
    )
  }
}

function sequenceOf(operation: ObjectOperation): string | undefined {
  switch (operation.kind) {
    case 'alterSequence':
      return operation.sequence.name
    case 'createObject':
    case 'dropObject':
    case 'renameObject': {
      const { object } = operation
      if (object.type === 'sequence') return object.name
      return object.type === 'grant' && object.on.kind === 'sequence' ? object.on.name : undefined
    }
    case 'setComment':
      return operation.on.type === 'sequence' ? operation.on.name : undefined
    default:
      return undefined
  }
}

function commentedSchema(operation: ObjectOperation): string | undefined {
  if (operation.kind === 'setComment') return operation.on.type === 'schema' ? operation.on.name : undefined
  if (operation.kind !== 'createObject' || operation.object.type !== 'schema') return undefined
  return operation.object.comment === undefined ? undefined : operation.object.name
}
