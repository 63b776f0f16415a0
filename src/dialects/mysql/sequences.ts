import type { AlterSequence, SequenceChange } from '../../operations/object-operation.ts'
import type { Sequence } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { join, raw } from '../ddl.ts'
import { ddl } from './identifier.ts'
import { commentText } from './quote.ts'
import { refuseParts } from './unsupported.ts'

/** Sequences are MariaDB's. */
export function createSequence(sequence: Sequence, guard: string): Sql {
  const { start, comment } = sequence
  return join(
    [
      ddl`CREATE SEQUENCE ${raw(guard)}${sequence}`,
      start === undefined ? undefined : raw(`START WITH ${start}`),
      ...options(sequence),
      comment === undefined ? undefined : raw(`COMMENT=${commentText(comment)}`),
    ],
    ' ',
  )
}

export function alterSequence({ sequence, to }: AlterSequence): readonly Sql[] {
  const { start, restart } = to
  const clauses = [
    ...options({ ...to, name: sequence.name }),
    ...(start === undefined ? [] : [raw(`START WITH ${start}`)]),
    ...(restart === undefined ? [] : [raw(`RESTART WITH ${restart}`)]),
  ]
  return [
    ...(clauses.length === 0 ? [] : [ddl`ALTER SEQUENCE ${sequence} ${join(clauses, ' ')}`]),
    ...(to.comment === undefined
      ? []
      : [ddl`ALTER TABLE ${sequence} COMMENT=${raw(commentText(to.comment ?? ''))}`]),
  ]
}

function options(sequence: SequenceChange & { readonly name: string }): readonly Sql[] {
  const { dataType, ownedBy, unlogged, increment, minimum, maximum, cache, cycle } = sequence
  refuseParts(`the sequence ${sequence.name}`, {
    'sequences of another type than bigint': dataType === 'bigint' ? undefined : dataType,
    'sequences that a column owns': ownedBy ?? undefined,
    'unlogged sequences': unlogged === true ? unlogged : undefined,
  })
  return [
    ...(increment === undefined ? [] : [raw(`INCREMENT BY ${increment}`)]),
    ...(minimum === undefined ? [] : [raw(minimum === null ? 'NO MINVALUE' : `MINVALUE ${minimum}`)]),
    ...(maximum === undefined ? [] : [raw(maximum === null ? 'NO MAXVALUE' : `MAXVALUE ${maximum}`)]),
    ...(cache === undefined ? [] : [raw(`CACHE ${cache ?? 1000}`)]),
    ...(cycle === undefined ? [] : [raw(cycle ? 'CYCLE' : 'NOCYCLE')]),
  ]
}
