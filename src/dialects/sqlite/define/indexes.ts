import type { Index, IndexKey, TableName } from '../../../schema/model.ts'
import { expression } from '../../ddl.ts'
import { UnsupportedOperationError } from '../../errors.ts'
import { quoteIdentifier, quoteTableName } from '../../identifier.ts'

/**
 * The CREATE INDEX statement. What only PostgreSQL has (methods but btree, INCLUDE, operator classes, nulls elsewhere
 * than SQLite puts them: first when ascending) is an `UnsupportedOperationError`.
 */
export function createIndexText(table: TableName, index: Index, ifNotExists = false): string {
  refuseForeignOptions(index)
  const name = quoteTableName({ ...table, name: index.name })
  const unique = index.unique ? 'UNIQUE ' : ''
  const where = index.where === undefined ? '' : ` WHERE ${expression(index.where).sql}`
  const keys = index.keys.map((key) => keyText(index, key)).join(', ')
  const guard = ifNotExists ? 'IF NOT EXISTS ' : ''
  return `CREATE ${unique}INDEX ${guard}${name} ON ${quoteIdentifier(table.name)} (${keys})${where}`
}

function refuseForeignOptions(index: Index): void {
  if (index.method !== undefined && index.method !== 'btree') {
    throw unsupported(index, `no index method "${index.method}"`, 'Leave the method out.')
  }
  if (index.include !== undefined && index.include.length > 0) {
    throw unsupported(
      index,
      'no INCLUDE columns in an index',
      'Leave include out, or add the columns to the keys.',
    )
  }
  if (index.nullsNotDistinct) {
    throw unsupported(
      index,
      'no NULLS NOT DISTINCT',
      "Leave it out; a key such as coalesce(a, '') comes near.",
    )
  }
  if (index.storage !== undefined && Object.keys(index.storage).length > 0) {
    throw unsupported(index, 'no storage parameters', 'Leave storage out.')
  }
  if (index.tablespace !== undefined) {
    throw unsupported(index, 'no tablespaces', 'Leave tablespace out.')
  }
}

function keyText(index: Index, key: IndexKey): string {
  if (key.operatorClass !== undefined) {
    throw unsupported(index, `no operator class "${key.operatorClass}"`, 'Leave the operator class out.')
  }
  if (key.nulls !== undefined && (key.nulls === 'first') !== (key.order !== 'desc')) {
    throw unsupported(
      index,
      `no NULLS ${key.nulls.toUpperCase()} for this order of an index key`,
      'Leave nulls out: SQLite puts nulls first when ascending, and last when descending.',
    )
  }
  const subject =
    key.column === undefined ? `(${expression(key.expression ?? '').sql})` : quoteIdentifier(key.column)
  const collation = key.collation === undefined ? '' : ` COLLATE ${quoteIdentifier(key.collation)}`
  return `${subject}${collation}${key.order === undefined ? '' : ` ${key.order.toUpperCase()}`}`
}

function unsupported(index: Index, what: string, hint: string): UnsupportedOperationError {
  return new UnsupportedOperationError('sqlite', `has ${what}, which "${index.name}" asks for`, hint)
}
