import type { Constraint, Table } from './model.ts'
import type { Domain } from './objects.ts'
import { ownedName } from './owned-name.ts'

/**
 * The table with the names that PostgreSQL gives to constraints which have none, by its own rule: `account_pkey`,
 * `account_email_key`, `account_team_id_fkey`, `account_age_check`, cut to 63 bytes, numbered where one is taken: by
 * another constraint of the table, or as `isTaken` says of a constraint with a name.
 * Source: ChooseIndexName and ChooseConstraintName as PostgreSQL's documentation and behaviour show them.
 */
export function withDefaultNames(
  table: Table,
  isTaken: (constraint: Constraint) => boolean = () => false,
): Table {
  if (table.constraints.every(({ name }) => name !== undefined)) return table
  const own = new Set(table.constraints.flatMap(({ name }) => name ?? []))
  return { ...table, constraints: table.constraints.map((one) => named(one, table, own, isTaken)) }
}

/** The domain with the names that PostgreSQL gives to checks which have none: `email_check`. */
export function withDefaultCheckNames(domain: Domain): Domain {
  const taken = new Set(domain.checks.flatMap(({ name }) => name ?? []))
  const checks = domain.checks.map((check) => {
    if (check.name !== undefined) return check
    for (let number = 0; ; number++) {
      const name = ownedName(domain.name, '', number === 0 ? 'check' : `check${number}`)
      if (taken.has(name)) continue
      taken.add(name)
      return { ...check, name }
    }
  })
  return { ...domain, checks }
}

function named(
  constraint: Constraint,
  table: Table,
  own: Set<string>,
  isTaken: (constraint: Constraint) => boolean,
): Constraint {
  if (constraint.name !== undefined) return constraint
  const { label, columns } = partsOf(constraint, table)
  for (let number = 0; ; number++) {
    const name = ownedName(table.table.name, columns.join('_'), number === 0 ? label : `${label}${number}`)
    if (own.has(name) || isTaken({ ...constraint, name })) continue
    own.add(name)
    return { ...constraint, name }
  }
}

function partsOf(
  constraint: Constraint,
  table: Table,
): { readonly label: string; readonly columns: readonly string[] } {
  switch (constraint.kind) {
    case 'primaryKey':
      return { label: 'pkey', columns: [] }
    case 'unique':
      return { label: 'key', columns: constraint.columns }
    case 'foreignKey':
      return { label: 'fkey', columns: constraint.columns }
    case 'exclude':
      return {
        label: 'excl',
        columns: constraint.elements.map(({ column, expression }) => column ?? calledIn(expression ?? '')),
      }
    case 'check': {
      const used = columnsIn(constraint.expression, table)
      return { label: 'check', columns: used.length === 1 ? used : [] }
    }
    default:
      return constraint satisfies never
  }
}

/** What PostgreSQL calls an expression: the function that it is a call of, else `expr`. */
function calledIn(expression: string): string {
  const [, name] = /^\s*(?:\w+\.)?([a-z_]\w*)\s*\(/i.exec(expression) ?? []
  return name?.toLowerCase() ?? 'expr'
}

/** The columns that a condition names. */
function columnsIn(expression: string, { columns }: Table): readonly string[] {
  const words = new Set(
    [
      ...expression.replace(/'(?:[^']|'')*'/g, "''").matchAll(/"((?:[^"]|"")*)"|[\p{L}_][\p{L}\p{N}_$]*/gu),
    ].map(([whole, quoted]) => (quoted === undefined ? whole.toLowerCase() : quoted.replaceAll('""', '"'))),
  )
  return columns.map(({ name }) => name).filter((name) => words.has(name))
}
