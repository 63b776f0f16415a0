import type { AnyColumn } from '../schema/column-builder.ts'
import type { CheckOptions, PrimaryKeyOptions, UniqueOptions } from '../schema/constraints.ts'
import type { ExcludeElement, ExcludeOptions } from '../schema/exclude.ts'
import type { IndexKeyInput } from '../schema/index-definition.ts'
import type { TableName } from '../schema/model.ts'
import { nameOf, tableNameOf } from '../schema/names.ts'
import { constraintOptions, indexOptions } from '../schema/option-names.ts'
import type { Sql } from '../schema/values.ts'
import { refuseContradictions } from './batch-conflicts.ts'
import {
  addColumn,
  alterColumn,
  type ColumnChanges,
  type DropColumnOptions,
  dropColumn,
} from './column-operations.ts'
import {
  createCheckConstraint,
  createExcludeConstraint,
  createForeignKey,
  createPrimaryKey,
  createUniqueConstraint,
  type DropConstraintOptions,
  dropConstraint,
  type ForeignKeyRules,
  type OptionalName,
} from './constraint-operations.ts'
import { indexNaming, type NameRules, withConvention } from './conventional-names.ts'
import { OperationError } from './errors.ts'
import { type CreateIndexOptions, createIndex, type DropIndexOptions, dropIndex } from './index-operations.ts'
import { type CommentOptions, tableComment } from './methods/table-object-methods.ts'
import type { SetComment } from './object-operation.ts'
import type { AddColumn, AlterColumn, TableChange } from './operation.ts'
import { knownOptions } from './options.ts'

/** Changes of one table: `op`'s methods without the table. They may be awaited; nothing runs before the batch ends. */
export interface Batch {
  addColumn(
    name: string,
    column: AnyColumn,
    options?: Placement & { readonly ifNotExists?: boolean },
  ): Promise<void>
  dropColumn(column: string, options?: DropColumnOptions): Promise<void>
  alterColumn(column: string, changes: ColumnChanges, options?: Placement): Promise<void>
  createIndex(
    name: OptionalName,
    keys: IndexKeyInput | readonly IndexKeyInput[],
    options?: Omit<CreateIndexOptions, 'concurrently'>,
  ): Promise<void>
  dropIndex(name: string, options?: Pick<DropIndexOptions, 'ifExists' | 'was'>): Promise<void>
  createForeignKey(
    name: OptionalName,
    referent: string | TableName,
    local: string | readonly string[],
    remote: string | readonly string[],
    options?: ForeignKeyRules & { readonly referentSchema?: string },
  ): Promise<void>
  createUniqueConstraint(
    name: OptionalName,
    columns: string | readonly string[],
    options?: Omit<UniqueOptions, 'name'>,
  ): Promise<void>
  createCheckConstraint(
    name: OptionalName,
    condition: string | Sql,
    options?: Omit<CheckOptions, 'name'>,
  ): Promise<void>
  createPrimaryKey(
    name: OptionalName,
    columns: string | readonly string[],
    options?: Omit<PrimaryKeyOptions, 'name'>,
  ): Promise<void>
  createExcludeConstraint(
    name: OptionalName,
    elements: readonly ExcludeElement[],
    options?: Omit<ExcludeOptions, 'name'>,
  ): Promise<void>
  dropConstraint(name: OptionalName, options?: DropConstraintOptions): Promise<void>
  createTableComment(comment: string, options?: Omit<CommentOptions, 'schema'>): Promise<void>
  dropTableComment(options?: Omit<CommentOptions, 'schema'>): Promise<void>
  /** The same as `op.f`: a name that is final. */
  f(name: string): string
}

/** SQLite: where a column goes in a table that is rebuilt; one of the two. */
export interface Placement {
  readonly insertBefore?: string
  readonly insertAfter?: string
}

/** What a batch holds. Comments need no rebuild, and are no change of the table's shape. */
export interface Filled {
  readonly comments: readonly SetComment[]
  readonly changes: readonly TableChange[]
}

/** A batch in the making: it fills as its methods are called, until `end` is. */
export interface OpenBatch {
  readonly batch: Batch
  end(): Filled
}

/** Takes one call of a batch. */
type Add = (change: TableChange | SetComment) => Promise<void>

