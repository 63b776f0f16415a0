import { delimiter } from 'node:path'
import { type Place, PlaceError } from '../place-error.ts'

/**
 * Splits a list of paths as `path_separator` says: `os`, `:`, `;`, `space` or `newline`; without it, at
 * spaces and commas.
 * @throws PlaceError `bad-option` for any other separator; `place` is where it stands.
 */
export function splitPaths(text: string, separator: string | undefined, place: Place): string[] {
  return text
    .split(pattern(separator, place))
    .map((path) => path.trim())
    .filter((path) => path !== '')
}

function pattern(separator: string | undefined, place: Place): string | RegExp {
  switch (separator) {
    case undefined:
      return /[\s,]+/
    case 'os':
      return delimiter
    case ':':
    case ';':
      return separator
    case 'space':
      return /\s+/
    case 'newline':
      return '\n'
    default:
      throw new PlaceError(
        'bad-option',
        place,
        'the path separator is not known',
        'Write path_separator = os, or one of : ; space newline.',
      )
  }
}
