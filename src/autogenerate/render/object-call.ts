import type { ObjectOperation } from '../../operations/object-operation.ts'
import { isSql } from '../../schema/values.ts'
import { definition, given, made, unnamed } from './call-parts.ts'
import type { ObjectCall } from './made-by-call.ts'
import { attributeRecord, oneOrMore, sequenceParts, tagged, taggedPart } from './object-parts.ts'
import { creation, dropping, renaming, replacement } from './whole-object-call.ts'

/** The call of `op` that makes an operation on an object, if any does: whether it is the very same is not yet said. */
export function objectCall(operation: ObjectOperation): ObjectCall | undefined {
  switch (operation.kind) {
    case 'createObject':
      return creation(operation)
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
