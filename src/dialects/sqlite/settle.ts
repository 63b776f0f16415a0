import type { TableDefinition } from '../../schema/define-table.ts'
import type { Column, Constraint, Index, TableName } from '../../schema/model.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import { isSame } from '../../schema/same.ts'
import { objectKey, qualifiedKey, type SchemaSnapshot, sortSnapshot } from '../../schema/snapshot.ts'
import { isSql, type Sql, type SqlValue } from '../../schema/values.ts'
import { meaningOf, spelledAs } from './same-sql.ts'
import { settleOffline } from './settle-offline.ts'
import { foldName, sameName } from './tokenize.ts'
import { declaredType } from './types.ts'

/**
 * The declared schema as `settleOffline` gives it, in the spelling of `actual` wherever the two say the same. SQLite
 * keeps each expression as it was written, so that no server need be asked: two of them are the same where they are so
 * token by token (`sameSql`), two names where only the case of ASCII letters differs, and two types where only case
 * and spaces do. A table that is declared just as it is read is settled as it stands.
 */
export function settleTo(declared: SchemaSnapshot, actual: SchemaSnapshot): SchemaSnapshot {
  const known = new Map(actual.tables.map((one) => [nameKey(one.table.table), one]))
  const others = new Map(actual.objects.map((one) => [foldName(objectKey(one)), one]))
  const nameOf = (name: TableName) => known.get(nameKey(name))?.table.table ?? name
  const [standing, changed] = apart(declared.tables, known)
  const { tables, objects, unread } = settleOffline({ ...declared, tables: changed }, standing)
  return sortSnapshot({
    tables: [
      ...standing,
      ...tables.map((one) => settleTable(one, known.get(nameKey(one.table.table)), nameOf)),
    ],
    objects: objects.map((one) => settleObject(one, others.get(foldName(objectKey(one))))),
    unread,
  })
}

function nameKey(name: TableName): string {
  return foldName(qualifiedKey(name))
}

/** Those that are read just so, as they are read, and the others. */
function apart(
  declared: readonly TableDefinition[],
  known: ReadonlyMap<string, TableDefinition>,
): readonly [standing: readonly TableDefinition[], changed: readonly TableDefinition[]] {
  const standing: TableDefinition[] = []
  const changed = declared.filter((one) => {
    const same = known.get(nameKey(one.table.table))
    if (same === undefined || !isSame(one, same) || same.table.constraints.some(isLoose)) return true
    standing.push(same)
    return false
  })
  return [standing, changed]
}

/** A foreign key without columns means the key of whatever table is declared there. */
function isLoose(constraint: Constraint): boolean {
  return constraint.kind === 'foreignKey' && constraint.references.columns.length === 0
}

function settleTable(
  { table, indexes }: TableDefinition,
  actual: TableDefinition | undefined,
  nameOf: (name: TableName) => TableName,
): TableDefinition {
  if (actual === undefined) {
    return {
      table: { ...table, constraints: table.constraints.map((one) => withTarget(one, nameOf)) },
      indexes,
    }
  }
  const columns = table.columns.map((column) => {
    const same = actual.table.columns.find(({ name }) => sameName(name, column.name))
    return same === undefined ? column : settleColumn(column, same)
  })
  const constraints = inTheWordsOf(actual.table.constraints, table.constraints)
  return {
    table: {
      ...table,
      table: actual.table.table,
      columns,
      constraints: constraints.map((one) => withTarget(withColumns(one, columns), nameOf)),
    },
    indexes: inTheWordsOf(actual.indexes, indexes).map((index) => withIndexName(index, actual.indexes)),
  }
}

function settleColumn(column: Column, actual: Column): Column {
  const { type, default: value, generated, collation } = column
  return {
    ...column,
    name: actual.name,
    type: typeKey(type) === typeKey(actual.type) ? actual.type : type,
    ...(value !== undefined && { default: settleDefault(value, actual.default) }),
    ...(generated !== undefined && {
      generated: {
        ...generated,
        expression: spelledAs(generated.expression, actual.generated?.expression),
      },
    }),
    ...(collation !== undefined && {
      collation: sameName(collation, actual.collation ?? '') ? (actual.collation ?? collation) : collation,
    }),
  }
}

function typeKey(type: Column['type']): string {
  return type.type === 'enum' || type.type === 'array' || type.type === 'interval'
    ? JSON.stringify(type)
    : declaredType(type, false).toUpperCase().replaceAll(/\s/g, '')
}

function settleDefault(value: SqlValue | Sql, actual: SqlValue | Sql | undefined): SqlValue | Sql {
  return isSql(value) && isSql(actual) ? { sql: spelledAs(value.sql, actual.sql) } : value
}

/** Each part as one of `actual` has it that means the same; no two as the same one. */
function inTheWordsOf<Part>(actual: readonly Part[], declared: readonly Part[]): readonly Part[] {
  const free = new Map<string, Part[]>()
  for (const part of actual) {
    const key = meaningOf(part)
    const alike = free.get(key)
    if (alike === undefined) free.set(key, [part])
    else alike.push(part)
  }
  return declared.map((part) => free.get(meaningOf(part))?.shift() ?? part)
}

function withColumns(constraint: Constraint, columns: readonly Column[]): Constraint {
  if (constraint.kind === 'check' || constraint.kind === 'exclude') return constraint
  const spelled = constraint.columns.map(
    (name) => columns.find((column) => sameName(column.name, name))?.name ?? name,
  )
  return { ...constraint, columns: spelled }
}

function withTarget(constraint: Constraint, nameOf: (name: TableName) => TableName): Constraint {
  if (constraint.kind !== 'foreignKey') return constraint
  const { references } = constraint
  return { ...constraint, references: { ...references, table: nameOf(references.table) } }
}

function withIndexName(index: Index, actual: readonly Index[]): Index {
  return { ...index, name: actual.find(({ name }) => sameName(name, index.name))?.name ?? index.name }
}

function settleObject(object: SchemaObject, actual: SchemaObject | undefined): SchemaObject {
  if (actual === undefined) return object
  if (meaningOf(object) === meaningOf(actual)) return actual
  if (object.type === 'view' && actual.type === 'view') {
    return { ...object, name: actual.name, query: spelledAs(object.query, actual.query) }
  }
  if (object.type === 'trigger' && actual.type === 'trigger') {
    const { when } = object
    return {
      ...object,
      name: actual.name,
      table: actual.table,
      body: spelledAs(object.body, actual.body),
      ...(when !== undefined && { when: spelledAs(when, actual.when) }),
    }
  }
  return object
}
