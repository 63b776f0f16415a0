import type { ColumnType } from '../../schema/column-type.ts'
import type { EnumType } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { join, raw } from '../ddl.ts'
import type { Statement } from '../dialect.ts'
import { UnsupportedOperationError } from '../errors.ts'
import { dollarQuoted } from './dollar-quote.ts'
import { ddl, tableName } from './identifier.ts'
import { quoted } from './literal.ts'

/**
 * A column's type in PostgreSQL's words. An enum that has a name is a type of its own, made by whoever uses it
 * first; one without is text, and its column has a check.
 */
export function typeText(type: ColumnType): string {
  switch (type.type) {
    case 'double':
      return 'double precision'
    case 'numeric': {
      const { precision, scale } = type
      if (precision === undefined) return 'numeric'
      return scale === undefined ? `numeric(${precision})` : `numeric(${precision}, ${scale})`
    }
    case 'varchar':
    case 'char':
      return sized(type.type, type.length)
    case 'binary':
      return 'bytea'
    case 'time':
    case 'timestamp':
      return `${sized(type.type, type.precision)} ${type.withTimeZone === true ? 'with' : 'without'} time zone`
    case 'interval':
      return intervalText(type.fields, type.precision)
    case 'enum':
      return type.name === undefined ? 'text' : enumName(type).sql
    case 'array':
      return `${typeText(type.of)}[]`
    case 'raw':
      return type.sql
    default:
      return type.type
  }
}

/** The condition that keeps a column to the values of its enum, where that is not a type of its own. */
export function enumCheck(column: string, type: ColumnType): Sql | undefined {
  const values = plainEnum(type)
  if (values === undefined) return undefined
  const list = raw(values.map(quoted).join(', '))
  return type.type === 'array'
    ? ddl`CHECK (${column} <@ ARRAY[${list}]::text[])`
    : ddl`CHECK (${column} IN (${list}))`
}

/** The values of an enum without a name, or of a list of such. */
export function plainEnum(type: ColumnType | undefined): readonly string[] | undefined {
  const inner = type?.type === 'array' ? type.of : type
  return inner?.type === 'enum' && inner.name === undefined ? inner.values : undefined
}

/**
 * Makes the type of an enum that has a name, where it isn't there yet: several tables may share one, and a type
 * outlives the table it was made for. One that is there with other values is an error, not a surprise.
 */
export function createEnum(type: ColumnType): Statement | undefined {
  const inner = type.type === 'array' ? type.of : type
  if (inner.type !== 'enum' || inner.name === undefined) return undefined
  const name = enumName(inner)
  const labels = raw(inner.values.map(quoted).join(', '))
  const reg = raw(quoted(name.sql))
  const body = ddl`BEGIN
  IF to_regtype(${reg}) IS NULL THEN
    CREATE TYPE ${name} AS ENUM (${labels});
  ELSIF ARRAY(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = to_regtype(${reg}) ORDER BY enumsortorder)
      <> ARRAY[${labels}]::text[] THEN
    RAISE EXCEPTION 'type % exists with other values', ${reg} USING ERRCODE = 'duplicate_object';
  END IF;
END`
  return {
    sql: `DO ${dollarQuoted(`\n${body.sql}\n`)}`,
    makes: { type: typeKey(name, labels), unlessThere: true },
  }
}

export function createEnumType(type: EnumType): Statement {
  const [name, labels] = [enumName(type), raw(type.values.map(quoted).join(', '))]
  const { sql } = ddl`CREATE TYPE ${name} AS ENUM (${labels})`
  return { sql, makes: { type: typeKey(name, labels) } }
}

function typeKey(name: Sql, labels: Sql): string {
  return `${name.sql} (${labels.sql})`
}

/** The enum types that columns need, each once, in the order of the columns. */
export function createEnums(types: readonly ColumnType[]): readonly Statement[] {
  const made = new Map<string, Statement>()
  for (const type of types) {
    const statement = createEnum(type)
    if (statement !== undefined) made.set(statement.sql, statement)
  }
  return [...made.values()]
}

function enumName(type: { readonly name?: string; readonly schema?: string }): Sql {
  const { name = '', schema } = type
  return raw(tableName({ name, ...(schema === undefined ? {} : { schema }) }))
}

function intervalText(fields: string | undefined, precision: number | undefined): string {
  if (precision !== undefined && fields !== undefined && !fields.endsWith('second')) {
    throw new UnsupportedOperationError(
      'postgres',
      `has no precision for an interval of ${fields}`,
      'Leave the precision out, or let the fields end in seconds.',
    )
  }
  const digits = precision === undefined ? '' : `(${precision})`
  return join([raw('interval'), raw(fields ?? '')], ' ').sql + digits
}

function sized(type: string, size: number | undefined): string {
  return size === undefined ? type : `${type}(${size})`
}
