import { type AnyColumn, isColumnBuilder } from './column-builder.ts'
import { DefinitionError } from './errors.ts'
import { deepFreeze } from './freeze.ts'
import type { CheckConstraint } from './model.ts'
import { nameOf } from './names.ts'
import type { CompositeType, Domain, EnumType } from './objects.ts'
import { given, knownParts, namePart, textOf } from './parts.ts'
import { enumLabels } from './type-arguments.ts'

export interface CommentPart {
  readonly comment?: string
}

/** The attributes of a composite type by name, each a bare type, maybe with a collation and a comment. */
export type AttributeRecord = { readonly [name: string]: AnyColumn }

/** An enum type as data. */
export function enumType(
  name: string,
  values: readonly string[],
  parts: CommentPart = {},
  schema?: string,
): EnumType {
  return deepFreeze({
    type: 'enum',
    ...typeName(name, schema),
    values: enumLabels(values),
    ...commentOf('An enum type', parts),
  })
}

/** A composite type as data: `{ street: t.text(), number: t.integer() }`. */
export function compositeType(
  name: string,
  attributes: AttributeRecord,
  parts: CommentPart = {},
  schema?: string,
): CompositeType {
  if (typeof attributes !== 'object' || attributes === null || Array.isArray(attributes)) {
    throw new DefinitionError(
      `The attributes of ${name} are no record`,
      'Write { street: t.text(), number: t.integer() }.',
    )
  }
  return deepFreeze({
    type: 'composite',
    ...typeName(name, schema),
    attributes: Object.entries(attributes).map(([attribute, column]) => attributeOf(attribute, column)),
    ...commentOf('A composite type', parts),
  })
}

/** A domain as data: the type of `column` with its default, nullability, collation, checks and comment. */
export function domain(name: string, column: AnyColumn, schema?: string): Domain {
  if (!isColumnBuilder(column)) {
    throw new DefinitionError(
      `The domain ${name} is over no type but ${typeof column}`,
      "Describe it with t: t.text().check('VALUE <> \\'\\'').",
    )
  }
  const { type, constraints, identity, generated, postgres, ...rest } = column.definition
  const { notNull, ...settings } = postgres ?? {}
  const foreign = constraints.find((one) => one.kind !== 'check')?.kind
  const odd = foreign ?? (identity && 'identity') ?? (generated && 'generated') ?? Object.keys(settings).at(0)
  if (odd !== undefined) {
    throw new DefinitionError(
      `The domain ${name} has ${odd}, which only a column can have`,
      'A domain has a type, a default, NOT NULL, a collation and checks.',
    )
  }
  return deepFreeze({
    type: 'domain',
    ...typeName(name, schema),
    dataType: type,
    ...rest,
    ...given({ notNull }),
    checks: constraints as readonly CheckConstraint[],
  })
}

function attributeOf(name: string, column: AnyColumn): CompositeType['attributes'][number] {
  if (!isColumnBuilder(column)) {
    throw new DefinitionError(`The attribute ${name} is no type but ${typeof column}`, 'Describe it with t.')
  }
  const { type, collation, comment, nullable, constraints, ...rest } = column.definition
  const [more] = [
    ...(nullable ? [] : ['NOT NULL']),
    ...constraints.map((one) => one.kind),
    ...Object.keys(rest),
  ]
  if (more === undefined) {
    return { name: nameOf(name, "An attribute's name"), type, ...given({ collation, comment }) }
  }
  throw new DefinitionError(
    `The attribute ${name} has ${more}, which only a column can have`,
    'Give its bare type.',
  )
}

function typeName(
  name: string,
  schema: string | undefined,
): { readonly name: string; readonly schema?: string } {
  return {
    name: nameOf(name, "A type's name"),
    ...given({ schema: namePart(schema, `The schema of ${name}`) }),
  }
}

function commentOf(what: string, parts: CommentPart): { readonly comment?: string } {
  const { comment } = knownParts(what, parts, ['comment'])
  return given({ comment: textOf(comment, 'The comment of a type') })
}
