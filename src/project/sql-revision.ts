/** A revision written in SQL: its header, and the text of its parts. */
import { nearest } from '../support/suggest.ts'
import { refuseForeignLines } from './foreign-lines.ts'
import { type HeaderLine, type Marker, markerOf, readSqlHeader, type SqlHeader } from './header/sql.ts'
import type { Directions, OfDatabases } from './of-databases.ts'
import { PlaceError } from './place-error.ts'

/** The text of one direction. */
export interface SqlPart {
  readonly text: string
  /** The line of the file that it begins in, from 1. */
  readonly line: number
}

export interface SqlRevision extends SqlHeader, Directions<SqlPart> {
  readonly upgrade: OfDatabases<SqlPart>
}

/** Whether a file of this name is a revision written in SQL. */
export function isSqlFile(path: string): boolean {
  return path.endsWith('.sql')
}

/**
 * Takes a file apart; `databases` are the names of the project's databases, where it has several. Throws `PlaceError`
 * `bad-revision-file` for a header or parts that are not as they should be.
 */
export function parseSqlRevision(
  source: string,
  path: string,
  databases: readonly string[] = [],
): SqlRevision {
  const lines = source.replace(/^\ufeff/, '').split('\n')
  refuseForeignLines(lines, path)
  const named = databases.length > 0
  const markers = lines.flatMap((line, index) => {
    const marker = line.startsWith('--') ? markerOf(line.slice(2), { named }) : undefined
    return marker === undefined ? [] : [{ ...marker, index }]
  })
  const header = readSqlHeader(headerLines(lines.slice(0, markers[0]?.index), path), path)
  const parts = markers.map(({ index, ...marker }, at) => {
    const text = lines.slice(index + 1, markers[at + 1]?.index).join('\n')
    return { ...marker, text, line: index + 2 }
  })
  const place = { path, databases }
  const upgrade = partsOf('upgrade', parts, place)
  const downgrade = partsOf('downgrade', parts, place)
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

type MarkedPart = Marker & SqlPart

/** The parts of one direction: one for all databases, or one for each of some. */
function partsOf(
  direction: Marker['part'],
  all: readonly MarkedPart[],
  place: { readonly path: string; readonly databases: readonly string[] },
): OfDatabases<SqlPart> | undefined {
  const found = new Map<string | undefined, SqlPart>()
  for (const { part, database, text, line } of all) {
    if (part !== direction) continue
    const marker = database === undefined ? part : `${part} ${database}`
    if (found.has(database)) {
      throw wrong(
        place.path,
        line - 1,
        `has a second part "-- ${marker}"`,
        'Keep one, with all its statements.',
      )
    }
    if (database !== undefined) requireName(database, place, line - 1)
    found.set(database, { text, line })
    if (found.size > 1 && found.has(undefined)) {
      throw wrong(
        place.path,
        line - 1,
        `has a part "-- ${part}" for all databases beside one for a single database`,
        'Give each database a part of its own.',
      )
    }
  }
  const shared = found.get(undefined)
  if (shared !== undefined) return { all: shared }
  const named = [...found].flatMap(([name, part]) => (name === undefined ? [] : [[name, part] as const]))
  return named.length === 0 ? undefined : { byName: new Map(named) }
}

function requireName(
  name: string,
  { path, databases }: { readonly path: string; readonly databases: readonly string[] },
  line: number,
): void {
  if (databases.includes(name)) return
  const near = nearest(name, databases)
  throw wrong(
    path,
    line,
    `has a part for the database ${name}, which is none of ${databases.join(', ')}`,
    near === undefined
      ? 'Take the part out, or word the line another way if it is only a comment.'
      : `Did you mean "${near}"?`,
  )
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
