import { isColumnBuilder } from '../../schema/column-builder.ts'
import type { CheckConstraint, ForeignKey, Index } from '../../schema/model.ts'
import { isTaggedSql } from '../../schema/values.ts'
import { type ColumnSurroundings, renderColumn } from './column.ts'
import { renderConstraint, renderIndex } from './constraint.ts'
import { type Code, list, record } from './layout.ts'
import { data, keyOf, sqlOrText } from './value.ts'

/** What a call is given as code: SQL with its tag, a column with its builder, an index with its own; else data. */
export function renderArgument(
  value: unknown,
  surroundings: Pick<ColumnSurroundings, 'enumVariable'> = {},
): Code | undefined {
  if (isTaggedSql(value)) return sqlOrText(value.sql)
  if (isColumnBuilder(value)) {
    const { constraints, ...column } = value.definition
    const checks = constraints.filter((one) => one.kind === 'check')
    return checks.length < constraints.length ? undefined : renderColumn(column, checks, surroundings)
  }
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) {
    return data(value)
  }
  if (isIndex(value)) {
    const { kind: _, ...index } = value
    return renderIndex(index)
  }
  if (isConstraint(value)) return renderConstraint(value)
  if (Array.isArray(value)) {
    return whole(
      value.map((one) => renderArgument(one, surroundings)),
      list,
    )
  }
  const entries = Object.entries(value)
  return whole(
    entries.map(([, part]) => renderArgument(part, surroundings)),
    (parts) => record(parts.map((part, at) => [keyOf(entries[at]?.[0] ?? ''), part])),
  )
}

function isIndex(value: object): value is Index & { readonly kind: 'index' } {
  return 'kind' in value && value.kind === 'index'
}

function isConstraint(value: object): value is CheckConstraint | ForeignKey {
  return 'kind' in value && (value.kind === 'check' || value.kind === 'foreignKey')
}

function whole(
  parts: readonly (Code | undefined)[],
  make: (parts: readonly Code[]) => Code,
): Code | undefined {
  const known = parts.filter((part) => part !== undefined)
  return known.length < parts.length ? undefined : make(known)
}
