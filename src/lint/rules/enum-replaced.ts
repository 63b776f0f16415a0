import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'

export const enumReplaced: Rule = {
  code: 'enum-replaced',
  level: 'error',
  servers: ['postgres'],
  title: 'an enum is replaced and its columns are written anew',
  reason:
    'A value that goes, or another order, needs a new type: every table with a column of it is written anew under an ACCESS EXCLUSIVE lock.',
  safe: 'a check on what may be written, and the value left in the type; or a new column',
  find({ step }) {
    if (step.kind !== 'replaceObject' || step.object.type !== 'enum' || !step.columns?.length)
      return undefined
    const tables = [...new Set(step.columns.map(({ table }) => named(table)))].join(', ')
    return { message: `${tables} is written anew while nobody can read or write it` }
  },
}
