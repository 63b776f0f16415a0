import { relative } from 'node:path'
import { printable } from '../support/text.ts'

/** A path as it is said: from this folder, unless it lies outside. */
export function fromHere(path: string): string {
  const short = relative(process.cwd(), path)
  return printable(short.startsWith('..') ? path : short)
}
