import type { Operation } from '../../operations/operation.ts'
import { referenceOf } from '../../operations/reverse/object.ts'
import type { Constraint } from '../../schema/model.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import { qualifiedKey } from '../../schema/snapshot.ts'
import { withoutOwner } from '../order/create-all.ts'
import type { Made } from '../order/dependencies.ts'
import { dropOf } from './parts.ts'

/**
 * The dropping of parts, in their order. Foreign keys that point at a table that is dropped before their own, or loses a
 * partition so, are dropped first.
 */
export function droppings(parts: readonly Made[]): readonly Operation[] {
  const wholes = wholesOf(parts)
  const gone = new Set<string>()
  const letGo: Operation[] = []
  const drops = parts.map((part): Operation => {
    if (part.kind === 'object') return objectDrop(part.object)
    const { table, indexes } = part.definition
    const isPointing = (one: Constraint) =>
      one.kind === 'foreignKey' && gone.has(qualifiedKey(one.references.table))
    for (let key: string | undefined = qualifiedKey(table.table); key !== undefined; key = wholes.get(key))
      gone.add(key)
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

/** By key of a partition: that of the table it is part of. */
function wholesOf(parts: readonly Made[]): ReadonlyMap<string, string> {
  return new Map(
    parts.flatMap((part) => {
      if (part.kind !== 'table') return []
      const { table, postgres } = part.definition.table
      const whole = postgres?.partitionOf?.table
      return whole === undefined ? [] : [[qualifiedKey(table), qualifiedKey(whole)] as const]
    }),
  )
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
