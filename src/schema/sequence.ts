import { type ForeignKeyTarget, targetOf } from './constraints.ts'
import { DefinitionError } from './errors.ts'
import { deepFreeze } from './freeze.ts'
import { refuseContradiction } from './identity.ts'
import { nameOf } from './names.ts'
import type { Sequence } from './objects.ts'
import { given, knownParts, namePart, on, oneOf, textOf } from './parts.ts'

/** A sequence without its name. What isn't given is the database's own. */
export interface SequenceParts {
  readonly dataType?: 'smallint' | 'integer' | 'bigint'
  readonly start?: number | bigint
  readonly increment?: number | bigint
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
  /** How many numbers a connection takes at a time. */
  readonly cache?: number | bigint
  /** Begins again behind the last number. */
  readonly cycle?: boolean
  /** What it counted may be lost in a crash. PostgreSQL 15. */
  readonly unlogged?: boolean
  /** The column that it goes away with: `'table.column'`, or its parts. */
  readonly ownedBy?: ForeignKeyTarget
  readonly comment?: string
}

export const sequenceParts = [
  'dataType',
  'start',
  'increment',
  'minimum',
  'maximum',
  'cache',
  'cycle',
  'unlogged',
  'ownedBy',
  'comment',
] as const

/** A sequence as data. Throws `DefinitionError` for numbers that don't fit together. */
export function sequence(name: string, parts: SequenceParts = {}, schema?: string): Sequence {
  const { ownedBy, cycle, unlogged, dataType, comment, ...numbers } = knownParts(
    'A sequence',
    parts,
    sequenceParts,
  )
  refuseContradiction(`The sequence ${name}`, numbers)
  return deepFreeze({
    type: 'sequence',
    name: nameOf(name, "A sequence's name"),
    ...given({
      schema: namePart(schema, `The schema of ${name}`),
      dataType: oneOf(dataType, ['smallint', 'integer', 'bigint'], 'The type of a sequence'),
      start: whole(numbers.start, 'start'),
      increment: whole(numbers.increment, 'increment'),
      minimum: whole(numbers.minimum, 'minimum'),
      maximum: whole(numbers.maximum, 'maximum'),
      cache: whole(numbers.cache, 'cache', 1n),
      cycle: on(cycle, '`cycle` of a sequence'),
      unlogged: on(unlogged, '`unlogged` of a sequence'),
      ownedBy: ownedBy === undefined ? undefined : ownerOf(ownedBy),
      comment: textOf(comment, 'The comment of a sequence'),
    }),
  })
}

/** A whole number that a sequence can hold, where it is given. */
export function whole(
  value: number | bigint | undefined,
  what: string,
  least: bigint = -(2n ** 63n),
): number | bigint | undefined {
  if (value === undefined) return undefined
  const fits = typeof value === 'bigint' || Number.isSafeInteger(value)
  if (fits && value >= least && value < 2n ** 63n) return value
  throw new DefinitionError(
    `The ${what} of a sequence is ${String(value)}`,
    `Give a whole number of 64 bits${least === 1n ? ', 1 or more' : ''}; as bigint where it is large.`,
  )
}

/** The one column that a sequence belongs to. */
export function ownerOf(target: ForeignKeyTarget): NonNullable<Sequence['ownedBy']> {
  const { table, columns } = targetOf(target)
  const [column, ...more] = columns
  if (column !== undefined && more.length === 0) return { table, column }
  throw new DefinitionError('A sequence belongs to several columns', 'Name one.')
}
