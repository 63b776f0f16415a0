import type { Constraint, TableName } from '../schema/model.ts'
import { describeCustom } from './custom-operation.ts'
import { describeObject } from './describe-object.ts'
import type { AlterColumn, AlterTable, Backfill, ColumnChange, InsertRows, Operation } from './operation.ts'
import type { RebuildOptions } from './rebuild-options.ts'
import { rowCount } from './row-cells.ts'

/** An operation in one line of English: `Add column price to product`. */
export function describe(operation: Operation): string {
  return onOneLine(inWords(operation))
}

function inWords(operation: Operation): string {
  switch (operation.kind) {
    case 'createTable':
      return `Create table ${named(operation.table.table)}`
    case 'dropTable':
      return `Drop table ${named(operation.table)}`
    case 'renameTable':
      return `Rename table ${named(operation.table)} to ${operation.to}`
    case 'addColumn':
      return `Add column ${operation.column.name} to ${named(operation.table)}`
    case 'dropColumn':
      return `Drop column ${operation.column} from ${named(operation.table)}`
    case 'alterColumn':
      return alteration(operation)
    case 'addConstraint':
      return `Add ${constraint(operation.constraint)} to ${named(operation.table)}`
    case 'dropConstraint':
      return `Drop ${kinds[operation.type ?? 'any']} ${operation.name} from ${named(operation.table)}`
    case 'createIndex': {
      const { unique, name } = operation.index
      return `Create ${unique === true ? 'unique index' : 'index'} ${name} on ${named(operation.table)}`
    }
    case 'dropIndex': {
      const from = operation.table === undefined ? '' : ` from ${named(operation.table)}`
      return `Drop index ${operation.name}${from}`
    }
    case 'alterTable':
      return changes(operation)
    case 'insertRows':
      return insertion(operation)
    case 'backfill':
      return filling(operation)
    case 'execute':
      return `Run ${shortened(operation.sql)}`
    case 'custom':
      return describeCustom(operation)
    default:
      return describeObject(operation)
  }
}

/** A table's name, with its schema before it. */
export function named(table: TableName): string {
  return table.schema === undefined ? table.name : `${table.schema}.${table.name}`
}

const kinds = {
  any: 'constraint',
  primaryKey: 'primary key',
  unique: 'unique constraint',
  check: 'check constraint',
  foreignKey: 'foreign key',
  exclude: 'exclusion constraint',
} as const

function constraint(added: Constraint): string {
  const title = added.name === undefined ? kinds[added.kind] : `${kinds[added.kind]} ${added.name}`
  if (added.kind === 'check') return `${title} (${shortened(added.expression)})`
  if (added.kind === 'exclude') {
    return `${title} (${added.elements.map((one) => one.column ?? shortened(one.expression ?? '')).join(', ')})`
  }
  const columns = `${title} (${added.columns.join(', ')})`
  return added.kind === 'foreignKey' ? `${columns} to ${named(added.references.table)}` : columns
}

function alteration({ table, column, to }: AlterColumn): string {
  if (to.name !== undefined && Object.keys(to).length === 1) {
    return `Rename column ${column} of ${named(table)} to ${to.name}`
  }
  return `Change column ${column} of ${named(table)}: ${aspects(to).join(', ')}`
}

function aspects(to: ColumnChange): readonly string[] {
  return [
    ...(to.type === undefined ? [] : [`type ${to.type.type === 'raw' ? to.type.sql : to.type.type}`]),
    ...(to.nullable === undefined ? [] : [to.nullable ? 'nullable' : 'not null']),
    ...(to.default === undefined ? [] : [to.default === null ? 'no default' : 'default']),
    ...(to.comment === undefined ? [] : [to.comment === null ? 'no comment' : 'comment']),
    ...(to.identity === undefined ? [] : [to.identity === null ? 'no identity' : 'identity']),
    ...(to.generated === undefined ? [] : [to.generated === null ? 'not generated' : 'generated']),
    ...(to.collation === undefined
      ? []
      : [to.collation === null ? 'no collation' : `collation ${to.collation}`]),
    ...(to.serial === undefined ? [] : [to.serial ? 'serial' : 'not serial']),
    ...Object.keys({ ...to.postgres, ...to.mysql, ...to.sqlite }),
    ...(to.name === undefined ? [] : [`name ${to.name}`]),
  ]
}

function changes({ table, changes, rebuild = {} }: AlterTable): string {
  const [only] = changes
  const options = rebuilt(rebuild)
  if (only !== undefined && changes.length === 1 && options.length === 0) return inWords(only)
  const count =
    changes.length === 0 ? [] : [`${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`]
  return `Change table ${named(table)}: ${[...count, ...options].join(', ') || 'nothing'}`
}

/** What a batch changes of the table as a whole, in one line; `undefined` where it is nothing. */
export function describeWhole({ table, rebuild = {} }: AlterTable): string | undefined {
  const options = rebuilt(rebuild)
  return options.length === 0 ? undefined : onOneLine(`Change table ${named(table)}: ${options.join(', ')}`)
}

function rebuilt({
  strict,
  withoutRowid,
  partialReordering = [],
  ...added
}: RebuildOptions): readonly string[] {
  return [
    ...(strict === undefined ? [] : [strict ? 'strict' : 'not strict']),
    ...(withoutRowid === undefined ? [] : [withoutRowid ? 'without rowids' : 'with rowids']),
    ...(partialReordering.length === 0 ? [] : ['order of columns']),
    ...(added.constraints ?? []).map(constraint),
    ...(added.indexes ?? []).map(({ name }) => `index ${name}`),
  ]
}

function insertion(operation: InsertRows): string {
  const count = rowCount(operation)
  return `Insert ${count} ${count === 1 ? 'row' : 'rows'} into ${named(operation.table)}`
}

function filling({ table, set }: Backfill): string {
  return `Fill ${set.map(({ column }) => column).join(', ')} of ${named(table)} batch by batch`
}

function shortened(sql: string): string {
  const line = onOneLine(sql)
  const characters = [...line]
  return characters.length <= 60 ? line : `${characters.slice(0, 59).join('')}…`
}

function onOneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
