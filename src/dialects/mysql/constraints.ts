import type { AddConstraint, DropConstraint } from '../../operations/operation.ts'
import type { Constraint, ForeignKey, PrimaryKey, UniqueConstraint } from '../../schema/model.ts'
import type { Sql } from '../../schema/values.ts'
import { expression, join, raw } from '../ddl.ts'
import type { TableDraft } from './draft.ts'
import type { FlavourRules } from './flavour.ts'
import { guardOf } from './guard.ts'
import { ddl } from './identifier.ts'
import { indexesInstead, keysText } from './indexes.ts'
import { commentText } from './quote.ts'
import { refuseParts, unsupported } from './unsupported.ts'

export function addConstraint({ table, constraint }: AddConstraint, draft: TableDraft): readonly Sql[] {
  if (constraint.name !== undefined) draft.setConstraint(constraint.name, constraint)
  return [ddl`ALTER TABLE ${table} ADD ${constraintClause(constraint, draft.rules)}`]
}

/** By the words that MySQL and MariaDB share for its kind; DROP CONSTRAINT where the kind isn't known. */
export function dropConstraint(operation: DropConstraint, draft: TableDraft): readonly Sql[] {
  const { table, name, ifExists, was } = operation
  const told = operation.type ?? was?.kind
  if (name === '' && told !== 'primaryKey') {
    throw unsupported(
      'has no constraints without names',
      'Name it: SHOW CREATE TABLE tells what it is called.',
    )
  }
  const found = draft.constraintKind(told === 'primaryKey' ? 'PRIMARY' : name)
  if (ifExists === true && draft.isKnown && found === undefined) return []
  const kind = found ?? told
  const index = kind === 'primaryKey' ? 'PRIMARY' : name
  const instead = kind === 'unique' || kind === 'primaryKey' ? indexesInstead(index, draft) : []
  draft.dropConstraint(name)
  const guard = guardOf('IF EXISTS', ifExists, draft, 'a constraint')
  return [ddl`ALTER TABLE ${table} ${join([dropClause(name, kind, guard), ...instead])}`]
}

function dropClause(name: string, kind: Constraint['kind'] | undefined, guard: Sql): Sql {
  if (kind === 'primaryKey' || name.toUpperCase() === 'PRIMARY') return raw('DROP PRIMARY KEY')
  if (kind === 'foreignKey') return ddl`DROP FOREIGN KEY ${guard}${name}`
  if (kind === 'unique') return ddl`DROP INDEX ${guard}${name}`
  return ddl`DROP CONSTRAINT ${guard}${name}`
}

/** A constraint as in CREATE TABLE. The name of a primary key is always PRIMARY: what it is called here is left out. */
export function constraintClause(constraint: Constraint, rules: FlavourRules): Sql {
  refuse(constraint, rules)
  const { name } = constraint
  const named = name === undefined || constraint.kind === 'primaryKey' ? undefined : ddl`CONSTRAINT ${name}`
  return join([named, bodyOf(constraint, rules)], ' ')
}

function bodyOf(constraint: Constraint, rules: FlavourRules): Sql {
  switch (constraint.kind) {
    case 'check':
      return ddl`CHECK (${expression(constraint.expression)})${raw(constraint.notEnforced === true ? ' NOT ENFORCED' : '')}`
    case 'primaryKey':
      return join([ddl`PRIMARY KEY (${primaryKeys(constraint, rules)})`, commentOf(constraint)], ' ')
    case 'unique':
      return join([ddl`UNIQUE (${constraint.columns})`, commentOf(constraint)], ' ')
    case 'foreignKey':
      return foreignKeyBody(constraint)
    case 'exclude':
      throw unsupported('has no exclusion constraints', 'Check it in a trigger, or in the application.')
    default:
      return constraint satisfies never
  }
}

function primaryKeys({ columns, keys }: PrimaryKey, rules: FlavourRules): Sql {
  return keys === undefined ? ddl`${columns}` : keysText('the primary key', keys, rules)
}

function commentOf({ comment }: PrimaryKey | UniqueConstraint): Sql | undefined {
  return comment === undefined ? undefined : raw(`COMMENT ${commentText(comment)}`)
}

function foreignKeyBody({ columns, references, onDelete, onUpdate }: ForeignKey): Sql {
  if (onDelete === 'set default' || onUpdate === 'set default') {
    throw unsupported(
      "does not set a foreign key's columns to their default: InnoDB refuses or forgets SET DEFAULT",
      "Use 'set null' or 'cascade', or a trigger.",
    )
  }
  return join(
    [
      ddl`FOREIGN KEY (${columns}) REFERENCES ${references.table} (${references.columns})`,
      onDelete === undefined ? undefined : raw(`ON DELETE ${onDelete.toUpperCase()}`),
      onUpdate === undefined ? undefined : raw(`ON UPDATE ${onUpdate.toUpperCase()}`),
    ],
    ' ',
  )
}

function refuse(constraint: Constraint, rules: FlavourRules): void {
  const owner = constraint.name === undefined ? `a ${constraint.kind} constraint` : `${constraint.name}`
  const deferral = 'deferral' in constraint ? constraint.deferral : undefined
  const match =
    constraint.kind === 'foreignKey' && constraint.match !== 'simple' ? constraint.match : undefined
  refuseParts(owner, {
    'deferrable constraints': deferral?.deferrable === true ? deferral : undefined,
    'INCLUDE columns': 'include' in constraint ? constraint.include : undefined,
    'NULLS NOT DISTINCT': constraint.kind === 'unique' ? constraint.nullsNotDistinct : undefined,
    'NOT VALID constraints': 'notValid' in constraint ? constraint.notValid : undefined,
    'WITHOUT OVERLAPS': 'withoutOverlaps' in constraint ? constraint.withoutOverlaps : undefined,
    'foreign keys with a PERIOD': constraint.kind === 'foreignKey' ? constraint.period : undefined,
    'NOT ENFORCED foreign keys': constraint.kind === 'foreignKey' ? constraint.notEnforced : undefined,
    'NOT ENFORCED checks':
      constraint.kind === 'check' && !rules.notEnforcedChecks ? constraint.notEnforced : undefined,
    'NO INHERIT': constraint.kind === 'check' ? constraint.noInherit : undefined,
    [`MATCH ${match?.toUpperCase()}`]: match,
  })
}
