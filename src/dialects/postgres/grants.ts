import type { Grant, GrantTarget } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { join, raw } from '../ddl.ts'
import { ddl } from './identifier.ts'
import { plain } from './object-name.ts'
import { signatureOf } from './signature.ts'

export function grantStatement(grant: Grant): Sql {
  const option = raw(grant.withGrantOption === true ? ' WITH GRANT OPTION' : '')
  return ddl`GRANT ${privileges(grant)} ON ${target(grant.on)} TO ${roles(grant.to)}${option}`
}

/** Takes the privileges away, and the right to pass them on. */
export function revokeStatement(grant: Grant, cascade: boolean): Sql {
  const rest = raw(cascade ? ' CASCADE' : '')
  return ddl`REVOKE ${privileges(grant)} ON ${target(grant.on)} FROM ${roles(grant.to)}${rest}`
}

/** Roles in quotes, but for the words that stand for one. */
export function roles(names: readonly string[]): Sql {
  const words = ['public', 'current_user', 'session_user', 'current_role']
  return join(
    names.map((name) => (words.includes(name.toLowerCase()) ? raw(name.toUpperCase()) : ddl`${name}`)),
  )
}

function privileges({ privileges, columns }: Grant): Sql {
  const list = columns === undefined ? undefined : ddl`(${columns})`
  return join(privileges.map((privilege) => join([raw(privilege.toUpperCase()), list], ' ')))
}

function target(on: GrantTarget): Sql {
  const kind = raw(on.kind.toUpperCase())
  if (on.kind !== 'function' && on.kind !== 'procedure') return ddl`${kind} ${plain(on)}`
  return ddl`${kind} ${plain(on)}(${raw(signatureOf(on.arguments))})`
}
