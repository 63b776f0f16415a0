import type { TableDefinition } from '../schema/define-table.ts'
import type { Constraint, ForeignKey, Index } from '../schema/model.ts'

/**
 * The declared table with an index for each foreign key that has none: the one that the database has for it, or one by
 * the key's name, as MySQL would make it. The server's own would stay behind when the key goes; one that a revision
 * makes, it also drops.
 */
export function withKeyIndexes(declared: TableDefinition, was: TableDefinition): TableDefinition {
  const { table, indexes } = declared
  const names = new Set(indexes.map(({ name }) => name))
  const bare = table.constraints.filter(
    (one): one is ForeignKey => one.kind === 'foreignKey' && !isIndexed(declared, one.columns),
  )
  const kept = was.indexes.filter(
    (index) => !names.has(index.name) && bare.some(({ columns }) => isPlainOn(index, columns)),
  )
  const added = bare.flatMap(({ name, columns }): readonly Index[] => {
    const isTaken = name === undefined || names.has(name) || was.indexes.some((one) => one.name === name)
    if (isTaken || kept.some((index) => isPlainOn(index, columns))) return []
    names.add(name)
    return [{ name, keys: columns.map((column) => ({ column })) }]
  })
  return kept.length + added.length === 0 ? declared : { table, indexes: [...indexes, ...kept, ...added] }
}

/**
 * The new indexes that come before others go: MySQL drops none that a foreign key needs while it has no other.
 */
export function underStandingKeys(
  { table, indexes: old }: TableDefinition,
  constraints: { readonly dropped: readonly Constraint[] },
  indexes: { readonly dropped: readonly Index[]; readonly added: readonly Index[] },
): readonly Index[] {
  if (indexes.dropped.length + constraints.dropped.length === 0) return []
  const gone = new Set(constraints.dropped)
  const left = old.filter((one) => !indexes.dropped.includes(one))
  const constraintsLeft = table.constraints.filter((one) => !gone.has(one))
  const bare = constraintsLeft.filter(
    (one): one is ForeignKey =>
      one.kind === 'foreignKey' &&
      !isIndexed({ table: { ...table, constraints: constraintsLeft }, indexes: left }, one.columns),
  )
  const names = new Set(indexes.dropped.map(({ name }) => name))
  return indexes.added.filter(
    (index) => !names.has(index.name) && bare.some(({ columns }) => begins(index, columns)),
  )
}

function begins({ keys }: Index, columns: readonly string[]): boolean {
  return columns.every((column, at) => keys[at]?.column === column)
}

/** Whether an index or key begins with the columns, so that a foreign key needs no other. */
export function isIndexed({ table, indexes }: TableDefinition, columns: readonly string[]): boolean {
  const starts = [
    ...indexes.map(({ keys }) => keys.map(({ column }) => column)),
    ...table.constraints.flatMap((one) =>
      one.kind === 'unique' || one.kind === 'primaryKey' ? [one.columns] : [],
    ),
  ]
  return starts.some((start) => columns.every((column, at) => start[at] === column))
}

function isPlainOn({ name: _, keys, ...rest }: Index, columns: readonly string[]): boolean {
  if (Object.keys(rest).length > 0 || keys.length !== columns.length) return false
  return keys.every((key, at) => key.column === columns[at] && Object.keys(key).length === 1)
}
