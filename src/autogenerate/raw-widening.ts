/** What is known of types that have no builder: MySQL's integers of other sizes and signs, its texts, bytes and sets. */
import type { ColumnType } from '../schema/column-type.ts'

/** Whether the second type surely holds all values of the first. False also where nothing is known. */
export function surelyHolds(from: ColumnType, to: ColumnType): boolean {
  if (from.type !== 'raw' && to.type !== 'raw') return false
  const [old, fresh] = [wordsOf(from), wordsOf(to)]
  return holdsIntegers(old, fresh) || holdsLonger(old, fresh) || holdsSet(old, fresh)
}

function wordsOf(type: ColumnType): string {
  return type.type === 'raw' ? type.sql.trim() : type.type
}

const bits: Readonly<Record<string, number>> = {
  tinyint: 8,
  smallint: 16,
  mediumint: 24,
  int: 32,
  integer: 32,
  bigint: 64,
}

/** The width in brackets and ZEROFILL are for display. */
const integer = /^(\w+)(?:\s*\(\d+\))?(\s+unsigned)?(?:\s+zerofill)?$/i

function holdsIntegers(from: string, to: string): boolean {
  const [old, fresh] = [integerOf(from), integerOf(to)]
  if (old === undefined || fresh === undefined) return false
  if (old.unsigned === fresh.unsigned) return fresh.bits >= old.bits
  return old.unsigned && fresh.bits > old.bits
}

function integerOf(text: string): { readonly bits: number; readonly unsigned: boolean } | undefined {
  const [, name = '', unsigned] = integer.exec(text) ?? []
  const found = bits[name.toLowerCase()]
  return found === undefined
    ? undefined
    : { bits: found, unsigned: unsigned !== undefined || /zerofill$/i.test(text) }
}

const lengths = [
  ['tinytext', 'text', 'mediumtext', 'longtext'],
  ['tinyblob', 'blob', 'mediumblob', 'longblob'],
]

function holdsLonger(from: string, to: string): boolean {
  return lengths.some((names) => {
    const [old, fresh] = [names.indexOf(from.toLowerCase()), names.indexOf(to.toLowerCase())]
    return old !== -1 && fresh >= old
  })
}

function holdsSet(from: string, to: string): boolean {
  const [old, fresh] = [membersOf(from), membersOf(to)]
  return old !== undefined && fresh !== undefined && old.every((member) => fresh.includes(member))
}

function membersOf(text: string): readonly string[] | undefined {
  if (!/^set\s*\(\s*'(?:[^']|'')*'(?:\s*,\s*'(?:[^']|'')*')*\s*\)$/i.test(text)) return undefined
  return text.match(/'(?:[^']|'')*'/g) ?? undefined
}
