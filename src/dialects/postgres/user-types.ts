import type {
  AddEnumValue,
  AlterCompositeType,
  Attribute,
  RenameEnumValue,
} from '../../operations/object-operation.ts'
import type { CompositeType, Domain, QualifiedName } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { join, raw } from '../ddl.ts'
import { addedCheck, constraintComment } from './alter-domain.ts'
import { notNullText } from './columns.ts'
import { commentStatement } from './comments.ts'
import { constraintClause } from './constraints.ts'
import { ddl } from './identifier.ts'
import { defaultLiteral, quoted } from './literal.ts'
import { plain } from './object-name.ts'
import { createEnums, typeText } from './types.ts'

export function createComposite(type: CompositeType): readonly Sql[] {
  return [
    ...createEnums(type.attributes.map((attribute) => attribute.type)),
    ddl`CREATE TYPE ${plain(type)} AS (${join(type.attributes.map((one) => ddl`${one.name} ${typeOf(one)}`))})`,
    ...type.attributes.flatMap((one) => attributeComment(type, one)),
  ]
}

function typeOf({ type, collation }: Attribute): Sql {
  const collated = collation === undefined ? undefined : ddl`COLLATE ${collation}`
  return join([raw(typeText(type)), collated], ' ')
}

function attributeComment(type: QualifiedName, { name, comment }: Attribute): readonly Sql[] {
  return comment === undefined ? [] : [commentStatement(ddl`COLUMN ${plain(type)}.${name}`, comment)]
}

/** One statement for all attributes: what goes, what is altered, what comes. */
export function alterComposite({ compositeType, to, cascade }: AlterCompositeType): readonly Sql[] {
  const {
    dropAttributes = [],
    alterAttributes = [],
    addAttributes = [],
    attributeComments = {},
    comment,
  } = to
  const rest = raw(cascade === true ? ' CASCADE' : '')
  const actions = [
    ...dropAttributes.map((name) => ddl`DROP ATTRIBUTE ${name}${rest}`),
    ...alterAttributes.map((one) => ddl`ALTER ATTRIBUTE ${one.name} TYPE ${typeOf(one)}${rest}`),
    ...addAttributes.map((one) => ddl`ADD ATTRIBUTE ${one.name} ${typeOf(one)}${rest}`),
  ]
  return [
    ...createEnums([...alterAttributes, ...addAttributes].map(({ type }) => type)),
    ...(actions.length === 0 ? [] : [ddl`ALTER TYPE ${plain(compositeType)} ${join(actions)}`]),
    ...Object.entries(attributeComments).map(([name, text]) =>
      commentStatement(ddl`COLUMN ${plain(compositeType)}.${name}`, text),
    ),
    ...addAttributes.flatMap((one) => attributeComment(compositeType, one)),
    ...(comment === undefined ? [] : [commentStatement(ddl`TYPE ${plain(compositeType)}`, comment)]),
  ]
}

export function createDomain(domain: Domain): readonly Sql[] {
  const { dataType, collation, nullable, notNull, checks } = domain
  // CREATE DOMAIN has no word for them.
  const unchecked = checks.filter(({ notValid }) => notValid === true)
  const own = checks.filter(({ notValid }) => notValid !== true)
  return [
    ...createEnums([dataType]),
    join(
      [
        ddl`CREATE DOMAIN ${plain(domain)} AS ${raw(typeText(dataType))}`,
        collation === undefined ? undefined : ddl`COLLATE ${collation}`,
        domain.default === undefined ? undefined : raw(`DEFAULT ${defaultLiteral(domain.default, dataType)}`),
        nullable ? undefined : notNullText(notNull),
        ...own.map((one) => constraintClause(one)),
      ],
      ' ',
    ),
    ...[...own, ...(notNull === undefined ? [] : [notNull])].flatMap((one) => constraintComment(domain, one)),
    ...unchecked.flatMap((one) => addedCheck(domain, one)),
  ]
}

export function addEnumValue({ enum: type, value, before, after, ifNotExists }: AddEnumValue): Sql {
  const guard = raw(ifNotExists === true ? 'IF NOT EXISTS ' : '')
  const place =
    before !== undefined ? ` BEFORE ${quoted(before)}` : after !== undefined ? ` AFTER ${quoted(after)}` : ''
  return ddl`ALTER TYPE ${plain(type)} ADD VALUE ${guard}${raw(quoted(value) + place)}`
}

export function renameEnumValue({ enum: type, from, to }: RenameEnumValue): Sql {
  return ddl`ALTER TYPE ${plain(type)} RENAME VALUE ${raw(quoted(from))} TO ${raw(quoted(to))}`
}
