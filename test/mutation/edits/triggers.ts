import type { Trigger } from '../../../src/schema/objects.ts'
import { type Declared, withObject } from '../declared.ts'
import type { Making } from '../make-parts.ts'
import type { Edit } from './edit.ts'

/** What may become of how triggers fire. */
export const triggerEdits: readonly Edit[] = [
  { name: 'changeTriggerKind', dialects: ['postgres'], apply: changeKind },
  { name: 'changeTriggerState', dialects: ['postgres'], apply: changeState },
  { name: 'followTrigger', dialects: ['mysql'], apply: follow },
]

function anyTrigger({ objects }: Declared, { dice }: Making): Trigger | undefined {
  return dice.pick(
    objects.filter(
      (object): object is Trigger => object.type === 'trigger' && object.timing !== 'instead of',
    ),
  )
}

/** One that keeps a constraint, one for each statement, with what it changed, or one for each row. */
function changeKind(declared: Declared, making: Making): Declared | undefined {
  const { dice } = making
  const found = anyTrigger(declared, making)
  if (found === undefined) return undefined
  const { constraint: _, referencing: __, when: ___, columns: ____, ...rest } = found
  const after = { ...rest, timing: 'after' as const, forEach: 'row' as const }
  const fresh = dice.one<Trigger>([
    { ...after, constraint: { deferrable: false } },
    { ...after, constraint: { deferrable: true, initially: 'deferred' } },
    { ...rest, forEach: 'statement', events: ['truncate'] },
    { ...after, forEach: 'statement', events: ['update'], referencing: { old: 'former', new: 'fresh' } },
    { ...after, events: ['insert'] },
  ])
  const isFitting = fresh.constraint === undefined || !fresh.events.includes('truncate')
  return isFitting ? withObject(declared, found, fresh) : undefined
}

function changeState(declared: Declared, making: Making): Declared | undefined {
  const found = anyTrigger(declared, making)
  if (found === undefined) return undefined
  const { enabled, ...rest } = found
  const state = making.dice.one(['disabled', 'replica', 'always'] as const)
  return withObject(declared, found, enabled === undefined ? { ...rest, enabled: state } : rest)
}

/** Another trigger of the same moment, behind it. */
function follow(declared: Declared, making: Making): Declared | undefined {
  const found = anyTrigger(declared, making)
  if (found === undefined) return undefined
  const last = { ...found, name: `${found.name}_next`, follows: found.name }
  if (
    declared.objects.some(
      (one) => one.type === 'trigger' && (one.name === last.name || one.follows === found.name),
    )
  )
    return undefined
  return { ...declared, objects: [...declared.objects, last] }
}
