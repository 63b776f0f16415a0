import type { ObjectReference, SchemaObject } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { raw } from '../ddl.ts'
import { ddl, tableName } from './identifier.ts'
import { signatureOf } from './signature.ts'

type Named = Exclude<ObjectReference | SchemaObject, { readonly type: 'grant' | 'other' }>

/** The name of an object as DROP, ALTER and COMMENT ON have it, with its kind: `FUNCTION "f"(integer)`. */
export function objectName(object: Named): Sql {
  switch (object.type) {
    case 'schema':
    case 'extension':
      return ddl`${keyword(object)} ${object.name}`
    case 'function':
    case 'procedure':
      return ddl`${keyword(object)} ${plain(object)}(${raw(signatureOf(object.arguments))})`
    case 'trigger':
    case 'policy':
      return ddl`${keyword(object)} ${object.name} ON ${object.table}`
    default:
      return ddl`${keyword(object)} ${plain(object)}`
  }
}

/** A name with its schema. */
export function plain(object: { readonly name: string; readonly schema?: string }): Sql {
  const { name, schema } = object
  return raw(tableName(schema === undefined ? { name } : { name, schema }))
}

function keyword(object: Named): Sql {
  switch (object.type) {
    case 'enum':
    case 'composite':
      return raw('TYPE')
    case 'view':
      return raw(object.materialized === true ? 'MATERIALIZED VIEW' : 'VIEW')
    default:
      return raw(object.type.toUpperCase())
  }
}
