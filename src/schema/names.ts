import { DefinitionError } from './errors.ts'
import type { TableName } from './model.ts'
import { isSql, type Sql } from './values.ts'

/** `value` where it is text with something in it; `what` begins the message where it isn't. */
export function nameOf(value: unknown, what: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw new DefinitionError(
    `${what} is ${value === '' ? 'empty' : `not text but ${value === null ? 'null' : typeof value}`}`,
    'Give its name as text.',
  )
}

/** A list of column names, from one or several: at least one, none twice. */
export function namesOf(value: string | readonly string[], what: string): readonly string[] {
  const names = (Array.isArray(value) ? value : [value]).map((name: unknown) =>
    nameOf(name, `A column of ${lower(what)}`),
  )
  if (names.length === 0) throw new DefinitionError(`${what} has no columns`, 'Name at least one.')
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return names
  throw new DefinitionError(`${what} has the column ${twice} twice`, 'Name each column once.')
}

/** A table's name with its schema, from text or from parts. A dot in the text is part of the name. */
export function tableNameOf(table: string | TableName, schema?: string): TableName {
  const given = typeof table === 'string' ? { name: table } : table
  if (typeof given !== 'object' || given === null) {
    throw new DefinitionError(`A table's name is ${typeof given}`, 'Give text, or { name, schema }.')
  }
  const inSchema = schema ?? given.schema
  return Object.freeze({
    name: nameOf(given.name, "A table's name"),
    ...(inSchema === undefined ? {} : { schema: nameOf(inSchema, `The schema of ${given.name}`) }),
  })
}

/** The text of a condition or expression, written plainly or with the `sql` tag. */
export function sqlText(value: string | Sql, what: string): string {
  const text: unknown = isSql(value) ? value.sql : value
  if (typeof text === 'string' && text.trim() !== '') return text
  throw new DefinitionError(
    `${what} is ${typeof text === 'string' ? 'empty' : `not SQL but ${text === null ? 'null' : typeof text}`}`,
    'Write it as text or as sql`…`.',
  )
}

function lower(what: string): string {
  return what.charAt(0).toLowerCase() + what.slice(1)
}
