import type { TableDefinition } from '../../../src/schema/define-table.ts'
import type { Constraint, Index, TableName } from '../../../src/schema/model.ts'
import type { SchemaObject } from '../../../src/schema/objects.ts'
import type { Rename } from '../../../src/schema/rename.ts'
import { type Declared, isSameName } from '../declared.ts'
import { type Making, quoted } from '../make-parts.ts'
import { columnName, tableName } from '../names.ts'
import { anyColumn, type Edit } from './edit.ts'
import { quotedAsNeeded } from './others.ts'

/** That something goes on under another name, as `renamedFrom` says it. */
export const renameEdits: readonly Edit[] = [
  { name: 'renameTable', apply: renameTable },
  { name: 'renameColumn', apply: renameColumn },
  { name: 'swapTables', apply: swapTables },
  { name: 'swapColumns', apply: swapColumns },
  { name: 'passTableName', apply: passTableName },
  { name: 'passColumnName', apply: passColumnName },
]

function renameTable(declared: Declared, making: Making): Declared | undefined {
  const found = making.dice.pick(declared.tables)
  return found && tableCalled(declared, found.table.table, tableName(declared, making.dice), making)
}

/** Two tables of one schema. */
function twoTables({ tables }: Declared, { dice }: Making): readonly TableName[] {
  const one = dice.pick(tables)?.table.table
  const alike = tables.map(({ table }) => table.table).filter(({ schema }) => schema === one?.schema)
  const other = dice.pick(alike.filter(({ name }) => name !== one?.name))
  return one === undefined || other === undefined ? [] : [one, other]
}

function swapTables(declared: Declared, making: Making): Declared | undefined {
  const [one, other] = twoTables(declared, making)
  if (one === undefined || other === undefined) return undefined
  const spare = tableName(declared, making.dice)
  const aside = tableCalled(declared, one, spare, making)
  return tableCalled(tableCalled(aside, other, one.name, making), { ...one, name: spare }, other.name, making)
}

/** One gets a new name, and another the one that it had. */
function passTableName(declared: Declared, making: Making): Declared | undefined {
  const [one, other] = twoTables(declared, making)
  if (one === undefined || other === undefined) return undefined
  const aside = tableCalled(declared, one, tableName(declared, making.dice), making)
  return tableCalled(aside, other, one.name, making)
}

function tableCalled(declared: Declared, was: TableName, name: string, making: Making): Declared {
  const is: TableName = { ...was, name }
  const inNew = (name: TableName) => (isSameName(name, was) ? is : name)
  const from = (query: string) =>
    query.replaceAll(
      new RegExp(`(FROM (?:["\`]\\w+["\`]\\.)?)${quoted(was.name, making.dialect)}`, 'g'),
      (_, before: string) => `${before}${quoted(is.name, making.dialect)}`,
    )
  return {
    ...declared,
    tables: declared.tables.map(({ table, indexes }) => ({
      table: {
        ...table,
        table: inNew(table.table),
        constraints: table.constraints.map((one) =>
          one.kind === 'foreignKey'
            ? { ...one, references: { ...one.references, table: inNew(one.references.table) } }
            : one,
        ),
        ...(table.postgres !== undefined && {
          postgres: {
            ...table.postgres,
            ...(table.postgres.partitionOf !== undefined && {
              partitionOf: {
                ...table.postgres.partitionOf,
                table: inNew(table.postgres.partitionOf.table),
              },
            }),
            ...(table.postgres.inherits !== undefined && {
              inherits: table.postgres.inherits.map(inNew),
            }),
          },
        }),
      },
      indexes,
    })),
    objects: declared.objects.map((object): SchemaObject => {
      if (object.type === 'view') return { ...object, query: from(object.query) }
      if (object.type === 'policy') return { ...object, table: inNew(object.table) }
      if (object.type === 'trigger') {
        const [old, fresh] = [quoted(was.name, making.dialect), quoted(is.name, making.dialect)]
        return {
          ...object,
          table: inNew(object.table),
          body: object.body.replaceAll(`UPDATE ${old}`, () => `UPDATE ${fresh}`),
        }
      }
      if (object.type === 'other' && object.table !== undefined) {
        const [old, fresh] = [quotedAsNeeded(was.name), quotedAsNeeded(is.name)]
        const isOnIt = isSameName(object.table, was)
        return isOnIt ? { ...object, table: is, create: endingIn(object.create, old, fresh) } : object
      }
      if (object.type === 'sequence' && object.ownedBy !== undefined)
        return { ...object, ownedBy: { ...object.ownedBy, table: inNew(object.ownedBy.table) } }
      return object
    }),
    renames: renamesWith(declared, {
      what: 'table',
      ...(was.schema !== undefined && { schema: was.schema }),
      from: was.name,
      to: is.name,
    }),
  }
}

