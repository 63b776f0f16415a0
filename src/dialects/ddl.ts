import type { TableName } from '../schema/model.ts'
import type { Sql } from '../schema/values.ts'
import { quoteTableName } from './identifier.ts'

/** What stands in a hole of `ddl`: a name or names to be quoted, a table, or SQL text that stands as it is. */
export type DdlHole = string | readonly string[] | TableName | Sql

/** A template tag for statements. Its result is a fragment, and a statement. */
export type Ddl = (text: TemplateStringsArray, ...holes: readonly DdlHole[]) => Sql

/**
 * The `ddl` tag of a dialect. A string in a hole is always an identifier and always quoted, a list of strings
 * is quoted and separated by commas; SQL text has to say that it is, as `raw(…)` or another fragment.
 */
export function createDdl(identifier: (name: string) => string): Ddl {
  return (text, ...holes) => {
    const written = text.raw.map((part, index) => {
      const hole = holes[index]
      return hole === undefined ? part : part + spell(hole, identifier)
    })
    return { sql: written.join('') }
  }
}

/** SQL text that goes into `ddl` as it is. */
export function raw(text: string): Sql {
  return { sql: text }
}

/** A user's expression inside a statement: what follows must not end up in a line comment of its last line. */
export function expression(text: string): Sql {
  const lastLine = text.slice(text.lastIndexOf('\n') + 1)
  return { sql: lastLine.includes('--') ? `${text}\n` : text }
}

/** Fragments one after another, with `separator` between them; empty and missing ones are left out. */
export function join(fragments: readonly (Sql | undefined)[], separator = ', '): Sql {
  const texts = fragments.flatMap((fragment) =>
    fragment === undefined || fragment.sql === '' ? [] : fragment.sql,
  )
  return { sql: texts.join(separator) }
}

function spell(hole: DdlHole, identifier: (name: string) => string): string {
  if (typeof hole === 'string') return identifier(hole)
  if ('sql' in hole) return hole.sql
  if ('name' in hole) return quoteTableName(hole, identifier)
  return hole.map(identifier).join(', ')
}
