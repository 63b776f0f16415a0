import type {
  AttachPartition,
  CreateObject,
  DetachPartition,
  DropObject,
  ObjectOperation,
  RenameObject,
  ReplaceObject,
} from '../../operations/object-operation.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { join, raw } from '../ddl.ts'
import { UnsupportedOperationError } from '../errors.ts'
import { alterDomain } from './alter-domain.ts'
import { alterConstraint, alterIndex, alterView } from './alterations.ts'
import { commentOf, setComment } from './comments.ts'
import { grantStatement, revokeStatement } from './grants.ts'
import { ddl } from './identifier.ts'
import { alterExtension, ownedBy } from './namespaces.ts'
import { objectName } from './object-name.ts'
import { replaceEnum } from './replace-enum.ts'
import { createRoutine, replaceRoutine } from './routines.ts'
import { alterSequence, createSequence } from './sequences.ts'
import { alterTableOptions } from './table-options.ts'
import {
  alterPolicy,
  createPolicy,
  createTrigger,
  replaceTrigger,
  setRowSecurity,
  triggerState,
} from './triggers.ts'
import { createEnumType } from './types.ts'
import { addEnumValue, alterComposite, createComposite, createDomain, renameEnumValue } from './user-types.ts'
import { createView, refreshView, replaceView, viewParts } from './views.ts'

/** The statements of an operation on an object. */
export function compileObject(operation: ObjectOperation): readonly Sql[] {
  switch (operation.kind) {
    case 'createObject':
      return [...created(operation), ...commentOf(operation.object)]
    case 'dropObject':
      return [dropped(operation)]
    case 'replaceObject':
      return replaced(operation)
    case 'renameObject':
      return [renamed(operation)]
    case 'alterSequence':
      return alterSequence(operation)
    case 'alterPolicy':
      return alterPolicy(operation)
    case 'alterDomain':
      return alterDomain(operation)
    case 'alterCompositeType':
      return alterComposite(operation)
    case 'addEnumValue':
      return [addEnumValue(operation)]
    case 'renameEnumValue':
      return [renameEnumValue(operation)]
    case 'setComment':
      return setComment(operation)
    case 'setRowSecurity':
      return [setRowSecurity(operation)]
    case 'alterTableOptions':
      return alterTableOptions(operation)
    case 'validateConstraint':
      return [ddl`ALTER TABLE ${operation.table} VALIDATE CONSTRAINT ${operation.name}`]
    case 'renameConstraint':
      return [ddl`ALTER TABLE ${operation.table} RENAME CONSTRAINT ${operation.name} TO ${operation.to}`]
    case 'renameIndex': {
      const { schema } = operation.table
      const index = { name: operation.name, ...(schema !== undefined && { schema }) }
      return [ddl`ALTER INDEX ${index} RENAME TO ${operation.to}`]
    }
    case 'attachPartition':
      return [attached(operation)]
    case 'detachPartition':
      return [detached(operation)]
    case 'refreshView':
      return [refreshView(operation)]
    case 'alterConstraint':
      return [alterConstraint(operation)]
    case 'alterIndex':
      return alterIndex(operation)
    case 'alterView':
      return [alterView(operation)]
    case 'alterSchema':
      return [ddl`ALTER SCHEMA ${operation.name} OWNER TO ${ownedBy(operation.to.owner)}`]
    case 'alterExtension':
      return alterExtension(operation)
    default:
      return operation satisfies never
  }
}

function created({ object, ifNotExists }: CreateObject): readonly Sql[] {
  const guard = raw(ifNotExists === true ? 'IF NOT EXISTS ' : '')
  if (ifNotExists === true) refuseGuard(object)
  switch (object.type) {
    case 'schema': {
      const owner = object.owner === undefined ? undefined : ddl`AUTHORIZATION ${ownedBy(object.owner)}`
      return [join([ddl`CREATE SCHEMA ${guard}${object.name}`, owner], ' ')]
    }
    case 'extension': {
      const place = object.schema === undefined ? undefined : ddl`SCHEMA ${object.schema}`
      const version = object.version === undefined ? undefined : ddl`VERSION ${object.version}`
      return [join([ddl`CREATE EXTENSION ${guard}${object.name}`, place, version], ' ')]
    }
    case 'sequence':
      return [createSequence(object, guard)]
    case 'enum':
      return [createEnumType(object)]
    case 'composite':
      return createComposite(object)
    case 'domain':
      return createDomain(object)
    case 'view':
      return [createView(object, guard), ...viewParts(object)]
    case 'function':
    case 'procedure':
      return [createRoutine(object)]
    case 'trigger':
      return [createTrigger(object), ...triggerState(object)]
    case 'policy':
      return [createPolicy(object)]
    case 'grant':
      return [grantStatement(object)]
    case 'other':
      return [raw(object.create)]
    default:
      return object satisfies never
  }
}

function refuseGuard(object: SchemaObject): void {
  if (['schema', 'extension', 'sequence'].includes(object.type)) return
  if (object.type === 'view' && object.materialized === true) return
  throw new UnsupportedOperationError(
    'postgres',
    `has no IF NOT EXISTS for a ${object.type}`,
    'Leave `ifNotExists` out, or replace it where it can be replaced.',
  )
}

function dropped({ object, ifExists, cascade }: DropObject): Sql {
  if (object.type === 'grant') return revokeStatement(object, cascade === true)
  if (object.type === 'other') return raw(object.drop)
  const guard = raw(ifExists === true ? 'IF EXISTS ' : '')
  const rest = raw(cascade === true ? ' CASCADE' : '')
  const name = objectName(object).sql
  const keyword = /^(?:MATERIALIZED VIEW|[A-Z]+) /.exec(name)?.[0] ?? ''
  return ddl`DROP ${raw(keyword)}${guard}${raw(name.slice(keyword.length))}${rest}`
}

function replaced({ object, was, columns = [] }: ReplaceObject): readonly Sql[] {
  switch (object.type) {
    case 'enum':
      return replaceEnum(object, columns)
    case 'view':
      return replaceView(object, was?.type === 'view' ? was : undefined)
    case 'trigger':
      return replaceTrigger(object)
    default:
      return replaceRoutine(object, was?.type === object.type ? (was as typeof object) : undefined)
  }
}

function renamed({ object, to }: RenameObject): Sql {
  if (object.type === 'grant' || object.type === 'extension' || object.type === 'other') {
    const what = { grant: 'a grant', extension: 'an extension', other: 'what it was given statements for' }
    throw new UnsupportedOperationError(
      'postgres',
      `can't rename ${what[object.type]}`,
      'Drop it and create it.',
    )
  }
  return ddl`ALTER ${objectName(object)} RENAME TO ${to}`
}

function attached({ table, partition, bounds }: AttachPartition): Sql {
  return ddl`ALTER TABLE ${table} ATTACH PARTITION ${partition} ${raw(bounds)}`
}

function detached({ table, partition, concurrently }: DetachPartition): Sql {
  return ddl`ALTER TABLE ${table} DETACH PARTITION ${partition}${raw(concurrently === true ? ' CONCURRENTLY' : '')}`
}
