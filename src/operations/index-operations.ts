import { deepFreeze } from '../schema/freeze.ts'
import {
  type IndexDefinition,
  type IndexKeyInput,
  type IndexOptions,
  indexName,
  indexParts,
} from '../schema/index-definition.ts'
import type { Index, IndexKey, TableName } from '../schema/model.ts'
import { nameOf, tableNameOf } from '../schema/names.ts'
import type { ColumnOf } from '../schema/typed-table.ts'
import type { Sql } from '../schema/values.ts'
import type { CreateIndex, DropIndex } from './operation.ts'
import { flag, knownOptions } from './options.ts'

/** A key of an index of a typed table: an unknown column doesn't compile. */
export type IndexKeyOf<Table> = ColumnOf<Table> | Sql | (IndexKey & { readonly column?: ColumnOf<Table> })

export interface CreateIndexOptions<Column extends string = string> extends Omit<IndexOptions, 'include'> {
  /** Columns stored but not searched. PostgreSQL. */
  readonly include?: Column | readonly Column[]
  readonly ifNotExists?: boolean
  /** Without locking out writers; outside any transaction. PostgreSQL. */
  readonly concurrently?: boolean
}

export interface DropIndexOptions {
  /** The index's table, where it is known. */
  readonly table?: string | TableName
  readonly schema?: string
  readonly ifExists?: boolean
  readonly concurrently?: boolean
  /** The index as it is, so that the drop can be reversed: `index('email')`. */
  readonly was?: IndexDefinition
}

/** `op.createIndex` as data; a name of `null` is made from the table and its columns. */
export function createIndex(
  name: string | null,
  table: TableName,
  keys: IndexKeyInput | readonly IndexKeyInput[],
  options: CreateIndexOptions,
  nameIndex: typeof indexName = indexName,
): CreateIndex {
  const parts = indexParts(keys, options)
  const given = name === null ? {} : { name: nameOf(name, "The index's name") }
  return deepFreeze({
    kind: 'createIndex',
    table,
    index: { ...parts, name: nameIndex(table.name, { kind: 'index', ...parts, ...given }) },
    ...flag('ifNotExists', options.ifNotExists),
    ...flag('concurrently', options.concurrently),
  })
}

/** `op.dropIndex` as data. */
export function dropIndex(name: string, options: DropIndexOptions): DropIndex {
  knownOptions('dropIndex', options, ['table', 'schema', 'ifExists', 'concurrently', 'was'])
  const { table, schema, was } = options
  return deepFreeze({
    kind: 'dropIndex',
    name: nameOf(name, "The index's name"),
    ...(table === undefined ? {} : { table: tableNameOf(table, schema) }),
    ...(table !== undefined || schema === undefined ? {} : { schema: nameOf(schema, "The index's schema") }),
    ...flag('ifExists', options.ifExists),
    ...flag('concurrently', options.concurrently),
    ...(was === undefined ? {} : { was: formerIndex(name, was) }),
  })
}

function formerIndex(name: string, { kind: _, ...was }: IndexDefinition): Index {
  return { ...was, name }
}
