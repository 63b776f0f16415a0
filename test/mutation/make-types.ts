import type { CompositeType, Domain } from '../../src/schema/objects.ts'
import type { Declared } from './declared.ts'
import { composites, domains } from './domains.ts'
import { comment, type Making } from './make-parts.ts'

/** A domain over whole numbers that takes all values of rows; none where all names are taken. */
export function makeDomain({ objects }: Declared, { dice }: Making): Domain | undefined {
  const name = dice.pick(
    domains.filter((one) => !objects.some((object) => 'name' in object && object.name === one)),
  )
  if (name === undefined) return undefined
  return {
    type: 'domain',
    name,
    dataType: { type: 'integer' },
    nullable: true,
    ...(dice.chance(30) && { default: 1 }),
    checks: dice.chance(50) ? [{ kind: 'check', name: 'ck_low', expression: 'VALUE > -10' }] : [],
    ...(dice.chance(20) && { comment: comment(dice) }),
  }
}

export function makeComposite({ objects }: Declared, { dice }: Making): CompositeType | undefined {
  const name = dice.pick(
    composites.filter((one) => !objects.some((object) => 'name' in object && object.name === one)),
  )
  if (name === undefined) return undefined
  return {
    type: 'composite',
    name,
    attributes: [
      { name: 'x', type: { type: 'integer' } },
      { name: 'y', type: { type: 'text' }, ...(dice.chance(30) && { comment: comment(dice) }) },
    ],
  }
}
