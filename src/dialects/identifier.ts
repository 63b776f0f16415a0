import type { TableName } from '../schema/model.ts'
import { InvalidIdentifierError } from './errors.ts'

/** As nearly all names are: nothing in them has to be looked for. */
const plain = /^\w+$/

/**
 * A name in double quotes, as the SQL standard, PostgreSQL and SQLite have it.
 * Throws `InvalidIdentifierError` for an empty name and for one with a NUL in it.
 */
export function quoteIdentifier(name: string): string {
  if (plain.test(name)) return `"${name}"`
  if (name === '') {
    throw new InvalidIdentifierError('A name is empty', 'Give the table, column or constraint a name.')
  }
  if (name.includes('\0')) {
    throw new InvalidIdentifierError(
      `The name ${JSON.stringify(name)} has a NUL character in it`,
      'Take the NUL character out: no database can store it.',
    )
  }
  if (/\p{Surrogate}/u.test(name)) {
    throw new InvalidIdentifierError(
      `The name ${JSON.stringify(name)} has half a surrogate pair in it`,
      'Write the name in whole Unicode characters.',
    )
  }
  return `"${name.replaceAll('"', '""')}"`
}

/** A table's name in quotes, with its schema; `quote` is the dialect's own way with one name. */
export function quoteTableName(table: TableName, quote: (name: string) => string = quoteIdentifier): string {
  return table.schema === undefined ? quote(table.name) : `${quote(table.schema)}.${quote(table.name)}`
}
