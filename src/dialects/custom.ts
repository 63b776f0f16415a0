import type { CompileContext, CustomStatement } from '../operations/custom-definition.ts'
import { customDefinition } from '../operations/custom-registry.ts'
import type { CustomOperation } from '../operations/operation.ts'
import type { TableName } from '../schema/model.ts'
import { tableNameOf } from '../schema/names.ts'
import { TsmigError } from '../support/errors.ts'
import type { Dialect, Shapes, Statement } from './dialect.ts'
import { UnsupportedOperationError } from './errors.ts'

/** How a dialect spells names and values: what compile steps of plugins make use of. */
export interface SqlWords extends Pick<Dialect, 'identifier' | 'literal' | 'tableName'> {
  readonly dialect: CompileContext['dialect']
}

/** The tables whose shape a custom operation makes use of. */
export function customNeeds({ name, data }: CustomOperation): readonly TableName[] {
  return (customDefinition(name).needs?.(data) ?? []).map((table) => tableNameOf(table))
}

/**
 * The statements of a custom operation, by the step that its plugin gave for this dialect, or for all.
 * Throws `UnsupportedOperationError` where it gave none, and `invalid-statements` for what isn't SQL.
 */
export function compileCustom(
  { name, data }: CustomOperation,
  words: SqlWords,
  shapes: Shapes,
): readonly Statement[] {
  const { compile } = customDefinition(name)
  const step = compile[words.dialect] ?? compile.default
  if (step === undefined) {
    throw new UnsupportedOperationError(
      words.dialect,
      `has no way to do ${name}: its plugin gives no compile step for it`,
      'Ask op.dialect before the call, or give the operation a `default` step.',
    )
  }
  const given: unknown = step(data, contextOf(words, shapes))
  return (Array.isArray(given) ? given : [given]).map((one: unknown) => statementOf(name, one))
}

function contextOf(words: SqlWords, shapes: Shapes): CompileContext {
  return Object.freeze<CompileContext>({
    dialect: words.dialect,
    identifier: (name) => words.identifier(name),
    tableName: (table) => words.tableName(tableNameOf(table)),
    literal: (value) => words.literal(value),
    table: (table) => shapes(tableNameOf(table))?.table,
  })
}

function statementOf(name: string, given: unknown): Statement {
  const statement = typeof given === 'string' ? { sql: given } : (given as Partial<CustomStatement> | null)
  const sql = statement?.sql
  if (typeof sql !== 'string' || sql.trim() === '') {
    throw new TsmigError(
      'invalid-statements',
      `The compile step of ${name} gave ${given === '' ? 'an empty text' : `something that is no statement`}`,
      'Give SQL text, { sql, bindings }, or a list of them; an empty list where there is nothing to do.',
    )
  }
  const bindings = statement?.bindings
  return bindings === undefined ? { sql } : { sql, bindings }
}
