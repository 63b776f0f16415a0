import type { ColumnType } from '../schema/column-type.ts'
import type { QualifiedName, SchemaObject } from '../schema/objects.ts'
import { objectKey, type SchemaSnapshot } from '../schema/snapshot.ts'
import { identifiersIn } from './identifiers-in.ts'

/** The columns and objects that a type stands in the way of, each in the words of a sentence. */
export function usersOf(
  { tables, objects }: SchemaSnapshot,
  type: SchemaObject & QualifiedName,
): readonly string[] {
  return [
    ...tables.flatMap(({ table }) =>
      table.columns
        .filter((column) => isMade(column.type, type))
        .map(({ name }) => `the column ${name} of ${table.table.name}`),
    ),
    ...objects
      .filter((object) => objectKey(object) !== objectKey(type) && isBuiltOn(object, type))
      .map(titleOf),
  ]
}

/** The columns that hold values of a type in lists or in composite values: what they hold PostgreSQL doesn't look into. */
export function holdersOf({ tables, objects }: SchemaSnapshot, type: QualifiedName): readonly string[] {
  const composites = objects.filter((object) => object.type === 'composite' && isBuiltOn(object, type))
  const isHolder = (of: ColumnType): boolean =>
    (isMade(of, type) && isList(of)) ||
    composites.some((one) => 'name' in one && isMade(of, one as QualifiedName))
  return tables.flatMap(({ table }) =>
    table.columns
      .filter((column) => isHolder(column.type))
      .map(({ name }) => `the column ${name} of ${table.table.name}`),
  )
}

function isList(type: ColumnType): boolean {
  return type.type === 'array' || (type.type === 'raw' && type.sql.trim().endsWith(']'))
}

/** Whether an object has a type in its definition, by its name. */
export function isBuiltOn(object: SchemaObject, type: QualifiedName): boolean {
  switch (object.type) {
    case 'domain':
      return isMade(object.dataType, type)
    case 'composite':
      return object.attributes.some((attribute) => isMade(attribute.type, type))
    case 'function':
    case 'procedure':
      return identifiersIn(`${object.arguments} ${object.returns ?? ''}`, 'postgres').has(type.name)
    default:
      return false
  }
}

/** Whether a type is another, or made of it. */
export function isMade(of: ColumnType, type: QualifiedName): boolean {
  switch (of.type) {
    case 'array':
      return isMade(of.of, type)
    case 'enum':
      return of.name === type.name && of.schema === type.schema
    case 'raw':
      return identifiersIn(of.sql, 'postgres').has(type.name)
    default:
      return false
  }
}

/** An object in the words of a sentence. */
export function titleOf(object: SchemaObject): string {
  const type = object.type === 'composite' ? 'composite type' : object.type
  return 'name' in object ? `the ${type} ${object.name}` : `a ${type}`
}
