import type {
  DropObject,
  ObjectOperation,
  RenameObject,
  ReplaceObject,
} from '../operations/object-operation.ts'
import type { CheckConstraint, ForeignKey } from '../schema/model.ts'
import type { SchemaObject, Sequence } from '../schema/objects.ts'
import { isSql } from '../schema/values.ts'
import type { ObjectCall } from './made-by-call.ts'
import {
  attributeRecord,
  domainColumn,
  formerView,
  oneOrMore,
  otherParts,
  policyParts,
  routineParts,
  sequenceParts,
  tagged,
  taggedPart,
  triggerParts,
  viewParts,
} from './object-parts.ts'

type Method = ObjectCall['method']
type Parts = Readonly<Record<string, unknown>>

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

/** The call of `op` that makes an operation on an object, if any does: whether it is the very same is not yet said. */
export function objectCall(operation: ObjectOperation): ObjectCall | undefined {
  switch (operation.kind) {
    case 'createObject': {
      const { object, ifNotExists } = operation
      return creation(object, ifNotExists === undefined ? {} : { ifNotExists })
    }
    case 'dropObject':
      return dropping(operation)
    case 'replaceObject':
      return replacement(operation)
    case 'renameObject':
      return renaming(operation)
    case 'alterSequence': {
      const { sequence, to, was } = operation
      const former = was && sequenceParts(unnamed(was))
      return made('alterSequence', [sequence.name, given(sequenceParts(to))], {
        schema: sequence.schema,
        was: former && given(former),
      })
    }
    case 'alterPolicy': {
      const { name, table, to, was } = operation
      const changes = { ...to, using: taggedPart(to.using), check: taggedPart(to.check) }
      return made('alterPolicy', [name, table.name, given(changes)], {
        schema: table.schema,
        was: was && definition(was),
      })
    }
    case 'alterDomain': {
      const { domain, to, was } = operation
      const changes = {
        ...to,
        ...(isSql(to.default) && { default: tagged(to.default.sql) }),
        dropChecks: to.dropChecks && oneOrMore(to.dropChecks),
      }
      return made('alterDomain', [domain.name, given(changes)], {
        schema: domain.schema,
        was: was && definition(was),
      })
    }
    case 'alterCompositeType': {
      const { compositeType, to, cascade, was } = operation
      const changes = {
        ...to,
        dropAttributes: to.dropAttributes && oneOrMore(to.dropAttributes),
        alterAttributes: to.alterAttributes && attributeRecord({ attributes: to.alterAttributes }),
        addAttributes: to.addAttributes && attributeRecord({ attributes: to.addAttributes }),
      }
      return made('alterCompositeType', [compositeType.name, given(changes)], {
        schema: compositeType.schema,
        cascade,
        was: was && definition(was),
      })
    }
    case 'addEnumValue': {
      const { kind: _, enum: type, value, ...options } = operation
      return made('addEnumValue', [type.name, value], { schema: type.schema, ...options })
    }
    case 'renameEnumValue': {
      const { enum: type, from, to } = operation
      return made('renameEnumValue', [type.name, from, to], { schema: type.schema })
    }
    case 'refreshView': {
      const { kind: _, view, ...options } = operation
      return made('refreshMaterializedView', [view.name], { schema: view.schema, ...options })
    }
    case 'alterConstraint':
    case 'alterIndex': {
      const { kind, name, table, to, was } = operation
      return made(kind, [name, table.name, to], { schema: table.schema, was })
    }
    case 'alterView': {
      const { view, materialized, to, was } = operation
      const method = materialized ? 'alterMaterializedView' : 'alterView'
      return made(method, [view.name, to], { schema: view.schema, was })
    }
    case 'alterSchema':
    case 'alterExtension': {
      const { kind, name, to, was } = operation
      return made(kind, [name, to], { was })
    }
    default:
      return tableCall(operation)
  }
}

