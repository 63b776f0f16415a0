import * as declare from '../../schema/declare.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import { other } from '../../schema/other.ts'
import { isSame } from '../../schema/same.ts'
import { holds } from './made-by-call.ts'
import {
  attributeRecord,
  domainColumn,
  oneOrMore,
  otherParts,
  policyParts,
  routineParts,
  sequenceParts,
  tagged,
  triggerParts,
  viewParts,
} from './object-parts.ts'

const builders = { ...declare, other }

/** A call of one of the builders of a schema file, with the values it is given. */
export interface DeclaredCall {
  readonly builder: keyof typeof builders
  readonly args: readonly unknown[]
}

type Parts = Readonly<Record<string, unknown>>

/** The call that declares an object, if there is one that makes the very same. */
export function declaredCall(object: SchemaObject): DeclaredCall | undefined {
  const { builder, args } = callFor(object)
  const build = builders[builder] as (...args: readonly unknown[]) => unknown
  return holds(() => isSame(build(...args), object)) ? { builder, args } : undefined
}

function callFor(object: SchemaObject): DeclaredCall {
  switch (object.type) {
    case 'schema':
      return made('schema', [object.name], { owner: object.owner, comment: object.comment })
    case 'extension':
      return made('extension', [object.name], { schema: object.schema, version: object.version })
    case 'sequence': {
      const { type, name, ...parts } = object
      return made('sequence', [name], sequenceParts(parts))
    }
    case 'enum': {
      const { name, values, comment, schema } = object
      return made('enumType', [name, values], { comment, schema })
    }
    case 'composite': {
      const { name, comment, schema } = object
      return made('compositeType', [name, attributeRecord(object)], { comment, schema })
    }
    case 'domain':
      return made('domain', [object.name, domainColumn(object)], { schema: object.schema })
    case 'view': {
      const { name, query, schema, materialized } = object
      const builder = materialized ? 'materializedView' : 'view'
      return made(builder, [name, tagged(query)], { ...viewParts(object), schema })
    }
    case 'function':
    case 'procedure': {
      const { body, ...parts } = routineParts(object)
      const builder = object.type === 'function' ? 'sqlFunction' : 'procedure'
      return made(builder, [object.name], { schema: object.schema, ...parts, body })
    }
    case 'trigger':
      return made('trigger', [object.name, tableOf(object)], triggerParts(object))
    case 'policy':
      return made('policy', [object.name, tableOf(object)], policyParts(object))
    case 'grant': {
      const { privileges, columns, on, to, withGrantOption } = object
      const target = on.kind === 'table' && on.schema === undefined ? on.name : on
      const parts = { columns: columns && oneOrMore(columns), withGrantOption }
      return made('grant', [oneOrMore(privileges), target, oneOrMore(to)], parts)
    }
    case 'other':
      return made('other', [object.what, object.name], otherParts(object))
    default:
      return object satisfies never
  }
}

/** The name alone, where the table is in the connection's own schema. */
function tableOf({ table }: Extract<SchemaObject, { type: 'trigger' | 'policy' }>): unknown {
  return table.schema === undefined ? table.name : table
}

function made(builder: DeclaredCall['builder'], args: readonly unknown[], parts: Parts): DeclaredCall {
  const set = Object.entries(parts).filter(([, part]) => part !== undefined)
  return { builder, args: set.length === 0 ? args : [...args, Object.fromEntries(set)] }
}
