import type { TableName } from '../../schema/model.ts'
import { createDdl } from '../ddl.ts'
import { InvalidIdentifierError } from '../errors.ts'
import { quoteIdentifier, quoteTableName } from '../identifier.ts'

/** What MySQL and MariaDB take of a name, in characters. */
const longest = 64

/**
 * A name in backticks. Throws `InvalidIdentifierError` for an empty one, a NUL, more than 64 characters, and for
 * what the server would refuse or change: a space at the end, characters beyond U+FFFF.
 */
export function identifier(name: string): string {
  quoteIdentifier(name)
  const length = [...name].length
  if (length > longest) {
    throw new InvalidIdentifierError(
      `The name ${JSON.stringify(name)} has ${length} characters: MySQL takes ${longest}`,
      `Choose a name of at most ${longest} characters.`,
    )
  }
  if (/[\u{10000}-\u{10ffff}]/u.test(name)) {
    throw new InvalidIdentifierError(
      `The name ${JSON.stringify(name)} has a character beyond U+FFFF in it: MySQL's names can't hold it`,
      'Choose a name without it: emoji are among them.',
    )
  }
  if (name.endsWith(' ')) {
    throw new InvalidIdentifierError(
      `The name ${JSON.stringify(name)} ends in a space, which MySQL refuses`,
      'Take the space away.',
    )
  }
  return `\`${name.replaceAll('`', '``')}\``
}

/** A table's name in backticks, with its database. */
export function tableName(table: TableName): string {
  return quoteTableName(table, identifier)
}

/** MySQL's statements: every hole is quoted, or says that it is SQL. */
export const ddl = createDdl(identifier)
