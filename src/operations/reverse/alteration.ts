import type {
  AlterCompositeType,
  AlterDomain,
  AlterPolicy,
  AlterSequence,
  DomainChange,
  ObjectOperation,
  SequenceChange,
} from '../object-operation.ts'
import type { Reversal } from './reversal.ts'

/** What makes an object that was altered what it was, or why nothing does. */
export function reverseAlteration(
  operation: AlterSequence | AlterPolicy | AlterDomain | AlterCompositeType,
): Reversal<ObjectOperation> {
  switch (operation.kind) {
    case 'alterSequence':
      return sequenceAsBefore(operation)
    case 'alterPolicy':
      return policyAsBefore(operation)
    case 'alterDomain':
      return domainAsBefore(operation)
    case 'alterCompositeType':
      return compositeTypeAsBefore(operation)
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

function domainAsBefore({ domain, to: change, was }: AlterDomain): Reversal<ObjectOperation> {
  const { name } = domain
  if (was === undefined) {
    return { reason: `what the domain ${name} was like is not known: tell it in \`was\`` }
  }
  const { addChecks = [], dropChecks = [], renameChecks = [] } = change
  const added = addChecks.flatMap((one) => one.name ?? [])
  if (added.length < addChecks.length) {
    return { reason: `a check that the domain ${name} gets has no name to be dropped by` }
  }
  const dropped = dropChecks.flatMap((one) => was.checks.find((check) => check.name === one) ?? [])
  if (dropped.length < dropChecks.length) {
    return { reason: `what the checks of the domain ${name} were like is not known: tell it in \`was\`` }
  }
  const before: DomainChange = {
    ...(change.default !== undefined && { default: was.default ?? null }),
    ...(change.nullable !== undefined && { nullable: was.nullable }),
    ...(change.nullable === false &&
      !was.nullable &&
      change.notNull !== undefined && { notNull: was.notNull ?? {} }),
    ...(change.nullable === true && was.notNull !== undefined && { notNull: was.notNull }),
    ...(added.length > 0 && { dropChecks: added }),
    ...(renameChecks.length > 0 && {
      renameChecks: renameChecks.toReversed().map((one) => ({ name: one.to, to: one.name })),
    }),
    ...(dropped.length > 0 && { addChecks: dropped }),
    ...(change.comment !== undefined && { comment: was.comment ?? null }),
  }
  return to({ kind: 'alterDomain', domain, to: before })
}

/** An attribute comes back behind the others: the place that it had can't be told. */
function compositeTypeAsBefore(operation: AlterCompositeType): Reversal<ObjectOperation> {
  const { compositeType, to: change, was, cascade } = operation
  const { name } = compositeType
  if (was === undefined) {
    return { reason: `what the composite type ${name} was like is not known: tell it in \`was\`` }
  }
  const { dropAttributes = [], alterAttributes = [], addAttributes = [] } = change
  const before = (names: readonly string[]) =>
    was.attributes.filter((attribute) => names.includes(attribute.name))
  const dropped = before(dropAttributes)
  const altered = before(alterAttributes.map((one) => one.name))
  if (dropped.length < dropAttributes.length || altered.length < alterAttributes.length) {
    return { reason: `what the attributes of ${name} were like is not known: tell it in \`was\`` }
  }
  const firstGone = was.attributes.findIndex((one) => dropAttributes.includes(one.name))
  if (firstGone !== -1 && firstGone < was.attributes.length - dropped.length) {
    return {
      reason: `PostgreSQL adds attributes at the end, and ${dropped[0]?.name ?? ''} of the composite type ${name} was not there`,
    }
  }
  return to({
    kind: 'alterCompositeType',
    compositeType,
    to: {
      ...(addAttributes.length > 0 && { dropAttributes: addAttributes.map((one) => one.name) }),
      ...(altered.length > 0 && { alterAttributes: altered.map(({ comment: _, ...one }) => one) }),
      ...(dropped.length > 0 && { addAttributes: dropped }),
      ...(change.attributeComments !== undefined && {
        attributeComments: Object.fromEntries(
          Object.keys(change.attributeComments).map((one) => [one, before([one])[0]?.comment ?? null]),
        ),
      }),
      ...(change.comment !== undefined && { comment: was.comment ?? null }),
    },
    ...(cascade === true && { cascade }),
  })
}

function to(operation: ObjectOperation): Reversal<ObjectOperation> {
  return { operation: Object.freeze(operation) }
}
