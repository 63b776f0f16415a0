import type { indexName } from '../schema/index-definition.ts'
import type { Constraint } from '../schema/model.ts'
import {
  conventionalIndexName,
  conventionalName,
  conventionalReference,
  type NamingConvention,
} from '../schema/naming.ts'
import type { Entry } from './entry.ts'
import type { CreateTable, DropTable, TableChange } from './operation.ts'
import type { Turns } from './turns.ts'

/** What makes names: a convention, and the names that it leaves alone. */
export interface NameRules {
  readonly convention: NamingConvention
  isFinal(name: string): boolean
}

/** How an index is named that has no name. */
export type NameIndex = typeof indexName

/** Indexes that have no name are named by the convention. */
export function indexNaming({ convention }: NameRules): NameIndex {
  return (table, definition) => conventionalIndexName(convention, table, definition)
}

/** The same turns; constraints get the names that the convention makes of those given, or of none. */
export function namingTurns(turns: Turns, rules: NameRules): Turns {
  return {
    send: (entry) => turns.send(entryNamed(entry, rules)),
    done: (entry) => turns.done(entryNamed(entry, rules)),
  }
}

/** The entry with the names that the convention makes of those given, or of none. */
export function entryNamed(entry: Entry, rules: NameRules): Entry {
  switch (entry.kind) {
    case 'createTable':
      return tableNamed(entry, rules)
    case 'dropTable':
      return formerTableNamed(entry, rules)
    case 'addColumn':
    case 'dropColumn':
    case 'addConstraint':
    case 'dropConstraint':
      return withConvention(entry, rules)
    default:
      return entry
  }
}

function tableNamed(operation: CreateTable, rules: NameRules): CreateTable {
  const { table } = operation
  return Object.freeze({ ...operation, table: Object.freeze({ ...table, ...constraintsOf(table, rules) }) })
}

function formerTableNamed(operation: DropTable, rules: NameRules): DropTable {
  const { was } = operation
  if (was === undefined) return operation
  return Object.freeze({ ...operation, was: Object.freeze({ ...was, ...constraintsOf(was, rules) }) })
}

function constraintsOf({ table, constraints }: CreateTable['table'], rules: NameRules) {
  return { constraints: Object.freeze(constraints.map((one) => constraintNamed(table.name, one, rules))) }
}

/** The change with the names that the convention makes of those given, or of none. */
export function withConvention(change: TableChange, rules: NameRules): TableChange {
  switch (change.kind) {
    case 'addConstraint':
      return Object.freeze({
        ...change,
        constraint: constraintNamed(change.table.name, change.constraint, rules),
      })
    case 'addColumn':
    case 'dropColumn': {
      const { table, constraints } = change
      if (constraints === undefined) return change
      const named = constraints.map((one) => constraintNamed(table.name, one, rules))
      return Object.freeze({ ...change, constraints: Object.freeze(named) })
    }
    case 'dropConstraint': {
      const { table, name: given, type, was } = change
      if (given === '' || rules.isFinal(given)) return change
      const name = conventionalReference(rules.convention, table.name, given, type)
      return Object.freeze({
        ...change,
        name,
        ...(was === undefined ? {} : { was: Object.freeze({ ...was, name }) }),
      })
    }
    case 'alterColumn':
    case 'createIndex':
    case 'dropIndex':
      return change
    default:
      return change satisfies never
  }
}

/** The constraint with the name that the convention makes. */
export function constraintNamed(
  table: string,
  constraint: Constraint,
  { convention, isFinal }: NameRules,
): Constraint {
  if (constraint.name !== undefined && isFinal(constraint.name)) return constraint
  const name = conventionalName(convention, table, constraint)
  return name === undefined ? constraint : Object.freeze({ ...constraint, name })
}
