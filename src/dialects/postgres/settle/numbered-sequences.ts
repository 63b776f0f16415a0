import type { Column, Table } from '../../../schema/model.ts'
import { ownedName } from '../../../schema/owned-name.ts'
import { qualifiedKey } from '../../../schema/snapshot.ts'

/**
 * The table with the names that the sequences of its identities have in `actual`, where it doesn't say any: the server
 * chooses another where the usual one is taken, and renames none along with a table or column. `wanted`: the keys of
 * the sequences that are to stand by themselves, which an identity's makes way for.
 */
export function withNumberedSequences(
  table: Table,
  actual: Table | undefined,
  wanted: ReadonlySet<string>,
): Table {
  const isWanted = (name: string) => wanted.has(qualifiedKey({ ...table.table, name }))
  const standing = new Map(
    actual?.columns.flatMap(({ name, identity }) => {
      if (identity === undefined) return []
      const usual = ownedName(table.table.name, name, 'seq')
      const names = [identity.sequence ?? usual, usual, ownedName(table.table.name, name, 'seq1')]
      const sequence = names.find((one) => !isWanted(one))
      return sequence === undefined || sequence === usual ? [] : [[name, sequence] as const]
    }),
  )
  if (standing.size === 0) return table
  const columns = table.columns.map((column) => named(column, standing.get(column.name)))
  return columns.every((column, at) => column === table.columns[at]) ? table : { ...table, columns }
}

function named(column: Column, sequence: string | undefined): Column {
  const { identity } = column
  if (sequence === undefined || identity === undefined || identity.sequence !== undefined) return column
  return { ...column, identity: { ...identity, sequence } }
}