/** What is about a table as a whole, and comments. */
function tableCall(
  operation: Extract<
    ObjectOperation,
    {
      kind:
        | 'setComment'
        | 'setRowSecurity'
        | 'alterTableOptions'
        | 'validateConstraint'
        | 'renameConstraint'
        | 'renameIndex'
        | 'attachPartition'
        | 'detachPartition'
    }
  >,
): ObjectCall {
  switch (operation.kind) {
    case 'setComment': {
      const { on, comment, was } = operation
      if (on.type !== 'table') return made('commentOn', [on, comment], { was })
      const options = { schema: on.table.schema, existingComment: was }
      if (comment === null) return made('dropTableComment', [on.table.name], options)
      return made('createTableComment', [on.table.name, comment], options)
    }
    case 'setRowSecurity': {
      const { table, enabled, forced, was } = operation
      const options = { schema: table.schema, was }
      if (enabled && forced === true) return made('forceRowSecurity', [table.name], options)
      const method = enabled ? 'enableRowSecurity' : 'disableRowSecurity'
      return made(method, [table.name], { ...options, forced })
    }
    case 'alterTableOptions': {
      const { table, to, was } = operation
      return made('alterTableOptions', [table.name, to], { schema: table.schema, was })
    }
    case 'validateConstraint': {
      const { name, table, was } = operation
      return made('validateConstraint', [name, table.name], {
        schema: table.schema,
        was: was && unnamed(was),
      })
    }
    case 'renameConstraint':
    case 'renameIndex': {
      const { kind, name, table, to } = operation
      return made(kind, [name, table.name, to], { schema: table.schema })
    }
    case 'attachPartition':
    case 'detachPartition': {
      const { kind, table, partition, bounds, ...options } = { bounds: undefined, ...operation }
      const child = partition.schema === table.schema ? partition.name : partition
      const args = [table.name, child, ...(bounds === undefined ? [] : [bounds])]
      return made(kind, args, { schema: table.schema, ...options })
    }
    default:
      return operation satisfies never
  }
}

function creation(object: SchemaObject, flags: { readonly ifNotExists?: true }): ObjectCall {
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

/** An object as `was` of its drop has it. */
function definition(object: SchemaObject): unknown {
  switch (object.type) {
    case 'schema':
      return given({ owner: object.owner, comment: object.comment })
    case 'extension':
      return given({ schema: object.schema, version: object.version, comment: object.comment })
    case 'sequence':
      return given(sequenceParts(unnamed(object)))
    case 'enum': {
      const { values, comment } = object
      return comment === undefined ? values : { values, comment }
    }
    case 'composite': {
      const attributes = attributeRecord(object)
      const { comment } = object
      return comment === undefined ? attributes : { attributes, comment }
    }
    case 'domain':
      return domainColumn(object)
    case 'view':
      return formerView(object)
    case 'function':
    case 'procedure':
      return given(routineParts(object))
    case 'trigger':
      return given(triggerParts(object))
    case 'policy':
      return given(policyParts(object))
    case 'grant':
      return object
    case 'other':
      return given(otherParts(object))
    default:
      return object satisfies never
  }
}

function dropping({ kind: _, object, was, ...flags }: DropObject): ObjectCall {
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

function replacement({ object, was, columns, precedes }: ReplaceObject): ObjectCall {
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

function renaming({ object, to }: RenameObject): ObjectCall | undefined {
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

/** A call whose last argument are its options, if there are any. */
function made(method: Method, args: readonly unknown[], options: Parts): ObjectCall {
  const set = given(options)
  return { method, args: Object.keys(set).length === 0 ? args : [...args, set] }
}

function given(parts: unknown): Parts {
  return Object.fromEntries(Object.entries(parts as Parts).filter(([, part]) => part !== undefined))
}

/** A definition without the name that stands beside it. */
function unnamed(named: Sequence | CheckConstraint | ForeignKey): Parts {
  const { name: _, ...parts } = named
  if (!('type' in parts)) return parts
  const { type: __, schema: ___, ...sequence } = parts
  return sequence
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
