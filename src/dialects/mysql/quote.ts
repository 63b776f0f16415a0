import { storable } from '../json-text.ts'

/** A backslash, which NO_BACKSLASH_ESCAPES decides on; a carriage return, which the server's shell takes out of a script. */
const unsafe = /[\\\r]/

/** `'…'` with quotes doubled, or the text as its bytes where a string would not say the same everywhere. */
export function quoted(text: string): string {
  const stored = storable(text)
  return unsafe.test(stored) ? `CONVERT(${bytes(Buffer.from(stored))} USING utf8mb4)` : plain(stored)
}

/** The text of a comment: the server takes no bytes there. */
export function commentText(text: string): string {
  return plain(storable(text).replaceAll('\\', '\\\\'))
}

/** A value of an enum: a string, or bytes where that would not say the same everywhere. */
export function enumLabel(text: string): string {
  const stored = storable(text)
  return unsafe.test(stored) ? bytes(Buffer.from(stored)) : plain(stored)
}

/** Bytes as `x'…'`. */
export function bytes(value: Uint8Array): string {
  return `x'${Buffer.from(value).toString('hex')}'`
}

/** `'…'`; for text that is known to hold no backslash. */
export function plain(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