function endingIn(text: string, old: string, fresh: string): string {
  return text.endsWith(old) ? `${text.slice(0, -old.length)}${fresh}` : text
}

function renameColumn(declared: Declared, making: Making): Declared | undefined {
  const found = anyColumn(declared, making, ({ name }, definition) => isFree(name, definition))
  if (found === undefined) return undefined
  const { column, definition } = found
  const { table } = definition.table
  const to = freshName(definition, making)
  return columnCalled(declared, { table, from: column.name, to, dialect: making.dialect })
}

/** But for the one that all rows have their number in, and those of partitions and heirs. */
function isFree(name: string, { table: { postgres } }: TableDefinition): boolean {
  return name !== 'id' && postgres?.partitionOf === undefined && postgres?.inherits === undefined
}

function freshName({ table }: TableDefinition, { dice }: Making): string {
  return columnName(
    table.columns.map(({ name }) => name),
    dice,
  )
}

/** Two columns of one table, and a name that none has. */
function twoColumns(declared: Declared, making: Making) {
  const first = anyColumn(declared, making, ({ name }, definition) => isFree(name, definition))
  if (first === undefined) return undefined
  const { definition, column } = first
  const second = making.dice.pick(
    definition.table.columns.filter(({ name }) => name !== column.name && isFree(name, definition)),
  )
  if (second === undefined) return undefined
  const { dialect } = making
  const { table } = definition.table
  const spare = freshName(definition, making)
  return { one: column.name, other: second.name, spare, within: { table, dialect } }
}

function swapColumns(declared: Declared, making: Making): Declared | undefined {
  const found = twoColumns(declared, making)
  if (found === undefined) return undefined
  const { one, other, spare, within } = found
  const aside = columnCalled(declared, { ...within, from: one, to: spare })
  const half = columnCalled(aside, { ...within, from: other, to: one })
  return columnCalled(half, { ...within, from: spare, to: other })
}

/** One gets a new name, and another the one that it had. */
function passColumnName(declared: Declared, making: Making): Declared | undefined {
  const found = twoColumns(declared, making)
  if (found === undefined) return undefined
  const { one, other, spare, within } = found
  const aside = columnCalled(declared, { ...within, from: one, to: spare })
  return columnCalled(aside, { ...within, from: other, to: one })
}

function columnCalled(declared: Declared, names: Names): Declared {
  const { table, from, to } = names
  return {
    ...declared,
    tables: declared.tables.map((one) =>
      isSameName(one.table.table, table) || isHeir(one, table)
        ? withNewName(one, names)
        : withNewTarget(one, names),
    ),
    objects: declared.objects.map((object) => withNewNameIn(object, names)),
    renames: renamesWith(declared, { what: 'column', table, from, to }),
  }
}

interface Names {
  readonly table: TableName
  readonly from: string
  readonly to: string
  readonly dialect: Making['dialect']
}

function isHeir({ table: { postgres } }: TableDefinition, table: TableName): boolean {
  return [...(postgres?.inherits ?? []), ...(postgres?.partitionOf ? [postgres.partitionOf.table] : [])].some(
    (one) => isSameName(one, table),
  )
}

function withNewName({ table, indexes }: TableDefinition, names: Names): TableDefinition {
  const { postgres } = table
  return {
    table: {
      ...table,
      columns: table.columns.map((column) => ({
        ...column,
        name: newName(column.name, names),
        ...(column.generated !== undefined && {
          generated: { ...column.generated, expression: newText(column.generated.expression, names) },
        }),
        ...(column.mysql?.check !== undefined && {
          mysql: { ...column.mysql, check: newText(column.mysql.check, names) },
        }),
      })),
      constraints: table.constraints.map((one) => newConstraint(one, names)),
      ...(postgres?.partitionBy !== undefined && {
        postgres: { ...postgres, partitionBy: newKeys(postgres.partitionBy, names) },
      }),
    },
    indexes: indexes.map((one) => newIndex(one, names)),
  }
}

function newName(name: string, { from, to }: Names): string {
  return name === from ? to : name
}

function newText(text: string, { from, to, dialect }: Names): string {
  return text.replaceAll(quoted(from, dialect), quoted(to, dialect))
}

function newKeys<Part extends { readonly keys: Index['keys'] }>(part: Part, names: Names): Part {
  return {
    ...part,
    keys: part.keys.map((key) => ({
      ...key,
      ...(key.column !== undefined && { column: newName(key.column, names) }),
      ...(key.expression !== undefined && { expression: newText(key.expression, names) }),
    })),
  }
}

function newIndex(index: Index, names: Names): Index {
  return {
    ...newKeys(index, names),
    ...(index.where !== undefined && { where: newText(index.where, names) }),
    ...(index.include !== undefined && { include: index.include.map((name) => newName(name, names)) }),
  }
}

