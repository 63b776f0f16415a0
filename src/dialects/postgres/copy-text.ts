import type { SqlValue } from '../../schema/values.ts'
import { isoText } from '../date-text.ts'
import { jsonText, storable } from '../json-text.ts'
import { parameterText } from './literal.ts'

/** About as many characters as one message of COPY holds: the server reads one while the next is written. */
const longestPiece = 65_536

/** Some of the rows whose cells follow one another. */
interface Range {
  readonly from: number
  readonly to: number
}

/** The rows of a range in the text format of COPY, a line each, in pieces. `arrays` says which columns are arrays. */
export function* copyText(
  cells: readonly SqlValue[],
  { from, to }: Range,
  arrays: readonly boolean[],
): Generator<Uint8Array> {
  const width = arrays.length
  for (let first = from, end = from; first < to; first = end) {
    const lines = plainLines(cells, { from: first, to }, arrays)
    end = lines.end
    const bytes = Buffer.from(lines.text)
    const isFaithful = marksIn(bytes) === lines.marks && isWhole(lines.text, bytes)
    yield isFaithful ? bytes : Buffer.from(escapedLines(cells.slice(first * width, end * width), arrays))
  }
}

/** Whether a list can be written as the text of an array: the rest is for the server to make out of JSON. */
export function isPlainList(list: readonly unknown[]): boolean {
  return list.every((item) => item === null || typeof item !== 'object' || item instanceof Date)
}

/**
 * The first lines of a range, where no text has anything to escape, as few have: whether any does is told by the marks,
 * of which there are more then. A look at each text by itself takes as long as all the rest.
 */
function plainLines(cells: readonly SqlValue[], { from, to }: Range, arrays: readonly boolean[]) {
  const width = arrays.length
  let text = ''
  let marks = 0
  let end = from
  for (; end < to && text.length < longestPiece; end++) {
    for (let column = 0; column < width; column++) {
      if (column > 0) text += '\t'
      const value = cells[end * width + column] ?? null
      if (typeof value === 'string' || typeof value === 'boolean') text += value
      else if (typeof value === 'number') text += Object.is(value, -0) ? '-0' : value
      else {
        const spelled = valueText(value, arrays[column] === true)
        text += spelled
        marks += spelled.split('\\').length - 1
      }
    }
    text += '\n'
  }
  return { text, end, marks: marks + (end - from) * width }
}

function escapedLines(cells: readonly SqlValue[], arrays: readonly boolean[]): string {
  let lines = ''
  for (const [at, value] of cells.entries()) {
    const column = at % arrays.length
    if (typeof value === 'string') lines += escaped(value)
    else lines += valueText(value, arrays[column] === true)
    lines += column === arrays.length - 1 ? '\n' : '\t'
  }
  return lines
}

/** A value that is no text, so that it can't be taken for another. */
function valueText(value: Exclude<SqlValue, string>, isArray: boolean): string {
  if (value === null) return '\\N'
  if (value instanceof Uint8Array) return `\\\\x${Buffer.from(value).toString('hex')}`
  if (Array.isArray(value)) return escaped(isArray ? arrayText(value) : jsonText(value))
  return escaped(parameterText(value))
}

/** How many bytes there are that COPY may take for its own. */
function marksIn(bytes: Uint8Array): number {
  let count = 0
  for (let at = 0; at < bytes.length; at++) count += isMark[bytes[at] ?? 0] ?? 0
  return count
}

const isMark = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number('\0\t\n\r\\'.includes(String.fromCharCode(byte))),
)

/** Whether it has no half of a surrogate pair, which would have become another character. */
function isWhole(text: string, bytes: Uint8Array): boolean {
  return bytes.length === text.length || !/\p{Surrogate}/u.test(text)
}

function arrayText(list: readonly SqlValue[]): string {
  return `{${list.map(itemText).join(',')}}`
}

/** What the server would take out of a JSON list: a Date is its ISO text there. */
function itemText(item: SqlValue): string {
  if (item === null) return 'NULL'
  if (typeof item !== 'string' && !(item instanceof Date)) return jsonText(item)
  const text = item instanceof Date ? isoText(item) : storable(item)
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function escaped(text: string): string {
  const whole = storable(text)
  return /[\\\t\n\r]/.test(whole) ? whole.replaceAll(/[\\\t\n\r]/g, (one) => escapes[one] ?? one) : whole
}
