import type { TableDefinition } from '../../../schema/define-table.ts'
import type { Index, IndexKey, TableName } from '../../../schema/model.ts'
import { agreesWithSqlite } from '../agrees-with-sqlite.ts'
import { canonicalIndex } from '../canonical/indexes.ts'
import { canonicalTable } from '../canonical/table.ts'
import type { TableDefinition as ParsedTable } from '../definition.ts'
import { parseTable } from '../parse/table.ts'
import { targetsIn, writtenTarget } from '../targets.ts'
import { foldName } from '../tokenize.ts'
import { unlessUnreadable } from '../unless-unreadable.ts'
import type { Catalog, StoredObject } from './catalog.ts'

/** Tables and indexes as data. */
export interface ReadTables {
  readonly tables: readonly TableDefinition[]
  /** Tables and indexes whose text is not understood: their statements stand for them. */
  readonly strange: readonly StoredObject[]
  /** Tables that were gone, or others, before all of them was read. */
  readonly vanished: readonly StoredObject[]
}

interface ParsedObject {
  readonly object: StoredObject
  readonly definition: ParsedTable
}

/** The tables among the objects of a catalog, with their indexes. */
export function readTables(catalog: Catalog, nameOf: (name: string) => TableName): ReadTables {
  const parsed = new Map<string, ParsedObject>()
  const strange: StoredObject[] = []
  const vanished: StoredObject[] = []
  for (const object of catalog.objects.filter((one) => isOrdinaryTable(catalog, one))) {
    const definition = understood(catalog, object)
    if (!catalog.columns.has(foldName(object.name))) vanished.push(object)
    else if (definition === undefined) strange.push(object)
    else parsed.set(foldName(object.name), { object, definition })
  }
  const indexes = new Map<ParsedObject, Index[]>()
  for (const object of catalog.objects.filter((one) => isOfOrdinaryTable(catalog, one))) {
    const owner = parsed.get(foldName(object.table))
    const index = owner && understoodIndex(catalog, object, owner.definition, nameOf(owner.object.name))
    if (owner === undefined || index === undefined) strange.push(object)
    else indexes.set(owner, [...(indexes.get(owner) ?? []), index])
  }
  const targets = targetsIn(
    [...parsed.values()].map(({ object, definition }) => writtenTarget(object.name, definition)),
  )
  const tables = [...parsed.values()].map((one) => ({
    table: canonicalTable(one.definition, nameOf(one.object.name), targets),
    indexes: indexes.get(one) ?? [],
  }))
  return { tables, strange, vanished }
}

/** Not a virtual table, nor one that keeps the rows of such. */
function isOrdinaryTable({ kinds }: Catalog, { type, name }: StoredObject): boolean {
  const kind = kinds.get(foldName(name))
  return type === 'table' && kind !== 'virtual' && kind !== 'shadow'
}

function isOfOrdinaryTable(catalog: Catalog, { type, table }: StoredObject): boolean {
  return type === 'index' && isOrdinaryTable(catalog, { type: 'table', name: table, table, sql: '' })
}

function understood(catalog: Catalog, { name, sql }: StoredObject): ParsedTable | undefined {
  const definition = unlessUnreadable(() => parseTable(sql, name))
  const columns = catalog.columns.get(foldName(name)) ?? []
  const references = catalog.references.get(foldName(name)) ?? []
  return definition && agreesWithSqlite(definition, columns, references) ? definition : undefined
}

function understoodIndex(
  catalog: Catalog,
  { name, sql }: StoredObject,
  definition: ParsedTable,
  table: TableName,
): Index | undefined {
  const index = unlessUnreadable(() => canonicalIndex(sql, table, definition))
  const keys = catalog.keys.get(foldName(name)) ?? []
  const isSeen = ({ column, order }: IndexKey, at: number) =>
    keys[at]?.name === (column ?? null) && (Number(keys[at]?.desc) === 1) === (order === 'desc')
  return index?.keys.length === keys.length && index.keys.every(isSeen) ? { ...index, name } : undefined
}
