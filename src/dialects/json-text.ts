import { UnwritableValueError } from './errors.ts'

/**
 * A JSON document as text. Dates become ISO text and bigints numbers with all their digits; what JSON can't say
 * (NaN, functions, bytes, undefined in a list) or a database can't store (NUL) throws `UnwritableValueError`.
 */
export function jsonText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(storable(value))
    case 'number':
      if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value)
      throw refused(String(value))
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'object':
      return value === null ? 'null' : objectText(value)
    default:
      throw refused(typeof value)
  }
}

/** `text` where a database can hold it: without NUL and without half a surrogate pair. Throws `UnwritableValueError`. */
export function storable(text: string): string {
  if (text.includes('\0')) {
    throw new UnwritableValueError(
      'A text has a NUL character in it',
      'Take it out, or store the value as bytes.',
    )
  }
  // Most texts have no such character, and are told apart quicker by the first.
  if (/[\ud800-\udfff]/.test(text) && /\p{Surrogate}/u.test(text)) {
    throw new UnwritableValueError(
      'A text has half a surrogate pair in it',
      'Cut texts between whole characters: the other half is missing.',
    )
  }
  return text
}

function objectText(value: object): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw refused('an invalid Date')
    return JSON.stringify(value)
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw refused(`an instance of ${value.constructor.name || 'a class'}`)
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members.map(([key, member]) => `${JSON.stringify(storable(key))}:${jsonText(member)}`).join(',')}}`
}

function refused(what: string): UnwritableValueError {
  return new UnwritableValueError(
    `A JSON document holds ${what}`,
    'JSON has text, finite numbers, booleans, null, lists and plain objects.',
  )
}
