import type { CreateTable, DropTable } from '../../operations/operation.ts'
import { notNullIn } from '../../schema/define-table.ts'
import type { Column, Constraint, Index, Table } from '../../schema/model.ts'
import { isSame } from '../../schema/same.ts'
import { tableOptionsOf } from '../../schema/table-options.ts'
import { renderColumn, standsOn } from './column.ts'
import { renderConstraint, renderIndex } from './constraint.ts'
import { type Code, call, list, record } from './layout.ts'
import { holds } from './made-by-call.ts'
import { code, type Options, optionsFor } from './options.ts'
import type { EnumVariable } from './type.ts'
import { keepsPlace, keyOf, text } from './value.ts'

/** `op.createTable`; `undefined` where it has no words for the table. */
export function renderCreateTable(operation: CreateTable): Code | undefined {
  const { kind: _, table, indexes = [], ...flags } = operation
  const rendered = renderTable(table, indexes)
  if (rendered === undefined) return undefined
  const { columns, parts, settings } = rendered
  const { name, schema } = table.table
  const options = optionsFor('createTable', { schema, ...settings, ...flags })
  if (options === undefined) return undefined
  const third = parts.length > 0 || options.length > 0 ? [list(parts)] : []
  return call('op.createTable', [text(name), columns, ...third, ...options])
}

/** `op.dropTable`, with the table as it was. */
export function renderDropTable({ kind: _, table, was, indexes, ...flags }: DropTable): Code | undefined {
  const rendered = was === undefined ? undefined : renderTable(was, indexes ?? [])
  if (was === undefined ? indexes !== undefined : rendered === undefined) return undefined
  if (was !== undefined && !isSame({ ...was.table }, { ...table })) return undefined
  const former =
    rendered &&
    optionsFor('formerTable', {
      columns: code(rendered.columns),
      ...(rendered.parts.length > 0 && { constraintsAndIndexes: code(list(rendered.parts)) }),
      ...rendered.settings,
    })
  if (rendered !== undefined && former === undefined) return undefined
  const [is] = former ?? []
  const options = optionsFor('dropTable', { schema: table.schema, ...flags, was: is && code(is) })
  return options && call('op.dropTable', [text(table.name), ...options])
}

/** What is said of a table: its columns, what stands beside them, its options. */
function renderTable(table: Table, indexes: readonly Index[]): RenderedTable | undefined {
  const { table: named, columns: _, constraints: __, ...settings } = table
  const { on, beside } = placeConstraints(table)
  const columns = renderColumns(table, on, beside)
  const parts = [...beside.map((one) => renderConstraint(one)), ...indexes.map((index) => renderIndex(index))]
  const known = parts.filter((part) => part !== undefined)
  const isPartition = settings.postgres?.partitionOf !== undefined
  if (columns === undefined || known.length < parts.length || (isPartition && table.columns.length > 0)) {
    return undefined
  }
  if (!holds(() => isSame(tableOptionsOf(named, settings), settings))) return undefined
  return { columns, parts: known, settings }
}

interface RenderedTable {
  readonly columns: Code
  readonly parts: readonly Code[]
  readonly settings: Options
}

/**
 * Which constraints are written on their columns. Those of columns come first in a table, in the order of the
 * columns: as soon as one doesn't, it and what follows stand beside the columns.
 */
function placeConstraints({ columns, constraints }: Table): {
  readonly on: ReadonlyMap<string, readonly Constraint[]>
  readonly beside: readonly Constraint[]
} {
  const on = new Map<string, Constraint[]>()
  let reached = 0
  for (const [at, constraint] of constraints.entries()) {
    const column = 'columns' in constraint ? constraint.columns[0] : columnOf(constraint, columns)
    const place = columns.findIndex((one) => one.name === column)
    if (column === undefined || place < reached || !standsOn(constraint, column)) {
      return { on, beside: constraints.slice(at) }
    }
    on.set(column, [...(on.get(column) ?? []), constraint])
    reached = place
  }
  return { on, beside: [] }
}

/** The column that a check is about, where it names one alone. */
export function columnOf(constraint: Constraint, columns: readonly Column[]): string | undefined {
  if (constraint.kind !== 'check') return undefined
  const words = new Set(constraint.expression.match(/[\p{L}_][\p{L}\p{N}_$]*/gu))
  const [named, ...more] = columns.filter(({ name }) => words.has(name))
  return more.length === 0 ? named?.name : undefined
}

/** The columns as a record, or as a list where a record would put them elsewhere. */
export function renderColumns(
  { columns }: Table,
  on: ReadonlyMap<string, readonly Constraint[]>,
  beside: readonly Constraint[],
  enumVariable?: EnumVariable,
): Code | undefined {
  const keyed = new Set(beside.flatMap(notNullIn))
  const entries: (readonly [string, Code])[] = []
  for (const column of columns) {
    const code = renderColumn(column, on.get(column.name) ?? [], {
      keyed: keyed.has(column.name),
      ...(enumVariable !== undefined && { enumVariable }),
    })
    if (code === undefined) return undefined
    entries.push([column.name, code])
  }
  if (columns.every(({ name }) => keepsPlace(name))) {
    return record(
      entries.map(([name, code]) => [keyOf(name), code]),
      { broken: true },
    )
  }
  return list(entries.map(([name, code]) => list([text(name), code])))
}
