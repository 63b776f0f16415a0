import type { ColumnType } from '../../../schema/column-type.ts'
import { isSql, type Json, type Sql, type SqlValue } from '../../../schema/values.ts'
import { stringOf } from './text.ts'

/**
 * A default as the server spells it, as a value where that is written back to the same text, else as SQL.
 * `base` is the spelling of the type without its length.
 */
export function defaultOf(text: string, type: ColumnType, base: string): SqlValue | Sql {
  return plainValue(text, type, base) ?? { sql: text }
}

const numbers: ReadonlySet<ColumnType['type']> = new Set([
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
  'numeric',
])

function plainValue(text: string, type: ColumnType, base: string): SqlValue | undefined {
  if (type.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined
  if (numbers.has(type.type)) return numberOf(text)
  const cast = text.lastIndexOf('::')
  if (cast === -1 || text.slice(cast + 2) !== base) return undefined
  const value = stringOf(text.slice(0, cast))
  if (value === undefined) return undefined
  if (type.type === 'array') return value === '{}' ? [] : undefined
  if (type.type === 'json' || type.type === 'jsonb') return documentOf(value, type.type === 'jsonb')
  return type.type === 'binary' ? undefined : value
}

/** As the server spells a number that stands bare in a CREATE: what it takes a type for depends on the size. */
function numberOf(text: string): SqlValue | undefined {
  const [, quoted, type] = /^'(-?\d+(?:\.\d+)?)'::(integer|bigint|numeric)$/.exec(text) ?? []
  const digits = quoted ?? text
  if (!/^-?\d+(\.\d+)?$/.test(digits)) return undefined
  const whole = !digits.includes('.')
  const number = Number(digits)
  if (String(number) !== digits && !(whole && BigInt(digits).toString() === digits)) return undefined
  if (spelling(digits, whole) !== (type ?? 'bare')) return undefined
  return whole && !Number.isSafeInteger(number) ? BigInt(digits) : number
}

function spelling(digits: string, whole: boolean): string {
  const number = whole ? BigInt(digits) : undefined
  const fits = (bits: number) => number !== undefined && BigInt.asIntN(bits, number) === number
  const type = fits(32) ? 'integer' : fits(64) ? 'bigint' : 'numeric'
  return !digits.startsWith('-') && (type === 'integer' || !whole) ? 'bare' : type
}

/** The spelling of a type without its length, as it stands in a cast. */
export function baseOf(spelled: string): string {
  const base = spelled.replace(/\(\d+(?:,-?\d+)?\)/, '')
  return base.replace(/^character(?=$|\[)/, 'bpchar').replace(/^bit(?=$|\[)/, '"bit"')
}

/** A document where the text that tsmig writes for it is stored as the same text. */
function documentOf(text: string, binary: boolean): SqlValue | undefined {
  if (!/^[{[]/.test(text)) return undefined
  try {
    const document: Json = JSON.parse(text)
    if (isSql(document)) return undefined
    return (binary ? spaced(document) : JSON.stringify(document)) === text ? document : undefined
  } catch {
    return undefined
  }
}

/** As jsonb is printed. */
function spaced(document: Json): string {
  if (typeof document !== 'object' || document === null) return JSON.stringify(document)
  if (Array.isArray(document)) return `[${document.map(spaced).join(', ')}]`
  const members = Object.entries(document).map(([key, part]) => `${JSON.stringify(key)}: ${spaced(part)}`)
  return `{${members.join(', ')}}`
}
