import type { AddColumn } from '../../operations/operation.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { Constraint, ForeignKey, Index } from '../../schema/model.ts'

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
  const isTaken = (name: string) => names.has(name) || was.indexes.some((one) => one.name === name)
  const added = bare.flatMap(({ name, columns }): readonly Index[] => {
    if (name === undefined || kept.some((index) => isPlainOn(index, columns))) return []
    // The index of another key may have kept that name.
    const free = [name, `${name}_idx`].find((one) => !isTaken(one))
    if (free === undefined) return []
    names.add(free)
    return [{ name: free, keys: columns.map((column) => ({ column })) }]
  })
  return kept.length + added.length === 0 ? declared : { table, indexes: [...indexes, ...kept, ...added] }
}

/** What of a table's indexes and keys goes and comes. */
type Parts = Record<'dropped' | 'added', readonly (Constraint | Index)[]>

/**
 * The new indexes and keys that come before others go: MySQL drops none that a foreign key needs while it has no other.
 */
export function underStandingKeys(
  definition: TableDefinition,
  columns: { readonly added: readonly AddColumn[] },
  { dropped, added }: Parts,
): readonly (Constraint | Index)[] {
  if (dropped.length === 0) return []
  const bare = bareKeys(definition, dropped)
  const names = new Set(dropped.map(nameOf))
  const come = new Set(columns.added.map(({ column }) => column.name))
  return added.filter((one) => {
    const start = startOf(one)
    return (
      !names.has(nameOf(one)) &&
      !start.some((column) => column === undefined || come.has(column)) &&
      bare.some((key) => beginsWith(one, key.columns))
    )
  })
}

/**
 * The indexes that go behind those that come: a foreign key needs them until it has another, which can't come before
 * (`early`), since it takes the name of one that goes.
 */
export function untilOthersCome(
  definition: TableDefinition,
  columns: { readonly dropped: readonly { readonly column: string }[] },
  { dropped, added }: Parts,
  early: ReadonlySet<Constraint | Index>,
): readonly Index[] {
  const names = new Set(added.map(nameOf))
  const gone = new Set(columns.dropped.map(({ column }) => column))
  const served = bareKeys(definition, dropped).filter(
    (key) =>
      ![...early].some((one) => beginsWith(one, key.columns)) &&
      added.some((one) => beginsWith(one, key.columns)),
  )
  return dropped.filter(
    (one): one is Index =>
      !('kind' in one) &&
      !names.has(one.name) &&
      one.keys.every(({ column }) => column !== undefined && !gone.has(column)) &&
      served.some((key) => beginsWith(one, key.columns)),
  )
}

/**
 * The indexes that stand in while others go and come back: a foreign key needs one of these, and the next can't come before
 * (`early`), nor does the old one wait (`late`). By the name that the server would give to one of its own, which would
 * stay behind.
 */
export function standIns(
  definition: TableDefinition,
  { dropped, added }: Parts,
  early: ReadonlySet<Constraint | Index>,
  late: ReadonlySet<Index>,
): readonly Index[] {
  const names = new Set([...definition.indexes, ...definition.table.constraints, ...added].map(indexNameOf))
  const others = [...early, ...late]
  return bareKeys(definition, dropped).flatMap(({ name, columns }): readonly Index[] => {
    if (name === undefined || names.has(name) || others.some((one) => beginsWith(one, columns))) return []
    if (!added.some((one) => beginsWith(one, columns))) return []
    return [{ name, keys: columns.map((column) => ({ column })) }]
  })
}

/**
 * Whether the index may be one that the server made for a foreign key: it takes it away by itself when another comes that
 * begins alike.
 */
export function mayGoByItself(
  { table }: TableDefinition,
  index: Index,
  { added }: Pick<Parts, 'added'>,
): boolean {
  return table.constraints.some(
    (one) =>
      one.kind === 'foreignKey' &&
      isPlainOn(index, one.columns) &&
      added.some((other) => beginsWith(other, one.columns)),
  )
}

/** The foreign keys that stay, and have no index when those that go are gone. */
function bareKeys(
  { table, indexes }: TableDefinition,
  dropped: readonly (Constraint | Index)[],
): readonly ForeignKey[] {
  const gone = new Set(dropped)
  const left = {
    table: { ...table, constraints: table.constraints.filter((one) => !gone.has(one)) },
    indexes: indexes.filter((one) => !gone.has(one)),
  }
  return left.table.constraints.filter(
    (one): one is ForeignKey => one.kind === 'foreignKey' && !isIndexed(left, one.columns),
  )
}

/** Foreign keys and checks are called apart from indexes. */
function indexNameOf(part: Constraint | Index): string | undefined {
  return 'kind' in part && (part.kind === 'foreignKey' || part.kind === 'check') ? undefined : nameOf(part)
}

function nameOf(part: Constraint | Index): string | undefined {
  return 'kind' in part && part.kind === 'primaryKey' ? 'PRIMARY' : part.name
}

/** The columns that are searched by it. */
function startOf(part: Constraint | Index): readonly (string | undefined)[] {
  if (!('kind' in part)) return part.keys.map(({ column }) => column)
  return part.kind === 'unique' || part.kind === 'primaryKey' ? part.columns : []
}

/** Whether an index or key begins with the columns, so that a foreign key needs no other. */
export function isIndexed({ table, indexes }: TableDefinition, columns: readonly string[]): boolean {
  return [...indexes, ...table.constraints].some((part) => beginsWith(part, columns))
}

function beginsWith(part: Constraint | Index, columns: readonly string[]): boolean {
  const start = startOf(part)
  return columns.every((column, at) => start[at] === column)
}

function isPlainOn({ name: _, keys, ...rest }: Index, columns: readonly string[]): boolean {
  if (Object.keys(rest).length > 0 || keys.length !== columns.length) return false
  return keys.every((key, at) => key.column === columns[at] && Object.keys(key).length === 1)
}
