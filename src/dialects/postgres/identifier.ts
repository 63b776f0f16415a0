import type { TableName } from '../../schema/model.ts'
import { createDdl } from '../ddl.ts'
import { InvalidIdentifierError } from '../errors.ts'
import { quoteIdentifier, quoteTableName } from '../identifier.ts'

/** NAMEDATALEN less one: what PostgreSQL keeps of a name. The rest it would cut off with no more than a notice. */
const longest = 63

/** A name in quotes. Throws `InvalidIdentifierError` for an empty one, a NUL, and more than 63 bytes. */
export function identifier(name: string): string {
  const bytes = Buffer.byteLength(name)
  if (bytes <= longest) return quoteIdentifier(name)
  throw new InvalidIdentifierError(
    `The name ${JSON.stringify(name)} has ${bytes} bytes: PostgreSQL keeps ${longest}, and would cut it`,
    `Choose a name of at most ${longest} bytes.`,
  )
}

/** A table's name in quotes, with its schema. */
export function tableName(table: TableName): string {
  return quoteTableName(table, identifier)
}

/** PostgreSQL's statements: every hole is quoted, or says that it is SQL. */
export const ddl = createDdl(identifier)
