import {
  type CommentOption,
  commentOf,
  type DeferralOptions,
  deferralOf,
  type KeyIndexOptions,
  keyIndexOf,
  type NameOption,
  nameOption,
} from './constraints.ts'
import { DefinitionError } from './errors.ts'
import { deepFreeze } from './freeze.ts'
import { type IndexKeyInput, keyOf } from './index-definition.ts'
import type { ExcludeConstraint } from './model.ts'
import { given, namePart, sqlPart } from './parts.ts'
import type { Sql } from './values.ts'

export interface ExcludeOptions extends NameOption, DeferralOptions, CommentOption, KeyIndexOptions {
  /** The index method; `gist` unless given. */
  readonly method?: string
  /** The rows it is about. */
  readonly where?: string | Sql
}

/** A column, sql`…` expression or either with its details, and the operator that must not hold. */
export type ExcludeElement = readonly [key: IndexKeyInput, operator: string]

/** No two rows may compare true on all elements: `exclude([['room', '='], ['during', '&&']])`. PostgreSQL. */
export function exclude(
  elements: readonly ExcludeElement[],
  options: ExcludeOptions = {},
): ExcludeConstraint {
  if (!Array.isArray(elements) || elements.length === 0) {
    throw new DefinitionError(
      'An exclusion constraint has no elements',
      "List keys with their operators: [['room', '='], ['during', '&&']].",
    )
  }
  return deepFreeze({
    kind: 'exclude',
    ...nameOption(options),
    elements: elements.map(elementOf),
    ...given({
      method: namePart(options.method, 'The method of an exclusion constraint')?.toLowerCase(),
      where: sqlPart(options.where, 'The condition of an exclusion constraint'),
    }),
    ...deferralOf(options),
    ...keyIndexOf(options, 'an exclusion constraint'),
    ...commentOf(options),
  })
}

function elementOf(element: ExcludeElement): ExcludeConstraint['elements'][number] {
  const [key, operator] = Array.isArray(element) ? element : []
  if (key === undefined || typeof operator !== 'string') {
    throw new DefinitionError(
      'An element of an exclusion constraint lacks its key or its operator',
      "Write it as a pair: ['during', '&&'].",
    )
  }
  return { ...keyOf(key), operator: operatorOf(operator) }
}

/** An operator stands in the statement as it is: nothing but one may. */
function operatorOf(operator: string): string {
  const qualified = /^OPERATOR\([A-Za-z_]\w*\.[-+*/<>=~!@#%^&|`?]+\)$/
  if (/^[-+*/<>=~!@#%^&|`?]+$/.test(operator) && !/--|\/\*/.test(operator)) return operator
  if (qualified.test(operator) && !/--|\/\*/.test(operator)) return operator
  throw new DefinitionError(
    `${JSON.stringify(operator)} is no operator`,
    "Give one such as '=' or '&&', or OPERATOR(schema.=).",
  )
}
