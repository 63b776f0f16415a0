import { isColumnBuilder } from '../schema/column-builder.ts'
import { deepFreeze } from '../schema/freeze.ts'
import { namesOf } from '../schema/names.ts'
import type { CompositeType } from '../schema/objects.ts'
import { given, textOf } from '../schema/parts.ts'
import { type AttributeRecord, type CommentPart, compositeType } from '../schema/user-types.ts'
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
  /** What it was before, so that it can be reversed. */
  readonly was?: FormerComposite
}

/** A composite type as it was: its attributes, or these and its comment. */
export type FormerComposite = AttributeRecord | (CommentPart & { readonly attributes: AttributeRecord })

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
    attributeComments: attributeComments === undefined ? undefined : commentsOf(name, attributeComments),
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
    ...(was === undefined ? {} : { was: formerComposite(name, was, schema) }),
  })
}

function commentsOf(
  name: string,
  comments: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string | null>> {
  const what = `\`attributeComments\` of ${name}`
  for (const [attribute, comment] of Object.entries(
    knownOptions(what, comments, Object.keys(comments ?? {})),
  )) {
    if (comment !== null) textOf(comment, `The comment of ${attribute}`)
  }
  return { ...comments }
}

/** A composite type as it was, as data. */
export function formerComposite(
  name: string,
  was: FormerComposite,
  schema: string | undefined,
): CompositeType {
  if (!isWhole(was)) return compositeType(name, was, {}, schema)
  const { attributes, ...parts } = knownOptions(`The composite type ${name} as it was`, was, [
    'attributes',
    'comment',
  ])
  return compositeType(name, attributes, parts, schema)
}

/** An attribute may be called `attributes`, too: it is a column. */
function isWhole(was: FormerComposite): was is CommentPart & { readonly attributes: AttributeRecord } {
  return typeof was === 'object' && was !== null && 'attributes' in was && !isColumnBuilder(was.attributes)
}
