import type { AlterTableOptions } from '../operations/object-operation.ts'
import type { AlterColumn } from '../operations/operation.ts'
import type { Step } from './entry.ts'

/** Whether PostgreSQL holds readers and writers of the table off until the transaction ends. */
export function locksAll(step: Step): boolean {
  switch (step.kind) {
    case 'addColumn':
    case 'dropColumn':
    case 'dropConstraint':
    case 'dropTable':
    case 'renameTable':
    case 'setRowSecurity':
    case 'renameConstraint':
      return true
    case 'alterColumn':
      return !staysOut(step)
    case 'alterTableOptions':
      return !isStorageAlone(step)
    case 'dropIndex':
      return step.concurrently !== true
    case 'addConstraint':
      return step.constraint.kind !== 'foreignKey'
    case 'detachPartition':
    case 'refreshView':
      return step.concurrently !== true
    default:
      return false
  }
}

/** Whether it waits for others at all, and others behind it. */
export function locks(step: Step): boolean {
  if (locksAll(step)) return true
  switch (step.kind) {
    case 'addConstraint':
      return true
    case 'createIndex':
      return step.concurrently !== true
    case 'createObject':
      return step.object.type === 'trigger'
    default:
      return false
  }
}

/** Comments, statistics and options of a column are changed while others read and write. */
function staysOut({ to: { comment: _, postgres, ...others } }: AlterColumn): boolean {
  return (
    Object.keys(others).length === 0 && postgres?.storage === undefined && postgres?.compression === undefined
  )
}

/** Storage settings are changed while others read and write. */
function isStorageAlone({ to }: AlterTableOptions): boolean {
  return Object.keys(to).every((key) => key === 'postgres') && isOnly('storage', to.postgres ?? {})
}

function isOnly(key: string, settings: object): boolean {
  return Object.keys(settings).every((one) => one === key)
}
