import type { Operation } from '../../operations/operation.ts'
import type { TableChanges } from './changed-parts.ts'
import type { TableDifferences } from './tables.ts'

/** The changes of tables, and apart from them the dropping of the columns that are computed with what is dropped next. */
export function withoutUncomputing(
  changes: TableChanges,
  recomputed: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
): { readonly tables: TableChanges; readonly uncomputed: readonly Operation[] } {
  if (recomputed.size === 0) return { tables: changes, uncomputed: [] }
  const uncomputed: Operation[] = []
  const altered = new Map<string, TableDifferences>()
  for (const [key, one] of changes.altered) {
    const columns = recomputed.get(key)
    const isDrop = (change: Operation) => change.kind === 'dropColumn' && columns?.has(change.column) === true
    uncomputed.push(...one.changes.filter(isDrop))
    altered.set(key, { ...one, changes: one.changes.filter((change) => !isDrop(change)) })
  }
  return { tables: { ...changes, altered }, uncomputed }
}
