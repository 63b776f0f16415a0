import type {
  CreateObject,
  DropObject,
  RenameObject,
  ReplaceObject,
} from '../../operations/object-operation.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import { isSql } from '../../schema/values.ts'
import { definition, made, type Parts } from './call-parts.ts'
import type { ObjectCall } from './made-by-call.ts'
import { attributeRecord, oneOrMore, tagged, viewParts } from './object-parts.ts'

const words = {
  schema: 'Schema',
  extension: 'Extension',
  sequence: 'Sequence',
  enum: 'Enum',
  composite: 'CompositeType',
  domain: 'Domain',
  function: 'Function',
  procedure: 'Procedure',
  trigger: 'Trigger',
  policy: 'Policy',
} as const

/** The call that makes an object. */
export function creation({ kind: _, object, ...flags }: CreateObject): ObjectCall {
  switch (object.type) {
    case 'schema':
    case 'extension':
    case 'sequence':
      return made(`create${words[object.type]}`, [object.name], {
        ...(definition(object) as Parts),
        ...schemaOf(object),
        ...flags,
      })
    case 'enum':
      return made('createEnum', [object.name, object.values], { ...commentOf(object), ...flags })
    case 'composite':
      return made('createCompositeType', [object.name, attributeRecord(object)], {
        ...commentOf(object),
        ...flags,
      })
    case 'domain':
    case 'function':
    case 'procedure':
      return made(`create${words[object.type]}`, [object.name, definition(object)], {
        ...schemaOf(object),
        ...flags,
      })
    case 'view': {
      const method = object.materialized ? 'createMaterializedView' : 'createView'
      return made(method, [object.name, tagged(object.query)], {
        ...viewParts(object),
        ...schemaOf(object),
        ...flags,
      })
    }
    case 'trigger':
    case 'policy': {
      const { name, table } = object
      const options = { schema: table.schema, ...flags }
      return made(`create${words[object.type]}`, [name, table.name, definition(object)], options)
    }
    case 'other':
      return made('createOther', [object.what, object.name, definition(object)], flags)
    case 'grant': {
      const { privileges, columns, on, to, withGrantOption } = object
      const options = { columns: columns && oneOrMore(columns), withGrantOption, ...flags }
      return made('grant', [oneOrMore(privileges), targetName(on), oneOrMore(to)], options)
    }
    default:
      return object satisfies never
  }
}

/** The call that drops it. */
export function dropping({ kind: _, object, was, ...flags }: DropObject): ObjectCall {
  if (object.type === 'grant') {
    const { privileges, columns, on, to, withGrantOption } = object
    const options = { columns: columns && oneOrMore(columns), withGrantOption, ...flags }
    return made('revoke', [oneOrMore(privileges), targetName(on), oneOrMore(to)], options)
  }
  const former = was === undefined ? {} : { was: definition(was) }
  switch (object.type) {
    case 'other':
      return made('dropOther', [object.what, object.name, definition(object)], { ...flags, ...former })
    case 'view': {
      const method = object.materialized ? 'dropMaterializedView' : 'dropView'
      return made(method, [object.name], { ...schemaOf(object), ...flags, ...former })
    }
    case 'trigger':
    case 'policy': {
      const options = { schema: object.table.schema, ...flags, ...former }
      return made(`drop${words[object.type]}`, [object.name, object.table.name], options)
    }
    case 'function':
    case 'procedure': {
      const known = object.arguments === '' || (was !== undefined && 'arguments' in was)
      const options = {
        ...schemaOf(object),
        arguments: known ? undefined : object.arguments,
        ...flags,
        ...former,
      }
      return made(`drop${words[object.type]}`, [object.name], options)
    }
    default:
      return made(`drop${words[object.type]}`, [object.name], { ...schemaOf(object), ...flags, ...former })
  }
}

/** The call that puts another in its place. */
export function replacement({ object, was, columns, precedes }: ReplaceObject): ObjectCall {
  const former = was && definition(was)
  switch (object.type) {
    case 'enum': {
      const { name, values, comment, schema } = object
      return made('replaceEnum', [name, values], {
        comment,
        schema,
        columns: columns?.map(({ default: value, ...one }) => ({
          ...one,
          table: one.table.schema === undefined ? one.table.name : one.table,
          ...(value !== undefined && { default: isSql(value) ? tagged(value.sql) : value }),
        })),
        was: former,
      })
    }
    case 'view': {
      const method = object.materialized ? 'replaceMaterializedView' : 'replaceView'
      const options = { ...viewParts(object), schema: object.schema, was: former }
      return made(method, [object.name, tagged(object.query)], options)
    }
    case 'function':
    case 'procedure': {
      const options = { schema: object.schema, was: former }
      return made(`replace${words[object.type]}`, [object.name, definition(object)], options)
    }
    case 'trigger': {
      const { name, table } = object
      return made('replaceTrigger', [name, table.name, definition(object)], {
        schema: table.schema,
        precedes,
        was: former,
      })
    }
    default:
      return object satisfies never
  }
}

/** The call that gives it another name, where there is one. */
export function renaming({ object, to }: RenameObject): ObjectCall | undefined {
  switch (object.type) {
    case 'extension':
    case 'grant':
    case 'other':
      return undefined
    case 'view': {
      const method = object.materialized ? 'renameMaterializedView' : 'renameView'
      return made(method, [object.name, to], schemaOf(object))
    }
    case 'trigger':
    case 'policy': {
      const { name, table } = object
      return made(`rename${words[object.type]}`, [name, table.name, to], { schema: table.schema })
    }
    case 'function':
    case 'procedure': {
      const options = {
        ...schemaOf(object),
        arguments: object.arguments === '' ? undefined : object.arguments,
      }
      return made(`rename${words[object.type]}`, [object.name, to], options)
    }
    default:
      return made(`rename${words[object.type]}`, [object.name, to], schemaOf(object))
  }
}

function commentOf({ comment, schema }: { readonly comment?: string; readonly schema?: string }): Parts {
  return { comment, schema }
}

function schemaOf(object: object): Parts {
  return 'schema' in object && object.schema !== undefined ? { schema: object.schema } : {}
}

/** What a privilege is on; a table by its name alone, where that says it. */
function targetName(on: Extract<SchemaObject, { type: 'grant' }>['on']): unknown {
  return on.kind === 'table' && on.schema === undefined ? on.name : on
}
