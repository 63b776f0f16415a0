import { ColumnBuilder, type ColumnConstraint } from '../../schema/column-builder.ts'
import { defineTable, type TableDefinition } from '../../schema/define-table.ts'
import type { Constraint, Table } from '../../schema/model.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import { isSame } from '../../schema/same.ts'
import { sortTable } from '../../schema/snapshot.ts'
import { renderArgument } from './argument.ts'
import { standsOn } from './column.ts'
import { type ColumnCode, renderConstraint, renderIndex } from './constraint.ts'
import { declaredCall } from './declared-call.ts'
import { type Code, call, list, name, record } from './layout.ts'
import { holds } from './made-by-call.ts'
import { columnOf, renderColumns } from './table.ts'
import type { EnumVariable } from './type.ts'
import { data, keepsPlace, keyOf, text } from './value.ts'

/** A declaration as code, and what a reader should know of it. */
export interface RenderedDeclaration {
  readonly code: Code
  readonly note?: string
}

const asData = 'No builder makes it: it stands as data.'

/** `table(…)`; the same as data, where no builder makes the very same. */
export function renderDeclaredTable(
  definition: TableDefinition,
  enumVariable: EnumVariable,
): RenderedDeclaration {
  const code = renderCall(definition, enumVariable)
  if (code !== undefined) return { code }
  const declared = { type: 'table', ...definition.table.table, definition }
  return { code: call('Object.freeze', [data(declared)]), note: asData }
}

/** The builder's call for an object; the same as data, where no builder makes the very same. */
export function renderDeclaredObject(object: SchemaObject, enumVariable: EnumVariable): RenderedDeclaration {
  const called = declaredCall(object)
  const args = called?.args.map((arg) => renderArgument(arg, { enumVariable })) ?? []
  const known = args.filter((arg) => arg !== undefined)
  if (called === undefined || known.length < args.length) {
    return { code: call('Object.freeze', [data(object)]), note: asData }
  }
  const code = call(name(called.builder), known)
  if (object.type !== 'other') return { code }
  return { code, note: 'tsmig has no builder for it: the statements stand as they are.' }
}

function renderCall({ table, indexes }: TableDefinition, enumVariable: EnumVariable): Code | undefined {
  const { table: named, columns: _, constraints: __, ...settings } = table
  const { on, beside } = placeConstraints(table)
  if (!isDefined({ table, indexes }, on, beside)) return undefined
  // Columns of a key say that they are not null: the types of rows know nothing of what stands beside them.
  const columns = renderColumns(table, on, [], enumVariable)
  const column = columnNames(table)
  const parts = [
    ...beside.map((constraint) => renderConstraint(constraint, column.code)),
    ...indexes.map((index) => renderIndex(index, { column: column.code })),
  ]
  const known = parts.filter((part) => part !== undefined)
  if (columns === undefined || known.length < parts.length) return undefined
  const { name: called, schema } = named
  const options = Object.entries({ schema, ...settings }).filter(([, value]) => value !== undefined)
  const inside = list(known, { broken: true })
  return call(name('table'), [
    text(called),
    columns,
    ...(known.length > 0 ? [column.used() ? ['(c) => ', inside] : inside] : []),
    ...(known.length === 0 && options.length > 0 ? ['[]'] : []),
    ...(options.length > 0 ? [record(options.map(([key, value]) => [keyOf(key), data(value)]))] : []),
  ])
}

/** Names of columns as `c.name`: a misspelt one doesn't compile. Those of other tables, and odd ones, are text. */
function columnNames({ columns }: Table): { readonly code: ColumnCode; used(): boolean } {
  const own = new Set(columns.map(({ name }) => name))
  const isRecord = columns.every(({ name }) => keepsPlace(name))
  let isUsed = false
  return {
    code: (column) => {
      if (!isRecord || !own.has(column)) return text(column)
      isUsed = true
      return keyOf(column) === column ? `c.${column}` : `c[${text(column)}]`
    },
    used: () => isUsed,
  }
}

/**
 * Which constraints are written on their columns: all that can be. Their order doesn't matter, as a snapshot sorts
 * them.
 */
function placeConstraints({ columns, constraints }: Table): {
  readonly on: ReadonlyMap<string, readonly Constraint[]>
  readonly beside: readonly Constraint[]
} {
  const on = new Map<string, Constraint[]>()
  const beside: Constraint[] = []
  for (const constraint of constraints) {
    const column = 'columns' in constraint ? constraint.columns[0] : columnOf(constraint, columns)
    const isOwn = columns.some(({ name }) => name === column)
    if (column === undefined || !isOwn || !standsOn(constraint, column)) beside.push(constraint)
    else on.set(column, [...(on.get(column) ?? []), constraint])
  }
  return { on, beside }
}

/** Whether `table(…)` makes this very table, and refuses nothing of it. */
function isDefined(
  definition: TableDefinition,
  on: ReadonlyMap<string, readonly Constraint[]>,
  beside: readonly Constraint[],
): boolean {
  const { table, indexes } = definition
  const { table: named, columns, constraints: _, ...settings } = table
  const builders = columns.map(({ name: column, ...parts }) => {
    const constraints = (on.get(column) ?? []).map(withoutColumns)
    return [column, new ColumnBuilder({ ...parts, constraints })] as const
  })
  const parts = [...beside, ...indexes.map((index) => ({ kind: 'index' as const, ...index }))]
  return holds(() => {
    const made = defineTable(named, builders, parts, settings)
    return isSame(plain(sortTable(made)), plain(sortTable(definition)))
  })
}

function withoutColumns(constraint: Constraint): ColumnConstraint {
  if (!('columns' in constraint)) return constraint as ColumnConstraint
  const { columns: _, ...rest } = constraint
  return rest as ColumnConstraint
}

function plain({ table, indexes }: TableDefinition): unknown {
  return { ...table, table: { ...table.table }, indexes }
}
