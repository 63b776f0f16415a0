import type { AddEnumValue, RenameEnumValue } from '../../operations/object-operation.ts'
import type { CompositeType, Domain } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { join, raw } from '../ddl.ts'
import { notNullText } from './columns.ts'
import { commentStatement } from './comments.ts'
import { constraintClause } from './constraints.ts'
import { ddl } from './identifier.ts'
import { defaultLiteral, quoted } from './literal.ts'
import { plain } from './object-name.ts'
import { createEnums, typeText } from './types.ts'

export function createComposite(type: CompositeType): readonly Sql[] {
  const attributes = type.attributes.map(({ name, type: of, collation }) =>
    join(
      [ddl`${name} ${raw(typeText(of))}`, collation === undefined ? undefined : ddl`COLLATE ${collation}`],
      ' ',
    ),
  )
  return [
    ...createEnums(type.attributes.map((attribute) => attribute.type)),
    ddl`CREATE TYPE ${plain(type)} AS (${join(attributes)})`,
    ...type.attributes.flatMap(({ name, comment }) =>
      comment === undefined ? [] : [commentStatement(ddl`COLUMN ${plain(type)}.${name}`, comment)],
    ),
  ]
}

export function createDomain(domain: Domain): readonly Sql[] {
  const { dataType, collation, nullable, notNull, checks } = domain
  return [
    ...createEnums([dataType]),
    join(
      [
        ddl`CREATE DOMAIN ${plain(domain)} AS ${raw(typeText(dataType))}`,
        collation === undefined ? undefined : ddl`COLLATE ${collation}`,
        domain.default === undefined ? undefined : raw(`DEFAULT ${defaultLiteral(domain.default, dataType)}`),
        nullable ? undefined : notNullText(notNull),
        ...checks.map((one) => constraintClause(one)),
      ],
      ' ',
    ),
    ...[...checks, ...(notNull === undefined ? [] : [notNull])].flatMap(({ name, comment }) =>
      name === undefined || comment === undefined
        ? []
        : [commentStatement(ddl`CONSTRAINT ${name} ON DOMAIN ${plain(domain)}`, comment)],
    ),
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
