import type {
  AlterTableOptions,
  CreateObject,
  DropObject,
  ObjectOperation,
  RenameObject,
  ReplaceObject,
  SetComment,
} from '../../operations/object-operation.ts'
import type { ObjectReference, SchemaNamespace } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { join, raw } from '../ddl.ts'
import type { FlavourRules } from './flavour.ts'
import { grant, revoke } from './grants.ts'
import { ddl } from './identifier.ts'
import { alterIndex } from './indexes.ts'
import { commentText } from './quote.ts'
import { refuseFlavour } from './refuse-flavour.ts'
import { createRoutine, createTrigger, triggerName } from './routines.ts'
import { alterSequence, createSequence } from './sequences.ts'
import { refuseParts, unsupported } from './unsupported.ts'
import { createView } from './views.ts'

/** The statements of an operation on an object. Throws `UnsupportedOperationError` for what MySQL doesn't have. */
export function compileObject(
  operation: Exclude<ObjectOperation, AlterTableOptions>,
  rules: FlavourRules,
): readonly Sql[] {
  refuseFlavour(operation, rules)
  switch (operation.kind) {
    case 'createObject':
      return [createObject(operation)]
    case 'dropObject':
      return dropObject(operation)
    case 'replaceObject':
      return replaceObject(operation, rules)
    case 'renameObject':
      return [renameObject(operation)]
    case 'alterSequence':
      return alterSequence(operation)
    case 'setComment':
      return [setComment(operation)]
    case 'addEnumValue':
    case 'renameEnumValue':
      throw unsupported(
        `has no enum types of their own, as ${operation.enum.name} would be`,
        'Change the type of the columns: op.alterColumn(…, { type: t.enum([…]) }).',
      )
    case 'alterCompositeType':
      throw unsupported(
        `has no composite types, as ${operation.compositeType.name} would be`,
        'Use columns of their own, or JSON.',
      )
    case 'alterDomain':
      throw unsupported(
        `has no domains, as ${operation.domain.name} would be`,
        'Write the type and its check on each column.',
      )
    case 'alterPolicy':
    case 'setRowSecurity':
      throw unsupported('has no row-level security', 'Use views, or check it in the application.')
    case 'validateConstraint':
      throw unsupported(
        `checks every constraint when it is added, so ${operation.name} needs no validation`,
        'Leave the operation out where op.dialect is mysql.',
      )
    case 'renameConstraint':
      throw unsupported(
        `has no way to rename a constraint, and ${operation.name} would be`,
        'Drop it, and add it under its new name; a unique constraint is renamed by op.renameIndex.',
      )
    case 'renameIndex':
      return [ddl`ALTER TABLE ${operation.table} RENAME INDEX ${operation.name} TO ${operation.to}`]
    case 'attachPartition':
    case 'detachPartition':
      throw unsupported(
        'has no partitions that are tables of their own',
        'Write ALTER TABLE … ADD PARTITION or DROP PARTITION with op.execute.',
      )
    case 'refreshView':
      throw unsupported('has no materialized views', 'Keep the rows in a table, and fill it with op.execute.')
    case 'alterConstraint':
      throw unsupported(
        `has no way to alter a foreign key, as ${operation.name} would be`,
        'Drop it and add it again.',
      )
    case 'alterIndex':
      return alterIndex(operation, rules)
    case 'alterView':
      throw unsupported(
        `has no options of a view, as ${operation.view.name} would get`,
        'Replace it with op.replaceView.',
      )
    case 'alterSchema':
      throw unsupported(
        `has no owners of a schema, as ${operation.name} would get one`,
        'Give rights with op.grant.',
      )
    case 'alterExtension':
      throw unsupported(
        `has no extensions, and ${operation.name} is to be altered`,
        'Leave it out where op.dialect is mysql.',
      )
    default:
      return operation satisfies never
  }
}

function createObject({ object, ifNotExists }: CreateObject): Sql {
  const guard = ifNotExists === true ? 'IF NOT EXISTS ' : ''
  switch (object.type) {
    case 'schema':
      return createSchema(object, guard)
    case 'sequence':
      return createSequence(object, guard)
    case 'view':
      return createView(object, { guard })
    case 'function':
    case 'procedure':
      return createRoutine(object, { guard })
    case 'trigger':
      return createTrigger(object, { guard })
    case 'grant':
      return grant(object)
    case 'other':
      return raw(object.create)
    default:
      throw unknownObject(object.type)
  }
}

