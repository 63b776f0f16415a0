/** Lines of a revision in SQL that others wrote for themselves. */
import { PlaceError } from './place-error.ts'

/** Throws `bad-revision-file` for the markers of other tools, and for conflicts that a merge left. */
export function refuseForeignLines(lines: readonly string[], path: string): void {
  refuseConflicts(lines, path)
  refuseForeignMarkers(lines, path)
}

/** How other tools mark the parts of a file. */
const foreign: readonly (readonly [tool: string, marker: RegExp])[] = [
  ['goose', /^--\s*\+goose\s+(?:up|down)\b/i],
  ['dbmate', /^--\s*migrate:(?:up|down)\b/i],
  ['sql-migrate', /^--\s*\+migrate\s+(?:up|down)\b/i],
  ['rambler', /^--\s*rambler\s+(?:up|down)\b/i],
  ['liquibase', /^--\s*(?:liquibase\s+formatted\s+sql|changeset\s+\S+:\S+)/i],
]

/** How git marks what two sides say otherwise. */
const conflict = /^(?:<{7}|>{7})(?:\s|$)/

/** Statements before it would run, and on MySQL stay. */
function refuseConflicts(lines: readonly string[], path: string): void {
  const index = lines.findIndex((line) => conflict.test(line))
  if (index < 0) return
  throw new PlaceError(
    'bad-revision-file',
    { file: path, line: index + 1 },
    `the file has a conflict that a merge left: "${lines[index]?.trim()}"`,
    'Settle it: keep what is meant, and take out the lines of "<<<<<<<", "=======" and ">>>>>>>".',
  )
}

/** To tsmig they are comments: what stands behind a "down" would run as part of the upgrade. */
function refuseForeignMarkers(lines: readonly string[], path: string): void {
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('--')) continue
    const tool = foreign.find(([, marker]) => marker.test(line))?.[0]
    if (tool === undefined) continue
    throw new PlaceError(
      'bad-revision-file',
      { file: path, line: index + 1 },
      `the file has a marker of ${tool}: "${line.trim()}"`,
      'Begin its parts with the lines "-- upgrade" and "-- downgrade", below a header with "-- Revision ID: …" and "-- Revises: …".',
    )
  }
}
