import type { Constraint } from '../schema/model.ts'
import {
  conventionalIndexName,
  conventionalName,
  conventionalReference,
  type NamingConvention,
} from '../schema/naming.ts'
import type { CreateIndex, TableChange } from './operation.ts'

/** What makes the names of a batch: a convention, and the names that it leaves alone. */
export interface BatchNames {
  readonly convention: NamingConvention
  isFinal(name: string): boolean
}

/** The change with the names that the convention makes of those given, or of none. */
export function withConvention(change: TableChange, { convention, isFinal }: BatchNames): TableChange {
  const renamed = (constraint: Constraint): Constraint => {
    if (constraint.name !== undefined && isFinal(constraint.name)) return constraint
    const name = conventionalName(convention, change.table?.name ?? '', constraint)
    return name === undefined ? constraint : { ...constraint, name }
  }
  switch (change.kind) {
    case 'addConstraint':
      return Object.freeze({ ...change, constraint: Object.freeze(renamed(change.constraint)) })
    case 'addColumn':
      if (change.constraints === undefined) return change
      return Object.freeze({ ...change, constraints: Object.freeze(change.constraints.map(renamed)) })
    case 'dropConstraint': {
      const { table, name, type } = change
      if (isFinal(name)) return change
      return Object.freeze({ ...change, name: conventionalReference(convention, table.name, name, type) })
    }
    case 'dropColumn':
    case 'alterColumn':
    case 'createIndex':
    case 'dropIndex':
      return change
    default:
      return change satisfies never
  }
}

/** An index that was given no name, with one by the convention. */
export function withIndexName(change: CreateIndex, { convention }: BatchNames): CreateIndex {
  const { table, index } = change
  const columns = index.keys.map((key) => key.column)
  const name = conventionalIndexName(convention, table.name, columns)
  return name === undefined ? change : Object.freeze({ ...change, index: Object.freeze({ ...index, name }) })
}
