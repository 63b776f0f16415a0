import { settingChangesBefore, settingsAfterChange } from './column-setting-changes.ts'
import { reverseCustom } from './custom-operation.ts'
import type {
  AddConstraint,
  AlterColumn,
  AlterTable,
  ColumnChange,
  DropColumn,
  DropConstraint,
  DropIndex,
  DropTable,
  ExistingColumn,
  Operation,
  TableChange,
} from './operation.ts'
import { reverseObject } from './reverse/object.ts'
import { reverseRebuild } from './reverse/rebuild.ts'
import type { Reversal } from './reverse/reversal.ts'

/** What undoes `operation`, as far as it tells what it takes away. The rows of a dropped table or column stay lost. */
export function reverse(operation: Operation): Reversal {
  switch (operation.kind) {
    case 'createTable': {
      const { table, indexes } = operation
      return to({ kind: 'dropTable', table: table.table, was: table, ...(indexes && { indexes }) })
    }
    case 'dropTable':
      return recreation(operation)
    case 'renameTable': {
      const { table } = operation
      return to({ kind: 'renameTable', table: { ...table, name: operation.to }, to: table.name })
    }
    case 'alterTable':
      return reverseAll(operation)
    case 'insertRows':
      return { reason: `rows inserted into ${operation.table.name} can't be told from others` }
    case 'backfill':
      return { reason: `what the rows of ${operation.table.name} held before is not known` }
    case 'execute':
      return { reason: 'what SQL text does is not known' }
    case 'custom':
      return reverseCustom(operation)
    case 'addColumn':
    case 'dropColumn':
    case 'alterColumn':
    case 'addConstraint':
    case 'dropConstraint':
    case 'createIndex':
    case 'dropIndex':
      return reverseChange(operation)
    default:
      return reverseObject(operation)
  }
}

/** The same for one change of a table. */
function reverseChange(change: TableChange): Reversal<TableChange> {
  switch (change.kind) {
    case 'addColumn': {
      const { table, column, constraints } = change
      return to({
        kind: 'dropColumn',
        table,
        column: column.name,
        was: column,
        ...(constraints && { constraints }),
      })
    }
    case 'dropColumn':
      return readdedColumn(change)
    case 'alterColumn':
      return realtered(change)
    case 'addConstraint':
      return droppedConstraint(change)
    case 'dropConstraint':
      return readdedConstraint(change)
    case 'createIndex': {
      const { table, index, concurrently } = change
      return to({
        kind: 'dropIndex',
        name: index.name,
        table,
        was: index,
        ...(concurrently && { concurrently }),
      })
    }
    case 'dropIndex':
      return recreatedIndex(change)
    default:
      return change satisfies never
  }
}

function recreation({ table, was, indexes }: DropTable): Reversal {
  if (was === undefined) return { reason: `what the table ${table.name} was like is not known` }
  return to({ kind: 'createTable', table: was, ...(indexes && { indexes }) })
}

function readdedColumn({ table, column, was, constraints }: DropColumn): Reversal<TableChange> {
  if (was === undefined) return { reason: `what the column ${column} of ${table.name} was like is not known` }
  return to({ kind: 'addColumn', table, column: was, ...(constraints && { constraints }) })
}

function droppedConstraint({ table, constraint }: AddConstraint): Reversal<TableChange> {
  const { name, kind } = constraint
  if (name === undefined) return { reason: `a constraint of ${table.name} has no name to drop it by` }
  return to({ kind: 'dropConstraint', table, name, type: kind, was: constraint })
}

function readdedConstraint({ table, name, was }: DropConstraint): Reversal<TableChange> {
  if (was === undefined) {
    const what = name === '' ? 'the primary key' : `the constraint ${name}`
    return { reason: `what ${what} of ${table.name} was like is not known` }
  }
  return to({ kind: 'addConstraint', table, constraint: was })
}

function recreatedIndex({ name, table, was, concurrently }: DropIndex): Reversal<TableChange> {
  if (was === undefined) return { reason: `what the index ${name} was like is not known` }
  if (table === undefined) return { reason: `the table of the index ${name} is not known` }
  return to({ kind: 'createIndex', table, index: was, ...(concurrently && { concurrently }) })
}

