import { spokenOf } from '../../dialects/postgres/signature.ts'
import type { Operation } from '../../operations/operation.ts'
import type { ColumnType } from '../../schema/column-type.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { CompositeType, Domain, QualifiedName, SchemaObject } from '../../schema/objects.ts'
import { objectKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import { identifiersIn } from '../identifiers-in.ts'

/** The columns, tables and objects that a type is in the definition of, each in the words of a sentence. */
export function usersOf(
  { tables, objects }: SchemaSnapshot,
  type: SchemaObject & QualifiedName,
): readonly string[] {
  return [
    ...columnsWith(tables, (of) => isMade(of, type)),
    ...typedTables(tables, type).map(({ table }) => `the table ${table.table.name}`),
    ...objects
      .filter((object) => objectKey(object) !== objectKey(type) && isBuiltOn(object, type))
      .map(titleOf),
  ]
}

/** The tables that are made of a composite type. */
export function typedTables(
  tables: readonly TableDefinition[],
  { name, schema }: QualifiedName,
): readonly TableDefinition[] {
  return tables.filter(({ table: { postgres } }) => {
    const of = postgres?.ofType
    return of?.name === name && of.schema === schema
  })
}

/** The columns that hold values of a type in lists or in composite values: what these hold PostgreSQL doesn't look into. */
export function holdersOf({ tables, objects }: SchemaSnapshot, type: QualifiedName): readonly string[] {
  const composites = builtOn(objects, type).filter((one) => one.type === 'composite')
  return columnsWith(
    tables,
    (of) => (isMade(of, type) && isList(of)) || composites.some((one) => isMade(of, one)),
  )
}

/** The columns that hold values of a type, by themselves or in others. */
export function columnsOf({ tables, objects }: SchemaSnapshot, type: QualifiedName): readonly string[] {
  const all = [type, ...builtOn(objects, type)]
  return columnsWith(tables, (of) => all.some((one) => isMade(of, one)))
}

/** The attributes that composite types lose, by each table with a column that has values of the type in it. */
export function droppedAttributes(
  { tables, objects }: SchemaSnapshot,
  operations: readonly Operation[],
): ReadonlyMap<TableDefinition, readonly string[]> {
  const found = new Map<TableDefinition, readonly string[]>()
  for (const operation of operations) {
    if (operation.kind !== 'alterCompositeType' || operation.to.dropAttributes === undefined) continue
    const types = [operation.compositeType, ...builtOn(objects, operation.compositeType)]
    for (const definition of tables) {
      const holds = definition.table.columns.some(({ type }) => types.some((one) => isMade(type, one)))
      if (holds) found.set(definition, [...(found.get(definition) ?? []), ...operation.to.dropAttributes])
    }
  }
  return found
}

function builtOn(objects: readonly SchemaObject[], type: QualifiedName): readonly (CompositeType | Domain)[] {
  return objects.flatMap((object) =>
    (object.type === 'composite' || object.type === 'domain') && isBuiltOn(object, type) ? [object] : [],
  )
}

function columnsWith(
  tables: readonly TableDefinition[],
  holds: (type: ColumnType) => boolean,
): readonly string[] {
  return tables.flatMap(({ table }) =>
    table.columns
      .filter(({ type }) => holds(type))
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
      return identifiersIn(spokenOf(object), 'postgres').has(type.name)
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
