import {
  constraintNamed,
  entryNamed,
  type NameRules,
  withConvention,
} from '../../operations/conventional-names.ts'
import type { AlterTable, Operation } from '../../operations/operation.ts'
import type { NamingConvention } from '../../schema/naming.ts'
import { isSame } from '../../schema/same.ts'

/** Whether a method's call makes this very operation where a convention rules, with all of its names marked as final. */
export function keepsNames(operation: Operation, naming: NamingConvention): boolean {
  if (operation.kind === 'alterTable') return batchKeepsNames(operation, naming)
  return isSame(entryNamed(operation, rulesOf(naming)), operation)
}

function batchKeepsNames({ table, changes, rebuild = {} }: AlterTable, naming: NamingConvention): boolean {
  const rules = rulesOf({ ...naming, ...rebuild.naming })
  const { constraints = [] } = rebuild
  return (
    changes.every((change) => isSame(withConvention(change, rules), change)) &&
    constraints.every((one) => isSame(constraintNamed(table.name, one, rules), one))
  )
}

function rulesOf(convention: NamingConvention): NameRules {
  return { convention, isFinal: () => true }
}
