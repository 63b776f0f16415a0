import type { Column, Table } from '../../../schema/model.ts'
import { ownedName } from '../../../schema/owned-name.ts'

/**
 * The table with the names that the sequences of its identities have in `actual`, where it doesn't say any and the server
 * chose them: where `account_id_seq` was taken, as by a table that was renamed, it took `account_id_seq1`.
 */
export function withNumberedSequences(table: Table, actual: Table | undefined): Table {
  const chosen = new Map(
    actual?.columns.flatMap(({ name, identity }) => {
      const sequence = identity?.sequence
      return sequence !== undefined && isChosen(sequence, table, name) ? [[name, sequence] as const] : []
    }),
  )
  if (chosen.size === 0) return table
  return { ...table, columns: table.columns.map((column) => named(column, chosen.get(column.name))) }
}

function isChosen(sequence: string, { table }: Table, column: string): boolean {
  const number = /seq(\d+)$/.exec(sequence)?.[1]
  return number !== undefined && sequence === ownedName(table.name, column, `seq${number}`)
}

function named(column: Column, sequence: string | undefined): Column {
  const { identity } = column
  if (sequence === undefined || identity === undefined || identity.sequence !== undefined) return column
  return { ...column, identity: { ...identity, sequence } }
}
