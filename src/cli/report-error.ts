import { relative } from 'node:path'
import { DatabaseError } from '../commands/database/error.ts'
import { RevisionError, StatementError } from '../runtime/errors.ts'
import { messageOf, TsmigError } from '../support/errors.ts'
import { printable, shorten } from '../support/text.ts'
import type { Paint } from './terminal.ts'

const longestStatement = 2000

const unexpected = 'This is unexpected. Run it again with --raiseerr to see where it comes from.'
const adrift = 'the folder that this runs in is not there any more'
const goElsewhere = 'Change into one that is there: another branch of the code may lack it.'

/** Whether Node can't say which folder it runs in. */
function isAdrift(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown as { syscall?: unknown }).syscall === 'uv_cwd'
}

/**
 * Something thrown, as a person reads it: what happened, where, with which statement, what to do next.
 * The stack and its causes only when they are asked for.
 */
export function formatError(thrown: unknown, paint: Paint, options: { stack: boolean }): string {
  const lines = [`${paint.error('error:')} ${printable(isAdrift(thrown) ? adrift : messageOf(thrown))}`]
  for (const error of causesOf(thrown)) lines.push(...detailsOf(error))
  if (thrown instanceof TsmigError) lines.push(`  ${paint.faint('hint:')} ${printable(thrown.hint)}`)
  else lines.push(`  ${paint.faint('hint:')} ${isAdrift(thrown) ? goElsewhere : unexpected}`)
  if (options.stack) for (const error of causesOf(thrown)) lines.push(printable(stackOf(error)))
  return lines.join('\n')
}

function detailsOf(error: unknown): string[] {
  if (error instanceof DatabaseError) {
    return error.standing.map(({ database, state, heads }) => {
      const ids = heads?.length === 0 ? 'base' : heads?.map(printable).join(', ')
      return `  ${database}: ${state}, ${ids === undefined ? "and doesn't answer" : `at ${ids}`}`
    })
  }
  if (error instanceof RevisionError) {
    const place = error.place ?? error.path
    return place === undefined ? [] : [`  at ${printable(relativeToHere(place))}`]
  }
  if (error instanceof StatementError) {
    const sql = printable(shorten(withFewRows(error.statement.sql), longestStatement)).replaceAll(
      '\n',
      '\n       ',
    )
    return [
      ...(error.detail === undefined ? [] : [`  detail: ${printable(error.detail)}`]),
      `  statement: ${sql}`,
      ...(error.driverCode === undefined ? [] : [`  code: ${error.driverCode}`]),
    ]
  }
  return []
}

/** A statement with a row of placeholders once: those of a thousand rows tell no more, and fill the screen. */
function withFewRows(sql: string): string {
  return sql.replace(/(\((?:\?, )*\?\))((?:, \1)+)/g, (_, row: string, others: string) => {
    const more = others.length / `, ${row}`.length
    return `${row} … and ${more} more`
  })
}

/** A path in this folder as it is seen from here; another stays. */
export function relativeToHere(path: string): string {
  const short = relative(process.cwd(), path)
  return short.startsWith('..') ? path : short
}

function* causesOf(thrown: unknown): Generator<unknown> {
  const seen = new Set<unknown>()
  for (let error = thrown; error !== undefined && error !== null && !seen.has(error); ) {
    seen.add(error)
    yield error
    error = error instanceof Error ? error.cause : undefined
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
