/** A part of a unit: one statement, or code. `done` has to be called as soon as it has been done, and before anything else is. */
export interface UnitPart {
  readonly sql?: string
  /** It may commit by itself, whatever goes on around it. */
  readonly commits: boolean
  run(done: (value?: unknown) => Promise<void>): Promise<unknown>
}

/** How a unit is to be done. */
export interface UnitPlan {
  /** Called where it wasn't begun before. */
  readonly parts: () => Promise<readonly UnitPart[]>
  /** The part that a statement of the log stands for: absent where a unit has one part, that `parts` knows. */
  readonly restore?: (sql: string) => UnitPart
}
