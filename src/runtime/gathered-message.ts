import type { Operation } from '../operations/operation.ts'

/** An operation whose statements wait for those behind it. */
export interface GatheredOperation {
  readonly operation: Operation
  /** Each a statement by itself, without bindings. */
  readonly statements: readonly string[]
  /** Where the user's file asks for it, as `file:line:column`. */
  readonly place: (() => string | undefined) | undefined
}

/** Which of the statements that were sent together failed. */
export interface FailedStatement {
  readonly sql: string
  readonly operation: GatheredOperation
}

/** What stands between the statements of a message. */
const between = ';\n'

/** Statements to be sent in one message. */
export class GatheredMessage {
  readonly operations: readonly GatheredOperation[]
  readonly #statements: readonly FailedStatement[]

  constructor(operations: readonly GatheredOperation[]) {
    this.operations = operations
    this.#statements = operations.flatMap((operation) =>
      // A comment at its end must not take what comes behind with it.
      operation.statements.map((sql) => ({ sql: sql.includes('--') ? `${sql}\n` : sql, operation })),
    )
  }

  get statements(): readonly string[] {
    return this.#statements.map(({ sql }) => sql)
  }

  /**
   * The statement that failed, where so many were done. The server reads all of a message before it does the first: where
   * it says at which character it failed, that tells, and counts from the beginning of the statement from then on.
   */
  failed(done: number, thrown: unknown): FailedStatement | undefined {
    const character = placeIn(thrown)
    if (character === undefined) return this.#statements[done]
    let begin = 0
    for (const statement of this.#statements) {
      const end = begin + charactersOf(statement.sql) + between.length
      if (character <= end) {
        Object.assign(thrown as object, { position: String(character - begin) })
        return statement
      }
      begin = end
    }
    return this.#statements[done]
  }
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
