import { type AnyColumn, isColumnBuilder } from '../schema/column-builder.ts'
import { type TableDefinition, type TablePart, tablePartsOf } from '../schema/define-table.ts'
import { deepFreeze } from '../schema/freeze.ts'
import type { TableName } from '../schema/model.ts'
import { checkConvention, conventionalIndexName, type NamingConvention } from '../schema/naming.ts'
import { constraintNamed, type NameRules } from './conventional-names.ts'
import { OperationError } from './errors.ts'
import type { AlterTable } from './operation.ts'
import { knownOptions } from './options.ts'
import type { RebuildOptions } from './rebuild-options.ts'

/** SQLite: what a table that is rebuilt is to be. */
export interface NewTableOptions {
  readonly strict?: boolean
  readonly withoutRowid?: boolean
  /** What it was, so that it can be reversed: `{ strict: true, was: { strict: false } }`. */
  readonly was?: { readonly strict?: boolean; readonly withoutRowid?: boolean }
}

/** How a table is changed by `op.batch`. All but `schema` and `namingConvention` is about rebuilds: SQLite. */
export interface BatchOptions {
  readonly schema?: string
  /** SQLite: whether the table is rebuilt. `auto`, where it can't be done otherwise. */
  readonly recreate?: AlterTable['recreate']
  /**
   * The table as it is before the batch, from `defineTable`, in place of what the database says. A script can then be
   * written without a look at the history, but knows of no triggers.
   */
  readonly copyFrom?: TableDefinition
  /** Columns that are to stand in this order: one list, or several that have nothing to do with each other. */
  readonly partialReordering?: readonly (readonly string[])[]
  /** Constraints and indexes that the new table has in addition. */
  readonly tableArgs?: readonly TablePart[]
  /** Options of the new table. */
  readonly tableOptions?: NewTableOptions
  /** Columns whose type is not what the database declares: `{ done: t.boolean() }`. */
  readonly reflectArgs?: Readonly<Record<string, AnyColumn>>
  /** Names for constraints that have none, so that they can be dropped by name; see `op.f`. */
  readonly namingConvention?: NamingConvention
}

/** Refuses what is no option of a batch. */
export function checkBatchOptions(options: BatchOptions): void {
  knownOptions('op.batch', options, [
    ...(['schema', 'recreate', 'copyFrom', 'partialReordering', 'tableArgs', 'tableOptions'] as const),
    ...(['reflectArgs', 'namingConvention'] as const),
  ])
}

/** The options as data, checked. Throws `OperationError`, and `DefinitionError` for a bad naming convention. */
export function batchOptions(
  table: TableName,
  options: BatchOptions,
  rules: NameRules,
): Pick<AlterTable, 'recreate' | 'rebuild'> {
  const rebuild = rebuildOptions(table, options, rules)
  return deepFreeze({
    recreate: recreateOf(options),
    ...(Object.keys(rebuild).length === 0 ? {} : { rebuild }),
  })
}

function rebuildOptions(
  table: TableName,
  options: BatchOptions,
  { convention: common, isFinal }: NameRules,
): RebuildOptions {
  const { copyFrom, partialReordering, reflectArgs, namingConvention, tableArgs = [] } = options
  const naming = namingConvention === undefined ? {} : { naming: checkConvention(namingConvention) }
  const convention = { ...common, ...naming.naming }
  const parts = tablePartsOf(tableArgs, table.name)
  const constraints = parts
    .filter((part) => part.kind !== 'index')
    .map((part) => constraintNamed(table.name, part, { convention, isFinal }))
  const indexes = parts
    .filter((part) => part.kind === 'index')
    .map((part) => {
      const { kind: _, ...index } = part
      return { ...index, name: conventionalIndexName(convention, table.name, part) }
    })
  return {
    ...(copyFrom === undefined ? {} : { copyFrom: sameTable(table, copyFrom) }),
    ...(partialReordering === undefined ? {} : { partialReordering: listsOf(partialReordering) }),
    ...(constraints.length === 0 ? {} : { constraints }),
    ...(indexes.length === 0 ? {} : { indexes }),
    ...tableOptionsOf(options.tableOptions ?? {}),
    ...(reflectArgs === undefined ? {} : { columnTypes: typesOf(reflectArgs) }),
    ...naming,
  }
}

function tableOptionsOf(options: NewTableOptions): NewTableOptions {
  const { was, ...rest } = knownOptions('tableOptions of op.batch', options, [
    'strict',
    'withoutRowid',
    'was',
  ])
  if (was === undefined) return rest
  return {
    ...rest,
    was: { ...knownOptions('`was` in tableOptions of op.batch', was, ['strict', 'withoutRowid']) },
  }
}

function recreateOf({ recreate = 'auto' }: BatchOptions): AlterTable['recreate'] {
  if (recreate === 'auto' || recreate === 'always' || recreate === 'never') return recreate
  throw new OperationError(`\`recreate\` is ${JSON.stringify(recreate)}`, "Give 'auto', 'always' or 'never'.")
}

function sameTable(table: TableName, copyFrom: TableDefinition): TableDefinition {
  const given: unknown = copyFrom?.table?.table?.name
  if (given === table.name && Array.isArray(copyFrom.indexes)) {
    return { table: { ...copyFrom.table, table }, indexes: copyFrom.indexes }
  }
  throw new OperationError(
    `\`copyFrom\` of the batch of ${table.name} is ${typeof given === 'string' ? `the table ${given}` : 'no table'}`,
    `Describe the table as it is before the batch: defineTable('${table.name}', { … }).`,
  )
}

function listsOf(lists: unknown): readonly (readonly string[])[] {
  const isNames = (list: unknown): list is readonly string[] =>
    Array.isArray(list) && list.every((name) => typeof name === 'string')
  if (Array.isArray(lists) && lists.every(isNames)) return structuredClone(lists)
  throw new OperationError(
    '`partialReordering` is no list of lists of columns',
    "Give one list, or several: [['id', 'name'], ['from', 'to']].",
  )
}

function typesOf(columns: Readonly<Record<string, AnyColumn>>): NonNullable<RebuildOptions['columnTypes']> {
  const given = knownOptions('`reflectArgs` of op.batch', columns, Object.keys(columns ?? {}))
  return Object.fromEntries(
    Object.entries(given).map(([name, builder]) => {
      if (isColumnBuilder(builder)) return [name, builder.definition.type]
      throw new OperationError(
        `\`reflectArgs\` has no type for the column ${name}`,
        'Describe it with t: { done: t.boolean() }.',
      )
    }),
  )
}
