import type { Operation } from '../operations/operation.ts'

/** An operation whose statements wait for those behind it. */
export interface GatheredOperation {
  readonly operation: Operation
  /** Each a statement by itself, without bindings. */
  readonly statements: readonly string[]
  /** Where the user's file asks for it, as `file:line:column`. */
  readonly place: (() => string | undefined) | undefined
}

/** A statement that is sent among others. */
export interface SentText {
  /** Without bindings. */
  readonly sql: string
  /** The statement that it is told as where it fails. */
  readonly told: () => string
  /** What it does, where it is not for tsmig itself. */
  readonly operation?: GatheredOperation
}

/** What stands between the statements of a message. */
const between = ';\n'

/** Statements to be sent in one message. */
export class Message {
  readonly statements: readonly string[]
  readonly #texts: readonly SentText[]

  constructor(texts: readonly SentText[]) {
    this.#texts = texts
    this.statements = texts.map(({ sql }) => sql)
  }

  /**
   * The statement that failed, where so many were done. The server reads all of a message before it does the first: where
   * it says at which character it failed, that tells, and counts from the beginning of the statement from then on.
   */
  failed(done: number, thrown: unknown): SentText | undefined {
    const character = placeIn(thrown)
    if (character === undefined) return this.#texts[done]
    let begin = 0
    for (const text of this.#texts) {
      const end = begin + charactersOf(text.sql) + between.length
      if (character <= end) {
        Object.assign(thrown as object, { position: String(character - begin) })
        return text
      }
      begin = end
    }
    return this.#texts[done]
  }
}

/** The statements of an operation. */
export function textsOf(operation: GatheredOperation): readonly SentText[] {
  return operation.statements.map((statement) => {
    // A comment at its end must not take what comes behind with it.
    const sql = statement.includes('--') ? `${statement}\n` : statement
    return { sql, told: () => sql, operation }
  })
}

/** The character of the message that the server names, from 1. */
function placeIn(thrown: unknown): number | undefined {
  const { position } = thrown as { position?: unknown }
  return typeof position === 'string' && /^\d+$/.test(position) ? Number(position) : undefined
}

/** As the server counts them. */
function charactersOf(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}
