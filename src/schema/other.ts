import { deepFreeze } from './freeze.ts'
import type { TableName } from './model.ts'
import { nameOf, tableNameOf } from './names.ts'
import type { OtherObject } from './objects.ts'
import { given, knownParts, namePart, textOf } from './parts.ts'
import type { Sql } from './values.ts'
import { withoutEnd } from './view.ts'

/** An object that has no builder of its own, without what it is and its name. */
export interface OtherParts {
  /** The statement that makes it. */
  readonly create: string | Sql
  /** The statement that takes it away. */
  readonly drop: string | Sql
  readonly schema?: string
  /** The table it belongs to. */
  readonly table?: string | TableName
  readonly comment?: string
}

export const otherParts = ['create', 'drop', 'schema', 'table', 'comment'] as const

/** An aggregate, an operator, a rule, a virtual table: by the statements that make it and take it away. */
export function other(what: string, name: string, parts: OtherParts): OtherObject {
  const { create, drop, schema, table, comment } = knownParts('An object', parts, otherParts)
  const title = `${nameOf(what, 'What an object is')} ${nameOf(name, "An object's name")}`
  return deepFreeze({
    type: 'other',
    what,
    name,
    create: withoutEnd(textIn(create), `CREATE of the ${title}`),
    drop: withoutEnd(textIn(drop), `DROP of the ${title}`),
    ...given({
      schema: namePart(schema, `The schema of ${name}`),
      table: table === undefined ? undefined : tableNameOf(table),
      comment: textOf(comment, `The comment of ${name}`),
    }),
  })
}

function textIn(value: string | Sql): string {
  return typeof value === 'string' ? value : (value?.sql ?? '')
}
