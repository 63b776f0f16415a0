import { columnSettingChanges } from '../../operations/column-setting-changes.ts'
import type {
  AddConstraint,
  AlterColumn,
  ColumnChange,
  ExistingColumn,
  TableChange,
} from '../../operations/operation.ts'
import { mysqlColumnOf, postgresColumnOf, sqliteColumnOf } from '../../schema/column-settings.ts'
import type { ColumnType } from '../../schema/column-type.ts'
import type { Constraint, GeneratedColumn, Identity, TableName } from '../../schema/model.ts'
import { isSame } from '../../schema/same.ts'
import { identityOptions, renderColumn } from './column.ts'
import {
  elementsOf,
  excludeOptions,
  indexOptions,
  isBuiltIndex,
  keysOf,
  renderConstraint,
  renderIndex,
} from './constraint.ts'
import { type Code, call, record } from './layout.ts'
import { holds } from './made-by-call.ts'
import { type Call, code, deferralOptions, type Options, optionsFor } from './options.ts'
import { renderType } from './type.ts'
import { constraintName, oneOrList, sqlOrText, sqlText, text, valueOrSql } from './value.ts'

/** A call of `op` or of a batch, before it is told its table. */
interface ChangeCall {
  readonly method: Call
  /** What stands before the table: a constraint's name. */
  readonly first: readonly Code[]
  readonly rest: readonly Code[]
  readonly options: Options
  /** What the option of the table's schema is called. */
  readonly schemaOption?: string
  /** The table is no argument but an option, or not told. */
  readonly tableOption?: true
}

/** One change of a table as a call of `op`; `undefined` where it has no words for it. */
export function renderChange(change: TableChange): Code | undefined {
  const described = describe(change)
  if (described === undefined) return undefined
  const { method, first, rest, schemaOption = 'schema', tableOption } = described
  const { table } = change
  const named = tableOption && table !== undefined ? { table: table.name } : {}
  const inSchema = table?.schema === undefined ? {} : { [schemaOption]: table.schema }
  const options = optionsFor(method, { ...named, ...inSchema, ...described.options })
  if (options === undefined) return undefined
  const target = tableOption || table === undefined ? [] : [text(table.name)]
  return call(`op.${method}`, [...first, ...target, ...rest, ...options])
}

/** What takes other options in a batch. */
const batched: { readonly [Method in Call]?: Call } = {
  addColumn: 'batchedAddColumn',
  alterColumn: 'batchedAlterColumn',
}

/** The same as a call of the batch of `table`. */
export function renderBatched(change: TableChange, table: TableName): Code | undefined {
  const same = change.table?.name === table.name && change.table.schema === table.schema
  const described = same ? describe(change) : undefined
  if (described === undefined || 'concurrently' in change) return undefined
  const options = optionsFor(batched[described.method] ?? described.method, described.options)
  return options && call(`batch.${described.method}`, [...described.first, ...described.rest, ...options])
}

function describe(change: TableChange): ChangeCall | undefined {
  switch (change.kind) {
    case 'addColumn': {
      const { kind: method, table: _, column, constraints = [], ...options } = change
      const defined = renderColumn(column, constraints)
      if (defined === undefined) return undefined
      return { method, first: [], rest: [text(column.name), defined], options }
    }
    case 'dropColumn': {
      const { kind: method, table: _, column, was, constraints, ...options } = change
      const former = was && renderColumn(was, constraints ?? [])
      if (was === undefined ? constraints !== undefined : former === undefined || was.name !== column) {
        return undefined
      }
      return { method, first: [], rest: [text(column)], options: { ...options, was: former && code(former) } }
    }
    case 'alterColumn':
      return describeAlteration(change)
    case 'addConstraint':
      return describeConstraint(change)
    case 'dropConstraint': {
      const { kind: method, table: _, name, was, type, ...options } = change
      const former = was && renderConstraint(unnamed(was))
      if (was === undefined)
        return { method, first: [nameOrNull(name)], rest: [], options: { type, ...options } }
      if (former === undefined || (was.name ?? '') !== name || was.kind !== type) return undefined
      return { method, first: [nameOrNull(name)], rest: [], options: { ...options, was: code(former) } }
    }
    case 'createIndex': {
      const { kind: method, table: _, index, ...flags } = change
      const { name, keys, ...parts } = index
      if (!isBuiltIndex(index)) return undefined
      return {
        method,
        first: [text(name)],
        rest: [keysOf(keys)],
        options: { ...indexOptions(parts), ...flags },
      }
    }
    case 'dropIndex': {
      const { kind: method, table: _, name, was, ...options } = change
      const former = was && renderIndex(was, { named: false })
      if (was !== undefined && (former === undefined || was.name !== name)) return undefined
      const all = { ...options, was: former && code(former) }
      return { method, first: [text(name)], rest: [], options: all, tableOption: true }
    }
    default:
      return change satisfies never
  }
}

/** A constraint without a name has `null` in its place. */
function nameOrNull(name: string): Code {
  return name === '' ? 'null' : constraintName(name)
}

