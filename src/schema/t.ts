import { ColumnBuilder } from './column-builder.ts'
import type { ColumnType } from './column-type.ts'
import { DefinitionError } from './errors.ts'
import { nameOf, sqlText } from './names.ts'
import type { DeclaredEnum } from './objects.ts'
import { isOn, knownOptions } from './options.ts'
import { enumLabels, wholeNumber } from './type-arguments.ts'
import type { Json, Sql, SqlValue } from './values.ts'

export interface TimeOptions {
  readonly withTimeZone?: boolean
  /** Digits after the second's point, 0 to 6. */
  readonly precision?: number
}

export interface IntervalOptions {
  /** What is kept, in PostgreSQL's words: `'year to month'`. */
  readonly fields?: string
  readonly precision?: number
}

export interface EnumOptions {
  /** The name of a type of its own. Without it the column is text with a check on its values. */
  readonly name?: string
  readonly schema?: string
}

// Its type is written out for the declarations, where TypeScript before 5.7 can't read what it would infer.
const binaryOf = ofLength<Uint8Array>('binary')

/**
 * The types of columns. Each gives a `ColumnBuilder`: a nullable column without a default, until told otherwise.
 * Lengths are in characters (bytes for `binary`), precisions in digits; impossible ones throw `DefinitionError`.
 */
export const t = Object.freeze({
  smallint: always<number>({ type: 'smallint' }),
  integer: always<number>({ type: 'integer' }),
  /** 64 bits: more than a JavaScript number holds exactly, so drivers may give text or bigint. */
  bigint: always<bigint | number | string>({ type: 'bigint' }),
  /** Exact decimals; as text where a number would lose digits. */
  numeric: (precision?: number, scale?: number) =>
    column<number | bigint | string>({
      type: 'numeric',
      ...(precision === undefined
        ? {}
        : { precision: wholeNumber(precision, 'The precision of numeric', 1) }),
      ...(scale === undefined ? {} : { scale: scaleOf(scale, precision) }),
    }),
  real: always<number>({ type: 'real' }),
  double: always<number>({ type: 'double' }),
  boolean: always<boolean>({ type: 'boolean' }),
  varchar: ofLength<string>('varchar'),
  char: ofLength<string>('char'),
  text: always<string>({ type: 'text' }),
  date: always<Date | string>({ type: 'date' }),
  time: (options: TimeOptions = {}) => column<string>({ type: 'time', ...clock(options, 'time') }),
  timetz: (precision?: number) =>
    column<string>({ type: 'time', ...clock({ withTimeZone: true, ...given(precision) }, 'timetz') }),
  timestamp: (options: TimeOptions = {}) =>
    column<Date | string>({ type: 'timestamp', ...clock(options, 'timestamp') }),
  timestamptz: (precision?: number) =>
    column<Date | string>({
      type: 'timestamp',
      ...clock({ withTimeZone: true, ...given(precision) }, 'timestamptz'),
    }),
  interval: (options: IntervalOptions = {}) =>
    column<string>({
      type: 'interval',
      ...intervalFields(options),
      ...(options.precision === undefined
        ? {}
        : { precision: secondsPrecision(options.precision, 'interval') }),
    }),
  uuid: always<string>({ type: 'uuid' }),
  json: always<Json>({ type: 'json' }),
  jsonb: always<Json>({ type: 'jsonb' }),
  /** Bytes. The length is a limit on SQLite only: PostgreSQL's bytea has none. */
  binary: (length?: number): ColumnBuilder<Uint8Array> => binaryOf(length),
  /** One of some texts, or of a declared `enumType`. With a name it is a type of its own on PostgreSQL. */
  enum: <const Label extends string>(
    values: readonly Label[] | DeclaredEnum<Label>,
    options: EnumOptions = {},
  ) => column<Label>(enumOf(values, options)),
  /** A list of such values: `t.array(t.text())`, the same as `t.text().array()`. PostgreSQL. */
  array: <Row>(of: ColumnBuilder<Row, boolean, boolean>) => of.array() as ColumnBuilder<Row[]>,
  /** A type in the database's own words: `t.raw('tsvector')`. SQLite takes a column without any: `t.raw('')`. */
  raw: (type: string | Sql) =>
    column<SqlValue>({ type: 'raw', sql: type === '' ? '' : sqlText(type, 'A type') }),
})

