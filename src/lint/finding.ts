import type { Fix } from './fix.ts'

/** How bad a finding is; `note` is advice. */
export type Level = 'error' | 'warning' | 'note'

/** From the mildest to the worst. */
export const levels: readonly Level[] = ['note', 'warning', 'error']

/** A place in a file; line and column from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Something dangerous that a revision does. */
export interface Finding {
  /** The rule's: stable. */
  readonly code: string
  readonly level: Level
  readonly revision: string
  /** Its call or statement; absent where the revision as a whole is meant and has no file. */
  readonly place?: Place
  /** What is done, and what happens then: a sentence without its dot. */
  readonly message: string
  /** What to write instead. */
  readonly safe: string
  /** How `--fix` would write it. */
  readonly fix?: Fix
}

/** Whether `level` is `least` or worse. */
export function isAtLeast(level: Level, least: Level): boolean {
  return levels.indexOf(level) >= levels.indexOf(least)
}
