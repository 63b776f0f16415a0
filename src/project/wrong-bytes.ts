import { isUtf8 } from 'node:buffer'
import { PlaceError } from './place-error.ts'

/** Throws `code` with the line of the first bytes of a file that are not UTF-8, if there are such. */
export function refuseWrongBytes(bytes: Buffer, file: string, code: string): void {
  if (isUtf8(bytes)) return
  let line = 1
  // A line feed is a line feed in UTF-8 only.
  for (let start = 0; start <= bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start)
    const stop = end < 0 ? bytes.length : end
    if (!isUtf8(bytes.subarray(start, stop))) break
    start = stop + 1
  }
  throw new PlaceError(code, { file, line }, 'bytes that are not UTF-8', 'Save the file as UTF-8.')
}
