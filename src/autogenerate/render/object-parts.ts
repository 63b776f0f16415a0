import { ColumnBuilder } from '../../schema/column-builder.ts'
import type { IndexDefinition } from '../../schema/index-definition.ts'
import type { TableName } from '../../schema/model.ts'
import type {
  CompositeType,
  Domain,
  OtherObject,
  Policy,
  Routine,
  Sequence,
  Trigger,
  View,
} from '../../schema/objects.ts'
import { type Sql, sql } from '../../schema/values.ts'

type Parts = Readonly<Record<string, unknown>>

/** SQL text as the tag makes it. */
export function tagged(text: string): Sql {
  return sql`${{ sql: text }}`
}

/** The same with the tag, where there is any. */
export function taggedPart(text: string | undefined): Sql | undefined {
  return text === undefined ? undefined : tagged(text)
}

/** A sequence, or a change of one, without its name. */
export function sequenceParts({
  ownedBy,
  ...parts
}: {
  readonly ownedBy?: Sequence['ownedBy'] | null
}): Parts {
  return { ...parts, ownedBy: ownedBy ? columnTarget(ownedBy.table, ownedBy.column) : ownedBy }
}

/** A view without its name, its query and that it is materialized. */
export function viewParts(view: View): Parts {
  const { columns, withoutData, checkOption, options, indexes, columnComments, postgres, comment } = view
  return {
    columns,
    withoutData,
    checkOption,
    options,
    indexes: indexes?.map((index): IndexDefinition => ({ kind: 'index', ...index })),
    columnComments,
    postgres,
    comment,
  }
}

/** A view as `was` has it: its query alone, where there is no more to it. */
export function formerView(view: View): unknown {
  const parts = Object.entries(viewParts(view)).filter(([, part]) => part !== undefined)
  const query = tagged(view.query)
  return parts.length === 0 ? query : { query, ...Object.fromEntries(parts) }
}

/** A routine without its name. */
export function routineParts({
  type: _,
  name: __,
  schema: ___,
  body,
  arguments: given,
  ...parts
}: Routine): Parts {
  return { ...(given !== '' && { arguments: given }), ...parts, body: tagged(body) }
}

/** A trigger without its name and table; it is for each row unless told otherwise. */
export function triggerParts({ type: _, name: __, table: ___, when, body, ...parts }: Trigger): Parts {
  const { events, forEach, ...rest } = parts
  const [event] = events
  return {
    ...rest,
    events: events.length === 1 ? event : events,
    forEach: forEach === 'row' ? undefined : forEach,
    when: taggedPart(when),
    body: tagged(body),
  }
}

/** A policy without its name and table; it is for all commands unless told otherwise. */
export function policyParts({
  type: _,
  name: __,
  table: ___,
  command,
  using,
  check,
  ...parts
}: Policy): Parts {
  return {
    command: command === 'all' ? undefined : command,
    ...parts,
    using: taggedPart(using),
    check: taggedPart(check),
  }
}

/** The column that a domain is made of. */
export function domainColumn({
  type: _,
  name: __,
  schema: ___,
  dataType,
  checks,
  notNull,
  ...parts
}: Domain): unknown {
  const postgres = notNull === undefined ? {} : { postgres: { notNull } }
  return new ColumnBuilder({ ...parts, ...postgres, type: dataType, constraints: checks })
}

/** The attributes of a composite type, as bare types. */
export function attributeRecord({ attributes }: Pick<CompositeType, 'attributes'>): Parts {
  return Object.fromEntries(
    attributes.map(({ name, ...parts }) => [
      name,
      new ColumnBuilder({ ...parts, nullable: true, constraints: [] }),
    ]),
  )
}

/** One name alone, several as a list. */
export function oneOrMore(names: readonly string[]): unknown {
  return names.length === 1 ? names[0] : names
}

/** A column of a table: `'user.id'`, or its parts where that would be read otherwise. */
function columnTarget({ name, schema }: TableName, column: string): unknown {
  const names = [...(schema === undefined ? [] : [schema]), name, column]
  if (names.every((part) => part !== '' && !part.includes('.'))) return names.join('.')
  return { table: name, ...(schema !== undefined && { schema }), column }
}

/** The parts of an object that has no builder of its own, its statements with their tag. */
export function otherParts({ type: _, what: __, name: ___, create, drop, ...rest }: OtherObject): Parts {
  return { create: tagged(create), drop: tagged(drop), ...rest }
}
