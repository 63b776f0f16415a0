import { spellValue } from '../support/text.ts'
import { DefinitionError } from './errors.ts'

/** `value` where it is a whole number of at least `least`; throws `DefinitionError` that names `what` where not. */
export function wholeNumber(value: number, what: string, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value
  throw new DefinitionError(`${what} is ${spellValue(value)}`, `Give a whole number, ${least} or more.`)
}

/** The labels of an enum, checked: at least one, text, none twice. */
export function enumLabels<const Label extends string>(values: readonly Label[]): readonly Label[] {
  if (typeof values === 'string') {
    throw new DefinitionError(
      `An enum has the text ${JSON.stringify(values)} in place of its values`,
      "List them, t.enum(['small', 'large']), or give what enumType made: t.enum(size).",
    )
  }
  if (!Array.isArray(values) || values.length === 0) {
    throw new DefinitionError('An enum has no values', "List them: t.enum(['small', 'large']).")
  }
  const seen = new Set<unknown>()
  for (const value of values as readonly unknown[]) {
    if (typeof value !== 'string') {
      throw new DefinitionError(`An enum has ${String(value)} among its values`, 'Each value is text.')
    }
    if (seen.has(value)) {
      throw new DefinitionError(`An enum has ${JSON.stringify(value)} twice`, 'List each value once.')
    }
    seen.add(value)
  }
  return [...values]
}
