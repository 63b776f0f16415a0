import type { UnreadPart } from '../../../schema/snapshot.ts'
import type { IntrospectOptions, Query, Rows } from '../../dialect.ts'
import { isLostStatement } from '../../driver-errors.ts'

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

/** Questions by what their rows are called. */
export type Questions = Readonly<Record<string, Question<never>>>

/** The rows that answer questions, by the same names. */
export type Answers<Asked extends Questions> = {
  readonly [Name in keyof Asked]: Asked[Name] extends Question<infer Row> ? readonly Row[] : never
}

/** How it is read. */
interface Reading extends Pick<IntrospectOptions, 'onProgress' | 'onAsked'> {
  /** Questions that are known to have no answer: they are not asked. */
  readonly except?: readonly string[]
}

type Row = Rows[number]

/** Asks the server. */
export type Reader = <Asked extends Questions>(questions: Asked, how?: Reading) => Promise<Answers<Asked>>

/** A thing that was there when the snapshot was taken is no more: everything has to be read again. */
export class ChangedMeanwhileError extends Error {}

/** One query a question, and all of them in one message where that can be. */
export function quickReader(query: Query): Reader {
  return async <Asked extends Questions>(
    asked: Asked,
    { onProgress, onAsked, except = [] }: Reading = {},
  ) => {
    const questions = Object.entries(asked).filter(([name]) => !except.includes(name))
    const statements = questions.map(([, { parts }]) => parts.join('\nUNION ALL '))
    let done = 0
    const tell = () => onProgress?.(questions[done]?.[1].what ?? '', ++done, questions.length)
    const answers = query.all === undefined ? inTurn(query, statements, tell) : query.all(statements, tell)
    onAsked?.()
    const rows = await answers
    for (const [at, [, question]] of questions.entries()) {
      if (rowsOf<never>(rows[at] ?? []).some((row) => question.isGone(row))) throw new ChangedMeanwhileError()
    }
    const found = new Map(questions.map(([name], at) => [name, rows[at] ?? []]))
    return answered(asked, (name) => found.get(name) ?? [])
  }
}

async function inTurn(
  query: Query,
  statements: readonly string[],
  onEach: () => void,
): Promise<readonly Rows[]> {
  const found: Rows[] = []
  for (const statement of statements) {
    found.push(await query(statement))
    onEach()
  }
  return found
}

function answered<Asked extends Questions>(asked: Asked, rowsOf: (name: string) => Rows): Answers<Asked> {
  return Object.fromEntries(Object.keys(asked).map((name) => [name, rowsOf(name)])) as Answers<Asked>
}

/**
 * The same where some of it can't be read: what fails is taken apart until it is clear what the trouble is about, and
 * the rest is read. In a transaction, with a savepoint around each query.
 */
export function carefulReader(query: Query, missed: MissedPart[]): Reader {
  return async <Asked extends Questions>(asked: Asked, { onProgress }: Reading = {}) => {
    const found = new Map<string, Rows>()
    for (const [name, question] of Object.entries(asked)) {
      const rows: Row[] = []
      for (const part of question.parts) rows.push(...(await readPart(query, question, part, missed)))
      found.set(name, rows)
      onProgress?.(question.what, found.size, Object.keys(asked).length)
    }
    return answered(asked, (name) => found.get(name) ?? [])
  }
}

async function readPart(
  query: Query,
  question: Question<never>,
  part: string,
  missed: MissedPart[],
): Promise<Rows> {
  const { key = 'oid', what, title } = question
  const isGone = (row: Row) => question.isGone(row as never)
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

interface ThingReading<Row> {
  readonly question: string
  readonly missed: MissedPart[]
  isGone(row: Row): boolean
  read(keys: readonly number[]): Promise<readonly Row[]>
}

/** Reads things in halves where reading them at once fails, down to those that can't be read. */
async function readThings<Row>(
  things: readonly { readonly key: number; readonly title: string }[],
  reading: ThingReading<Row>,
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
    isLostStatement(error) ||
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
