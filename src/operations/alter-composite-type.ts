import { deepFreeze } from '../schema/freeze.ts'
import { namesOf } from '../schema/names.ts'
import { given, textOf } from '../schema/parts.ts'
import { type AttributeRecord, compositeType } from '../schema/user-types.ts'
import { OperationError } from './errors.ts'
import type { AlterCompositeType } from './object-operation.ts'
import { qualified } from './object-operations.ts'
import { flag, knownOptions } from './options.ts'
import type { SchemaOption } from './table-operations.ts'

/** What becomes of a composite type. What isn't named stays; `comment: null` takes the comment away. */
export interface CompositeTypeChanges {
  /** Names of attributes: their values are lost. */
  readonly dropAttributes?: string | readonly string[]
  /** Attributes with their new types. PostgreSQL refuses it while a column is of the composite type. */
  readonly alterAttributes?: AttributeRecord
  /** Attributes that come behind those that are there. */
  readonly addAttributes?: AttributeRecord
  /** Comments of attributes that stay, by name; `null` takes one away. */
  readonly attributeComments?: Readonly<Record<string, string | null>>
  readonly comment?: string | null
}

export interface AlterCompositeTypeOptions extends SchemaOption {
  /** The tables that were made of the type (`OF`) follow it. */
  readonly cascade?: boolean
  /** The attributes before, so that it can be reversed. */
  readonly was?: AttributeRecord
}

/** The change of a composite type as data. Throws `OperationError` where nothing changes. */
export function alterCompositeType(
  name: string,
  changes: CompositeTypeChanges,
  options: AlterCompositeTypeOptions,
): AlterCompositeType {
  const { schema, cascade, was } = knownOptions('op.alterCompositeType', options, [
    'schema',
    'cascade',
    'was',
  ])
  const { dropAttributes, alterAttributes, addAttributes, attributeComments, comment } = knownOptions(
    'op.alterCompositeType',
    changes,
    ['dropAttributes', 'alterAttributes', 'addAttributes', 'attributeComments', 'comment'],
  )
  const attributesOf = (record: AttributeRecord | undefined) =>
    record === undefined ? undefined : compositeType(name, record).attributes
  const to = given({
    dropAttributes: dropAttributes === undefined ? undefined : namesOf(dropAttributes, `The type ${name}`),
    alterAttributes: attributesOf(alterAttributes)?.map(({ comment: _, ...one }) => one),
    addAttributes: attributesOf(addAttributes),
    attributeComments: attributeComments && { ...attributeComments },
    comment: comment === null ? null : textOf(comment, `The comment of ${name}`),
  })
  if (Object.keys(to).length === 0) {
    throw new OperationError(`Altering the composite type ${name} changes nothing`, 'Say what to change.')
  }
  return deepFreeze({
    kind: 'alterCompositeType',
    compositeType: qualified(name, schema),
    to,
    ...flag('cascade', cascade),
    ...(was === undefined ? {} : { was: compositeType(name, was, {}, schema) }),
  })
}
