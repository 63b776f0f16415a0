import type { TableDefinition } from '../../schema/define-table.ts'
import type { TableName } from '../../schema/model.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import { type SchemaSnapshot, sortSnapshot } from '../../schema/snapshot.ts'
import { TsmigError } from '../../support/errors.ts'
import { quoteTableName } from '../identifier.ts'
import { canonicalIndex } from './canonical/indexes.ts'
import { canonicalTable } from './canonical/table.ts'
import { createIndexText } from './define/indexes.ts'
import { defineTable } from './define/table.ts'
import { createTriggerText } from './define/trigger.ts'
import { createViewText } from './define/view.ts'
import { printTable, type TableDefinition as WrittenTable } from './definition.ts'
import { parseTable } from './parse/table.ts'
import { parseTrigger } from './parse/trigger.ts'
import { parseView } from './parse/view.ts'
import { targetOf, targetsIn, writtenTarget } from './targets.ts'

/**
 * The snapshot that SQLite would give back: each part is written as the statement that makes it, and read again. So
 * comments are gone, types are what SQLite is told, enum types are checks. What SQLite has no statement for stays as
 * it is. `standing`: tables beside these that are settled.
 */
export function settleOffline(
  { tables, objects, unread }: SchemaSnapshot,
  standing: readonly TableDefinition[] = [],
): SchemaSnapshot {
  const written = tables.map((table) => ({ table, definition: unlessRefused(() => writtenTable(table)) }))
  const targets = targetsIn([
    ...standing.map(({ table }) => targetOf(table)),
    ...written.flatMap(({ table: { table }, definition }) =>
      definition === undefined ? [] : [writtenTarget(table.table.name, definition)],
    ),
  ])
  return sortSnapshot({
    tables: written.map(({ table, definition }) => {
      if (definition === undefined) return table
      const name = inMain(table.table.table)
      return {
        table: canonicalTable(definition, name, targets),
        indexes: table.indexes.map(
          (index) =>
            unlessRefused(() => canonicalIndex(createIndexText(name, index), name, definition)) ?? index,
        ),
      }
    }),
    objects: objects.flatMap((object) => {
      if (object.type === 'enum') return []
      return [unlessRefused(() => writtenObject(object)) ?? object]
    }),
    unread,
  })
}

function writtenTable({ table }: TableDefinition): WrittenTable | undefined {
  if (table.temporary) return undefined
  return parseTable(
    printTable(defineTable(table), quoteTableName({ name: table.table.name })),
    table.table.name,
  )
}

function writtenObject(object: SchemaObject): SchemaObject {
  switch (object.type) {
    case 'view':
      return { ...parseView(createViewText(object), object.name), ...inMain(object) }
    case 'trigger':
      return parseTrigger(createTriggerText(object), object.name, inMain(object.table))
    default:
      return object
  }
}

/** What is in `main` is in the connection's own schema. */
function inMain({ name, schema }: { readonly name: string; readonly schema?: string }): TableName {
  return schema === undefined || schema === 'main' ? { name } : { name, schema }
}

function unlessRefused<Result>(write: () => Result): Result | undefined {
  try {
    return write()
  } catch (error) {
    if (error instanceof TsmigError) return undefined
    throw error
  }
}
