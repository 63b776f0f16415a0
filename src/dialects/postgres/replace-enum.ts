import type { EnumColumn } from '../../operations/object-operation.ts'
import type { ColumnType } from '../../schema/column-type.ts'
import type { EnumType } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { join, raw } from '../ddl.ts'
import { commentOf } from './comments.ts'
import { ddl, tableName } from './identifier.ts'
import { defaultLiteral } from './literal.ts'
import { plain } from './object-name.ts'
import { createEnumType } from './types.ts'

/** The old type gives way under another name, and goes when no column is of it any more. */
export function replaceEnum(type: EnumType, columns: readonly EnumColumn[]): readonly Sql[] {
  const { schema } = type
  const former = { name: '_tsmig_former_enum', ...(schema !== undefined && { schema }) }
  const byTable = new Map<string, EnumColumn[]>()
  for (const column of columns) {
    const key = tableName(column.table)
    byTable.set(key, [...(byTable.get(key) ?? []), column])
  }
  return [
    ddl`ALTER TYPE ${plain(type)} RENAME TO ${former.name}`,
    createEnumType(type),
    ...commentOf(type),
    ...[...byTable].map(
      ([table, own]) => ddl`ALTER TABLE ${raw(table)} ${join(own.flatMap((one) => conversion(one, type)))}`,
    ),
    ddl`DROP TYPE ${former}`,
  ]
}

/** The default is of the old type, and stands in the way. */
function conversion({ column, array, ...rest }: EnumColumn, type: EnumType): readonly Sql[] {
  const list = raw(array === true ? '[]' : '')
  const name = ddl`${plain(type)}${list}`
  const of: ColumnType = { type: 'enum', values: type.values, name: type.name }
  const value = rest.default ?? undefined
  return [
    ...(value === undefined ? [] : [ddl`ALTER COLUMN ${column} DROP DEFAULT`]),
    ddl`ALTER COLUMN ${column} TYPE ${name} USING ${column}::text${list}::${name}`,
    ...(value === undefined
      ? []
      : [
          ddl`ALTER COLUMN ${column} SET DEFAULT ${raw(defaultLiteral(value, array === true ? { type: 'array', of } : of))}`,
        ]),
  ]
}