function describeAlteration({
  table: _,
  column,
  to,
  existing,
  kind: method,
  ...options
}: AlterColumn): ChangeCall | undefined {
  const { type, using, default: value, identity, generated, ...others } = to
  const origins = [value, identity, generated].filter((one) => one !== undefined && one !== null)
  const counted = identity ? renderedIdentity(identity) : identity
  if (origins.length > 1 || (identity && (to.nullable === true || counted === undefined))) return undefined
  if (Object.keys(to).length === 0 || !isSettable(to) || (to.serial === true && origins.length > 0)) {
    return undefined
  }
  const before = existing === undefined ? undefined : renderExisting(existing)
  const newType = type === undefined ? undefined : renderType(type)
  if ((existing !== undefined && before === undefined) || (type !== undefined && newType === undefined))
    return undefined
  const changes = optionsFor('columnChange', {
    ...(newType !== undefined && { type: code(newType) }),
    ...(using !== undefined && { using: code(sqlText(using)) }),
    ...(value !== undefined && { default: code(valueOrSql(value)) }),
    ...others,
    identity: counted,
    generated: generated ? renderedGenerated(generated) : generated,
    ...(before !== undefined && { existing: code(before) }),
  })
  return changes && { method, first: [], rest: [text(column), ...changes], options }
}

/** Whether `op.alterColumn` takes what is changed for one database alone. */
function isSettable({ postgres, mysql, sqlite }: ColumnChange): boolean {
  const settings = { ...(postgres && { postgres }), ...(mysql && { mysql }), ...(sqlite && { sqlite }) }
  return holds(() => isSame(columnSettingChanges(settings), settings))
}

/** A column that is known whole is written as one; else what is known of it. Its name is known without. */
function renderExisting({ name: _, ...existing }: ExistingColumn): Code | undefined {
  const { type, nullable, default: value, comment, identity, generated, ...rest } = existing
  const isTold = [type, nullable, value, comment, identity, generated].every((part) => part !== undefined)
  const { collation, serial, ...settings } = rest
  const origins = [value, identity, generated].filter((one) => one !== undefined && one !== null)
  // What a column doesn't say of its collation is not known.
  if (
    isTold &&
    collation !== null &&
    serial !== false &&
    origins.length < 2 &&
    type !== undefined &&
    nullable !== undefined &&
    value !== undefined
  ) {
    return renderColumn(
      {
        type,
        nullable,
        ...(value !== null && { default: value }),
        ...(comment !== null && { comment }),
        ...settings,
        ...(collation !== undefined && { collation }),
        ...(serial === true && { serial }),
        ...(identity && { identity }),
        ...(generated && { generated }),
      },
      [],
    )
  }
  const newType = type === undefined ? undefined : renderType(type as ColumnType)
  if ((type !== undefined && newType === undefined) || !isTellable(settings)) return undefined
  const counted = identity ? renderedIdentity(identity) : identity
  if (identity && counted === undefined) return undefined
  const parts = optionsFor('existing', {
    ...(newType !== undefined && { type: code(newType) }),
    nullable,
    ...(value !== undefined && { default: code(valueOrSql(value)) }),
    comment,
    ...rest,
    identity: counted,
    generated: generated ? renderedGenerated(generated) : generated,
  })
  return parts === undefined ? undefined : (parts[0] ?? '{}')
}

/** Whether `existing` takes what only one database has. */
function isTellable({ postgres, mysql, sqlite }: ExistingColumn): boolean {
  return holds(
    () =>
      (postgres === undefined || isSame(postgresColumnOf(postgres), postgres)) &&
      (mysql === undefined || isSame(mysqlColumnOf(mysql), mysql)) &&
      (sqlite === undefined || isSame(sqliteColumnOf(sqlite), sqlite)),
  )
}

function renderedIdentity(identity: Identity): Options[string] {
  const options = identityOptions(identity)
  return options && code(options[0] ?? '{}')
}

function renderedGenerated({ expression, stored }: GeneratedColumn): Options[string] {
  const parts = record([
    ['expression', sqlOrText(expression)],
    ...(stored ? [] : [['stored', 'false'] as const]),
  ])
  return code(parts)
}

function unnamed({ name: _, ...constraint }: Constraint): Constraint {
  return constraint as Constraint
}

function describeConstraint({ constraint }: AddConstraint): ChangeCall | undefined {
  const first = [constraint.name === undefined ? 'null' : constraintName(constraint.name)]
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique': {
      const { kind, name: _, columns, deferral, ...rest } = constraint
      const method = kind === 'unique' ? 'createUniqueConstraint' : 'createPrimaryKey'
      return { method, first, rest: [oneOrList(columns)], options: { ...rest, ...deferralOptions(deferral) } }
    }
    case 'check': {
      const { kind: _, name: __, expression, ...options } = constraint
      return { method: 'createCheckConstraint', first, rest: [sqlOrText(expression)], options }
    }
    case 'foreignKey': {
      const { kind: _, name: __, columns, references, deferral, ...rules } = constraint
      const { table } = references
      return {
        method: 'createForeignKey',
        first,
        rest: [text(table.name), oneOrList(columns), oneOrList(references.columns)],
        options: { referentSchema: table.schema, ...rules, ...deferralOptions(deferral) },
        schemaOption: 'sourceSchema',
      }
    }
    case 'exclude': {
      const options = excludeOptions(constraint)
      return options && { method: 'createExcludeConstraint', first, rest: [elementsOf(constraint)], options }
    }
    default:
      return constraint satisfies never
  }
}
