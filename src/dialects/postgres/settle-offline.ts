import type { ColumnType } from '../../schema/column-type.ts'
import { withDefaultNames } from '../../schema/default-names.ts'
import type { Column, Constraint, Index } from '../../schema/model.ts'
import type { SchemaSnapshot } from '../../schema/snapshot.ts'
import { isSql } from '../../schema/values.ts'
import { withoutParentheses } from './introspect/text.ts'
import { columnTypeOf } from './introspect/types.ts'
import { withoutUsualParts } from './settle/usual-parts.ts'

/**
 * The declared schema in a spelling that is nearer to the server's, without a server: constraints get the names that
 * it would give them, type synonyms its own words, expressions lose outer parentheses and spaces at their ends. What
 * it would rewrite beyond that (casts, `IN` lists, `now()`) differs in text, and counts as different.
 */
export function settleOffline(snapshot: SchemaSnapshot): SchemaSnapshot {
  return {
    ...snapshot,
    tables: snapshot.tables.map(({ table, indexes }) => {
      const named = withDefaultNames(table)
      return {
        table: {
          ...named,
          columns: named.columns.map(settleColumn),
          constraints: named.constraints.map(settleConstraint),
        },
        indexes: indexes.map(settleIndex),
      }
    }),
  }
}

function settleColumn(column: Column): Column {
  const { default: value, generated } = column
  return {
    ...column,
    type: settleType(column.type),
    ...(isSql(value) && { default: { sql: bare(value.sql) } }),
    ...(generated !== undefined && { generated: { ...generated, expression: bare(generated.expression) } }),
  }
}

function settleConstraint(declared: Constraint): Constraint {
  const constraint = withoutUsualParts(declared)
  if (constraint.kind === 'check') return { ...constraint, expression: bare(constraint.expression) }
  if (constraint.kind !== 'exclude' || constraint.where === undefined) return constraint
  return { ...constraint, where: bare(constraint.where) }
}

function settleIndex(index: Index): Index {
  return {
    ...index,
    keys: index.keys.map((key) =>
      key.expression === undefined ? key : { ...key, expression: bare(key.expression) },
    ),
    ...(index.where !== undefined && { where: bare(index.where) }),
  }
}

function bare(expression: string): string {
  return withoutParentheses(expression.trim()).trim()
}

const synonyms: Readonly<Record<string, string>> = {
  int: 'integer',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  float: 'double precision',
  bool: 'boolean',
  varchar: 'character varying',
  char: 'character',
  bpchar: 'character',
  decimal: 'numeric',
  timestamptz: 'timestamp with time zone',
  timestamp: 'timestamp without time zone',
  timetz: 'time with time zone',
  time: 'time without time zone',
}

/** A type in words of its own as one of the portable types, where it is a synonym of one. */
function settleType(type: ColumnType): ColumnType {
  if (type.type === 'array') return { type: 'array', of: settleType(type.of) }
  if (type.type !== 'raw') return type
  const [, word = '', size = '', rest = '', list = ''] =
    /^\s*([a-z_][\w ]*?)\s*(\([\d\s,]+\))?\s*((?:with|without) time zone)?\s*((?:\[\d*\]\s*)*)$/i.exec(
      type.sql,
    ) ?? []
  const plain = word.toLowerCase().replace(/\s+/g, ' ')
  const name =
    rest === ''
      ? Object.hasOwn(synonyms, plain)
        ? (synonyms[plain] ?? plain)
        : plain
      : `${plain} ${rest.toLowerCase()}`
  const digits = size.replace(/\s+/g, '')
  const [first = '', ...zone] = name.split(/(?= with)/)
  const spelled = `${first}${digits}${zone.join('')}${'[]'.repeat((list.match(/\[/g) ?? []).length)}`
  const settled = columnTypeOf(spelled)
  return word === '' || innermost(settled).type === 'raw' ? type : settled
}

function innermost(type: ColumnType): ColumnType {
  return type.type === 'array' ? innermost(type.of) : type
}
