import type { DeclaredTable } from './declared-table.ts'
import type { TableDefinition } from './define-table.ts'
import type { Constraint, Index } from './model.ts'
import { conventionalIndexName, conventionalName, type NamingConvention } from './naming.ts'

/**
 * A declared table with the names that a convention makes: constraints and indexes that were given none get one, and
 * given names what `%(constraint_name)s` makes of them, but for those that the convention has made already.
 */
export function withConventionalNames(
  { definition, unnamedIndexes }: DeclaredTable,
  convention: NamingConvention | undefined,
): TableDefinition {
  if (convention === undefined) return definition
  const { table, indexes } = definition
  const { name } = table.table
  return {
    table: { ...table, constraints: table.constraints.map((one) => constraintNamed(name, one, convention)) },
    indexes: indexes.map((index) =>
      unnamedIndexes.includes(index.name) ? indexNamed(name, index, convention) : index,
    ),
  }
}

function constraintNamed(table: string, constraint: Constraint, convention: NamingConvention): Constraint {
  if (constraint.name !== undefined && isMade(table, constraint, constraint.name, convention))
    return constraint
  const name = conventionalName(convention, table, constraint)
  return name === undefined ? constraint : Object.freeze({ ...constraint, name })
}

const placeholder = '\u0001'

/** Whether the convention could have made the name of some other: a file that was pulled holds such names. */
function isMade(table: string, constraint: Constraint, name: string, convention: NamingConvention): boolean {
  const made = conventionalName(convention, table, { ...constraint, name: placeholder })
  const [before = '', after = ''] = made?.split(placeholder) ?? []
  return name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after)
}

function indexNamed(table: string, index: Index, convention: NamingConvention): Index {
  const { name: _, ...rest } = index
  return { ...index, name: conventionalIndexName(convention, table, { kind: 'index', ...rest }) }
}
