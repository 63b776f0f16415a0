import type { Entry, LintedRevision } from './entry.ts'
import type { Finding } from './finding.ts'
import { covers, type Ignore } from './ignore.ts'

/** The findings that no comment with a reason silences, and those comments that did so, by code. */
export function ignoring(
  findings: readonly Finding[],
  { ignores }: Pick<LintedRevision, 'ignores'>,
): { readonly left: readonly Finding[]; readonly used: ReadonlyMap<Ignore, ReadonlySet<string>> } {
  const used = new Map<Ignore, Set<string>>()
  const left = findings.filter(({ code, place }) => {
    const meant = ignores.filter((one) => one.codes.includes(code) && covers(one, place))
    for (const one of meant) used.set(one, (used.get(one) ?? new Set()).add(code))
    return meant.every(({ reason }) => reason === undefined)
  })
  return { left, used }
}

/** The steps of a revision that a comment is about. */
export function entriesOf(ignore: Ignore, { entries }: LintedRevision): readonly Entry[] {
  return entries.filter(({ place }) => covers(ignore, place))
}