/** Opens a batch of changes to `table`. */
export function openBatch(table: TableName, names: NameRules, final: Batch['f']): OpenBatch {
  const changes: TableChange[] = []
  const comments: SetComment[] = []
  let over = false
  const add: Add = (change) => {
    if (over) {
      throw new OperationError(
        `A batch of ${table.name} was added to after its end`,
        "Await what the batch's function starts before it returns.",
      )
    }
    if (change.kind === 'setComment') comments.push(change)
    else changes.push(withConvention(change, names))
    return Promise.resolve()
  }
  return {
    batch: batchOf(table, add, names, final),
    end() {
      over = true
      refuseContradictions(table.name, changes)
      return { comments, changes }
    },
  }
}

function batchOf(table: TableName, add: Add, names: NameRules, final: Batch['f']): Batch {
  return Object.freeze<Batch>({
    addColumn: (name, column, options = {}) => {
      knownOptions('batch.addColumn', options, ['ifNotExists', 'insertBefore', 'insertAfter'])
      return add(placed(addColumn(table, name, column, options), options))
    },
    dropColumn: (column, options = {}) =>
      add(dropColumn(table, column, knownOptions('batch.dropColumn', options, ['ifExists', 'was']))),
    alterColumn: (column, changes, options = {}) => {
      knownOptions('batch.alterColumn', options, ['insertBefore', 'insertAfter'])
      return add(placed(alterColumn(table, column, changes), options))
    },
    createIndex: (name, keys, options = {}) => {
      knownOptions('batch.createIndex', options, [...indexOptions, 'ifNotExists'])
      return add(createIndex(name, table, keys, options, indexNaming(names)))
    },
    dropIndex: (name, options = {}) =>
      add(dropIndex(name, { ...knownOptions('batch.dropIndex', options, ['ifExists', 'was']), table })),
    createForeignKey: (name, referent, local, remote, options = {}) => {
      const { referentSchema, ...rules } = knownOptions('batch.createForeignKey', options, [
        ...constraintOptions.foreignKey,
        'referentSchema',
      ])
      return add(createForeignKey(name, table, tableNameOf(referent, referentSchema), local, remote, rules))
    },
    createUniqueConstraint: (name, columns, options = {}) =>
      add(
        createUniqueConstraint(
          name,
          table,
          columns,
          knownOptions('batch.createUniqueConstraint', options, constraintOptions.unique),
        ),
      ),
    createCheckConstraint: (name, condition, options = {}) => {
      knownOptions('batch.createCheckConstraint', options, constraintOptions.check)
      return add(createCheckConstraint(name, table, condition, options))
    },
    createPrimaryKey: (name, columns, options = {}) => {
      knownOptions('batch.createPrimaryKey', options, constraintOptions.primaryKey)
      return add(createPrimaryKey(name, table, columns, options))
    },
    createExcludeConstraint: (name, elements, options = {}) => {
      knownOptions('batch.createExcludeConstraint', options, constraintOptions.exclude)
      return add(createExcludeConstraint(name, table, elements, options))
    },
    dropConstraint: (name, options = {}) =>
      add(
        dropConstraint(
          name,
          table,
          knownOptions('batch.dropConstraint', options, ['type', 'ifExists', 'was']),
        ),
      ),
    createTableComment: (comment, options = {}) => {
      const { existingComment } = knownOptions('batch.createTableComment', options, ['existingComment'])
      return add(tableComment(table, comment, existingComment))
    },
    dropTableComment: (options = {}) => {
      const { existingComment } = knownOptions('batch.dropTableComment', options, ['existingComment'])
      return add(tableComment(table, null, existingComment))
    },
    f: final,
  })
}

function placed(change: AddColumn | AlterColumn, options: Placement): TableChange {
  const { insertBefore, insertAfter } = options
  if (insertBefore === undefined && insertAfter === undefined) return change
  if (insertBefore !== undefined && insertAfter !== undefined) {
    throw new OperationError(
      'A column is to go before one column and after another',
      'Give insertBefore or insertAfter, not both.',
    )
  }
  const place =
    insertBefore === undefined
      ? { insertAfter: nameOf(insertAfter, '`insertAfter`') }
      : { insertBefore: nameOf(insertBefore, '`insertBefore`') }
  return Object.freeze({ ...change, ...place })
}
