/**
 * The rows after each step, made when asked for. A plan over hundreds of
 * branches would otherwise hold hundreds of ids for every step, and nobody may
 * look at them.
 */

import type { Heads } from './revision.ts'
import type { StepEffect, TableEffect, VersionChange } from './table-effect.ts'

export class RowsTrail {
  readonly #start: Heads
  readonly #steps: (readonly VersionChange[])[] = []
  /** The rows last asked for: steps are mostly read in order. */
  #known: { readonly steps: number; readonly rows: Heads }

  constructor(start: Heads) {
    this.#start = start
    this.#known = { steps: 0, rows: start }
  }

  /** Adds a step. */
  record(effect: StepEffect, changes: readonly VersionChange[]): TableEffect {
    const steps = this.#steps.push(changes)
    return new TrailEffect(this, steps, effect, changes)
  }

  /** The rows after the first `steps` steps. */
  rowsAfter(steps: number): Heads {
    const from = this.#known.steps <= steps ? this.#known : { steps: 0, rows: this.#start }
    const rows = this.#steps.slice(from.steps, steps).flat().reduce<Heads>(changedRows, from.rows)
    this.#known = { steps, rows }
    return rows
  }
}

class TrailEffect implements TableEffect {
  readonly effect: StepEffect
  readonly changes: readonly VersionChange[]
  readonly #trail: RowsTrail
  readonly #steps: number

  constructor(trail: RowsTrail, steps: number, effect: StepEffect, changes: readonly VersionChange[]) {
    this.effect = effect
    this.changes = changes
    this.#trail = trail
    this.#steps = steps
  }

  get after(): Heads {
    return this.#trail.rowsAfter(this.#steps)
  }
}

/** The rows after one change. */
export function changedRows(rows: Heads, change: VersionChange): string[] {
  switch (change.kind) {
    case 'insert':
      return [...rows, change.id]
    case 'delete':
      return rows.filter((row) => row !== change.id)
    case 'update':
      return rows.map((row) => (row === change.from ? change.to : row))
    default:
      return change satisfies never
  }
}
