/** How far a backfill has come: behind its last batch. */
export interface BackfillPosition {
  /** The columns that it goes by. */
  readonly key: readonly string[]
  /** The key of the last row, as the dialect spells it. */
  readonly after: readonly string[]
  /** The rows that it has gone through. */
  readonly rows: number
}

/** As the log keeps it. */
export function spellPosition(position: BackfillPosition): string {
  return JSON.stringify({ backfill: position })
}

/** What the log keeps of a unit, where it is a position. */
export function readPosition(text: string | null): BackfillPosition | undefined {
  if (text === null || !text.startsWith('{"backfill":')) return undefined
  const { key, after, rows } = (JSON.parse(text) as { readonly backfill: BackfillPosition }).backfill
  return { key, after, rows }
}

/** `1,234,567 rows` */
export function spellRows(rows: number): string {
  return `${spellCount(rows)} ${rows === 1 ? 'row' : 'rows'}`
}

/** `1,234,567` */
export function spellCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
