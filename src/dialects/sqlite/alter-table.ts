import type { AlterTable, TableChange } from '../../operations/operation.ts'
import type { RebuildOptions } from '../../operations/rebuild-options.ts'
import type { TableName } from '../../schema/model.ts'
import type { Shapes, Statement, TableShape } from '../dialect.ts'
import { UnsupportedOperationError } from '../errors.ts'
import { applyChange } from './alter/apply-change.ts'
import { finishDraft } from './alter/finish-draft.ts'
import { isBlind, nativeChange } from './alter/native-change.ts'
import { rebuild } from './alter/rebuild.ts'
import { createIndexText } from './define/indexes.ts'
import { type Draft, startDraft } from './draft.ts'
import { shapeUnknown } from './shape-errors.ts'

/** The table whose shape the changes make use of; none where they can all be written without it. */
export function alterTableNeeds(operation: AlterTable): readonly TableName[] {
  const blind = !wantsRebuild(operation) && operation.changes.every(isBlind)
  return blind ? [] : [operation.table]
}

/**
 * The changes of one table: by ALTER TABLE where SQLite has a way for all of them, or else by one rebuild.
 * `recreate: 'never'` refuses the rebuild, 'always' wants it.
 */
export function compileAlterTable(operation: AlterTable, shapes: Shapes): readonly Statement[] {
  const { table, changes, recreate, rebuild: told = {} } = operation
  const shape = alterTableNeeds(operation).length === 0 ? undefined : shapeOf(told, shapes(table))
  const drafts = shape === undefined ? undefined : draftsOf(startDraft(shape, told), changes)
  if (!wantsRebuild(operation)) {
    const native = changes.map((change, index) =>
      nativeChange(table, change, drafts?.[index], drafts?.[index + 1]),
    )
    const missing = changes.find((_, index) => native[index] === undefined)
    if (missing === undefined) return native.flatMap((texts) => (texts ?? []).map((sql) => ({ sql })))
    if (recreate === 'never') throw refusal(table, missing)
    if (shape === undefined) throw shapeUnknown(table, titleOf(missing))
  }
  const last = drafts?.at(-1)
  if (shape === undefined || last === undefined) throw shapeUnknown(table, 'recreate it')
  return rebuild(finishDraft(last, told), shape)
}

/** Whether the batch asks for what only a new table can have. */
function wantsRebuild({ recreate, rebuild: told = {}, table }: AlterTable): boolean {
  const { partialReordering, constraints, indexes, strict, withoutRowid } = told
  const asked = [partialReordering, constraints, indexes, strict, withoutRowid]
  if (recreate !== 'never' || asked.every((option) => option === undefined)) {
    return recreate === 'always' || asked.some((option) => option !== undefined)
  }
  throw new UnsupportedOperationError(
    'sqlite',
    `can't give table "${table.name}" another order, options or tableArgs without a rebuild, and recreate is 'never'`,
    "Use recreate: 'auto', or leave partialReordering, tableArgs and tableOptions out.",
  )
}

/** The table as the batch tells it goes before what the database says; triggers and views only the database knows. */
function shapeOf({ copyFrom }: RebuildOptions, found: TableShape | undefined): TableShape | undefined {
  if (copyFrom === undefined) return found
  const { table, indexes } = copyFrom
  const name = { name: table.table.name }
  return {
    table: { ...table, table: found?.table.table ?? table.table },
    indexes: indexes.map((index) => ({ index, sql: createIndexText(name, index) })),
    triggers: found?.triggers ?? [],
    views: found?.views ?? [],
    ...(found?.autoincrement === undefined ? {} : { autoincrement: found.autoincrement }),
  }
}

/** The table before the first change, and after each. */
function draftsOf(start: Draft, changes: readonly TableChange[]): readonly Draft[] {
  const drafts = [start]
  for (const [index, change] of changes.entries()) drafts.push(applyChange(drafts[index] ?? start, change))
  return drafts
}

function refusal(table: TableName, change: TableChange): UnsupportedOperationError {
  return new UnsupportedOperationError(
    'sqlite',
    `can't ${titleOf(change)} in table "${table.name}" without a rebuild, and recreate is 'never'`,
    "Use recreate: 'auto', or make the change by other means.",
  )
}

function titleOf(change: TableChange): string {
  switch (change.kind) {
    case 'addColumn':
      return `add column "${change.column.name}" as it is defined`
    case 'dropColumn':
      return `drop column "${change.column}", which a constraint uses,`
    case 'alterColumn':
      return `alter column "${change.column}"`
    case 'addConstraint':
      return `add a constraint (${change.constraint.name ?? change.constraint.kind})`
    case 'dropConstraint':
      return `drop constraint "${change.name}"`
    case 'createIndex':
      return `create index "${change.index.name}"`
    case 'dropIndex':
      return `drop index "${change.name}"`
    default:
      return change satisfies never
  }
}
