import type { ColumnType } from '../../src/schema/column-type.ts'
import type { DialectName } from '../../src/schema/dialect-name.ts'
import { type Sql, type SqlValue, sql } from '../../src/schema/values.ts'
import { isComposite, isDomain } from './domains.ts'

/** What can be said of the values of a column, whatever its exact type. */
export type Family = 'number' | 'text' | 'flag' | 'moment' | 'enum' | 'range' | 'other'

/** A type with what fits it. */
export interface Kind {
  readonly type: ColumnType
  readonly family: Family
  readonly defaults: readonly (SqlValue | Sql)[]
  /** The value of a row, as SQL: the same number gives equal values in all kinds that a foreign key may join. */
  readonly value: (row: number) => string
  /** It may stand in a key or an index. */
  readonly keyable: boolean
  /** Types of one group turn into each other, both ways, without losing these values. */
  readonly group?: string
}

const text = (row: number) => `'v${row}'`
const whole = (row: number) => String(row)
const half = (row: number) => `${row}.5`
const day = (row: number) => `'2024-01-0${row}'`
const moment = (row: number) => `'2024-01-0${row} 10:20:30'`
const uuid = (row: number) => `'00000000-0000-4000-8000-00000000000${row}'`

function kind(
  type: ColumnType,
  family: Family,
  value: Kind['value'],
  defaults: Kind['defaults'],
  more: Partial<Kind> = {},
): Kind {
  return { type, family, value, defaults, keyable: true, ...more }
}

const counted = { group: 'number' }
const lettered = { group: 'text' }

const common: readonly Kind[] = [
  kind({ type: 'smallint' }, 'number', whole, [0, 7, sql`1 + 2`], counted),
  kind({ type: 'integer' }, 'number', whole, [0, 42, -3, sql`(5 * 2)`], counted),
  kind({ type: 'bigint' }, 'number', whole, [1, 2n ** 40n], counted),
  kind({ type: 'numeric', precision: 10, scale: 2 }, 'number', whole, [0, 12.5], counted),
  kind({ type: 'numeric', precision: 12, scale: 4 }, 'number', whole, [1.25], counted),
  kind({ type: 'double' }, 'number', half, [0.5, 3], { keyable: false, group: 'float' }),
  kind({ type: 'real' }, 'number', half, [1.5], { keyable: false, group: 'float' }),
  kind({ type: 'boolean' }, 'flag', (row) => (row % 2 === 0 ? 'false' : 'true'), [true, false], {
    keyable: false,
  }),
  kind({ type: 'varchar', length: 20 }, 'text', text, ['', 'none', "it's", 'a;b'], lettered),
  kind({ type: 'varchar', length: 60 }, 'text', text, ['x', 'two words'], lettered),
  kind({ type: 'char', length: 5 }, 'text', (row) => `'c${row}'`, ['abc'], lettered),
  kind({ type: 'date' }, 'moment', day, ['2020-02-29'], { group: 'moment' }),
  kind(
    { type: 'timestamp', precision: 3 },
    'moment',
    moment,
    [sql`CURRENT_TIMESTAMP`, '2020-01-01 00:00:00'],
    {
      group: 'moment',
    },
  ),
  kind({ type: 'time', precision: 0 }, 'other', () => "'10:20:30'", ['08:00:00'], { keyable: false }),
  kind({ type: 'uuid' }, 'other', uuid, []),
]

const postgres: readonly Kind[] = [
  kind({ type: 'text' }, 'text', text, ['', 'a "quoted" \\ text', sql`upper('x')`], lettered),
  kind({ type: 'varchar' }, 'text', text, ['any'], lettered),
  kind({ type: 'numeric' }, 'number', whole, [0], counted),
  kind({ type: 'timestamp', withTimeZone: true }, 'moment', moment, [sql`now()`], { group: 'moment' }),
  kind({ type: 'timestamp' }, 'moment', moment, [sql`now()`], { group: 'moment' }),
  kind({ type: 'time', withTimeZone: true }, 'other', () => "'10:20:30+00'", [], { keyable: false }),
  kind({ type: 'interval' }, 'other', () => "'1 day'", [sql`'1 day'::interval`], { keyable: false }),
  kind({ type: 'json' }, 'other', (row) => `'{"a":${row}}'`, [sql`'{}'`], { keyable: false, group: 'json' }),
  kind({ type: 'jsonb' }, 'other', (row) => `'{"a":${row}}'`, [{ a: [1, 'x'] }, sql`'{}'::jsonb`], {
    keyable: false,
    group: 'json',
  }),
  kind({ type: 'binary' }, 'other', (row) => `'\\x0${row}'`, [new Uint8Array([1, 2])], { keyable: false }),
  kind({ type: 'array', of: { type: 'text' } }, 'other', (row) => `ARRAY['a${row}']`, [sql`'{}'::text[]`], {
    keyable: false,
  }),
  kind({ type: 'array', of: { type: 'integer' } }, 'other', (row) => `ARRAY[${row}]`, [[1, 2]], {
    keyable: false,
  }),
  kind({ type: 'raw', sql: 'inet' }, 'other', (row) => `'10.0.0.${row}'`, ['127.0.0.1']),
  kind({ type: 'raw', sql: 'int4range' }, 'range', (row) => `'[${row},${row + 1})'`, [], { keyable: false }),
  kind({ type: 'raw', sql: 'tsvector' }, 'other', (row) => `'word${row}'`, [], { keyable: false }),
  kind({ type: 'raw', sql: 'bit(3)' }, 'other', () => "B'101'", [sql`B'000'`], { keyable: false }),
]

