import type { AlterColumn } from '../../operations/operation.ts'
import type { Column, Constraint, Index, Table, TableName } from '../../schema/model.ts'
import { type ColumnDifferences, existingOf } from './columns.ts'

/** Changes of columns, and apart from them those that have AUTO_INCREMENT come or go. */
export interface NumberingApart {
  /** Before its key goes. */
  readonly letGo: readonly AlterColumn[]
  readonly columns: ColumnDifferences
  /** When its key is there. */
  readonly taken: readonly AlterColumn[]
}

/** What comes and goes beside the columns. */
interface Keys {
  readonly dropped: readonly (Constraint | Index)[]
  readonly added: readonly (Constraint | Index)[]
}

/**
 * MySQL numbers the rows by a column that is a key, as long as it does: where that key goes, or comes, or is another, the
 * column numbers none meanwhile.
 */
export function numberingApart(
  columns: ColumnDifferences,
  { dropped, added }: Keys,
  before: Table,
  after: Table,
): NumberingApart {
  const { table } = after
  const old = new Map(before.columns.map((column) => [column.name, column]))
  const fresh = new Map(after.columns.map((column) => [column.name, column]))
  const remade = new Set(columns.added.map(({ column }) => column.name))
  const [letGo, taken]: [AlterColumn[], AlterColumn[]] = [[], []]
  const [goes, comes] = [new Set<string>(), new Set<string>()]
  for (const was of before.columns) {
    const now = fresh.get(was.name)
    const isKept = now?.identity !== undefined && !remade.has(was.name) && !isKeyed(was.name, added)
    if (was.identity === undefined || !isKeyed(was.name, dropped) || isKept) continue
    letGo.push(withoutNumbers(table, was))
    goes.add(was.name)
  }
  for (const now of after.columns) {
    const isNumbered = old.get(now.name)?.identity !== undefined && !remade.has(now.name)
    if (now.identity === undefined || !isKeyed(now.name, added)) continue
    if (isNumbered && !goes.has(now.name)) continue
    taken.push(withNumbers(table, now, now.identity))
    comes.add(now.name)
  }
  const altered = columns.altered.flatMap((one): readonly AlterColumn[] => {
    if (!goes.has(one.column) && !comes.has(one.column)) return [one]
    const { identity: _, ...to } = one.to
    if (Object.keys(to).length === 0) return []
    return [{ ...one, to, existing: { ...one.existing, identity: null } }]
  })
  return {
    letGo,
    columns: {
      added: columns.added.map((one) =>
        comes.has(one.column.name) ? { ...one, column: plain(one.column) } : one,
      ),
      altered,
      dropped: columns.dropped.map((one) =>
        one.was !== undefined && goes.has(one.column) ? { ...one, was: plain(one.was) } : one,
      ),
    },
    taken,
  }
}

function withoutNumbers(table: TableName, column: Column): AlterColumn {
  const to = { identity: null }
  return { kind: 'alterColumn', table, column: column.name, to, existing: existingOf(column, to) }
}

function withNumbers(
  table: TableName,
  column: Column,
  identity: NonNullable<Column['identity']>,
): AlterColumn {
  const to = { identity }
  return { kind: 'alterColumn', table, column: column.name, to, existing: existingOf(plain(column), to) }
}

function plain({ identity: _, ...column }: Column): Column {
  return column
}

/** Whether one of the keys begins with a column. */
function isKeyed(column: string, keys: readonly (Constraint | Index)[]): boolean {
  return keys.some((one) => {
    if (!('kind' in one)) return one.keys[0]?.column === column
    return (one.kind === 'primaryKey' || one.kind === 'unique') && one.columns[0] === column
  })
}
