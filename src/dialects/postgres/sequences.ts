import type { AlterSequence } from '../../operations/object-operation.ts'
import type { Sequence } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { join, raw } from '../ddl.ts'
import { commentStatement } from './comments.ts'
import { ddl } from './identifier.ts'
import { plain } from './object-name.ts'

export function createSequence(sequence: Sequence, guard: Sql): Sql {
  const { comment: _, unlogged, ...rest } = sequence
  return join(
    [
      ddl`CREATE ${raw(unlogged === true ? 'UNLOGGED ' : '')}SEQUENCE ${guard}${plain(sequence)}`,
      ...clauses(rest),
    ],
    ' ',
  )
}

export function alterSequence({ sequence, to }: AlterSequence): readonly Sql[] {
  const { comment, unlogged, ...rest } = to
  const changes = clauses(rest)
  return [
    ...(changes.length === 0 ? [] : [join([ddl`ALTER SEQUENCE ${plain(sequence)}`, ...changes], ' ')]),
    ...(unlogged === undefined
      ? []
      : [ddl`ALTER SEQUENCE ${plain(sequence)} SET ${raw(unlogged ? 'UNLOGGED' : 'LOGGED')}`]),
    ...(comment === undefined ? [] : [commentStatement(ddl`SEQUENCE ${plain(sequence)}`, comment)]),
  ]
}

function clauses(parts: Omit<AlterSequence['to'], 'comment'>): readonly Sql[] {
  const { dataType, increment, minimum, maximum, start, restart, cache, cycle, ownedBy } = parts
  const written = [
    dataType === undefined ? '' : `AS ${dataType}`,
    increment === undefined ? '' : `INCREMENT BY ${increment}`,
    minimum === undefined ? '' : minimum === null ? 'NO MINVALUE' : `MINVALUE ${minimum}`,
    maximum === undefined ? '' : maximum === null ? 'NO MAXVALUE' : `MAXVALUE ${maximum}`,
    start === undefined ? '' : `START WITH ${start}`,
    restart === undefined ? '' : `RESTART WITH ${restart}`,
    cache === undefined ? '' : `CACHE ${cache ?? 1}`,
    cycle === undefined ? '' : cycle ? 'CYCLE' : 'NO CYCLE',
  ]
  return [
    ...written.filter((clause) => clause !== '').map(raw),
    ...(ownedBy === undefined
      ? []
      : [ownedBy === null ? raw('OWNED BY NONE') : ddl`OWNED BY ${ownedBy.table}.${ownedBy.column}`]),
  ]
}
