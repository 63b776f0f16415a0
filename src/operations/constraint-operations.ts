import {
  type CheckOptions,
  check,
  type ForeignKeyOptions,
  foreignKey,
  type PrimaryKeyOptions,
  primaryKey,
  type UniqueOptions,
  uniqueConstraint,
} from '../schema/constraints.ts'
import { type ExcludeElement, type ExcludeOptions, exclude } from '../schema/exclude.ts'
import { deepFreeze } from '../schema/freeze.ts'
import type { Constraint, TableName } from '../schema/model.ts'
import { nameOf } from '../schema/names.ts'
import type { Sql } from '../schema/values.ts'
import { OperationError } from './errors.ts'
import type { AddConstraint, DropConstraint } from './operation.ts'
import { flag } from './options.ts'

/** A name, or `null` where the database is to pick one. */
export type OptionalName = string | null

export interface DropConstraintOptions {
  /** What it is, where that is known. */
  readonly type?: Constraint['kind']
  readonly ifExists?: boolean
  /** The constraint as it is, so that the drop can be reversed: `check('price > 0')`. */
  readonly was?: Constraint
}

/** The rules of a foreign key. */
export type ForeignKeyRules = Omit<ForeignKeyOptions, 'name'>

/** `op.createForeignKey` as data. */
export function createForeignKey(
  name: OptionalName,
  table: TableName,
  referent: TableName,
  local: string | readonly string[],
  remote: string | readonly string[],
  rules: ForeignKeyRules,
): AddConstraint {
  const columns = typeof remote === 'string' ? [remote] : remote
  const target = {
    table: referent.name,
    ...(referent.schema === undefined ? {} : { schema: referent.schema }),
  }
  return added(table, foreignKey(local, { ...target, columns }, { ...rules, ...named(name) }))
}

/** `op.createUniqueConstraint` as data. */
export function createUniqueConstraint(
  name: OptionalName,
  table: TableName,
  columns: string | readonly string[],
  options: Omit<UniqueOptions, 'name'>,
): AddConstraint {
  return added(table, uniqueConstraint(columns, { ...options, ...named(name) }))
}

/** `op.createCheckConstraint` as data. */
export function createCheckConstraint(
  name: OptionalName,
  table: TableName,
  condition: string | Sql,
  options: Omit<CheckOptions, 'name'> = {},
): AddConstraint {
  return added(table, check(condition, { ...options, ...named(name) }))
}

/** `op.createPrimaryKey` as data. */
export function createPrimaryKey(
  name: OptionalName,
  table: TableName,
  columns: string | readonly string[],
  options: Omit<PrimaryKeyOptions, 'name'> = {},
): AddConstraint {
  return added(table, primaryKey(columns, { ...options, ...named(name) }))
}

/** `op.createExcludeConstraint` as data. */
export function createExcludeConstraint(
  name: OptionalName,
  table: TableName,
  elements: readonly ExcludeElement[],
  options: Omit<ExcludeOptions, 'name'>,
): AddConstraint {
  return added(table, exclude(elements, { ...options, ...named(name) }))
}

/** `op.dropConstraint` as data. One without a name is found by what it was; a table has one primary key. */
export function dropConstraint(
  name: OptionalName,
  table: TableName,
  options: DropConstraintOptions,
): DropConstraint {
  const kinds: readonly Constraint['kind'][] = ['primaryKey', 'unique', 'check', 'foreignKey', 'exclude']
  if (options.type !== undefined && !kinds.includes(options.type)) {
    throw new OperationError(
      `${JSON.stringify(options.type)} is no type of constraint`,
      `Give one of: ${kinds.join(', ')}.`,
    )
  }
  const { was, type = was?.kind } = options
  if (was !== undefined && !kinds.includes(was?.kind)) {
    throw new OperationError(
      `\`was\` of the constraint ${name} is no constraint`,
      "Describe it as it is: check('price > 0'), uniqueConstraint('email').",
    )
  }
  if (was !== undefined && was.kind !== type) {
    throw new OperationError(
      `The constraint ${name} is of type ${type}, and \`was\` of ${was.kind}`,
      'Leave `type` out, or make them the same.',
    )
  }
  if (name === null && was === undefined && type !== 'primaryKey') {
    throw new OperationError(
      `A constraint of ${table.name} without a name is dropped, and it is not told which`,
      "Describe it as it is: { was: check('price > 0') }; a primary key needs no more than its type.",
    )
  }
  return deepFreeze({
    kind: 'dropConstraint',
    table,
    name: name === null ? '' : nameOf(name, "The constraint's name"),
    ...(type === undefined ? {} : { type }),
    ...flag('ifExists', options.ifExists),
    ...(was === undefined ? {} : { was: name === null ? was : { ...was, name } }),
  })
}

function added(table: TableName, constraint: Constraint): AddConstraint {
  return deepFreeze({ kind: 'addConstraint', table, constraint })
}

function named(name: OptionalName): { readonly name?: string } {
  return name === null ? {} : { name: nameOf(name, "The constraint's name") }
}
