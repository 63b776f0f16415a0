import { DefinitionError } from './errors.ts'
import { deepFreeze } from './freeze.ts'
import type { TableName } from './model.ts'
import { nameOf, namesOf } from './names.ts'
import type { Policy } from './objects.ts'
import { given, knownParts, on, oneOf, sqlPart, textOf } from './parts.ts'
import type { Sql } from './values.ts'

/** A row-level security policy without its name and table. */
export interface PolicyParts {
  /** `all` unless given. */
  readonly command?: Policy['command']
  /** It has to hold beside the others. */
  readonly restrictive?: boolean
  /** Everybody unless given. */
  readonly roles?: string | readonly string[]
  /** The rows that are seen. */
  readonly using?: string | Sql
  /** The rows that may be written. */
  readonly check?: string | Sql
  readonly comment?: string
}

export const policyParts = ['command', 'restrictive', 'roles', 'using', 'check', 'comment'] as const

/** A policy as data. Throws `DefinitionError` for a condition that its command has no use for. */
export function policy(name: string, table: TableName, parts: PolicyParts = {}): Policy {
  const { restrictive, roles, using, check, comment, ...rest } = knownParts('A policy', parts, policyParts)
  const commands = ['all', 'select', 'insert', 'update', 'delete'] as const
  const command = oneOf(rest.command, commands, `The command of ${name}`) ?? 'all'
  if (using !== undefined && command === 'insert') throw useless(name, 'using', command)
  if (check !== undefined && (command === 'select' || command === 'delete')) {
    throw useless(name, 'check', command)
  }
  return deepFreeze({
    type: 'policy',
    name: nameOf(name, "A policy's name"),
    table,
    command,
    ...given({
      restrictive: on(restrictive, '`restrictive`'),
      roles: roles === undefined ? undefined : namesOf(roles, `The policy ${name}`),
      using: sqlPart(using, `\`using\` of ${name}`),
      check: sqlPart(check, `\`check\` of ${name}`),
      comment: textOf(comment, `The comment of ${name}`),
    }),
  })
}

/** What becomes of a policy. What isn't named stays; `roles: null` makes it everybody. */
export interface PolicyChanges extends Pick<PolicyParts, 'using' | 'check'> {
  readonly roles?: string | readonly string[] | null
  readonly comment?: string | null
}

/** The change of a policy as data. */
export function policyChange(
  name: string,
  changes: PolicyChanges,
): Partial<Pick<Policy, 'using' | 'check'>> & {
  readonly roles?: readonly string[] | null
  readonly comment?: string | null
} {
  const { roles, using, check, comment } = knownParts('The change of a policy', changes, [
    'roles',
    'using',
    'check',
    'comment',
  ])
  return given({
    roles: roles === undefined || roles === null ? roles : namesOf(roles, `The policy ${name}`),
    using: sqlPart(using, `\`using\` of ${name}`),
    check: sqlPart(check, `\`check\` of ${name}`),
    comment: comment === null ? null : textOf(comment, `The comment of ${name}`),
  })
}

function useless(name: string, part: string, command: string): DefinitionError {
  return new DefinitionError(
    `The policy ${name} has \`${part}\`, and is for ${command}`,
    `Leave it out: ${command} ${part === 'using' ? 'reads' : 'writes'} no rows.`,
  )
}
