import { identifiersIn } from '../../src/autogenerate/identifiers-in.ts'
import type { TableDefinition } from '../../src/schema/define-table.ts'
import type { Constraint, Index, TableName } from '../../src/schema/model.ts'
import type { SchemaObject } from '../../src/schema/objects.ts'
import { isSql } from '../../src/schema/values.ts'
import { type Declared, isSameName, tableNamed, withTable } from './declared.ts'

/** The schema without a column, and without all that uses it. */
export function withoutColumn(declared: Declared, table: TableName, column: string): Declared {
  const rest = withoutUsers(declared, table, column)
  const definition = tableNamed(rest, table)
  if (definition === undefined) return rest
  const columns = definition.table.columns.filter(({ name }) => name !== column)
  return withTable(rest, { ...definition, table: { ...definition.table, columns } })
}

/** The schema without what uses a column: constraints, indexes, computed columns, foreign keys, views, triggers. */
export function withoutUsers(declared: Declared, table: TableName, column: string): Declared {
  const definition = tableNamed(declared, table)
  if (definition === undefined) return declared
  const computed = definition.table.columns.filter(
    ({ generated }) => generated !== undefined && names(generated.expression, column),
  )
  const rest = computed.reduce((left, { name }) => withoutColumn(left, table, name), declared)
  const found = tableNamed(rest, table) ?? definition
  const dropped = withTable(rest, {
    table: {
      ...found.table,
      constraints: found.table.constraints.filter((one) => !constraintUses(one, column)),
    },
    indexes: found.indexes.filter((one) => !indexUses(one, column)),
  })
  return withoutObjects(withoutKeysTo(dropped, table, column), (object) => objectUses(object, table, column))
}

/** The schema without foreign keys that point at a table, or at one of its columns. */
export function withoutKeysTo(declared: Declared, table: TableName, column?: string): Declared {
  const points = (one: Constraint) =>
    one.kind === 'foreignKey' &&
    isSameName(one.references.table, table) &&
    (column === undefined || one.references.columns.includes(column))
  return {
    ...declared,
    tables: declared.tables.map((one) =>
      one.table.constraints.some(points)
        ? {
            ...one,
            table: { ...one.table, constraints: one.table.constraints.filter((each) => !points(each)) },
          }
        : one,
    ),
  }
}

/** The schema without a table, and without all that uses it. */
export function withoutTable(declared: Declared, name: TableName): Declared {
  const parts = declared.tables.filter(({ table: { postgres } }) => {
    const { partitionOf, inherits = [] } = postgres ?? {}
    return [...(partitionOf ? [partitionOf.table] : []), ...inherits].some((one) => isSameName(one, name))
  })
  const rest = parts.reduce((left, { table }) => withoutTable(left, table.table), declared)
  const tables = rest.tables.filter(({ table }) => !isSameName(table.table, name))
  return withoutObjects(withoutKeysTo({ ...rest, tables }, name), (object) => objectUses(object, name))
}

/** The schema without the objects that `isGone`, and without those that use them. */
export function withoutObjects(declared: Declared, isGone: (object: SchemaObject) => boolean): Declared {
  const gone = declared.objects.filter(isGone)
  const rest = { ...declared, objects: declared.objects.filter((object) => !gone.includes(object)) }
  return gone.reduce(withoutUsersOf, rest)
}

function withoutUsersOf(declared: Declared, gone: SchemaObject): Declared {
  if (gone.type !== 'view' && gone.type !== 'function' && gone.type !== 'sequence') return declared
  const uses = (object: SchemaObject) =>
    'name' in object && object.type === gone.type && object.name === gone.name
      ? false
      : objectUses(object, gone)
  if (gone.type === 'view') return withoutObjects(declared, uses)
  const computed = declared.tables.flatMap(({ table }) =>
    table.columns.flatMap(({ name, generated }) =>
      generated !== undefined && names(generated.expression, gone.name) ? [{ table: table.table, name }] : [],
    ),
  )
  const rest = computed.reduce((left, { table, name }) => withoutColumn(left, table, name), declared)
  return withoutObjects({ ...rest, tables: rest.tables.map((one) => withoutCalls(one, gone.name)) }, uses)
}

/** Defaults that call a function or take numbers from a sequence go with it, and so do checks and indexes. */
function withoutCalls(definition: TableDefinition, name: string): TableDefinition {
  const columns = definition.table.columns.map((column) => {
    const { default: value, ...rest } = column
    const text = isSql(value) ? value.sql : ''
    return names(text, name) || text.includes(`nextval('"${name}"'`) ? rest : column
  })
  const constraints = definition.table.constraints.filter(
    (one) => one.kind !== 'check' || !names(one.expression, name),
  )
  const indexes = definition.indexes.filter(
    ({ keys, where = '' }) =>
      ![where, ...keys.map(({ expression = '' }) => expression)].some((text) => names(text, name)),
  )
  return { table: { ...definition.table, columns, constraints }, indexes }
}

function constraintUses(constraint: Constraint, column: string): boolean {
  switch (constraint.kind) {
    case 'check':
      return names(constraint.expression, column)
    case 'exclude':
      return constraint.elements.some((one) => one.column === column) || names(constraint.where ?? '', column)
    case 'foreignKey':
      return constraint.columns.includes(column)
    default:
      return [...constraint.columns, ...(constraint.include ?? [])].includes(column)
  }
}

function indexUses({ keys, include = [], where = '' }: Index, column: string): boolean {
  return (
    keys.some((key) => key.column === column || names(key.expression ?? '', column)) ||
    include.includes(column) ||
    names(where, column)
  )
}

function objectUses(object: SchemaObject, table: TableName, column?: string): boolean {
  const names = (text: string) => textNames(text, table, column)
  switch (object.type) {
    case 'view':
      return names(object.query)
    case 'function':
    case 'procedure':
      return names(object.body)
    case 'trigger':
    case 'policy':
      return usedOnTable(object, table, column)
    case 'sequence':
      return (
        object.ownedBy !== undefined &&
        isSameName(object.ownedBy.table, table) &&
        (column === undefined || object.ownedBy.column === column)
      )
    case 'other':
      return names(object.create)
    default:
      return false
  }
}

function usedOnTable(
  object: Extract<SchemaObject, { type: 'trigger' | 'policy' }>,
  table: TableName,
  column: string | undefined,
): boolean {
  const { name } = table
  const text =
    object.type === 'trigger' ? `${object.when ?? ''} ${object.body}` : `${object.using} ${object.check}`
  if (!isSameName(object.table, table)) return identifiersOf(text).has(name)
  if (column === undefined) return true
  const watched = object.type === 'trigger' ? (object.columns ?? []) : []
  return watched.includes(column) || names(text, column)
}

function textNames(text: string, { name }: TableName, column: string | undefined): boolean {
  const found = identifiersOf(text)
  return found.has(name) && (column === undefined || found.has(column))
}

/** Whatever the database quotes them with. */
function identifiersOf(text: string): ReadonlySet<string> {
  return new Set([...identifiersIn(text, 'postgres'), ...identifiersIn(text, 'mysql')])
}

function names(text: string, name: string): boolean {
  return identifiersOf(text).has(name)
}
