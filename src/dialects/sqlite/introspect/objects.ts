import type { TableName } from '../../../schema/model.ts'
import type { OtherObject, SchemaObject } from '../../../schema/objects.ts'
import { quoteTableName } from '../../identifier.ts'
import { parseTrigger } from '../parse/trigger.ts'
import { parseView } from '../parse/view.ts'
import { foldName } from '../tokenize.ts'
import { unlessUnreadable } from '../unless-unreadable.ts'
import type { Catalog, StoredObject } from './catalog.ts'

/** Views, triggers and virtual tables; a statement that is not understood stands for itself. */
export function readObjects(catalog: Catalog, nameOf: (name: string) => TableName): readonly SchemaObject[] {
  const spelled = new Map(
    catalog.objects
      .filter(({ type }) => type === 'table' || type === 'view')
      .map(({ name }) => [foldName(name), name]),
  )
  return catalog.objects.flatMap((object): readonly SchemaObject[] => {
    const { type, name, table, sql } = object
    switch (type) {
      case 'view':
        return [
          unlessUnreadable(() => ({ ...parseView(sql, name), ...nameOf(name) })) ?? asOther(object, nameOf),
        ]
      case 'trigger': {
        const target = nameOf(spelled.get(foldName(table)) ?? table)
        return [unlessUnreadable(() => parseTrigger(sql, name, target)) ?? asOther(object, nameOf)]
      }
      case 'table':
        return catalog.kinds.get(foldName(name)) === 'virtual'
          ? [asOther(object, nameOf, 'virtual table')]
          : []
      default:
        return []
    }
  })
}

/** An object by its statement. */
export function asOther(
  { type, name, table, sql }: StoredObject,
  nameOf: (name: string) => TableName,
  what: string = type,
): OtherObject {
  const word = type.toUpperCase()
  return {
    type: 'other',
    what,
    ...nameOf(name),
    ...((type === 'index' || type === 'trigger') && { table: nameOf(table) }),
    create: sql,
    drop: `DROP ${word} ${quoteTableName(nameOf(name))}`,
  }
}
