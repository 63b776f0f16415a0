import type { SqlValue } from '../../schema/values.ts'
import { isoText } from '../date-text.ts'
import { jsonText, storable } from '../json-text.ts'
import { parameterText } from './literal.ts'

/** About as much as one message of COPY holds, in bytes. */
const longestPiece = 262_144

/** The rows `from` to `to`, whose cells follow one another, in the text format of COPY, a line each, in pieces. `arrays` says which columns are arrays. */
export function* copyText(
  cells: readonly SqlValue[],
  range: { readonly from: number; readonly to: number },
  arrays: readonly boolean[],
): Generator<Uint8Array> {
  let piece = new Piece()
  for (let at = range.from; at < range.to; at++) {
    for (let column = 0; column < arrays.length; column++) {
      if (column > 0) piece.byte(tab)
      piece.cell(cells[at * arrays.length + column] ?? null, arrays[column] === true)
    }
    piece.byte(newline)
    if (piece.length < longestPiece) continue
    yield piece.taken()
    piece = new Piece()
  }
  if (piece.length > 0) yield piece.taken()
}

/** Whether a list can be written as the text of an array: the rest is for the server to make out of JSON. */
export function isPlainList(list: readonly unknown[]): boolean {
  return list.every((item) => item === null || typeof item !== 'object' || item instanceof Date)
}

const tab = 9
const newline = 10
const backslash = 92

/** Bytes that are written as they come: a string a cell would be as much work again for who collects the garbage. */
class Piece {
  #bytes = Buffer.allocUnsafe(longestPiece * 2)
  length = 0

  taken(): Uint8Array {
    return this.#bytes.subarray(0, this.length)
  }

  byte(byte: number): void {
    this.#room(1)
    this.#bytes[this.length++] = byte
  }

  cell(value: SqlValue, isArray: boolean): void {
    if (typeof value === 'string') this.#text(value)
    else if (value === null) this.#plain('\\N')
    else if (typeof value !== 'object') this.#text(parameterText(value))
    else if (value instanceof Uint8Array) this.#plain(`\\\\x${Buffer.from(value).toString('hex')}`)
    else if (Array.isArray(value)) this.#text(isArray ? arrayText(value) : jsonText(value))
    else this.#text(parameterText(value))
  }

  /** Text that may hold anything. */
  #text(text: string): void {
    this.#room(text.length)
    const bytes = this.#bytes
    let to = this.length
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code < 0x20 || code >= 0x80 || code === backslash) {
        this.#plain(escaped(storable(text)))
        return
      }
      bytes[to++] = code
    }
    this.length = to
  }

  #plain(text: string): void {
    // A UTF-16 unit is three bytes at most.
    this.#room(text.length * 3)
    this.length += this.#bytes.write(text, this.length)
  }

  #room(more: number): void {
    if (this.length + more <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe((this.length + more) * 2)
    this.#bytes.copy(larger, 0, 0, this.length)
    this.#bytes = larger
  }
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
  return /[\\\t\n\r]/.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (one) => escapes[one] ?? one) : text
}
