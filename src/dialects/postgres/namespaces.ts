import type { AlterExtension } from '../../operations/alterations.ts'
import type { Sql } from '../../schema/values.ts'
import { raw } from '../ddl.ts'
import { roles } from './grants.ts'
import { ddl, identifier } from './identifier.ts'
import { quoted } from './literal.ts'

/** Who a schema is to belong to; nobody in particular: who runs it. */
export function ownedBy(owner: string | null): Sql {
  return roles([owner ?? 'current_user'])
}

/** A version may be for another schema: an extension is moved before it is updated. */
export function alterExtension({ name, to: { schema, version } }: AlterExtension): readonly Sql[] {
  return [
    ...(schema === undefined ? [] : [schema === null ? movedHome(name) : moved(name, schema)]),
    ...(version === undefined ? [] : [updated(name, version)]),
  ]
}

function moved(name: string, schema: string): Sql {
  return ddl`ALTER EXTENSION ${name} SET SCHEMA ${schema}`
}

/** The server has no word for the connection's own schema. */
function movedHome(name: string): Sql {
  const statement = `ALTER EXTENSION ${identifier(name)} SET SCHEMA `
  return raw(`DO ${quoted(`BEGIN EXECUTE ${quoted(statement)} || quote_ident(current_schema()); END`)}`)
}

function updated(name: string, version: string | null): Sql {
  const target = version === null ? '' : ` TO ${identifier(version)}`
  return ddl`ALTER EXTENSION ${name} UPDATE${raw(target)}`
}
