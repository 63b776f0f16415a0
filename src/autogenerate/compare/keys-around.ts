import type { Operation } from '../../operations/operation.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { ForeignKey } from '../../schema/model.ts'
import { qualifiedKey } from '../../schema/snapshot.ts'
import type { TableChanges } from './changed-parts.ts'
import { additionOf, dropOf } from './parts.ts'
import type { TableDifferences } from './tables.ts'

/**
 * The changes with foreign keys that make way, and come back at the end as they are to be: the key that
 * they point at is dropped meanwhile, a column at either end gets another type, which MySQL refuses while they stand, or
 * one that is stored beside the key does, for which PostgreSQL makes the key anew. `converted`: columns whose enum type is
 * replaced, by key of their table.
 */
export function withKeysAround(
  tables: TableChanges,
  dialect: DialectName,
  converted: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
): TableChanges {
  if (dialect === 'sqlite') return tables
  const isAffected = (one: TableDifferences) => one.first.length + one.touched.length > 0
  if (converted.size === 0 && ![...tables.altered.values()].some(isAffected)) return tables
  const dropped = new Map([...tables.altered].map(([key, one]) => [key, keysDropped(one.first)]))
  const altered = new Map<string, TableDifferences>()
  for (const [key, one] of tables.altered) {
    const standing = tables.before.get(key)?.table.constraints ?? []
    const around = standing.filter(
      (constraint): constraint is ForeignKey =>
        constraint.kind === 'foreignKey' &&
        !isDropped(constraint, one.first) &&
        (dropped
          .get(qualifiedKey(constraint.references.table))
          ?.has(inAnyOrder(constraint.references.columns)) === true ||
          (dialect === 'mysql'
            ? isRetyped(constraint, one, tables)
            : isRetypedBeside(constraint, tables, converted))),
    )
    altered.set(key, around.length === 0 ? one : withAround(one, around, tables, key))
  }
  return { ...tables, altered }
}

function withAround(
  changes: TableDifferences,
  around: readonly ForeignKey[],
  { after }: TableChanges,
  key: string,
): TableDifferences {
  const definition = after.get(key)?.table
  if (definition === undefined) return changes
  const { table, constraints } = definition
  const names = new Set(around.map(({ name }) => name))
  const isLeft = (operation: Operation) => !isAbout(operation, names)
  const wanted = around.map((one) => constraints.find(({ name }) => name === one.name) ?? one)
  return {
    ...changes,
    first: [...around.map((one) => dropOf(table, one)), ...changes.first],
    changes: changes.changes.filter(isLeft),
    last: [...changes.last.filter(isLeft), ...wanted.map((one) => additionOf(table, one))],
  }
}

/** Whether it alters one of the keys, which comes back as it is to be. */
function isAbout(operation: Operation, names: ReadonlySet<string | undefined>): boolean {
  switch (operation.kind) {
    case 'alterConstraint':
    case 'validateConstraint':
      return names.has(operation.name)
    case 'setComment':
      return operation.on.type === 'constraint' && names.has(operation.on.name)
    default:
      return false
  }
}

/** The columns of each key that goes, whatever their order. */
function keysDropped(operations: readonly Operation[]): ReadonlySet<string> {
  return new Set(
    operations.flatMap((one) => {
      if (one.kind === 'dropIndex' && one.was?.unique === true) {
        return inAnyOrder(one.was.keys.flatMap(({ column }) => column ?? []))
      }
      if (one.kind !== 'dropConstraint') return []
      return one.was?.kind === 'primaryKey' || one.was?.kind === 'unique' ? inAnyOrder(one.was.columns) : []
    }),
  )
}

/** A text that is the same for the same columns. */
function inAnyOrder(columns: readonly string[]): string {
  return [...columns].sort().join('\0')
}

function isDropped({ name }: ForeignKey, operations: readonly Operation[]): boolean {
  return operations.some((one) => one.kind === 'dropConstraint' && one.name === name)
}

function isRetyped(
  { columns, references }: ForeignKey,
  own: TableDifferences,
  { altered }: TableChanges,
): boolean {
  const others = altered.get(qualifiedKey(references.table))?.touched ?? []
  return (
    own.touched.some((name) => columns.includes(name)) ||
    others.some((name) => references.columns.includes(name))
  )
}

/** Whether the key that it points at stores a column of another type beside. */
function isRetypedBeside(
  { references }: ForeignKey,
  { before, altered }: TableChanges,
  converted: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  const key = qualifiedKey(references.table)
  const retyped = new Set([...(altered.get(key)?.touched ?? []), ...(converted.get(key) ?? [])])
  if (retyped.size === 0) return false
  const columns = inAnyOrder(references.columns)
  return (before.get(key)?.table.constraints ?? []).some(
    (one) =>
      (one.kind === 'primaryKey' || one.kind === 'unique') &&
      inAnyOrder(one.columns) === columns &&
      one.include?.some((name) => retyped.has(name)) === true,
  )
}
