/**
 * The header of an SQL revision: comment lines, the first of them the message, and among the rest a paragraph of
 * keys. A message is spelled as in a doc comment; one that looks like a key or a marker has its first character
 * escaped, a comma in an id or a label too.
 */
import type { Phase } from '../../graph/revision.ts'
import { parseDuration } from '../../support/duration.ts'
import { nearest } from '../../support/suggest.ts'
import type { Header } from '../header.ts'
import { isIgnore } from '../ignore-comment.ts'
import { PlaceError } from '../place-error.ts'
import { type Doc, escapeForComment, unescapeFromComment } from './doc-comment.ts'

/** One line of the header, without its dashes. */
export interface HeaderLine {
  readonly text: string
  /** In the file, from 1. */
  readonly line: number
}

export interface SqlHeader {
  readonly header: Header
  readonly doc: Doc
  /** `false`: the revision runs outside a transaction. */
  readonly transaction: boolean
  /** How long its statements may wait for a lock on a table, and take, in milliseconds, where it says so. */
  readonly limits: { readonly tableLock?: number; readonly statement?: number }
}

const KEYS = [
  'Revision ID',
  'Revises',
  'Branch labels',
  'Depends on',
  'Create Date',
  'Transaction',
  'Phase',
  'Table lock timeout',
  'Statement timeout',
] as const
type Key = (typeof KEYS)[number]

const KEY_LINE = /^([A-Za-z][A-Za-z _-]{0,40}?)[ \t]*:(.*)$/
const MARKER = /^(upgrade|downgrade)(?:[ \t]+([A-Za-z_][A-Za-z0-9_]*))?[ \t]*:?$/i

/** The line between two parts: the part that begins, and the database that it is for. */
export interface Marker {
  readonly part: 'upgrade' | 'downgrade'
  /** Absent: it is for all. */
  readonly database?: string
}

/** The part that a comment line begins. With a name behind it, it is one only where the project has several databases. */
export function markerOf(comment: string, { named }: { readonly named: boolean }): Marker | undefined {
  const [, word, database] = MARKER.exec(comment.trim()) ?? []
  if (word === undefined || (database !== undefined && !named)) return undefined
  const part = word.toLowerCase() === 'upgrade' ? 'upgrade' : 'downgrade'
  return { part, ...(database !== undefined && { database }) }
}

/** A message as it can stand in the first line of a header; `named` as for `markerOf`. */
export function escapeForSqlHeader(message: string, options = { named: false }): string {
  const escaped = escapeForComment(message)
  if (markerOf(escaped, options) === undefined && readKey(escaped) === undefined) return escaped
  return `\\u{${escaped.charCodeAt(0).toString(16)}}${escaped.slice(1)}`
}

/** An id or a label as it can stand in a list of them. */
export function escapeForSqlList(id: string): string {
  return escapeForComment(id).replaceAll(',', '\\u{2c}').replace(/^</, '\\u{3c}')
}

/** Reads a header. Throws `PlaceError` for a key that is missing, unknown, or there twice. */
export function readSqlHeader(written: readonly HeaderLine[], path: string): SqlHeader {
  const lines = written.filter(({ text }) => !isIgnore(text))
  const values = readKeys(lines, path)
  const id = values.get('Revision ID')
  if (id === undefined || id.value === '') {
    throw wrong(
      path,
      id?.line ?? 0,
      'has no Revision ID',
      'Begin the file with the lines "-- Revision ID: …" and "-- Revises: …", or move it out of the versions folder.',
    )
  }
  const parents = values.get('Revises')
  if (parents === undefined) {
    throw wrong(path, 0, 'has no Revises', 'Add the line "-- Revises: <base>", or the id that it builds on.')
  }
  const base = parents.value === '<base>' || parents.value === ''
  const phase = readPhase(values.get('Phase'), path)
  return {
    header: {
      id: unescapeFromComment(id.value),
      parents: base ? [] : list(parents, path),
      labels: list(values.get('Branch labels'), path),
      dependsOn: list(values.get('Depends on'), path),
      ...(phase !== undefined && { phase }),
    },
    doc: describe(lines),
    transaction: readTransaction(values.get('Transaction'), path),
    limits: readLimits(values, path),
  }
}

interface Value {
  readonly value: string
  readonly line: number
}

