import type { Attribute, CompositeTypeChange } from '../../operations/object-operation.ts'
import type { Operation } from '../../operations/operation.ts'
import type { CompositeType } from '../../schema/objects.ts'
import { isSame } from '../../schema/same.ts'

/**
 * What alters a composite type; `undefined`: its attributes are to stand in another order than PostgreSQL, which adds
 * them at the end, brings them into.
 */
export function compositeChanges(
  before: CompositeType,
  after: CompositeType,
): readonly Operation[] | undefined {
  const wanted = new Map(after.attributes.map((one) => [one.name, one]))
  const there = new Map(before.attributes.map((one) => [one.name, one]))
  const kept = before.attributes.filter(({ name }) => wanted.has(name))
  const added = after.attributes.filter(({ name }) => !there.has(name))
  const order = [...kept, ...added].map(({ name }) => name)
  if (
    !isSame(
      order,
      after.attributes.map(({ name }) => name),
    )
  )
    return undefined
  const dropped = before.attributes.flatMap(({ name }) => (wanted.has(name) ? [] : [name]))
  const stays = after.attributes.flatMap((now) => {
    const was = there.get(now.name)
    return was === undefined ? [] : [{ was, now }]
  })
  const altered = stays
    .map(({ was, now }) => [withoutComment(was), withoutComment(now)] as const)
    .flatMap(([was, now]) => (isSame(was, now) ? [] : [now]))
  const comments = stays
    .filter(({ was, now }) => was.comment !== now.comment)
    .map(({ now }) => [now.name, now.comment ?? null] as const)
  const to: CompositeTypeChange = {
    ...(dropped.length > 0 && { dropAttributes: dropped }),
    ...(altered.length > 0 && { alterAttributes: altered }),
    ...(added.length > 0 && { addAttributes: added }),
    ...(comments.length > 0 && { attributeComments: Object.fromEntries(comments) }),
    ...(before.comment !== after.comment && { comment: after.comment ?? null }),
  }
  const { name, schema } = after
  const compositeType = { name, ...(schema !== undefined && { schema }) }
  return [{ kind: 'alterCompositeType', compositeType, to, was: before }]
}

function withoutComment({ comment: _, ...attribute }: Attribute): Omit<Attribute, 'comment'> {
  return attribute
}
