import { tableNameOf } from '../../schema/names.ts'
import { addColumn, alterColumn, dropColumn, setNotNull } from '../column-operations.ts'
import type { Op } from '../op.ts'
import { knownOptions } from '../options.ts'
import type { Turns } from '../turns.ts'

/** The methods of `op` for columns. */
export function columnMethods(
  { done }: Turns,
  { dialect, outsideTransaction }: Pick<Op, 'dialect' | 'outsideTransaction'>,
): Pick<Op, 'addColumn' | 'dropColumn' | 'alterColumn' | 'setNotNull'> {
  return {
    addColumn: (table, name, column, options = {}) => {
      knownOptions('op.addColumn', options, ['schema', 'ifNotExists'])
      return done(addColumn(tableNameOf(table, options.schema), name, column, options))
    },
    dropColumn: (table, column, options = {}) => {
      knownOptions('op.dropColumn', options, ['schema', 'ifExists', 'was'])
      return done(dropColumn(tableNameOf(table, options.schema), column, options))
    },
    alterColumn: (table, column, changes, options = {}) => {
      knownOptions('op.alterColumn', options, ['schema'])
      return done(alterColumn(tableNameOf(table, options.schema), column, changes))
    },
    setNotNull: (table, column, options = {}) => {
      knownOptions('op.setNotNull', options, ['schema', 'existing'])
      const operation = setNotNull(tableNameOf(table, options.schema), column, options)
      // The lock of the check would be held to the transaction's end, while all rows are read.
      return dialect === 'postgres' ? outsideTransaction(() => done(operation)) : done(operation)
    },
  }
}
