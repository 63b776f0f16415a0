import { TsmigError } from '../support/errors.ts'

/** A place in one of the user's files. Lines count from 1; line 0 stands for the file as a whole. */
export interface Place {
  readonly file: string
  readonly line: number
}

/** A mistake in a file that the user wrote; the message starts with `file:line: `. */
export class PlaceError extends TsmigError {
  readonly file: string
  readonly line: number

  constructor(code: string, place: Place, message: string, hint: string, options?: { cause?: unknown }) {
    super(code, `${spellPlace(place)}: ${message}`, hint, options)
    this.file = place.file
    this.line = place.line
  }
}

/** `file:line`, or only `file` when the line isn't known. */
export function spellPlace(place: Place): string {
  return place.line > 0 ? `${place.file}:${place.line}` : place.file
}
