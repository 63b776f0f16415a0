import type { Operation } from '../../operations/operation.ts'
import { referenceOf } from '../../operations/reverse/object.ts'
import type { Constraint } from '../../schema/model.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import { qualifiedKey } from '../../schema/snapshot.ts'
import { withoutOwner } from '../order/create-all.ts'
import type { Made } from '../order/dependencies.ts'
import { dropOf } from './parts.ts'

/**
 * The dropping of parts, in their order. Foreign keys that point at a table that is dropped before their own are
 * dropped first.
 */
export function droppings(parts: readonly Made[]): readonly Operation[] {
  const gone = new Set<string>()
  const letGo: Operation[] = []
  const drops = parts.map((part): Operation => {
    if (part.kind === 'object') return objectDrop(part.object)
    const { table, indexes } = part.definition
    const isPointing = (one: Constraint) =>
      one.kind === 'foreignKey' && gone.has(qualifiedKey(one.references.table))
    gone.add(qualifiedKey(table.table))
    letGo.push(...table.constraints.filter(isPointing).map((one) => dropOf(table.table, one)))
    const constraints = table.constraints.filter((one) => !isPointing(one))
    return {
      kind: 'dropTable',
      table: table.table,
      was: { ...table, constraints },
      ...(indexes.length > 0 && { indexes }),
    }
  })
  return [...letGo, ...drops]
}

function objectDrop(object: SchemaObject): Operation {
  if (object.type === 'other') return { kind: 'dropObject', object }
  const was = object.type === 'sequence' ? withoutOwner(object) : object
  return { kind: 'dropObject', object: referenceOf(object), was }
}

/** A sequence that goes away with its column would be gone when its turn comes. */
export function disowned(part: Made): readonly Operation[] {
  if (part.kind === 'table' || part.object.type !== 'sequence' || part.object.ownedBy === undefined) return []
  const { name, schema } = part.object
  return [
    {
      kind: 'alterSequence',
      sequence: { name, ...(schema !== undefined && { schema }) },
      to: { ownedBy: null },
      was: part.object,
    },
  ]
}
