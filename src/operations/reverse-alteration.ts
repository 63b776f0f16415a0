import type { AlterPolicy, AlterSequence, ObjectOperation, SequenceChange } from './object-operation.ts'
import type { Reversal } from './reverse.ts'

/** What makes an object that was altered what it was, or why nothing does. */
export function reverseAlteration(operation: AlterSequence | AlterPolicy): Reversal<ObjectOperation> {
  switch (operation.kind) {
    case 'alterSequence':
      return sequenceAsBefore(operation)
    case 'alterPolicy':
      return policyAsBefore(operation)
    default:
      return operation satisfies never
  }
}

function sequenceAsBefore({ sequence, to: change, was }: AlterSequence): Reversal<ObjectOperation> {
  if (change.restart !== undefined) {
    return { reason: `where the sequence ${sequence.name} stood is not known` }
  }
  if (was === undefined) {
    return { reason: `what the sequence ${sequence.name} was like is not known: tell it in \`was\`` }
  }
  const before: SequenceChange = {
    ...(change.dataType !== undefined && { dataType: was.dataType ?? 'bigint' }),
    ...(change.increment !== undefined && { increment: was.increment ?? 1 }),
    ...(change.minimum !== undefined && { minimum: was.minimum ?? null }),
    ...(change.maximum !== undefined && { maximum: was.maximum ?? null }),
    ...(change.start !== undefined && { start: was.start ?? firstOf(was) }),
    ...(change.cache !== undefined && { cache: was.cache ?? null }),
    ...(change.cycle !== undefined && { cycle: was.cycle === true }),
    ...(change.unlogged !== undefined && { unlogged: was.unlogged === true }),
    ...(change.ownedBy !== undefined && { ownedBy: was.ownedBy ?? null }),
    ...(change.comment !== undefined && { comment: was.comment ?? null }),
  }
  return to({ kind: 'alterSequence', sequence, to: before })
}

/** Where a sequence starts that was not told to: at its end, when it counts down. */
function firstOf({ increment = 1, minimum, maximum }: NonNullable<AlterSequence['was']>): number | bigint {
  return increment > 0 ? (minimum ?? 1) : (maximum ?? -1)
}

function policyAsBefore({ name, table, to: change, was }: AlterPolicy): Reversal<ObjectOperation> {
  if (was === undefined) {
    return { reason: `what the policy ${name} on ${table.name} was like is not known: tell it in \`was\`` }
  }
  const fresh = (['using', 'check'] as const).find(
    (key) => change[key] !== undefined && was[key] === undefined,
  )
  if (fresh !== undefined) {
    return { reason: `PostgreSQL can't take \`${fresh}\` away from the policy ${name} again` }
  }
  return to({
    kind: 'alterPolicy',
    name,
    table,
    to: {
      ...(change.roles !== undefined && { roles: was.roles ?? null }),
      ...(change.using !== undefined && was.using !== undefined && { using: was.using }),
      ...(change.check !== undefined && was.check !== undefined && { check: was.check }),
      ...(change.comment !== undefined && { comment: was.comment ?? null }),
    },
  })
}

function to(operation: ObjectOperation): Reversal<ObjectOperation> {
  return { operation: Object.freeze(operation) }
}
