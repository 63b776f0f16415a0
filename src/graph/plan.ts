/** What to run, and what each step writes into the version table. Data: made before anything runs. */
import type { RevisionGraph } from './graph.ts'
import { along, idOf } from './graph-index.ts'
import { VersionRows } from './heads.ts'
import type { GraphWarning, Heads, Revision } from './revision.ts'
import type { StepEffect, TableEffect, VersionChange } from './table-effect.ts'

interface StepEnds {
  /** Ids before and after, dependencies included. */
  readonly from: readonly string[]
  readonly to: readonly string[]
  /** The same by `downRevision` alone, for log lines. */
  readonly fromWithoutDependencies: readonly string[]
  readonly toWithoutDependencies: readonly string[]
}

/** A migration to run. */
export interface MigrationStep extends StepEnds, TableEffect {
  readonly direction: 'up' | 'down'
  readonly revision: Revision
}

/** A change of the version table alone. */
export interface StampStep extends StepEnds, TableEffect {
  readonly direction: 'stamp'
  readonly revision?: undefined
  /** Which way the stamp goes. */
  readonly stamp: 'up' | 'down'
  /** It adds or removes a branch by itself, rather than moving rows. */
  readonly branchMove: boolean
}

export type Step = MigrationStep | StampStep

export interface Plan {
  /** The rows it starts from. */
  readonly start: Heads
  /** The rows at the end. */
  readonly final: Heads
  readonly steps: readonly Step[]
  readonly warnings: readonly GraphWarning[]
}

/** One migration as a step against `rows`, which it changes. */
export function migrationStep(
  graph: RevisionGraph,
  direction: 'up' | 'down',
  revision: Revision,
  rows: VersionRows,
): MigrationStep {
  const { index } = graph
  const node = index.nodeOf.get(revision.id) ?? -1
  const needed = along(index.needs, node)
  const isPlain = needed === index.parents[node]
  const needs = isPlain ? revision.parents : needed.map((need) => idOf(index, need))
  const written = direction === 'up' ? rows.upgrade(revision.id) : rows.downgrade(revision.id)
  return new PlannedMigration(direction, revision, needs, written)
}

/** A class for the sake of `after`, which is made when asked for. */
class PlannedMigration implements MigrationStep {
  readonly direction: 'up' | 'down'
  readonly revision: Revision
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly fromWithoutDependencies: readonly string[]
  readonly toWithoutDependencies: readonly string[]
  readonly effect: StepEffect
  readonly changes: readonly VersionChange[]
  readonly #written: TableEffect

  constructor(direction: 'up' | 'down', revision: Revision, needs: readonly string[], written: TableEffect) {
    const own = [revision.id]
    const isUp = direction === 'up'
    this.direction = direction
    this.revision = revision
    this.from = isUp ? needs : own
    this.to = isUp ? own : needs
    this.fromWithoutDependencies = isUp ? revision.parents : own
    this.toWithoutDependencies = isUp ? own : revision.parents
    this.effect = written.effect
    this.changes = written.changes
    this.#written = written
  }

  get after(): Heads {
    return this.#written.after
  }

  /** As plain data, `after` included. */
  toJSON(): unknown {
    return { ...this, after: this.after }
  }
}

/** The plan that runs `revisions`, in this order, from `start`. */
export function migrationPlan(
  graph: RevisionGraph,
  direction: 'up' | 'down',
  revisions: readonly Revision[],
  start: Heads,
  warnings: readonly GraphWarning[],
): Plan {
  const rows = new VersionRows(graph, start)
  const steps = revisions.map((revision) => migrationStep(graph, direction, revision, rows))
  return { start, final: rows.list, steps, warnings }
}
