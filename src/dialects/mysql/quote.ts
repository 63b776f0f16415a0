import { storable } from '../json-text.ts'

/**
 * `'…'` with quotes doubled. Where a backslash is in it, which NO_BACKSLASH_ESCAPES decides on, the text goes in as
 * its bytes.
 */
export function quoted(text: string): string {
  const stored = storable(text)
  return stored.includes('\\') ? `CONVERT(${bytes(Buffer.from(stored))} USING utf8mb4)` : plain(stored)
}

/** The text of a comment: the server takes no bytes there. */
export function commentText(text: string): string {
  return plain(storable(text).replaceAll('\\', '\\\\'))
}

/** A value of an enum: a string, or bytes where a backslash is in it. */
export function enumLabel(text: string): string {
  const stored = storable(text)
  return stored.includes('\\') ? bytes(Buffer.from(stored)) : plain(stored)
}

/** Bytes as `x'…'`. */
export function bytes(value: Uint8Array): string {
  return `x'${Buffer.from(value).toString('hex')}'`
}

/** `'…'`; for text that is known to hold no backslash. */
export function plain(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