function newConstraint(constraint: Constraint, names: Names): Constraint {
  const inNew = (name: string) => newName(name, names)
  switch (constraint.kind) {
    case 'check':
      return { ...constraint, expression: newText(constraint.expression, names) }
    case 'exclude':
      return {
        ...constraint,
        elements: constraint.elements.map((one) => ({
          ...one,
          ...(one.column !== undefined && { column: inNew(one.column) }),
        })),
      }
    case 'foreignKey': {
      const key = {
        ...constraint,
        columns: constraint.columns.map(inNew),
        ...(constraint.onDeleteColumns !== undefined && {
          onDeleteColumns: constraint.onDeleteColumns.map(inNew),
        }),
      }
      return isSameName(key.references.table, names.table)
        ? { ...key, references: { ...key.references, columns: key.references.columns.map(inNew) } }
        : key
    }
    default:
      return {
        ...constraint,
        columns: constraint.columns.map(inNew),
        ...('keys' in constraint &&
          constraint.keys !== undefined &&
          newKeys({ keys: constraint.keys }, names)),
        ...(constraint.include !== undefined && { include: constraint.include.map(inNew) }),
      }
  }
}

function withNewTarget(definition: TableDefinition, names: Names): TableDefinition {
  const { table } = definition
  const constraints = table.constraints.map((one) =>
    one.kind === 'foreignKey' && isSameName(one.references.table, names.table)
      ? {
          ...one,
          references: {
            ...one.references,
            columns: one.references.columns.map((name) => newName(name, names)),
          },
        }
      : one,
  )
  return { ...definition, table: { ...table, constraints } }
}

/** A view goes on giving the column under the old name. */
function withNewNameIn(object: SchemaObject, names: Names): SchemaObject {
  switch (object.type) {
    case 'view': {
      const [whole, list = '', schema, name, where = ''] =
        /^SELECT (.*?) FROM (?:["`](\w+)["`]\.)?["`]([^"`]*)["`](.*)$/s.exec(object.query) ?? []
      const isOnIt = whole !== undefined && name === names.table.name && schema === names.table.schema
      if (!isOnIt) return object
      const [old, fresh] = [quoted(names.from, names.dialect), quoted(names.to, names.dialect)]
      const items = list.split(', ').map((item) => {
        if (item === old) return `${fresh} AS ${old}`
        return item.startsWith(`${old} AS `) ? `${fresh}${item.slice(old.length)}` : item
      })
      const from = whole.slice('SELECT '.length + list.length, whole.length - where.length)
      return { ...object, query: `SELECT ${items.join(', ')}${from}${newText(where, names)}` }
    }
    case 'trigger':
      return isSameName(object.table, names.table)
        ? {
            ...object,
            ...(object.columns !== undefined && {
              columns: object.columns.map((name) => newName(name, names)),
            }),
            ...(object.when !== undefined && { when: newText(object.when, names) }),
            ...(names.dialect !== 'postgres' && { body: newText(object.body, names) }),
          }
        : object
    case 'policy':
      return isSameName(object.table, names.table)
        ? {
            ...object,
            ...(object.using !== undefined && { using: newText(object.using, names) }),
            ...(object.check !== undefined && { check: newText(object.check, names) }),
          }
        : object
    case 'other': {
      if (object.table === undefined || !isSameName(object.table, names.table)) return object
      const [before = '', list = '', after = ''] = object.create.split(/(?<= ON )(.*)(?= FROM )/)
      const [old, fresh] = [quotedAsNeeded(names.from), quotedAsNeeded(names.to)]
      const renamed = list.split(', ').map((one) => (one === old ? fresh : one))
      return { ...object, create: `${before}${renamed.join(', ')}${after}` }
    }
    case 'sequence':
      return object.ownedBy !== undefined && isSameName(object.ownedBy.table, names.table)
        ? { ...object, ownedBy: { ...object.ownedBy, column: newName(object.ownedBy.column, names) } }
        : object
    default:
      return object
  }
}

/** What was renamed before goes on under the last name; the columns of a table stand under the name that it has now. */
function renamesWith({ renames = [] }: Declared, fresh: Rename): readonly Rename[] {
  const earlier = renames.map((one): Rename => {
    if (fresh.what !== 'table' || one.what !== 'column') return one
    const isOfIt = one.table.name === fresh.from && one.table.schema === fresh.schema
    return isOfIt ? { ...one, table: { ...one.table, name: fresh.to } } : one
  })
  const before = earlier.find((one) => one.to === fresh.from && isAlike(one, fresh))
  if (before === undefined) return [...earlier, fresh]
  return earlier.map((one) => (one === before ? { ...fresh, from: before.from } : one))
}

function isAlike(one: Rename, other: Rename): boolean {
  if (one.what === 'table') return other.what === 'table' && one.schema === other.schema
  return other.what === 'column' && isSameName(one.table, other.table)
}
