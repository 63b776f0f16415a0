import { nearest } from '../support/suggest.ts'
import { spellValue } from '../support/text.ts'
import { DefinitionError } from './errors.ts'

/** How a mistake in options is thrown: its message and hint as an error. */
export type Refusal = (message: string, hint: string) => Error

const invalidDefinition: Refusal = (message, hint) => new DefinitionError(message, hint)

/**
 * Refuses an option that `call` doesn't know: a misspelt `unique` must not pass in silence in a JavaScript file.
 * Gives back the options.
 */
export function knownOptions<Options extends object>(
  call: string,
  options: Options,
  known: readonly string[],
  refusal: Refusal = invalidDefinition,
): Options {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw refusal(
      `${call} got ${Array.isArray(options) ? 'a list' : String(options)} where its options stand`,
      `Its last argument is an object: { ${known.slice(0, 3).join(', ')} … }.`,
    )
  }
  const unknown = Object.keys(options).find((key) => !known.includes(key))
  if (unknown === undefined) return options
  const meant = nearest(unknown, known)
  throw refusal(
    `${call} has no option "${unknown}"`,
    `${meant === undefined ? '' : `Did you mean "${meant}"? `}Its options are ${known.join(', ')}.`,
  )
}

/** Whether an option is on; throws where it is something else than true, false or left out. */
export function isOn(key: string, value: unknown, refusal: Refusal = invalidDefinition): boolean {
  if (value === undefined || typeof value === 'boolean') return value === true
  throw refusal(`\`${key}\` is ${spellValue(value)}`, 'Give true or false, or leave it out.')
}
