import type { UnreadPart } from '../../schema/snapshot.ts'
import type { Query } from '../dialect.ts'

/** Something to read from the catalog. */
export interface Question<Row> {
  /** What it is about, for progress and for what can't be read: `tables`. */
  readonly what: string
  /** Queries with the same columns. */
  readonly parts: readonly string[]
  /** The column that tells the rows of one thing from those of another; `oid` unless given. */
  readonly key?: string
  /** An SQL expression over `q`, the rows: what a thing is called. */
  readonly title: string
  /** Whether the thing was gone when one of its definitions was asked for. */
  isGone(row: Row): boolean
}

/** What can't be read, and the question it would have answered; without a key, the whole of it. */
export interface MissedPart extends UnreadPart {
  readonly question: string
  readonly key?: number
}

/** Asks the server one question after another. */
export type Reader = <Row>(question: Question<Row>) => Promise<readonly Row[]>

/** A thing that was there when the snapshot was taken is no more: everything has to be read again. */
export class ChangedMeanwhileError extends Error {}

/** One query a question. */
export function quickReader(query: Query): Reader {
  return async <Row>({ parts, isGone }: Question<Row>) => {
    const rows = rowsOf<Row>(await query(parts.join('\nUNION ALL ')))
    if (rows.some((row) => isGone(row))) throw new ChangedMeanwhileError()
    return rows
  }
}

/**
 * The same where some of it can't be read: what fails is taken apart until it is clear what the trouble is about, and
 * the rest is read. In a transaction, with a savepoint around each query.
 */
export function carefulReader(query: Query, missed: MissedPart[]): Reader {
  return async <Row>(question: Question<Row>) => {
    const found: Row[] = []
    for (const part of question.parts) found.push(...(await readPart(query, question, part, missed)))
    return found
  }
}

async function readPart<Row>(
  query: Query,
  question: Question<Row>,
  part: string,
  missed: MissedPart[],
): Promise<readonly Row[]> {
  const { key = 'oid', what, title, isGone } = question
  const quoted = `q."${key}"`
  try {
    const rows = await attempt<Row>(query, part)
    if (!rows.some((row) => isGone(row))) return rows
  } catch (error) {
    if (isForbidden(error)) {
      missed.push({ question: what, what, reason: messageOf(error) })
      return []
    }
  }
  const things = await attempt<{ readonly key: number; readonly title: string }>(
    query,
    `SELECT DISTINCT ${quoted} AS key, (${title})::text AS title FROM (${part}) q ORDER BY 1`,
  )
  const read = (keys: readonly number[]) =>
    attempt<Row>(query, `SELECT * FROM (${part}) q WHERE ${quoted} IN (${keys.join(', ')})`)
  return readThings(things, { read, isGone, missed, question: what })
}

interface Reading<Row> {
  readonly question: string
  readonly missed: MissedPart[]
  isGone(row: Row): boolean
  read(keys: readonly number[]): Promise<readonly Row[]>
}

/** Reads things in halves where reading them at once fails, down to those that can't be read. */
async function readThings<Row>(
  things: readonly { readonly key: number; readonly title: string }[],
  reading: Reading<Row>,
): Promise<readonly Row[]> {
  const [first] = things
  if (first === undefined) return []
  let reason = 'It was changed while it was read.'
  try {
    const rows = await reading.read(things.map(({ key }) => key))
    if (!rows.some((row) => reading.isGone(row))) return rows
  } catch (error) {
    reason = messageOf(error)
  }
  if (things.length === 1) {
    reading.missed.push({ question: reading.question, key: first.key, what: first.title, reason })
    return []
  }
  const half = things.length >> 1
  return [
    ...(await readThings(things.slice(0, half), reading)),
    ...(await readThings(things.slice(half), reading)),
  ]
}

/** A query that may fail without ending the transaction. */
export async function attempt<Row>(query: Query, sql: string): Promise<readonly Row[]> {
  await query('SAVEPOINT tsmig_read')
  try {
    const rows = await query(sql)
    await query('RELEASE SAVEPOINT tsmig_read')
    return rowsOf<Row>(rows)
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    await query('ROLLBACK TO SAVEPOINT tsmig_read')
    throw error
  }
}

/** Whether the server refused for want of rights. */
export function isForbidden(error: unknown): boolean {
  return codeOf(error) === '42501'
}

/** Whether reading again can help: something went away meanwhile, or a catalog is damaged. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error)
  return (
    error instanceof ChangedMeanwhileError ||
    (code !== undefined &&
      (code === 'XX000' || code === 'XX001' || code.startsWith('42') || code === '22P02'))
  )
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** SQLSTATE; undefined where it is not the server that failed. */
function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

function rowsOf<Row>(rows: readonly Record<string, unknown>[]): readonly Row[] {
  return rows as readonly unknown[] as readonly Row[]
}
