import { expect } from 'vitest'
import type { Ran, TestProject } from '../support/project.ts'

export interface Refusal {
  /** The exit code; 1 unless given. */
  readonly code?: number
  /** What the error says, behind `error: `. */
  readonly error: string | RegExp
  /** What the hint says. */
  readonly hint: string | RegExp
}

/** Runs a command that has to be refused: it says why and what to do, shows no stack, and leaves every file as it was. */
export async function expectRefusal(
  project: TestProject,
  args: readonly string[],
  refusal: Refusal,
): Promise<Ran> {
  const before = project.files()
  const ran = await project.run(...args)
  const shown = `tsmig ${args.join(' ')}\n${ran.stdout}${ran.stderr}`
  expect(ran.code, shown).toBe(refusal.code ?? 1)
  expect(ran.stdout, shown).toBe('')
  expect(ran.stderr, shown).toMatch(
    typeof refusal.error === 'string'
      ? `error: ${refusal.error}`
      : new RegExp(`error: ${refusal.error.source}`, 's'),
  )
  expect(ran.stderr.split('hint:')[1] ?? '', shown).toMatch(refusal.hint)
  expect(ran.stderr, shown).not.toMatch(/^\s+at (?:.*\()?(?:node:|file:|\/).*:\d+:\d+\)?$/m)
  expect(project.files(), shown).toEqual(before)
  return ran
}
