import type { Grant, GrantTarget } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { join, raw } from '../ddl.ts'
import { ddl, identifier } from './identifier.ts'
import { unsupported } from './unsupported.ts'

export function grant(given: Grant): Sql {
  const option = raw(given.withGrantOption === true ? 'WITH GRANT OPTION' : '')
  return join([ddl`GRANT ${privileges(given)} ON ${target(given.on)} TO ${accounts(given)}`, option], ' ')
}

/** The right to pass it on is one of its own, and goes first. */
export function revoke(given: Grant): readonly Sql[] {
  const from = ddl`ON ${target(given.on)} FROM ${accounts(given)}`
  return [
    ...(given.withGrantOption === true ? [ddl`REVOKE GRANT OPTION ${from}`] : []),
    ddl`REVOKE ${privileges(given)} ${from}`,
  ]
}

function privileges({ privileges: names, columns }: Grant): Sql {
  const list = columns === undefined ? undefined : ddl`(${columns})`
  return join(
    names.map((name) => {
      if (/^[a-z]+(?: [a-z]+)*$/i.test(name)) return join([raw(name.toUpperCase()), list], ' ')
      throw unsupported(`has no privilege ${JSON.stringify(name)}`, "Write words: 'select', 'create view'.")
    }),
  )
}

function target(on: GrantTarget): Sql {
  switch (on.kind) {
    case 'table':
    case 'sequence':
      return ddl`${on}`
    case 'schema':
    case 'database':
      return ddl`${on.name}.*`
    case 'function':
    case 'procedure':
      return ddl`${raw(on.kind.toUpperCase())} ${on}`
    default:
      return on satisfies never
  }
}

/** `app` is `app` from any host; `app@localhost` from that one. */
function accounts({ to }: Grant): Sql {
  return join(
    to.map((account) => {
      const at = account.lastIndexOf('@')
      if (at === -1) return ddl`${account}`
      return raw(`${identifier(account.slice(0, at))}@${identifier(account.slice(at + 1))}`)
    }),
  )
}
