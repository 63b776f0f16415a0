import { spellValue } from '../support/text.ts'
import { DefinitionError } from './errors.ts'
import { nameOf, sqlText } from './names.ts'
import { knownOptions } from './options.ts'
import type { Sql } from './values.ts'

/** The same parts where the undefined ones are absent. */
export type Given<Parts> = {
  readonly [Key in keyof Parts as undefined extends Parts[Key] ? never : Key]: Parts[Key]
} & {
  readonly [Key in keyof Parts as undefined extends Parts[Key] ? Key : never]?: Exclude<Parts[Key], undefined>
}

/** Leaves out what is undefined: absent is not the same as given. */
export function given<Parts extends object>(parts: Parts): Given<Parts> {
  const kept: Record<string, unknown> = {}
  for (const key in parts) if (parts[key] !== undefined) kept[key] = parts[key]
  return kept as Given<Parts>
}

/** `true` where it is on, and nothing where it is off; throws `DefinitionError` for what is neither. */
export function on(value: boolean | undefined, what: string): true | undefined {
  if (value === undefined || value === false) return undefined
  if (value === true) return true
  throw new DefinitionError(`${what} is ${spellValue(value)}`, 'Give true or false.')
}

/** Refuses a part that `what` doesn't have: a misspelt one must not pass in silence in a JavaScript file. */
export function knownParts<Parts extends object>(
  what: string,
  parts: Parts,
  known: readonly (keyof Parts & string)[],
): Parts {
  return knownOptions(what, parts, known)
}

/** `value` where it is one of `choices`; nothing where it isn't given. */
export function oneOf<const Choice extends string>(
  value: Choice | undefined,
  choices: readonly Choice[],
  what: string,
): Choice | undefined {
  if (value === undefined || choices.includes(value)) return value
  throw new DefinitionError(`${what} is ${spellValue(value)}`, `Give one of: ${choices.join(', ')}.`)
}

/** Text, empty or not; nothing where it isn't given. */
export function textOf(value: string | undefined, what: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  throw new DefinitionError(`${what} is ${value === null ? 'null' : typeof value}`, 'Write it as text.')
}

/** SQL text, where it is given. */
export function sqlPart(value: string | Sql | undefined, what: string): string | undefined {
  return value === undefined ? undefined : sqlText(value, what)
}

/** A name, where it is given. */
export function namePart(value: string | undefined, what: string): string | undefined {
  return value === undefined ? undefined : nameOf(value, what)
}

/** Parameters by name, each text, a finite number or a boolean. */
export function settingsOf(
  settings: Readonly<Record<string, string | number | boolean>> | undefined,
  what: string,
): Readonly<Record<string, string | number | boolean>> | undefined {
  if (settings === undefined) return undefined
  const entries = Object.entries(knownParts(what, settings, Object.keys(settings ?? {})))
  if (entries.length === 0) throw new DefinitionError(`${what} are empty`, 'Leave them out, or name one.')
  for (const [key, value] of entries) {
    nameOf(key, `A name in ${what}`)
    const fits = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
    if (!fits) {
      throw new DefinitionError(
        `${what}: ${key} is ${spellValue(value)}`,
        'Give text, a finite number or a boolean.',
      )
    }
  }
  return Object.fromEntries(entries)
}
