import { createHash } from 'node:crypto'
import type { Session } from '../session.ts'
import { unknownInFlight } from './progress-errors.ts'
import type { Unit } from './recorded-units.ts'
import type { StepKey, StepRecord } from './step-record.ts'
import { failedTrace } from './unit.ts'
import type { UnitPart } from './unit-part.ts'
import type { UnitRow } from './unit-row.ts'

/** What going on with a step that was cut off needs. */
export interface ResumeOptions extends StepKey {
  readonly session: Session
  readonly warn: (text: string) => void
}

/** The part of a unit that was cut off where it goes on. Throws `unknown-in-flight` where nothing tells. */
export async function resumedAt(
  unit: Unit,
  recorded: UnitRow,
  parts: readonly UnitPart[],
  { record, ...options }: ResumeOptions & { readonly record: StepRecord },
): Promise<number> {
  const { session } = options
  const { done, trace } = recorded
  const part = parts[done]
  if (trace === failedTrace || part === undefined) return done
  const isCode = part.sql === undefined
  if (unit.entry.kind === 'code' && unit.entry.repeatable === true) return done
  const now = part.sql === undefined || trace === null ? undefined : await traceOf(session, part.sql)
  if (now === undefined) throw unknownInFlight(options, unit.number, { label: unit.label, isCode })
  const { warn, revision, direction } = options
  const wasDone = now !== trace
  const what = `number ${unit.number}, "${unit.label}"${parts.length > 1 ? `, statement ${done + 1} of ${parts.length}` : ''}`
  warn(
    `${direction} of revision ${revision}: ${what}, was in flight; by the catalog it ${wasDone ? 'was done, and the run goes on behind it' : 'was not done, and runs again'}`,
  )
  if (wasDone) await record.done(unit, done + 1, undefined)
  return wasDone ? done + 1 : done
}

/** What the catalog says of the thing that a statement makes, changes or drops; `undefined` where it tells nothing. */
export async function traceOf(session: Session, sql: string): Promise<string | undefined> {
  const text = await session.dialect.traceOf(session.query, sql)
  return text === undefined ? undefined : createHash('sha256').update(text).digest('hex').slice(0, 40)
}
