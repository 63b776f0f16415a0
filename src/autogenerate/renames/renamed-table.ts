import { serverIdentifier } from '../../dialects/postgres/server-identifier.ts'
import type { ColumnType } from '../../schema/column-type.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { Column, Constraint, Index, IndexKey, PostgresTable, TableName } from '../../schema/model.ts'
import { sqliteKeyAs } from '../../schema/sqlite-key.ts'
import { isSql } from '../../schema/values.ts'
import type { RenameMap } from './rename-map.ts'
import { renamedText } from './renamed-text.ts'

/** A table after renames: its own names, those of others that it points at, and its expressions. */
export function renamedTable({ table, indexes }: TableDefinition, map: RenameMap): TableDefinition {
  const names = namesWithin(table.table, map)
  const postgres = table.postgres === undefined ? undefined : renamedSettings(table.postgres, names)
  const partitionBy = table.mysql?.partitionBy
  return {
    table: {
      ...table,
      table: map.table(table.table),
      columns: table.columns.map((one) => renamedColumn(one, names)),
      constraints: table.constraints.map((one) => renamedConstraint(one, names)),
      ...(postgres !== undefined && { postgres }),
      ...(partitionBy !== undefined && { mysql: { ...table.mysql, partitionBy: names.text(partitionBy) } }),
    },
    indexes: indexes.map((one) => renamedIndex(one, names)),
  }
}

/** How the parts of one table are called. */
export interface NamesWithin {
  readonly map: RenameMap
  readonly from: TableName
  readonly to: TableName
  column(name: string): string
  text(sql: string): string
}

/** The names within a table that is called `table` before the renames. */
export function namesWithin(table: TableName, map: RenameMap): NamesWithin {
  const to = map.table(table)
  const names = {
    dialect: map.dialect,
    column: (name: string) => map.newColumn(table, name),
    table: { from: table.name, to: to.name },
  }
  const isTouched = map.isTouched(table)
  return {
    map,
    from: table,
    to,
    column: (name) => map.column(table, name),
    text: (sql) => (isTouched ? renamedText(sql, names) : sql),
  }
}

function renamedColumn(column: Column, names: NamesWithin): Column {
  const { default: value, generated, mysql } = column
  return {
    ...column,
    name: names.column(column.name),
    type: renamedType(column.type, names.map),
    ...(isSql(value) && names.map.dialect === 'mysql' && { default: { sql: names.text(value.sql) } }),
    ...(generated !== undefined && {
      generated: { ...generated, expression: names.text(generated.expression) },
    }),
    ...(mysql?.check !== undefined && { mysql: { ...mysql, check: names.text(mysql.check) } }),
  }
}

/** A table's rows are a type on PostgreSQL, which is called as the table. */
function renamedType(type: ColumnType, map: RenameMap): ColumnType {
  if (type.type === 'array') return { type: 'array', of: renamedType(type.of, map) }
  if (type.type !== 'raw' || map.dialect !== 'postgres') return type
  const spelled = ({ schema, name }: TableName) =>
    [...(schema === undefined ? [] : [schema]), name].map(serverIdentifier).join('.')
  const [, element = '', dimensions = ''] = /^(.*?)((?:\[\])*)$/s.exec(type.sql) ?? []
  const row = map.touched.find(({ table }) => spelled(table) === element)
  return row === undefined ? type : { type: 'raw', sql: spelled(map.table(row.table)) + dimensions }
}

function renamedConstraint(constraint: Constraint, names: NamesWithin): Constraint {
  const own = (list: readonly string[]) => list.map(names.column)
  switch (constraint.kind) {
    case 'primaryKey': {
      const { keys, include, sqlite } = constraint
      return {
        ...constraint,
        columns: own(constraint.columns),
        ...(keys !== undefined && { keys: keys.map((key) => renamedKey(key, names)) }),
        ...(include !== undefined && { include: own(include) }),
        ...(sqlite !== undefined && { sqlite: sqliteKeyAs(sqlite, names.column) }),
      }
    }
    case 'unique': {
      const { include, sqlite } = constraint
      return {
        ...constraint,
        columns: own(constraint.columns),
        ...(include !== undefined && { include: own(include) }),
        ...(sqlite !== undefined && { sqlite: sqliteKeyAs(sqlite, names.column) }),
      }
    }
    case 'check':
      return {
        ...constraint,
        ...madeName(constraint, 'chk', names),
        expression: names.text(constraint.expression),
      }
    case 'foreignKey': {
      const { references, onDeleteColumns } = constraint
      return {
        ...constraint,
        ...madeName(constraint, 'ibfk', names),
        columns: own(constraint.columns),
        references: {
          table: names.map.table(references.table),
          columns: references.columns.map((one) => names.map.column(references.table, one)),
        },
        ...(onDeleteColumns !== undefined && { onDeleteColumns: own(onDeleteColumns) }),
      }
    }
    case 'exclude': {
      const { elements, where } = constraint
      return {
        ...constraint,
        elements: elements.map((one) => ({ ...one, ...renamedKey(one, names) })),
        ...(where !== undefined && { where: names.text(where) }),
      }
    }
    default:
      return constraint satisfies never
  }
}

/** MySQL gives constraints that it has named itself, after their table, a new name with it. */
function madeName(
  { name = '' }: { readonly name?: string },
  label: string,
  { map, from, to }: NamesWithin,
): { readonly name?: string } {
  const prefix = `${from.name}_${label}_`
  if (map.dialect !== 'mysql' || from.name === to.name || !name.startsWith(prefix)) return {}
  return { name: `${to.name}_${label}_${name.slice(prefix.length)}` }
}

function renamedKey(key: IndexKey, names: NamesWithin): IndexKey {
  const { column, expression } = key
  return {
    ...key,
    ...(column !== undefined && { column: names.column(column) }),
    ...(expression !== undefined && { expression: names.text(expression) }),
  }
}

function renamedIndex(index: Index, names: NamesWithin): Index {
  const { keys, include, where } = index
  return {
    ...index,
    keys: keys.map((key) => renamedKey(key, names)),
    ...(include !== undefined && { include: include.map(names.column) }),
    ...(where !== undefined && { where: names.text(where) }),
  }
}

function renamedSettings(settings: PostgresTable, names: NamesWithin): PostgresTable {
  const { partitionBy, partitionOf, inherits } = settings
  return {
    ...settings,
    ...(partitionBy !== undefined && {
      partitionBy: { ...partitionBy, keys: partitionBy.keys.map((key) => renamedKey(key, names)) },
    }),
    ...(partitionOf !== undefined && {
      partitionOf: { ...partitionOf, table: names.map.table(partitionOf.table) },
    }),
    ...(inherits !== undefined && { inherits: inherits.map(names.map.table) }),
  }
}