function column<Row>(type: ColumnType): ColumnBuilder<Row> {
  return new ColumnBuilder<Row>({ type, nullable: true, constraints: [] })
}

/** A builder changes no more once it is made: one does for all columns of the type. */
function always<Row>(type: ColumnType): () => ColumnBuilder<Row> {
  const builder = column<Row>(type)
  return () => builder
}

function ofLength<Row>(type: 'varchar' | 'char' | 'binary'): (length?: number) => ColumnBuilder<Row> {
  const builders = new Map<number | undefined, ColumnBuilder<Row>>()
  return (length) => {
    const known = builders.get(length)
    if (known !== undefined) return known
    const builder = column<Row>({ type, ...sized(length, type) })
    builders.set(length, builder)
    return builder
  }
}

function sized(length: number | undefined, type: string): { readonly length?: number } {
  return length === undefined ? {} : { length: wholeNumber(length, `The length of ${type}`, 1) }
}

function given(precision: number | undefined): { readonly precision?: number } {
  return precision === undefined ? {} : { precision }
}

function clock(
  options: TimeOptions,
  type: string,
): { readonly withTimeZone?: true; readonly precision?: number } {
  if (typeof options !== 'object' || options === null) {
    throw new DefinitionError(
      `t.${type}(${String(options)}) has no meaning`,
      `Write t.${type}({ precision: … }) or t.${type}({ withTimeZone: true }).`,
    )
  }
  knownOptions(`t.${type}`, options, ['withTimeZone', 'precision'])
  return {
    ...(isOn('withTimeZone', options.withTimeZone) ? { withTimeZone: true } : {}),
    ...(options.precision === undefined ? {} : { precision: secondsPrecision(options.precision, type) }),
  }
}

function isDeclaredEnum<Label extends string>(
  values: readonly Label[] | DeclaredEnum<Label>,
): values is DeclaredEnum<Label> {
  return typeof values === 'object' && values !== null && 'type' in values
}

function enumOf<Label extends string>(
  values: readonly Label[] | DeclaredEnum<Label>,
  options: EnumOptions,
): ColumnType {
  if (!isDeclaredEnum(values)) return { type: 'enum', values: enumLabels(values), ...enumName(options) }
  const { name, schema } = values
  return {
    type: 'enum',
    values: values.values,
    ...enumName({ name, ...(schema !== undefined && { schema }) }),
  }
}

function enumName(options: EnumOptions): EnumOptions {
  const { name, schema } = knownOptions('t.enum', options, ['name', 'schema'])
  return {
    ...(name === undefined ? {} : { name: nameOf(name, 'The name of an enum') }),
    ...(schema === undefined ? {} : { schema: nameOf(schema, 'The schema of an enum') }),
  }
}

function intervalFields(options: IntervalOptions): { readonly fields?: string } {
  const { fields } = knownOptions('t.interval', options, ['fields', 'precision'])
  return fields === undefined ? {} : { fields: fieldsOf(fields) }
}

function secondsPrecision(precision: number, type: string): number {
  if (Number.isInteger(precision) && precision >= 0 && precision <= 6) return precision
  throw new DefinitionError(`The precision of ${type} is ${String(precision)}`, 'Give 0 to 6 digits.')
}

function scaleOf(scale: number, precision: number | undefined): number {
  if (precision === undefined) {
    throw new DefinitionError('numeric has a scale and no precision', 'Write t.numeric(precision, scale).')
  }
  return wholeNumber(scale, 'The scale of numeric', 0)
}

function fieldsOf(fields: string): string {
  const lower = nameOf(fields, 'The fields of an interval').trim().toLowerCase()
  if (/^(year|month|day|hour|minute|second)( to (month|hour|minute|second))?$/.test(lower)) return lower
  throw new DefinitionError(
    `An interval has no fields ${JSON.stringify(fields)}`,
    "Write them as PostgreSQL does: 'year to month', 'day to second'.",
  )
}
