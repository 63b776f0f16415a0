import type { Query } from '../../dialects/dialect.ts'
import type { LogTable } from './log-table.ts'
import type { StepKey } from './step-record.ts'
import { type UnitRow, unitColumns } from './unit-row.ts'

/** A step that was cut off where no rollback takes it back, and what it had done by then. */
export interface UnfinishedStep extends StepKey {
  readonly units: readonly UnitRow[]
}

const asked = [['revision', 'direction', ...unitColumns], 'unit > 0'] as const

/** What asks for the steps that were cut off. */
export function unfinishedQuestion(table: LogTable): string {
  return table.question(...asked)
}

/** The steps that were cut off; none where there is no log. */
export async function readUnfinished(query: Query, table: LogTable): Promise<readonly UnfinishedStep[]> {
  const rows = (await table.read(query, ...asked)) ?? []
  const steps = new Map<string, UnfinishedStep & { units: UnitRow[] }>()
  for (const { revision, direction, ...unit } of rows) {
    const key = `${direction} ${revision}`
    const step = steps.get(key) ?? { revision, direction, units: [] }
    step.units.push(unit)
    steps.set(key, step)
  }
  for (const { units } of steps.values()) units.sort((one, other) => one.unit - other.unit)
  return [...steps.values()]
}
