import { SplitError } from '../dialects/split-errors.ts'
import { type SplitDialect, splitRules } from '../dialects/split-rules.ts'
import { splitStatements } from '../dialects/split-statements.ts'
import { tokenAt } from '../dialects/split-token.ts'
import {
  beginsLine,
  type IgnoreComment,
  isIgnore,
  type Position,
  positionOf,
  readIgnore,
} from './ignore-comment.ts'
import { partsFor } from './of-databases.ts'
import { parseSqlRevision, type SqlPart } from './sql-revision.ts'

/** What a file is read for. */
export interface SqlIgnoreTarget {
  readonly dialect: SplitDialect
  readonly database?: string
  readonly databases?: readonly string[]
}

/** The comments in an SQL revision that have lint pass over something: in its header, and in its upgrade. */
export function ignoresInSql(
  source: string,
  path: string,
  { dialect, database, databases }: SqlIgnoreTarget,
): readonly IgnoreComment[] {
  if (!source.includes('tsmig-ignore')) return []
  const { upgrade } = partsFor(database, parseSqlRevision(source, path, databases), { text: '', line: 0 })
  const lines = source.replace(/^\ufeff/, '').split('\n')
  const first = lines.findIndex((line) => /^--\s*(?:up|down)grade\b/i.test(line))
  const inHeader = lines.slice(0, Math.max(first, 0)).flatMap((line, index) => {
    const text = line.trim().replace(/^--/, '')
    return isIgnore(text) ? [{ ...readIgnore(text), at: { line: index + 1, column: 1 } }] : []
  })
  return [...inHeader, ...(upgrade === undefined ? [] : ignoresInPart(upgrade, dialect))]
}

function ignoresInPart(part: SqlPart, dialect: SplitDialect): readonly IgnoreComment[] {
  const { text } = part
  const inFile = (offset: number): Position => {
    const { line, column } = positionOf(text, offset)
    return { line: line + part.line - 1, column }
  }
  try {
    const statements = splitStatements(text, dialect)
    return lineCommentsIn(text, dialect).flatMap((comment) => {
      if (!isIgnore(comment.text)) return []
      const { start } = comment
      const around = statements.findLast(({ offset, sql }) => offset < start && start < offset + sql.length)
      const one =
        around ??
        (beginsLine(text, start)
          ? statements.find(({ offset }) => offset > start)
          : statements.findLast(({ offset }) => offset < start))
      const [from, to] = one === undefined ? [start, start] : [one.offset, one.offset + one.sql.length]
      return [
        {
          ...readIgnore(comment.text),
          at: inFile(start),
          statement: { from: inFile(from), to: inFile(to) },
        },
      ]
    })
  } catch (error) {
    // Whoever runs the file says what is wrong with it.
    if (error instanceof SplitError) return []
    throw error
  }
}

function lineCommentsIn(text: string, dialect: SplitDialect): { start: number; text: string }[] {
  const rules = splitRules[dialect]
  const found: { start: number; text: string }[] = []
  for (let at = 0; at < text.length; ) {
    const { kind, start, end } = tokenAt(text, at, rules)
    if (kind === 'space' && text.startsWith('--', start)) {
      found.push({ start, text: text.slice(start + 2, end) })
    }
    at = end
  }
  return found
}
