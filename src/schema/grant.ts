import { DefinitionError } from './errors.ts'
import { deepFreeze } from './freeze.ts'
import type { TableName } from './model.ts'
import { nameOf, namesOf, tableNameOf } from './names.ts'
import type { Grant, GrantTarget } from './objects.ts'
import { given, knownParts, on } from './parts.ts'
import { argumentsOf } from './routine.ts'

/** What a privilege is on: a table by its name, or `{ kind: 'schema', name }`. */
export type GrantOn = string | TableName | GrantTarget

export interface GrantParts {
  /** Columns that the privileges are limited to. */
  readonly columns?: string | readonly string[]
  /** Who gets them may pass them on. */
  readonly withGrantOption?: boolean
}

export const grantParts = ['columns', 'withGrantOption'] as const

/** Privileges on an object for roles, as data. Throws `DefinitionError` for words that are no privileges. */
export function grant(
  privileges: string | readonly string[],
  target: GrantOn,
  roles: string | readonly string[],
  parts: GrantParts = {},
): Grant {
  const { columns, withGrantOption } = knownParts('A grant', parts, grantParts)
  const what = targetOf(target)
  if (columns !== undefined && what.kind !== 'table') {
    throw new DefinitionError(`A grant on a ${what.kind} has columns`, 'Only tables have columns.')
  }
  return deepFreeze({
    type: 'grant',
    privileges: privilegesOf(privileges),
    ...(columns === undefined ? {} : { columns: namesOf(columns, 'The grant') }),
    on: what,
    to: rolesOf(roles),
    ...given({ withGrantOption: on(withGrantOption, '`withGrantOption`') }),
  })
}

function privilegesOf(privileges: string | readonly string[]): readonly string[] {
  const list = (Array.isArray(privileges) ? privileges : [privileges]) as readonly unknown[]
  const words = list.map((one) => (typeof one === 'string' ? one.trim().toLowerCase() : ''))
  const odd = words.findIndex((word) => !/^[a-z]+( [a-z]+)*$/.test(word))
  if (odd !== -1 || words.length === 0) {
    throw new DefinitionError(
      words.length === 0 ? 'A grant has no privileges' : `${JSON.stringify(list[odd])} is no privilege`,
      "Give 'select', 'insert', … or 'all'.",
    )
  }
  if (words.length === 1 || !words.some((word) => word.startsWith('all'))) return words
  throw new DefinitionError('A grant has `all` and more', "Give 'all' alone, or the privileges one by one.")
}

function rolesOf(roles: string | readonly string[]): readonly string[] {
  const list = (Array.isArray(roles) ? roles : [roles]).map((role: unknown) => nameOf(role, 'A role'))
  if (list.length > 0) return list
  throw new DefinitionError('A grant is for nobody', "Name a role, or 'public'.")
}

function targetOf(target: GrantOn): GrantTarget {
  if (typeof target !== 'object' || target === null || !('kind' in target))
    return { kind: 'table', ...tableNameOf(target) }
  const { kind } = target
  switch (kind) {
    case 'schema':
    case 'database':
      return { kind, name: nameOf(target.name, `The ${kind}`) }
    case 'table':
    case 'sequence':
      return { kind, ...tableNameOf(target) }
    case 'function':
    case 'procedure':
      return { kind, ...tableNameOf(target), arguments: argumentsOf(target.arguments, target.name) }
    default:
      throw new DefinitionError(
        `Nothing is granted on a ${String(kind satisfies never)}`,
        'Give a table, sequence, schema, database, function or procedure.',
      )
  }
}
