import type { SqlValue } from '../../schema/values.ts'
import { isoText } from '../date-text.ts'
import { jsonText, storable } from '../json-text.ts'
import { parameterText } from './literal.ts'

/** About as much as one message of COPY holds, in characters. */
const longestChunk = 65_536

type Rows = readonly (readonly SqlValue[])[]

/** Rows `from` to `to` as the text format of COPY, a line each, in pieces. `lists` says which columns are arrays. */
export function* copyText(
  rows: Rows,
  range: { readonly from: number; readonly to: number },
  arrays: readonly boolean[],
): Generator<string> {
  let chunk = ''
  for (let at = range.from; at < range.to; at++) {
    const row = rows[at] ?? []
    for (let column = 0; column < arrays.length; column++) {
      if (column > 0) chunk += '\t'
      chunk += cellText(row[column] ?? null, arrays[column] === true)
    }
    chunk += '\n'
    if (chunk.length < longestChunk) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

/** Whether a list can be written as the text of an array: the rest is for the server to make out of JSON. */
export function isPlainList(list: readonly unknown[]): boolean {
  return list.every((item) => item === null || typeof item !== 'object' || item instanceof Date)
}

function cellText(value: SqlValue, isArray: boolean): string {
  if (typeof value === 'string') return escaped(storable(value))
  if (value === null) return '\\N'
  if (typeof value !== 'object') return parameterText(value)
  if (value instanceof Uint8Array) return `\\\\x${Buffer.from(value).toString('hex')}`
  if (Array.isArray(value)) return escaped(isArray ? arrayText(value) : jsonText(value))
  return escaped(parameterText(value))
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
