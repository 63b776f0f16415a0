/** A revision written in SQL: its header, and the text of its two parts. */
import { PlaceError } from './place-error.ts'
import { type HeaderLine, markerOf, readSqlHeader, type SqlHeader } from './sql-header.ts'

/** The text of one direction. */
export interface SqlPart {
  readonly text: string
  /** The line of the file that it begins in, from 1. */
  readonly line: number
}

export interface SqlRevision extends SqlHeader {
  readonly upgrade: SqlPart
  readonly downgrade?: SqlPart
}

/** Whether a file of this name is a revision written in SQL. */
export function isSqlFile(path: string): boolean {
  return path.endsWith('.sql')
}

/** Takes a file apart. Throws `PlaceError` `bad-revision-file` for a header or parts that are not as they should be. */
export function parseSqlRevision(source: string, path: string): SqlRevision {
  const lines = source.replace(/^\ufeff/, '').split('\n')
  refuseForeignMarkers(lines, path)
  const markers = lines.flatMap((line, index) => {
    const part = line.startsWith('--') ? markerOf(line.slice(2)) : undefined
    return part === undefined ? [] : [{ part, index }]
  })
  const header = readSqlHeader(headerLines(lines.slice(0, markers[0]?.index), path), path)
  const parts = new Map<'upgrade' | 'downgrade', SqlPart>()
  for (const [at, { part, index }] of markers.entries()) {
    if (parts.has(part)) {
      throw wrong(path, index + 1, `has a second part "-- ${part}"`, 'Keep one, with all its statements.')
    }
    const end = markers[at + 1]?.index
    parts.set(part, { text: lines.slice(index + 1, end).join('\n'), line: index + 2 })
  }
  const upgrade = parts.get('upgrade')
  const downgrade = parts.get('downgrade')
  if (upgrade === undefined) {
    throw wrong(
      path,
      0,
      'has no part "-- upgrade"',
      'Put a line "-- upgrade" before its statements; without statements, the line alone.',
    )
  }
  return { ...header, upgrade, ...(downgrade !== undefined && { downgrade }) }
}

/** How other tools mark the parts of a file. */
const foreign: readonly (readonly [tool: string, marker: RegExp])[] = [
  ['goose', /^--\s*\+goose\s+(?:up|down)\b/i],
  ['dbmate', /^--\s*migrate:(?:up|down)\b/i],
  ['sql-migrate', /^--\s*\+migrate\s+(?:up|down)\b/i],
  ['rambler', /^--\s*rambler\s+(?:up|down)\b/i],
  ['liquibase', /^--\s*(?:liquibase\s+formatted\s+sql|changeset\s+\S+:\S+)/i],
]

/** To tsmig they are comments: what stands behind a "down" would run as part of the upgrade. */
function refuseForeignMarkers(lines: readonly string[], path: string): void {
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('--')) continue
    const tool = foreign.find(([, marker]) => marker.test(line))?.[0]
    if (tool === undefined) continue
    throw wrong(
      path,
      index + 1,
      `has a marker of ${tool}: "${line.trim()}"`,
      'Begin its parts with the lines "-- upgrade" and "-- downgrade", below a header with "-- Revision ID: …" and "-- Revises: …".',
    )
  }
}

/** Above the first part there are comment lines alone. */
function headerLines(lines: readonly string[], path: string): readonly HeaderLine[] {
  return lines.map((written, index) => {
    const text = written.trim()
    if (text === '') return { text: '', line: index + 1 }
    if (text.startsWith('--')) return { text: text.slice(2).replace(/^ /, ''), line: index + 1 }
    throw wrong(
      path,
      index + 1,
      'has something else than "--" lines before its part "-- upgrade"',
      'Begin the file with its header, then a line "-- upgrade"; what is no revision, move out of the versions folder.',
    )
  })
}

function wrong(path: string, line: number, what: string, hint: string): PlaceError {
  return new PlaceError('bad-revision-file', { file: path, line }, `the file ${what}`, hint)
}