function createSchema({ name, owner, comment }: SchemaNamespace, guard: string): Sql {
  refuseParts(`the schema ${name}`, { 'owners of a schema': owner }, 'Give rights with op.grant.')
  const text = comment === undefined ? undefined : raw(`COMMENT ${commentText(comment)}`)
  return join([ddl`CREATE DATABASE ${raw(guard)}${name}`, text], ' ')
}

/** What depends on a dropped object stays, and fails when it is used; but a database goes with all that is in it. */
function dropObject({ object, ifExists, cascade }: DropObject): readonly Sql[] {
  if (cascade === true && object.type !== 'schema') {
    const title = 'name' in object ? `the ${object.type} ${object.name}` : `a ${object.type}`
    throw unsupported(
      `drops nothing along with another thing, and ${title} is to be dropped with cascade`,
      'Leave cascade out, and drop what depends on it before.',
    )
  }
  if (object.type === 'grant') return revoke(object)
  if (object.type === 'other') return [raw(object.drop)]
  return [ddl`DROP ${kindWord(object)} ${raw(ifExists === true ? 'IF EXISTS ' : '')}${nameOf(object)}`]
}

/** In place, where the server has OR REPLACE for it; else dropped and made again. */
function replaceObject({ object, precedes }: ReplaceObject, rules: FlavourRules): readonly Sql[] {
  const inPlace = { replace: true } as const
  const place = precedes === undefined ? {} : { precedes }
  if (object.type === 'view') return [createView(object, inPlace)]
  if (rules.orReplace) {
    if (object.type === 'trigger') return [createTrigger(object, { ...inPlace, ...place })]
    if (object.type === 'function' || object.type === 'procedure') return [createRoutine(object, inPlace)]
  }
  const reference: ObjectReference =
    object.type === 'trigger' ? { type: 'trigger', name: object.name, table: object.table } : object
  return [
    ...dropObject({ kind: 'dropObject', object: reference, ifExists: true }),
    object.type === 'trigger' ? createTrigger(object, place) : createObject({ kind: 'createObject', object }),
  ]
}

function renameObject({ object, to }: RenameObject): Sql {
  if (object.type !== 'view' && object.type !== 'sequence') {
    if (object.type === 'grant' || object.type === 'other') throw unknownObject(`renamed ${object.type}`)
    kindWord(object)
    throw unsupported(
      `does not rename a ${object.type}, and ${object.name} would be`,
      'Create it under its new name and drop the old one.',
    )
  }
  kindWord(object)
  const { type: _, ...place } = object
  return ddl`RENAME TABLE ${nameOf(object)} TO ${{ ...place, name: to }}`
}

function setComment({ on, comment }: SetComment): Sql {
  const text = raw(commentText(comment ?? ''))
  switch (on.type) {
    case 'table':
      return ddl`ALTER TABLE ${on.table} COMMENT=${text}`
    case 'sequence':
      return ddl`ALTER TABLE ${nameOf(on)} COMMENT=${text}`
    case 'schema':
      return ddl`ALTER DATABASE ${on.name} COMMENT=${text}`
    case 'function':
    case 'procedure':
      return ddl`ALTER ${kindWord(on)} ${nameOf(on)} COMMENT ${text}`
    default:
      throw unsupported(`has no comment on a ${on.type}`, 'Leave it out where op.dialect is mysql.')
  }
}

type Named = Exclude<ObjectReference, { readonly type: 'grant' | 'other' }>

function kindWord(object: Named): Sql {
  switch (object.type) {
    case 'schema':
      return raw('DATABASE')
    case 'view':
      if (object.materialized === true) throw unknownObject('materialized view')
      return raw('VIEW')
    case 'sequence':
    case 'function':
    case 'procedure':
    case 'trigger':
      return raw(object.type.toUpperCase())
    default:
      throw unknownObject(object.type)
  }
}

function nameOf(object: Named): Sql {
  if (object.type === 'trigger') return triggerName(object)
  return ddl`${object as { readonly name: string; readonly schema?: string }}`
}

function unknownObject(type: string): Error {
  const hints: Readonly<Record<string, string>> = {
    enum: 'Give the column its values: t.enum([…]).',
    domain: 'Give each column the type and the check.',
    policy: 'Use views, or check it in the application.',
  }
  return unsupported(`has no ${type}`, hints[type] ?? 'Do it on PostgreSQL only: if (op.dialect === …).')
}