function readKeys(lines: readonly HeaderLine[], path: string): ReadonlyMap<Key, Value> {
  const values = new Map<Key, Value>()
  const first = lines.find(({ text }) => text.trim() !== '')
  const keyed =
    first !== undefined && readKey(first.text) === undefined ? lines.slice(lines.indexOf(first) + 1) : lines
  for (const paragraph of paragraphs(keyed)) {
    const known = paragraph.some(({ text }) => readKey(text) !== undefined)
    for (const { text, line } of paragraph) {
      const key = readKey(text)
      if (key === undefined) refuseUnknown(text, line, { known, path })
      else if (values.has(key)) throw wrong(path, line, `has ${key} twice`, 'Keep one of the two lines.')
      else values.set(key, { value: text.slice(text.indexOf(':') + 1).trim(), line })
    }
  }
  return values
}

function readKey(text: string): Key | undefined {
  const name = KEY_LINE.exec(text.trim())?.[1]?.toLowerCase()
  return KEYS.find((key) => key.toLowerCase() === name)
}

/** Text is free, but not beside keys, and not where it looks like one of them. */
function refuseUnknown(text: string, line: number, { known, path }: { known: boolean; path: string }): void {
  const name = KEY_LINE.exec(text.trim())?.[1]
  const near = name === undefined ? undefined : nearest(name, KEYS)
  if (!known && near === undefined) return
  throw wrong(
    path,
    line,
    name === undefined
      ? `has a line among its keys that is none: ${text.trim()}`
      : `has an unknown key: ${name}`,
    near === undefined
      ? `The keys are ${KEYS.join(', ')}; other text stands apart from them, behind a line "--".`
      : `Did you mean "${near}"?`,
  )
}

function paragraphs(lines: readonly HeaderLine[]): readonly (readonly HeaderLine[])[] {
  const found: HeaderLine[][] = [[]]
  for (const line of lines) {
    if (line.text.trim() === '') found.push([])
    else found.at(-1)?.push(line)
  }
  return found
}

function list(value: Value | undefined, path: string): readonly string[] {
  if (value === undefined || value.value === '') return []
  const items = value.value.split(',').map((item) => unescapeFromComment(item.trim()))
  if (!items.includes('')) return items
  throw wrong(
    path,
    value.line,
    'has an empty place in a list',
    'Write the names with a comma between them: a1, b2.',
  )
}

function readTransaction(value: Value | undefined, path: string): boolean {
  if (value === undefined || /^on$/i.test(value.value)) return true
  if (/^off$/i.test(value.value)) return false
  throw wrong(
    path,
    value.line,
    `has Transaction: ${value.value}`,
    'Write "-- Transaction: off", or leave the line out.',
  )
}

function readLimits(values: ReadonlyMap<Key, Value>, path: string): SqlHeader['limits'] {
  const tableLock = readDuration('Table lock timeout', values, path)
  const statement = readDuration('Statement timeout', values, path)
  return {
    ...(tableLock !== undefined && { tableLock }),
    ...(statement !== undefined && { statement }),
  }
}

function readDuration(key: Key, values: ReadonlyMap<Key, Value>, path: string): number | undefined {
  const found = values.get(key)
  if (found === undefined) return undefined
  const milliseconds = parseDuration(found.value)
  if (milliseconds !== undefined) return milliseconds
  throw wrong(
    path,
    found.line,
    `has ${key}: ${found.value}`,
    `Write "-- ${key}: 30s", or leave the line out.`,
  )
}

function readPhase(value: Value | undefined, path: string): Phase | undefined {
  if (value === undefined) return undefined
  const phase = value.value.toLowerCase()
  if (phase === 'expand' || phase === 'contract') return phase
  throw wrong(
    path,
    value.line,
    `has Phase: ${value.value}`,
    'Write "-- Phase: expand" or "-- Phase: contract", or leave the line out.',
  )
}

function describe(lines: readonly HeaderLine[]): Doc {
  const from = lines.findIndex(({ text }) => text.trim() !== '')
  const to = lines.findLastIndex(({ text }) => text.trim() !== '')
  const first = lines[from]?.text ?? ''
  return {
    message: readKey(first) === undefined ? unescapeFromComment(first.trim()) : '',
    text: lines
      .slice(Math.max(from, 0), to + 1)
      .map(({ text }) => unescapeFromComment(text))
      .join('\n'),
  }
}

function wrong(path: string, line: number, what: string, hint: string): PlaceError {
  return new PlaceError('bad-revision-file', { file: path, line }, `the header ${what}`, hint)
}
