import { withTable } from '../declared.ts'
import { comment } from '../make-parts.ts'
import { addTable } from '../make-table.ts'
import { withoutTable } from '../without.ts'
import { anyTable, type Edit } from './edit.ts'

/** What may become of whole tables. */
export const tableEdits: readonly Edit[] = [
  { name: 'addTable', apply: addTable },
  {
    name: 'dropTable',
    apply: (declared, making) => {
      const found = making.dice.pick(declared.tables)
      return found === undefined ? undefined : withoutTable(declared, found.table.table)
    },
  },
  {
    name: 'changeTableComment',
    dialects: ['postgres', 'mysql'],
    apply: (declared, making) => {
      const found = anyTable(declared, making)
      if (found === undefined) return undefined
      const { comment: was, ...rest } = found.table
      const table = was === undefined ? { ...rest, comment: comment(making.dice) } : rest
      return withTable(declared, { ...found, table })
    },
  },
]
