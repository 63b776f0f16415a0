import type { Knex } from 'knex'
import { deepFreeze } from '../schema/freeze.ts'
import { isSql, type Sql } from '../schema/values.ts'
import { messageOf } from '../support/errors.ts'
import { OperationError } from './errors.ts'
import type { Execute } from './operation.ts'

/** What `op.execute` takes: SQL text, or a query that knex has built and not yet run. */
export type Executable = string | Sql | Knex.Raw | Knex.QueryBuilder

/** What of a knex query is needed here. It is also a thenable, and awaiting it would run it. */
interface Compilable {
  toSQL(): unknown
}

interface Compiled {
  readonly sql?: string
  toNative(): { readonly sql: string; readonly bindings: readonly unknown[] }
}

/**
 * `op.execute` as data; `undefined` where knex has nothing to run (an insert of no rows).
 * Throws `OperationError` for what isn't a statement.
 */
export function execute(statement: Executable): Execute | undefined {
  if (isCompilable(statement)) return compiled(statement)
  const text: unknown = isSql(statement) ? statement.sql : statement
  if (typeof text === 'string' && text.trim() !== '') return deepFreeze({ kind: 'execute', sql: text })
  throw new OperationError(
    `op.execute got ${inWords(text)}`,
    text instanceof Promise ? 'Await it first.' : 'Give SQL text, sql`…`, knex.raw(…) or a knex query.',
  )
}

function inWords(text: unknown): string {
  if (text === undefined || text === null) return String(text)
  if (typeof text === 'string') return 'an empty text'
  if (text instanceof Promise) return 'a Promise'
  return typeof text === 'object' ? 'an object' : `a ${typeof text}`
}

function compiled(query: Compilable): Execute | undefined {
  const result = compile(query)
  if (!isCompiled(result)) {
    throw new OperationError(
      'op.execute got a builder that makes several statements',
      'For the schema, use op.schema: its statements take their turn one by one.',
    )
  }
  if (!result.sql) return undefined
  const { sql, bindings } = result.toNative()
  // The bindings are frozen as a list only: what is in them belongs to knex and the driver. In rows of different keys,
  // knex leaves it to SQLite's driver to take what is undefined for NULL.
  return Object.freeze({
    kind: 'execute',
    sql,
    ...(bindings.length === 0 ? {} : { bindings: Object.freeze(bindings.map((value) => value ?? null)) }),
  })
}

function compile(query: Compilable): unknown {
  try {
    return query.toSQL()
  } catch (cause) {
    throw new OperationError(
      `knex can't compile the query: ${messageOf(cause)}`,
      'Check the query: a binding that is undefined is the usual cause.',
      { cause },
    )
  }
}

function isCompilable(value: unknown): value is Compilable {
  return typeof value === 'object' && value !== null && typeof (value as Compilable).toSQL === 'function'
}

function isCompiled(value: unknown): value is Compiled {
  return typeof value === 'object' && value !== null && typeof (value as Compiled).toNative === 'function'
}
