import { nearest } from '../support/suggest.ts'
import type { Ignore } from './ignore.ts'
import { entriesOf } from './ignoring.ts'
import { type Context, type Problem, type Rule, tableOf } from './rule.ts'
import { ignoreOfNothing } from './rules/ignore-of-nothing.ts'
import { ignoreOfUnknown } from './rules/ignore-of-unknown.ts'
import { ignoreWithoutReason } from './rules/ignore-without-reason.ts'

/** What is to be said of a comment that has lint pass over something; `used` are the codes that it silenced. */
export interface IgnoreJudgement {
  readonly ignore: Ignore
  readonly used: ReadonlySet<string>
  /** All rules that there are, and those that were run. */
  readonly known: readonly Rule[]
  readonly run: readonly Rule[]
}

/** Says it, by the rules about such comments. */
export function judgeIgnore(
  { ignore, used, known, run }: IgnoreJudgement,
  context: Context,
): readonly { readonly rule: Rule; readonly problem: Problem }[] {
  const { place } = ignore
  const said = (rule: Rule, problem: Omit<Problem, 'place'>) => ({ rule, problem: { ...problem, place } })
  if (ignore.codes.length === 0) {
    return [said(ignoreOfUnknown, { message: 'the comment names no rule, and silences nothing' })]
  }
  const found = ignore.codes.flatMap((code) => {
    const rule = known.find((one) => one.code === code)
    if (rule === undefined) {
      const near = nearest(
        code,
        known.map((one) => one.code),
      )
      const safe = near === undefined ? undefined : { safe: `did you mean ${near}?` }
      return [said(ignoreOfUnknown, { message: `there is no rule ${code} to ignore`, ...safe })]
    }
    if (used.has(code) || !run.includes(rule) || maySpeakLater(ignore, rule, context)) return []
    return [said(ignoreOfNothing, { message: `${code} finds nothing here` })]
  })
  if (ignore.reason !== undefined) return found
  const message = `${ignore.codes.join(', ')} is to be ignored, and nobody says why: it is not`
  return [...found, said(ignoreWithoutReason, { message })]
}

/** In a run that makes the table too, and where not all is known, silence says nothing. */
function maySpeakLater(ignore: Ignore, { alsoNew }: Rule, { revision, final }: Context): boolean {
  if (revision.stopped !== undefined) return true
  if (alsoNew) return false
  return entriesOf(ignore, revision).some((entry) => {
    if (entry.step.kind === 'dropIndex') return final.isNewIndex(entry.step.name)
    const table = tableOf(entry)
    return table !== undefined && final.isNew(table)
  })
}
