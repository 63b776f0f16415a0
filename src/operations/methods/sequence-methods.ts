import type { ForeignKeyTarget } from '../../schema/constraints.ts'
import { deepFreeze } from '../../schema/freeze.ts'
import { refuseContradiction } from '../../schema/identity.ts'
import { given, oneOf, textOf } from '../../schema/parts.ts'
import { ownerOf, type SequenceParts, sequence, sequenceParts, whole } from '../../schema/sequence.ts'
import { OperationError } from '../errors.ts'
import type { AlterSequence } from '../object-operation.ts'
import {
  type CreateObjectOptions,
  createObject,
  type DropObjectOptions,
  dropKeys,
  dropObject,
  qualified,
  renameObject,
  split,
} from '../object-operations.ts'
import { knownOptions, onOrOff } from '../options.ts'
import type { SchemaOption } from '../table-operations.ts'
import type { Turns } from '../turns.ts'

/** What becomes of a sequence. What isn't named stays; `null` makes it the database's own, or takes it away. */
export interface SequenceChanges
  extends Omit<SequenceParts, 'minimum' | 'maximum' | 'cache' | 'ownedBy' | 'comment'> {
  readonly minimum?: number | bigint | null
  readonly maximum?: number | bigint | null
  readonly cache?: number | bigint | null
  readonly ownedBy?: ForeignKeyTarget | null
  readonly comment?: string | null
  /** The next value. There is no way back from it. */
  readonly restart?: number | bigint
}

/** `op`'s methods for sequences. */
export interface SequenceMethods {
  createSequence(name: string, options?: SequenceParts & CreateObjectOptions): Promise<void>
  /** `was`: the sequence as it is before, so that the change can be reversed. */
  alterSequence(
    name: string,
    changes: SequenceChanges,
    options?: SchemaOption & { readonly was?: SequenceParts },
  ): Promise<void>
  dropSequence(name: string, options?: DropObjectOptions<SequenceParts>): Promise<void>
  renameSequence(name: string, to: string, options?: SchemaOption): Promise<void>
}

export function sequenceMethods({ done }: Turns): SequenceMethods {
  return {
    createSequence: (name, options = {}) => {
      knownOptions('op.createSequence', options, [...sequenceParts, 'schema', 'ifNotExists'])
      const [parts, { schema, ...rest }] = split(options, ['schema', 'ifNotExists'])
      return done(createObject(sequence(name, parts, schema), rest))
    },
    alterSequence: (name, changes, options = {}) => done(alterSequence(name, changes, options)),
    dropSequence: (name, options = {}) => {
      knownOptions('op.dropSequence', options, dropKeys)
      const object = { type: 'sequence', ...qualified(name, options.schema) } as const
      return done(
        dropObject('op.dropSequence', object, options, (was) => sequence(name, was, options.schema)),
      )
    },
    renameSequence: (name, to, options = {}) => {
      const { schema } = knownOptions('op.renameSequence', options, ['schema'])
      return done(renameObject({ type: 'sequence', ...qualified(name, schema) }, to))
    },
  }
}

function alterSequence(
  name: string,
  changes: SequenceChanges,
  options: SchemaOption & { readonly was?: SequenceParts },
): AlterSequence {
  const { schema, was } = knownOptions('op.alterSequence', options, ['schema', 'was'])
  const { ownedBy, dataType, comment, ...numbers } = knownOptions('op.alterSequence', changes, [
    ...sequenceParts,
    'restart',
  ])
  const { start, increment, minimum, maximum, cache, cycle, unlogged, restart } = numbers
  const limits = { minimum: minimum ?? undefined, maximum: maximum ?? undefined }
  refuseContradiction(`The sequence ${name}`, { start, increment, ...limits })
  const to = given({
    dataType: oneOf(dataType, ['smallint', 'integer', 'bigint'], 'The type of a sequence'),
    start: whole(start, 'start'),
    increment: whole(increment, 'increment'),
    minimum: minimum === null ? null : whole(minimum, 'minimum'),
    maximum: maximum === null ? null : whole(maximum, 'maximum'),
    cache: cache === null ? null : whole(cache, 'cache', 1n),
    cycle: onOrOff('cycle', cycle),
    unlogged: onOrOff('unlogged', unlogged),
    ownedBy: ownedBy === undefined || ownedBy === null ? ownedBy : ownerOf(ownedBy),
    comment: comment === null ? null : textOf(comment, `The comment of ${name}`),
    restart: whole(restart, 'restart'),
  })
  if (Object.keys(to).length === 0) {
    throw new OperationError(`Altering the sequence ${name} changes nothing`, 'Say what to change.')
  }
  return deepFreeze({
    kind: 'alterSequence',
    sequence: qualified(name, schema),
    to,
    ...(was === undefined ? {} : { was: sequence(name, was, schema) }),
  })
}
