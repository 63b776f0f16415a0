import type { SchemaObject } from '../../../schema/objects.ts'
import { objectKey, type SchemaSnapshot } from '../../../schema/snapshot.ts'

/**
 * Declared statistics in the words of those that stand, where nothing but the order of their columns differs: the server
 * tells columns as they stand in the table, which can be otherwise than they are declared.
 */
export function withStandingStatistics(
  objects: readonly SchemaObject[],
  actual: SchemaSnapshot,
): readonly SchemaObject[] {
  if (!objects.some(isStatistics)) return objects
  const standing = new Map(actual.objects.filter(isStatistics).map((one) => [objectKey(one), one.create]))
  return objects.map((one) => {
    const create = isStatistics(one) ? standing.get(objectKey(one)) : undefined
    return isStatistics(one) && create !== undefined && inOneOrder(create) === inOneOrder(one.create)
      ? { ...one, create }
      : one
  })
}

type Statistics = Extract<SchemaObject, { readonly type: 'other' }>

function isStatistics(object: SchemaObject): object is Statistics {
  return object.type === 'other' && object.what === 'statistics'
}

/** As the server writes it: its name, its kinds, its columns, its expressions, its table. */
const statement =
  /^(CREATE STATISTICS (?:"(?:[^"]|"")*"|[^\s"])+(?: \([a-z, ]+\))? ON )((?:"(?:[^"]|"")*"|[^\s,"()])+(?:, (?:"(?:[^"]|"")*"|[^\s,"()])+)*)(.*)$/s

/** The statement with its columns in the order of their names. */
function inOneOrder(create: string): string {
  const [, head, columns, rest] = statement.exec(create) ?? []
  if (head === undefined || columns === undefined) return create
  const names = columns.match(/(?:"(?:[^"]|"")*"|[^\s,"])+/g) ?? []
  return `${head}${names.sort().join(', ')}${rest}`
}
