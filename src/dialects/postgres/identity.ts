import type { ColumnChange, ExistingColumn } from '../../operations/operation.ts'
import type { Identity } from '../../schema/model.ts'
import type { Sql } from '../../schema/values.ts'
import { raw } from '../ddl.ts'
import { identifier } from './identifier.ts'

/** GENERATED … AS IDENTITY, as in CREATE TABLE. */
export function identityClause(identity: Identity): Sql {
  const { start, increment, minimum, maximum, cache, cycle, sequence } = identity
  const options = [
    ...(sequence === undefined ? [] : [`SEQUENCE NAME ${identifier(sequence)}`]),
    ...(start === undefined ? [] : [`START WITH ${start}`]),
    ...(increment === undefined ? [] : [`INCREMENT BY ${increment}`]),
    ...(minimum === undefined ? [] : [`MINVALUE ${minimum}`]),
    ...(maximum === undefined ? [] : [`MAXVALUE ${maximum}`]),
    ...(cache === undefined ? [] : [`CACHE ${cache}`]),
    ...(cycle === true ? ['CYCLE'] : []),
  ]
  const clause = `GENERATED ${modeOf(identity)} AS IDENTITY`
  return raw(options.length === 0 ? clause : `${clause} (${options.join(' ')})`)
}

/** A new identity where there is none, or what is different of the one that is there. */
export function identityChanges({ identity }: ColumnChange, existing: ExistingColumn): readonly Sql[] {
  if (identity === undefined || identity === null) return []
  const was = existing.identity
  if (was === undefined || was === null) return [raw(`ADD ${identityClause(identity).sql}`)]
  const up = (identity.increment ?? 1) > 0
  const start = identity.start ?? (up ? (identity.minimum ?? 1) : (identity.maximum ?? -1))
  const sets = [
    ...(identity.mode === was.mode ? [] : [`GENERATED ${modeOf(identity)}`]),
    ...(identity.increment === was.increment ? [] : [`INCREMENT BY ${identity.increment ?? 1}`]),
    ...(identity.minimum === was.minimum ? [] : [limit('MINVALUE', identity.minimum)]),
    ...(identity.maximum === was.maximum ? [] : [limit('MAXVALUE', identity.maximum)]),
    ...(identity.start === was.start ? [] : [`START WITH ${start}`]),
    ...(identity.cache === was.cache ? [] : [`CACHE ${identity.cache ?? 1}`]),
    ...(identity.cycle === was.cycle ? [] : [identity.cycle === true ? 'CYCLE' : 'NO CYCLE']),
  ]
  return sets.length === 0 ? [] : [raw(sets.map((set) => `SET ${set}`).join(' '))]
}

function limit(word: string, value: number | bigint | undefined): string {
  return value === undefined ? `NO ${word}` : `${word} ${value}`
}

function modeOf({ mode }: Identity): string {
  return mode === 'always' ? 'ALWAYS' : 'BY DEFAULT'
}
