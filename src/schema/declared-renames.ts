import { collectDeclarations } from './declared-snapshot.ts'
import type { Rename } from './rename.ts'

/**
 * What declarations say with `renamedFrom`: tables first, then columns by the table's new name. Whether the old names are
 * there is not known here.
 */
export function declaredRenames(declared: unknown): readonly Rename[] {
  const tables = collectDeclarations(declared).flatMap((one) => (one.type === 'table' ? [one] : []))
  return [
    ...tables.flatMap(({ formerName, definition: { table } }): readonly Rename[] => {
      if (formerName === undefined) return []
      const { name, schema } = table.table
      return [{ what: 'table', ...(schema !== undefined && { schema }), from: formerName, to: name }]
    }),
    ...tables.flatMap(({ renamedColumns, definition: { table } }) =>
      renamedColumns.map(({ from, to }): Rename => ({ what: 'column', table: table.table, from, to })),
    ),
  ]
}
