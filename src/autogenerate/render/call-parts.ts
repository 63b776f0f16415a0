import type { CheckConstraint, ForeignKey } from '../../schema/model.ts'
import type { SchemaObject, Sequence } from '../../schema/objects.ts'
import type { ObjectCall } from './made-by-call.ts'
import {
  attributeRecord,
  domainColumn,
  formerView,
  otherParts,
  policyParts,
  routineParts,
  sequenceParts,
  triggerParts,
} from './object-parts.ts'

type Method = ObjectCall['method']
export type Parts = Readonly<Record<string, unknown>>

/** A call whose last argument are its options, if there are any. */
export function made(method: Method, args: readonly unknown[], options: Parts): ObjectCall {
  const set = given(options)
  return { method, args: Object.keys(set).length === 0 ? args : [...args, set] }
}

/** Those that are there. */
export function given(parts: unknown): Parts {
  return Object.fromEntries(Object.entries(parts as Parts).filter(([, part]) => part !== undefined))
}

/** A definition without the name that stands beside it. */
export function unnamed(named: Sequence | CheckConstraint | ForeignKey): Parts {
  const { name: _, ...parts } = named
  if (!('type' in parts)) return parts
  const { type: __, schema: ___, ...sequence } = parts
  return sequence
}

/** An object as `was` of its drop has it. */
export function definition(object: SchemaObject): unknown {
  switch (object.type) {
    case 'schema':
      return given({ owner: object.owner, comment: object.comment })
    case 'extension':
      return given({ schema: object.schema, version: object.version, comment: object.comment })
    case 'sequence':
      return given(sequenceParts(unnamed(object)))
    case 'enum': {
      const { values, comment } = object
      return comment === undefined ? values : { values, comment }
    }
    case 'composite': {
      const attributes = attributeRecord(object)
      const { comment } = object
      return comment === undefined ? attributes : { attributes, comment }
    }
    case 'domain':
      return domainColumn(object)
    case 'view':
      return formerView(object)
    case 'function':
    case 'procedure':
      return given(routineParts(object))
    case 'trigger':
      return given(triggerParts(object))
    case 'policy':
      return given(policyParts(object))
    case 'grant':
      return object
    case 'other':
      return given(otherParts(object))
    default:
      return object satisfies never
  }
}
