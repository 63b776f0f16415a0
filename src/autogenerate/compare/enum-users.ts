import type { EnumType } from '../../schema/objects.ts'
import { qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import { UnalterableError } from '../errors.ts'
import { identifiersIn } from '../identifiers-in.ts'
import { isBuiltOn, titleOf } from './type-users.ts'

/** Throws `UnalterableError` where a type that is to be replaced is used by more than columns, views and what is on tables. */
export function refuseUsers(
  { tables, objects }: SchemaSnapshot,
  type: EnumType,
  converted: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  for (const object of objects) if (isBuiltOn(object, type)) throw refusal(type, titleOf(object))
  for (const { table } of tables) {
    const columns = converted.get(qualifiedKey(table.table)) ?? new Set()
    const keys = table.postgres?.partitionBy?.keys ?? []
    const named = keys.flatMap(
      ({ column, expression = '' }) => column ?? [...identifiersIn(expression, 'postgres')],
    )
    if (named.some((name) => columns.has(name))) {
      throw refusal(type, `the partitioning of table ${table.table.name}`)
    }
    for (const { name, generated } of table.columns) {
      if (generated === undefined) continue
      if (
        columns.has(name) ||
        [...identifiersIn(generated.expression, 'postgres')].some((one) => columns.has(one))
      ) {
        throw refusal(type, `the generated column ${name} of table ${table.table.name}`)
      }
    }
  }
}

function refusal({ name }: EnumType, user: string): UnalterableError {
  return new UnalterableError(
    `The enum ${name} loses values, or has them in another order, and ${user} is made of it`,
    `PostgreSQL only adds values. Rename a value with op.renameEnumValue, or change what uses ${name} first, in a revision of its own.`,
  )
}
