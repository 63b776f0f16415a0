import { isDeepStrictEqual } from 'node:util'
import type { TableName } from '../../../src/schema/model.ts'
import type { Declared } from '../declared.ts'
import { heirEdits, isOfInheritance } from './heirs.ts'
import { partitionedEdits } from './partitioned.ts'
import { isOfPartitions, partitionEdits } from './partitions.ts'

/** What knows of families of tables. */
const familial = new Set(
  [...partitionEdits, ...partitionedEdits, ...heirEdits, { name: 'dropTable' }].map(({ name }) => name),
)

/** Whether an edit that knows nothing of families changes one, or what stands on one of its tables. */
export function breaksFamily(name: string, before: Declared, after: Declared): boolean {
  return !familial.has(name) && !isDeepStrictEqual(familiesIn(before), familiesIn(after))
}

function familiesIn({ tables, objects }: Declared): unknown {
  const isOfFamily = (table: TableName) => isOfPartitions(table) || isOfInheritance(table)
  return [
    tables.filter(({ table }) => isOfFamily(table.table)),
    objects.filter((object) => {
      if (object.type === 'trigger' || object.type === 'policy') return isOfFamily(object.table)
      return object.type === 'sequence' && object.ownedBy !== undefined && isOfFamily(object.ownedBy.table)
    }),
  ]
}
