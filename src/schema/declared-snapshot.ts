import type { ColumnType } from './column-type.ts'
import { enumType } from './declare.ts'
import { withConventionalNames } from './declared-names.ts'
import type { DeclaredTable } from './declared-table.ts'
import type { TableDefinition } from './define-table.ts'
import { DefinitionError } from './errors.ts'
import type { NamingConvention } from './naming.ts'
import type { EnumType, SchemaObject } from './objects.ts'
import { inOneOrder, objectKey, qualifiedKey, type SchemaSnapshot, sortSnapshot } from './snapshot.ts'

/**
 * The snapshot that declarations make: tables and objects, lists of them, module namespaces that export them, in any
 * depth. What a module exports beside them is passed over. `naming`: the
 * convention that gives names to what has none. Throws `DefinitionError` where two declarations have one
 * name.
 */
export function declaredSnapshot(declared: unknown, naming?: NamingConvention): SchemaSnapshot {
  const found = collectDeclarations(declared)
  const tables = new Map<string, TableDefinition>()
  const objects = new Map<string, SchemaObject>()
  for (const one of found) {
    if (one.type === 'table')
      addOnce(tables, qualifiedKey(one), withConventionalNames(one, naming), `table ${one.name}`)
    else addOnce(objects, objectKey(one), one, titleOf(one))
  }
  for (const one of tables.values()) for (const type of enumsIn(one)) addEnum(objects, type, one)
  return sortSnapshot({ tables: [...tables.values()], objects: [...objects.values()], unread: [] })
}

/** A table or an object, as it is declared. */
export type Declaration = DeclaredTable | SchemaObject

/** All that is declared, in the order in which it is met: in lists and module namespaces of any depth. */
export function collectDeclarations(declared: unknown): readonly Declaration[] {
  const found: Declaration[] = []
  collect(declared, found, new Set())
  return found
}

const objectTypes: ReadonlySet<unknown> = new Set<SchemaObject['type']>([
  'schema',
  'extension',
  'sequence',
  'enum',
  'composite',
  'domain',
  'view',
  'function',
  'procedure',
  'trigger',
  'policy',
  'grant',
  'other',
])

function collect(value: unknown, found: Declaration[], seen: Set<object>): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  if (isDeclaration(value)) found.push(value)
  else if (Array.isArray(value)) for (const part of value) collect(part, found, seen)
  else if (isNamespace(value)) for (const part of Object.values(value)) collect(part, found, seen)
}

function isDeclaration(value: object): value is Declaration {
  if (!Object.isFrozen(value) || !('type' in value)) return false
  return objectTypes.has(value.type) || (value.type === 'table' && 'definition' in value)
}

/** A module's exports, or a plain record of declarations. */
function isNamespace(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

function addOnce<Part>(parts: Map<string, Part>, key: string, part: Part, title: string): void {
  const known = parts.get(key)
  if (known === undefined) return void parts.set(key, part)
  // A file that is loaded twice declares its tables twice.
  if (inOneOrder(known) === inOneOrder(part)) return
  throw new DefinitionError(`The ${title} is declared twice`, 'Keep one of the two declarations.')
}

/** A column of a named enum declares the enum, too. */
function addEnum(objects: Map<string, SchemaObject>, type: EnumType, { table }: TableDefinition): void {
  const key = objectKey(type)
  const known = objects.get(key)
  if (known === undefined) return void objects.set(key, type)
  if (known.type === 'enum' && known.values.join('\0') === type.values.join('\0')) return
  throw new DefinitionError(
    `The enum ${type.name} of the table ${table.table.name} has other values elsewhere`,
    'Declare it once, with enumType(…), and give the columns t.enum(…) of it.',
  )
}

function enumsIn({ table }: TableDefinition): readonly EnumType[] {
  return table.columns.flatMap(({ type }) => {
    const inner = innermost(type)
    if (inner.type !== 'enum' || inner.name === undefined) return []
    return [enumType(inner.name, inner.values, inner.schema === undefined ? {} : { schema: inner.schema })]
  })
}

function innermost(type: ColumnType): ColumnType {
  return type.type === 'array' ? innermost(type.of) : type
}

function titleOf(object: SchemaObject): string {
  return 'name' in object ? `${object.type} ${object.name}` : object.type
}
