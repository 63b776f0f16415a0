import type { LogRow } from './log-table.ts'

/** What the log knows of a unit that was begun. */
export type UnitRow = Pick<LogRow, (typeof unitColumns)[number]>

export const unitColumns = [
  'unit',
  'done',
  'total',
  'label',
  'checksum',
  'exact_checksum',
  'statements',
  'trace',
  'applied_at',
] as const satisfies readonly (keyof LogRow)[]
