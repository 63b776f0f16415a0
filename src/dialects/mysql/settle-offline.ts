import type { ColumnType } from '../../schema/column-type.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { Column, Constraint, Index, IndexKey, MysqlTable, Table } from '../../schema/model.ts'
import type { Routine, SchemaObject } from '../../schema/objects.ts'
import { type SchemaSnapshot, sortSnapshot } from '../../schema/snapshot.ts'
import { isSql } from '../../schema/values.ts'
import { withoutUsualAria } from './aria-options.ts'
import { bytesDefault } from './introspect/default.ts'
import { volatilityOf } from './introspect/routine.ts'
import { withoutUsualNumbers } from './introspect/sequence.ts'
import { columnTypeOf } from './introspect/type.ts'
import { settledText, settledType } from './settle/text.ts'
import { typeText } from './types.ts'

/**
 * The snapshot in the forms that introspection gives, as far as that can be told without a server: types by their
 * server's names, expressions without needless spaces and parentheses, what holds anyway left out.
 */
export function settleOffline({ tables, objects, unread }: SchemaSnapshot): SchemaSnapshot {
  return sortSnapshot({ tables: tables.map(settleTable), objects: objects.map(settleObject), unread })
}

export function settleTable({ table, indexes }: TableDefinition): TableDefinition {
  const { mysql, postgres: _, strict: __, withoutRowid: ___, ...rest } = table
  const settled = mysql === undefined ? {} : tableOptions(mysql)
  return {
    table: {
      ...rest,
      columns: table.columns.map(settleColumn),
      constraints: [...table.constraints.map(settleConstraint), ...indexes.flatMap(uniqueOf)],
      ...(Object.keys(settled).length > 0 && { mysql: settled }),
    } satisfies Table,
    indexes: indexes.filter((index) => uniqueOf(index).length === 0).map(settleIndex),
  }
}

function tableOptions(mysql: MysqlTable): MysqlTable {
  const { engine, autoIncrement: _, characterSet, rowFormat, ...rest } = mysql
  return withoutUsualAria({
    ...rest,
    ...(engine !== undefined && !/^innodb$/i.test(engine) && { engine }),
    // A collation belongs to one character set.
    ...(characterSet !== undefined && rest.collation === undefined && { characterSet }),
    ...(rowFormat !== undefined && { rowFormat: rowFormat.toUpperCase() }),
  })
}

function settleColumn(column: Column): Column {
  const { default: value, identity, generated, mysql, postgres: _, serial: __, ...rest } = column
  const [, before, clock] = isSql(value) ? (/^([\s\S]*?)\s+on\s+update\s+(\S.*)$/i.exec(value.sql) ?? []) : []
  const plain = value instanceof Uint8Array ? bytesDefault(Buffer.from(value)) : value
  const settled = before === undefined ? plain : { sql: before }
  const onUpdate = mysql?.onUpdate ?? clock
  const { characterSet, ...others } = { ...mysql, ...(onUpdate !== undefined && { onUpdate }) }
  const kept = {
    ...others,
    ...(others.check !== undefined && { check: settledText(others.check) }),
    ...(characterSet !== undefined && rest.collation === undefined && { characterSet }),
  }
  return {
    ...rest,
    type: settleType(column.type),
    ...(settled !== undefined &&
      settled !== null && { default: isSql(settled) ? { sql: settledText(settled.sql) } : settled }),
    ...(identity !== undefined && { identity: { mode: 'by default' } as const }),
    ...(generated !== undefined && {
      generated: { ...generated, expression: settledText(generated.expression) },
    }),
    ...(Object.keys(kept).length > 0 && { mysql: kept }),
  }
}

function settleType(type: ColumnType): ColumnType {
  if (type.type === 'json' || type.type === 'jsonb') return { type: 'json' }
  if (type.type === 'enum') return { type: 'enum', values: type.values }
  if (type.type === 'array' || type.type === 'interval') return type
  if (type.type === 'time' && type.withTimeZone === true) return type
  return columnTypeOf(settledType(typeText(type)))
}

function settleConstraint(constraint: Constraint): Constraint {
  switch (constraint.kind) {
    case 'primaryKey': {
      const { name: _, ...rest } = constraint
      return rest
    }
    case 'check':
      return { ...constraint, expression: settledText(constraint.expression) }
    case 'foreignKey': {
      const { onDelete, onUpdate, match, ...rest } = constraint
      return {
        ...rest,
        ...(onDelete !== undefined && !isUsual(onDelete) && { onDelete }),
        ...(onUpdate !== undefined && !isUsual(onUpdate) && { onUpdate }),
        ...(match !== undefined && match !== 'simple' && { match }),
      }
    }
    default:
      return constraint
  }
}

function isUsual(action: string): boolean {
  return action === 'restrict' || action === 'no action'
}

/** A unique index of whole columns is a unique constraint. */
function uniqueOf(index: Index): readonly Constraint[] {
  const { name, unique, method, keys, comment } = settleIndex(index)
  const isPlain = keys.every((key) => key.column !== undefined && Object.keys(key).length === 1)
  if (unique !== true || !isPlain || method !== undefined || index.invisible === true) return []
  const columns = keys.flatMap(({ column }) => column ?? [])
  return [{ kind: 'unique', name, columns, ...(comment !== undefined && { comment }) }]
}

function settleIndex({ method, keys, ...index }: Index): Index {
  return {
    ...index,
    keys: keys.map(settleKey),
    ...(method !== undefined && method !== 'btree' && { method }),
  }
}

/** `expression: 'name(10)'` is a column and the length of its prefix. */
function settleKey({ order, expression, ...key }: IndexKey): IndexKey {
  const [, quoted, plain, length] =
    /^\s*(?:`((?:[^`]|``)+)`|([\w$]+))\s*\(\s*(\d+)\s*\)\s*$/.exec(expression ?? '') ?? []
  const column = quoted?.replaceAll('``', '`') ?? plain
  return {
    ...key,
    ...(column !== undefined
      ? { column, prefix: Number(length) }
      : expression !== undefined && { expression: settledText(expression) }),
    ...(order === 'desc' && { order }),
  }
}

function settleObject(object: SchemaObject): SchemaObject {
  switch (object.type) {
    case 'view':
      return { ...object, query: settledText(object.query) }
    case 'function':
    case 'procedure':
      return settleRoutine(object)
    case 'sequence':
      return withoutUsualNumbers(object)
    default:
      return object
  }
}

function settleRoutine({ language: _, securityDefiner: __, mysql, ...routine }: Routine): Routine {
  const { deterministic, dataUse, ...rest } = mysql ?? {}
  const volatility =
    routine.volatility ??
    (routine.type === 'function' ? volatilityOf(deterministic === true, dataUse) : undefined)
  const kept = {
    ...rest,
    ...(volatility === undefined && deterministic !== undefined && { deterministic }),
    ...(volatility === undefined && dataUse !== undefined && { dataUse }),
  }
  return {
    ...routine,
    body: routine.body.trim(),
    ...(volatility !== undefined && { volatility }),
    ...(Object.keys(kept).length > 0 && { mysql: kept }),
  }
}
