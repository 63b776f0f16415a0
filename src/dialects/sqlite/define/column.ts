import type { ColumnType } from '../../../schema/column-type.ts'
import type { Column, ConflictAction, GeneratedColumn, Identity, SqliteKey } from '../../../schema/model.ts'
import { isSql, type Sql, type SqlValue } from '../../../schema/values.ts'
import { expression } from '../../ddl.ts'
import { UnsupportedOperationError } from '../../errors.ts'
import { quoteIdentifier } from '../../identifier.ts'
import type { ColumnClause, ColumnDefinition, ConstraintClause, DefaultClause } from '../definition.ts'
import { writeEnumCheck } from '../enum-check.ts'
import { literal } from '../literal.ts'
import { includesName, isMark, type Token, tokenize } from '../tokenize.ts'
import { declaredType, isIntegerType } from '../types.ts'
import { conflictText } from './constraint.ts'

/** What the table around a column decides about it. */
export interface ColumnPlace {
  readonly strict: boolean
  /** The column is in the primary key, or is all of it. Absent: neither. */
  readonly key?: 'part' | 'whole'
  /** The name of the primary key, which an AUTOINCREMENT column carries itself. */
  readonly keyName?: string
  /** What only SQLite has in that key. */
  readonly keyDetails?: SqliteKey
}

/**
 * A column as SQLite defines it. Comments have no place in SQLite and are left out. The columns of a primary key are
 * NOT NULL as the standard has it; a whole number that alone is the key is INTEGER, and so the table's rowid; one that
 * the database numbers is AUTOINCREMENT, which never refuses a number given by hand. An enum carries its check.
 */
export function defineColumn(column: Column, place: ColumnPlace): ColumnDefinition {
  const whole = place.key === 'whole' && isIntegerType(column.type)
  const type = whole ? 'INTEGER' : declaredType(column.type, place.strict)
  const clauses: ColumnClause[] = []
  if (!column.nullable || isNotNullKey(column, place)) clauses.push(defineNotNull(column.sqlite?.onNull))
  if (column.identity !== undefined) clauses.push(autoincrement(column, column.identity, place))
  if (column.default !== undefined) clauses.push(defineDefault(column.default))
  if (column.collation !== undefined) {
    clauses.push(defineCollation(column.collation))
  }
  if (column.generated !== undefined) clauses.push(defineGenerated(column.generated))
  return { name: column.name, type, clauses: [...clauses, ...enumCheck(column.name, column.type)] }
}

function isNotNullKey({ name }: Column, { key, keyDetails }: ColumnPlace): boolean {
  return key !== undefined && !includesName(keyDetails?.nullable, name)
}

/** NOT NULL, and what becomes of a row that breaks it. */
export function defineNotNull(onConflict: ConflictAction | undefined): ColumnClause {
  const text = `NOT NULL${conflictText(onConflict)}`
  return { kind: 'notNull', text, ...(onConflict !== undefined && { onConflict }) }
}

/** COLLATE and the name of a collation. */
export function defineCollation(collation: string): ColumnClause {
  return { kind: 'collate', collation, text: `COLLATE ${quoteIdentifier(collation)}` }
}

/** GENERATED ALWAYS AS and the expression. */
export function defineGenerated(generated: GeneratedColumn): ColumnClause {
  const text = `GENERATED ALWAYS AS (${expression(generated.expression).sql}) ${generated.stored ? 'STORED' : 'VIRTUAL'}`
  return { kind: 'generated', generated, text }
}

/** PRIMARY KEY AUTOINCREMENT. */
export function autoincrement(
  column: Pick<Column, 'name' | 'type'>,
  identity: Identity,
  place: ColumnPlace,
): ConstraintClause {
  if (place.key !== 'whole' || !isIntegerType(column.type)) {
    throw new UnsupportedOperationError(
      'sqlite',
      `numbers rows only in an integer column that alone is the primary key, and "${column.name}" is not`,
      'Make it the primary key of the table, or leave the identity out.',
    )
  }
  if (identity.increment !== undefined && identity.increment !== 1) {
    throw new UnsupportedOperationError(
      'sqlite',
      `always counts by one, and "${column.name}" counts by ${identity.increment}`,
      'Leave the increment out.',
    )
  }
  refuseForeignIdentity(column.name, identity)
  const { keyName, keyDetails } = place
  const name = keyName === undefined ? {} : { name: keyName }
  const details = keyDetails === undefined ? {} : { sqlite: keyDetails }
  return {
    kind: 'constraint',
    ...name,
    constraint: { kind: 'primaryKey', columns: [column.name], ...name, ...details },
    autoincrement: true,
    text: `PRIMARY KEY${conflictText(keyDetails?.onConflict)} AUTOINCREMENT`,
  }
}

function refuseForeignIdentity(column: string, identity: Identity): void {
  const asked = (['minimum', 'maximum', 'cycle'] as const).find((option) => identity[option] !== undefined)
  if (asked === undefined) return
  throw new UnsupportedOperationError(
    'sqlite',
    `numbers rows up to the greatest 64-bit integer and no further, and "${column}" asks for ${asked}`,
    `Leave ${asked} out, or add a check.`,
  )
}

/** The check that makes an enum of a column; none for another type. */
export function enumCheck(column: string, type: ColumnType): readonly ConstraintClause[] {
  if (type.type !== 'enum') return []
  const name = type.name === undefined ? {} : { name: type.name }
  const condition = writeEnumCheck(column, type.values)
  return [
    {
      kind: 'constraint',
      ...name,
      constraint: { kind: 'check', expression: condition, ...name },
      oneOf: type.values,
      text: `CHECK (${condition})`,
    },
  ]
}

/** DEFAULT with a value or an expression; the latter in parentheses unless a literal by itself. */
export function defineDefault(value: SqlValue | Sql): DefaultClause {
  const text = isSql(value) ? expression(value.sql.trim()).sql : literal(value)
  const written = isLiteral(text) || isCurrent(text) ? text : `(${text})`
  return { kind: 'default', value: written, text: `DEFAULT ${written}` }
}

/** Whether ADD COLUMN takes the default: it wants one that is the same for every row, and sees only literals. */
export function isConstantDefault(clause: DefaultClause): boolean {
  return isLiteral(clause.value)
}

function isLiteral(text: string): boolean {
  const tokens = tokenize(text)
  const signed = isMark(tokens[0], '-') || isMark(tokens[0], '+')
  const [token, ...more] = signed ? tokens.slice(1) : tokens
  if (token === undefined || more.length > 0) return false
  return token.kind === 'number' || (!signed && isPlainLiteral(token))
}

function isPlainLiteral(token: Token): boolean {
  const constants = ['NULL', 'TRUE', 'FALSE']
  return token.kind === 'string' || token.kind === 'blob' || constants.includes(token.text.toUpperCase())
}

function isCurrent(text: string): boolean {
  return /^CURRENT_(TIMESTAMP|DATE|TIME)$/i.test(text)
}
