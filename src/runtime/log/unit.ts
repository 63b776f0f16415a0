import { createHash } from 'node:crypto'
import { describe, named } from '../../operations/describe.ts'
import { shorten } from '../../support/text.ts'
import type { ReadyEntry } from '../stream.ts'

/** An entry that does something: a unit of progress. */
export type UnitEntry = Exclude<ReadyEntry, { readonly kind: 'leaveTransaction' | 'enterTransaction' }>

/** In the place of a trace: the statement failed, and did nothing; or code threw, which its author was told. */
export const failedTrace = 'failed'

/** What a unit does, on one line; strings in its SQL are left out, as they may be secret. */
export function labelOf(entry: UnitEntry): string {
  const text = textOf(entry)
  const strings = /\b(?:identified|password)\b/i.test(text)
    ? /'(?:[^']|'')*'?|"(?:[^"]|"")*"?/g
    : /'(?:[^']|'')*'?/g
  const told = shorten(text.replace(strings, "'…'").replace(/\$\w*\$[\s\S]*/g, '$…$'), 200)
  // Not every database can hold the character.
  return told.replaceAll('…', '...')
}

function textOf(entry: UnitEntry): string {
  if (entry.kind === 'rowSource') return `Insert rows into ${named(entry.table)}`
  return entry.kind === 'code' || entry.kind === 'knexSchema' ? entry.label : describe(entry)
}

/** The checksum of what a unit does: of an operation its data, of code the label. */
export function unitChecksum(entry: UnitEntry): string {
  return createHash('sha256').update(dataOf(entry)).digest('hex').slice(0, 40)
}

/** Whether a unit holds values, which may be others each time that they are worked out. */
export function holdsValues(entry: UnitEntry): boolean {
  if (entry.kind === 'backfill') return entry.set.some(({ expression }) => expression === undefined)
  return entry.kind === 'insertRows' || (entry.kind === 'execute' && entry.bindings !== undefined)
}

function dataOf(entry: UnitEntry): string {
  if (entry.kind === 'code') return JSON.stringify(['code', entry.label])
  if (entry.kind === 'rowSource') return JSON.stringify(['rowSource', entry.table])
  if (entry.kind === 'backfill') {
    // How fast it goes may be another each time.
    const { batchSize: _, pause: __, ...rest } = entry
    return JSON.stringify(rest, asData)
  }
  if (entry.kind !== 'knexSchema') return JSON.stringify(entry, asData)
  try {
    return JSON.stringify(['knexSchema', entry.statements()], asData)
  } catch {
    return JSON.stringify(['knexSchema', entry.label])
  }
}

function asData(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value
}
