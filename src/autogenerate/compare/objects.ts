import type { SequenceChange } from '../../operations/object-operation.ts'
import type { Operation } from '../../operations/operation.ts'
import { referenceOf } from '../../operations/reverse/object.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { EnumType, Routine, SchemaObject, Sequence } from '../../schema/objects.ts'
import { isSame } from '../../schema/same.ts'
import { commentChange } from './comment.ts'
import { compositeChanges } from './composites.ts'
import { domainChanges } from './domains.ts'
import { extensionChanges, namespaceChanges } from './namespaces.ts'
import { policyChanges } from './policies.ts'
import { viewChanges } from './views.ts'

/** What leads from one definition of an object to another; `undefined`: it has to be dropped and made again. */
export function compareObjects(
  before: SchemaObject,
  after: SchemaObject,
  dialect: DialectName,
): readonly Operation[] | undefined {
  if (isSame(before, after)) return []
  const { comment: was, ...rest } = withComment(before)
  const { comment, ...fresh } = withComment(after)
  if (isSame(rest, fresh)) {
    if (comment === was) return []
    return [{ kind: 'setComment', on: referenceOf(after), comment: comment ?? null, was: was ?? null }]
  }
  switch (after.type) {
    case 'schema':
      return before.type === 'schema' && dialect === 'postgres' ? namespaceChanges(before, after) : undefined
    case 'extension':
      return before.type === 'extension' ? extensionChanges(before, after) : undefined
    case 'enum':
      return before.type === 'enum' ? enumChanges(before, after) : undefined
    case 'composite':
      return before.type === 'composite' ? compositeChanges(before, after) : undefined
    case 'domain':
      return before.type === 'domain' ? domainChanges(before, after) : undefined
    case 'sequence':
      return before.type === 'sequence' ? sequenceChanges(before, after) : undefined
    case 'function':
    case 'procedure':
      return before.type === after.type && isReplaceable(before, after)
        ? [{ kind: 'replaceObject', object: after, was: before }]
        : undefined
    case 'trigger':
      return before.type === 'trigger' ? [{ kind: 'replaceObject', object: after, was: before }] : undefined
    case 'policy':
      return before.type === 'policy' ? policyChanges(before, after) : undefined
    case 'view':
      if (before.type !== 'view') return undefined
      return dialect === 'postgres'
        ? viewChanges(before, after)
        : [{ kind: 'replaceObject', object: after, was: before }]
    default:
      return undefined
  }
}

function withComment(object: SchemaObject): SchemaObject & { readonly comment?: string } {
  return object
}

/** PostgreSQL replaces a function as long as it returns what it did. */
function isReplaceable(before: Routine, after: Routine): boolean {
  return before.returns === after.returns && before.arguments === after.arguments
}

/** Values that came are added in their places; `undefined` where one went, or moved: see `replacedEnums`. */
function enumChanges(before: EnumType, after: EnumType): readonly Operation[] | undefined {
  if (!keepsValues(before, after)) return undefined
  const { name, schema } = after
  const type = { name, ...(schema !== undefined && { schema }) }
  const comment = commentChange({ type: 'enum', ...type }, before, after)
  const added = after.values.flatMap((value, at): readonly Operation[] => {
    if (before.values.includes(value)) return []
    const previous = after.values[at - 1]
    const next = after.values.slice(at + 1).find((one) => before.values.includes(one))
    const isLast = after.values.slice(at).every((one) => !before.values.includes(one))
    const place = isLast
      ? {}
      : previous !== undefined
        ? { after: previous }
        : next !== undefined
          ? { before: next }
          : {}
    return [{ kind: 'addEnumValue', enum: type, value, ...place }]
  })
  return [...added, ...comment]
}

/** Whether one enum type has all values of another, in their order, and perhaps more. */
export function keepsValues(before: EnumType, after: EnumType): boolean {
  const kept = after.values.filter((value) => before.values.includes(value))
  return isSame(kept, before.values)
}

/** What the database does where a sequence doesn't say it, as it is told when it is altered. */
const unsaid: Required<Omit<SequenceChange, 'restart' | 'start'>> = {
  dataType: 'bigint',
  increment: 1,
  minimum: null,
  maximum: null,
  cache: null,
  cycle: false,
  unlogged: false,
  ownedBy: null,
  comment: null,
}

function sequenceChanges(before: Sequence, after: Sequence): readonly Operation[] {
  const keys = [
    'dataType',
    'increment',
    'minimum',
    'maximum',
    'cache',
    'cycle',
    'unlogged',
    'ownedBy',
    'comment',
  ] as const
  const changes = Object.fromEntries(
    keys.filter((key) => !isSame(before[key], after[key])).map((key) => [key, after[key] ?? unsaid[key]]),
  )
  const start = isSame(before.start, after.start) ? {} : { start: after.start ?? firstOf(after) }
  const { name, schema } = after
  return [
    {
      kind: 'alterSequence',
      sequence: { name, ...(schema !== undefined && { schema }) },
      to: { ...changes, ...start },
      was: before,
    },
  ]
}

/** Where a sequence begins that doesn't say it. */
function firstOf({ increment = 1, minimum, maximum }: Sequence): number | bigint {
  return increment > 0 ? (minimum ?? 1) : (maximum ?? -1)
}