const sqlite: readonly Kind[] = [
  kind({ type: 'text' }, 'text', text, ['', 'a "quoted" \\ text', sql`(upper('x'))`], lettered),
  kind({ type: 'json' }, 'other', (row) => `'{"a":${row}}'`, [{ a: 1 }], { keyable: false }),
  kind({ type: 'binary' }, 'other', (row) => `X'0${row}'`, [new Uint8Array([1, 2])], { keyable: false }),
  kind({ type: 'timestamp', withTimeZone: true }, 'moment', moment, [sql`(datetime('now'))`], {
    group: 'moment',
  }),
  kind({ type: 'raw', sql: 'VARCHAR2(10)' }, 'text', text, ['x']),
  kind({ type: 'raw', sql: '' }, 'other', whole, [1]),
]

const mysql: readonly Kind[] = [
  kind({ type: 'text' }, 'text', text, ['', 'some'], { keyable: false, group: 'text' }),
  kind({ type: 'json' }, 'other', (row) => `'{"a":${row}}'`, [{ a: 1 }], { keyable: false }),
  kind({ type: 'binary' }, 'other', (row) => `X'0${row}'`, [], { keyable: false }),
  kind({ type: 'binary', length: 16 }, 'other', (row) => `X'0${row}'`, []),
  kind({ type: 'timestamp', withTimeZone: true, precision: 0 }, 'moment', moment, [sql`now()`], {
    group: 'moment',
  }),
  kind({ type: 'raw', sql: 'bigint unsigned' }, 'number', whole, [3], counted),
  kind({ type: 'raw', sql: 'mediumint' }, 'number', whole, [3], counted),
  kind({ type: 'raw', sql: 'longtext' }, 'text', text, [], { keyable: false, group: 'text' }),
  kind({ type: 'raw', sql: 'year' }, 'other', (row) => String(2000 + row), [2020], { keyable: false }),
  kind({ type: 'raw', sql: "set('a','b')" }, 'other', () => "'a'", ['a,b'], { keyable: false }),
]

const own = { postgres, sqlite, mysql } as const

/** The kinds of columns that a database has, but for enums, which a schema declares. */
export function kindsOf(dialect: DialectName): readonly Kind[] {
  return [...common, ...own[dialect]]
}

/** The kind of an enum's columns. */
export function enumKind(type: Extract<ColumnType, { type: 'enum' }>): Kind {
  const [first = ''] = type.values
  return kind(type, 'enum', () => `'${first.replaceAll("'", "''")}'`, [first], { keyable: false })
}

/** The kind that a type is of; a type that no list has is one of which nothing is known. */
export function kindOf(type: ColumnType, dialect: DialectName): Kind {
  if (type.type === 'enum') return enumKind(type)
  const of = type.type === 'array' ? type.of : undefined
  if (of?.type === 'enum') {
    const one = enumKind(of).value
    return kind(type, 'other', (row) => `ARRAY[${one(row)}]::${listName(of)}`, [], { keyable: false })
  }
  // Its checks and its default are its own.
  if (isDomain(type)) return kind(type, 'number', whole, [])
  if (isComposite(type)) return kind(type, 'other', () => 'NULL', [], { keyable: false })
  const written = JSON.stringify(type)
  const found = kindsOf(dialect).find((one) => JSON.stringify(one.type) === written)
  if (found === undefined) throw new Error(`no kind of columns has the type ${written}`)
  return found
}

/** What PostgreSQL calls a list of an enum's values. */
function listName({ name = '', schema }: Extract<ColumnType, { type: 'enum' }>): string {
  return `${schema === undefined ? '' : `"${schema}".`}"${name}"[]`
}

const strictTypes: readonly ColumnType['type'][] = ['integer', 'text', 'binary']

/** Whether a strict table of SQLite may have the column. */
export function fitsStrict({ type }: { readonly type: ColumnType }): boolean {
  return strictTypes.includes(type.type)
}
