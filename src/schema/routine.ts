import { DefinitionError } from './errors.ts'
import { deepFreeze } from './freeze.ts'
import { nameOf, sqlText } from './names.ts'
import type { MysqlRoutine, Routine } from './objects.ts'
import { given, knownParts, namePart, on, oneOf, settingsOf, sqlPart, textOf } from './parts.ts'
import type { Sql } from './values.ts'

/** A procedure without its name. */
export interface ProcedureParts {
  /** As in its CREATE, without the parentheses: `a integer, b text DEFAULT 'x'`. None unless given. */
  readonly arguments?: string
  /** `sql`, `plpgsql`; PostgreSQL. */
  readonly language?: string
  /** What stands between the dollar quotes, or BEGIN … END. */
  readonly body: string | Sql
  readonly securityDefiner?: boolean
  /** Settings that hold while it runs: `{ search_path: 'app, pg_temp' }`. PostgreSQL. */
  readonly set?: Readonly<Record<string, string>>
  readonly mysql?: MysqlRoutine
  readonly comment?: string
}

/** A function without its name. */
export interface FunctionParts extends ProcedureParts {
  /** What stands behind RETURNS: `integer`, `TABLE (id integer)`, `trigger`. */
  readonly returns?: string
  readonly volatility?: 'immutable' | 'stable' | 'volatile'
  /** NULL for NULL. PostgreSQL, as what follows. */
  readonly strict?: boolean
  readonly leakproof?: boolean
  readonly parallel?: 'safe' | 'restricted' | 'unsafe'
  readonly cost?: number
  readonly rows?: number
}

export const procedureParts = [
  'arguments',
  'language',
  'body',
  'securityDefiner',
  'set',
  'mysql',
  'comment',
] as const
export const functionParts = [
  ...procedureParts,
  'returns',
  'volatility',
  'strict',
  'leakproof',
  'parallel',
  'cost',
  'rows',
] as const

/** A function as data. */
export function sqlFunction(name: string, parts: FunctionParts, schema?: string): Routine {
  const { returns, volatility, strict, leakproof, parallel, cost, rows } = knownParts(
    'A function',
    parts,
    functionParts,
  )
  return deepFreeze({
    ...common('function', name, parts, schema),
    ...given({
      returns: sqlPart(returns, `What ${name} returns`),
      volatility: oneOf(volatility, ['immutable', 'stable', 'volatile'], 'The volatility of a function'),
      strict: on(strict, '`strict`'),
      leakproof: on(leakproof, '`leakproof`'),
      parallel: oneOf(parallel, ['safe', 'restricted', 'unsafe'], '`parallel` of a function'),
      cost: positive(cost, 'cost'),
      rows: positive(rows, 'rows'),
    }),
  })
}

/** A procedure as data. */
export function procedure(name: string, parts: ProcedureParts, schema?: string): Routine {
  return deepFreeze(common('procedure', name, knownParts('A procedure', parts, procedureParts), schema))
}

/** The arguments of a routine, to tell it from others of its name. */
export function argumentsOf(text: string | undefined, what: string): string {
  return (textOf(text, `The arguments of ${what}`) ?? '').trim()
}

function common(
  type: Routine['type'],
  name: string,
  parts: ProcedureParts,
  schema: string | undefined,
): Routine {
  const { language, body, securityDefiner, set, comment } = parts
  settingsOf(set, `\`set\` of ${name}`)
  return {
    type,
    name: nameOf(name, `A ${type}'s name`),
    arguments: argumentsOf(parts.arguments, name),
    body: sqlText(body, `The body of ${name}`),
    ...given({
      schema: namePart(schema, `The schema of ${name}`),
      language: namePart(language, `The language of ${name}`),
      securityDefiner: on(securityDefiner, '`securityDefiner`'),
      set: set === undefined ? undefined : { ...set },
      mysql: parts.mysql === undefined ? undefined : mysqlRoutineOf(parts.mysql),
      comment: textOf(comment, `The comment of ${name}`),
    }),
  }
}

function mysqlRoutineOf(settings: MysqlRoutine): MysqlRoutine {
  const { deterministic, dataUse, security } = knownParts('`mysql` of a routine', settings, [
    'deterministic',
    'dataUse',
    'security',
  ])
  return given({
    deterministic: on(deterministic, '`deterministic`'),
    dataUse: oneOf(dataUse, ['no sql', 'reads sql data', 'modifies sql data'], '`dataUse`'),
    security: oneOf(security, ['invoker'], '`security`'),
  })
}

function positive(value: number | undefined, what: string): number | undefined {
  if (value === undefined || (Number.isFinite(value) && value > 0)) return value
  throw new DefinitionError(`The ${what} of a function is ${String(value)}`, 'Give a number above 0.')
}

/** Whether an object, or what names one, is a function or a procedure. */
export function isRoutine<T extends { readonly type: string }>(
  object: T,
): object is T & { readonly type: Routine['type'] } {
  return object.type === 'function' || object.type === 'procedure'
}
