import { tableNameOf } from '../../schema/names.ts'
import { indexOptions } from '../../schema/option-names.ts'
import type { NameIndex } from '../conventional-names.ts'
import { createIndex, dropIndex } from '../index-operations.ts'
import type { Op } from '../op.ts'
import { knownOptions } from '../options.ts'
import type { Turns } from '../turns.ts'

/** The methods of `op` for indexes. */
export function indexMethods({ done }: Turns, nameIndex: NameIndex): Pick<Op, 'createIndex' | 'dropIndex'> {
  return {
    createIndex: (name, table, keys, options = {}) => {
      knownOptions('op.createIndex', options, [...indexOptions, 'ifNotExists', 'concurrently', 'schema'])
      return done(createIndex(name, tableNameOf(table, options.schema), keys, options, nameIndex))
    },
    dropIndex: (name, options = {}) => done(dropIndex(name, options)),
  }
}
