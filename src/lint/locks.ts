import type { Step } from './entry.ts'

/** Whether PostgreSQL holds readers and writers of the table off until the transaction ends. */
export function locksAll(step: Step): boolean {
  switch (step.kind) {
    case 'addColumn':
    case 'dropColumn':
    case 'alterColumn':
    case 'dropConstraint':
    case 'dropTable':
    case 'renameTable':
    case 'alterTableOptions':
    case 'setRowSecurity':
    case 'renameConstraint':
      return true
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
    case 'attachPartition':
      return true
    case 'createIndex':
      return step.concurrently !== true
    case 'createObject':
      return step.object.type === 'trigger'
    default:
      return false
  }
}