/** Back to what it was: each aspect that changed has to be known from before. */
function realtered({ table, column, to: change, existing = {} }: AlterColumn): Reversal<TableChange> {
  const isWhole = isKnownWhole(existing)
  const former: ExistingColumn = isWhole ? { collation: null, serial: false, ...existing } : existing
  const settings = settingChangesBefore(change, existing, isWhole)
  const known: ColumnChange = {
    ...(change.name !== undefined && { name: column }),
    ...(change.type !== undefined && existing.type !== undefined && { type: existing.type }),
    ...(change.nullable !== undefined && existing.nullable !== undefined && { nullable: existing.nullable }),
    ...(change.default !== undefined && existing.default !== undefined && { default: existing.default }),
    ...(change.comment !== undefined && existing.comment !== undefined && { comment: existing.comment }),
    ...(change.identity !== undefined && existing.identity !== undefined && { identity: existing.identity }),
    ...(change.generated !== undefined &&
      existing.generated !== undefined && { generated: existing.generated }),
    ...(change.collation !== undefined && former.collation !== undefined && { collation: former.collation }),
    ...(change.serial !== undefined && former.serial !== undefined && { serial: former.serial }),
    ...settings,
  }
  if (change.generated === null && known.generated !== undefined && known.generated !== null) {
    return { reason: `the column ${column} of ${table.name} holds values, and can't be computed again` }
  }
  const aspects = [
    'name',
    'type',
    'nullable',
    'default',
    'comment',
    'identity',
    'generated',
    'collation',
    'serial',
    'postgres',
    'mysql',
    'sqlite',
  ] as const
  const unknown = aspects.find((aspect) => change[aspect] !== undefined && known[aspect] === undefined)
  if (unknown !== undefined) {
    return {
      reason: `the ${unknown} that the column ${column} of ${table.name} had is not known: tell it in \`existing\``,
    }
  }
  const { name, using: _, postgres: __, mysql: ___, sqlite: ____, ...after } = change
  const rest = asWhole(isWhole, {
    ...withoutChanged(existing, change),
    ...after,
    ...settingsAfterChange(change, existing),
  })
  return to({
    kind: 'alterColumn',
    table,
    column: name ?? column,
    to: known,
    // Of a column that was renamed and nothing else, nothing is known but its name.
    ...(Object.keys(rest).length > 0 && { existing: { ...rest, ...(name !== undefined && { name }) } }),
  })
}

/** A column that is known whole doesn't say what it hasn't. */
function asWhole(isWhole: boolean, existing: ExistingColumn): ExistingColumn {
  const { serial, collation, ...rest } = existing
  if (!isWhole) return existing
  return { ...rest, ...(serial === true && { serial }), ...(collation && { collation }) }
}

/** Whether what is not told of the column is not there. */
function isKnownWhole({ type, nullable, ...existing }: ExistingColumn): boolean {
  return [type, nullable, existing.default, existing.comment, existing.identity, existing.generated].every(
    (part) => part !== undefined,
  )
}

/** Without the settings of a database that change. */
function withoutChanged(
  { postgres, mysql, sqlite, ...existing }: ExistingColumn,
  change: ColumnChange,
): ExistingColumn {
  return {
    ...existing,
    ...(postgres && change.postgres === undefined && { postgres }),
    ...(mysql && change.mysql === undefined && { mysql }),
    ...(sqlite && change.sqlite === undefined && { sqlite }),
  }
}

/** The changes undone one by one, the last first, and what else the table was rebuilt with. */
function reverseAll(operation: AlterTable): Reversal {
  const { table, changes, recreate } = operation
  const rebuilt = reverseRebuild(operation)
  if (rebuilt.reason !== undefined) return rebuilt
  const undoing: TableChange[] = [...rebuilt.drops]
  for (const change of changes.toReversed()) {
    const { operation: inverse, reason } = reverseChange(change)
    if (inverse === undefined) return { reason }
    undoing.push(inverse)
  }
  const { rebuild } = rebuilt
  const again = Object.keys(rebuild).length === 0 ? {} : { rebuild }
  return to({ kind: 'alterTable', table, changes: undoing, recreate, ...again })
}

function to<Undoing extends Operation>(operation: Undoing): Reversal<Undoing> {
  return { operation: Object.freeze(operation) }
}
