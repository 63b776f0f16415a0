import type { ObjectOperation } from '../operations/object-operation.ts'
import { isColumnBuilder } from '../schema/column-builder.ts'
import { isTaggedSql } from '../schema/values.ts'
import { isMadeBy } from './made-by-call.ts'
import { objectCall } from './object-call.ts'
import { renderColumn } from './render-column.ts'
import { type Code, call, list, record } from './render-layout.ts'
import { data, keyOf, sqlText } from './render-value.ts'

/** An operation on an object as the call that makes it; `undefined` where no call makes the very same. */
export function renderObject(operation: ObjectOperation): Code | undefined {
  const called = objectCall(operation)
  if (called === undefined || !isMadeBy(operation, called)) return undefined
  const args = called.args.map(written)
  const known = args.filter((arg) => arg !== undefined)
  return known.length < args.length ? undefined : call(`op.${called.method}`, known)
}

/** A value as code: SQL with its tag, a column with its builder. */
function written(value: unknown): Code | undefined {
  if (isTaggedSql(value)) return sqlText(value.sql)
  if (isColumnBuilder(value)) {
    const { constraints, ...column } = value.definition
    const checks = constraints.filter((one) => one.kind === 'check')
    return checks.length < constraints.length ? undefined : renderColumn(column, checks)
  }
  if (typeof value !== 'object' || value === null) return data(value)
  if (Array.isArray(value)) return whole(value.map(written), list)
  const entries = Object.entries(value)
  return whole(
    entries.map(([, part]) => written(part)),
    (parts) => record(parts.map((part, at) => [keyOf(entries[at]?.[0] ?? ''), part])),
  )
}

function whole(
  parts: readonly (Code | undefined)[],
  make: (parts: readonly Code[]) => Code,
): Code | undefined {
  const known = parts.filter((part) => part !== undefined)
  return known.length < parts.length ? undefined : make(known)
}
