import type { AlterColumn } from '../operations/operation.ts'
import type { Column, Constraint, Index } from '../schema/model.ts'
import { type ColumnDifferences, existingOf } from './compare-columns.ts'

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

/** MySQL numbers the rows by a column that is a key, as long as it does. */
export function numberingApart(
  columns: ColumnDifferences,
  { dropped, added }: Keys,
  after: readonly Column[],
): NumberingApart {
  const [letGo, stays, taken]: [AlterColumn[], AlterColumn[], AlterColumn[]] = [[], [], []]
  for (const one of columns.altered) {
    const { identity, ...rest } = one.to
    const isBare = Object.keys(rest).length === 0
    const column = after.find(({ name }) => name === one.column)
    if (identity === null && isKeyed(one.column, dropped)) {
      letGo.push({ ...one, to: { identity } })
      if (!isBare) stays.push({ ...one, to: rest, existing: { ...one.existing, identity: null } })
    } else if (identity && column !== undefined && isKeyed(one.column, added)) {
      const { identity: _, ...plain } = column
      if (!isBare) stays.push({ ...one, to: rest })
      taken.push({ ...one, to: { identity }, existing: existingOf(plain, { identity }) })
    } else stays.push(one)
  }
  return { letGo, columns: { ...columns, altered: stays }, taken }
}

/** Whether one of the keys begins with a column. */
function isKeyed(column: string, keys: readonly (Constraint | Index)[]): boolean {
  return keys.some((one) => {
    if (!('kind' in one)) return one.keys[0]?.column === column
    return (one.kind === 'primaryKey' || one.kind === 'unique') && one.columns[0] === column
  })
}
