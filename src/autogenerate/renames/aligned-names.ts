import type { Operation } from '../../operations/operation.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { Constraint, Index, TableName } from '../../schema/model.ts'
import { inOneOrder, qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import type { Renamed } from './renamed.ts'
import { relationKeys } from './renamed-objects.ts'

/**
 * What gives constraints and indexes that differ from the declared ones by their names alone those names, and the schema
 * after it: dropped and made again, a key that others point at would not go, and a large index take its time. SQLite renames
 * neither, MySQL no constraint but a unique one.
 */
export function alignedNames(before: SchemaSnapshot, after: SchemaSnapshot, dialect: DialectName): Renamed {
  if (dialect === 'sqlite') return { operations: [], snapshot: before }
  const wanted = new Map(after.tables.map((one) => [qualifiedKey(one.table.table), one]))
  const taken = new Set<string>()
  const operations: Operation[] = []
  const tables = before.tables.map((one) => {
    const fresh = wanted.get(qualifiedKey(one.table.table))
    if (fresh === undefined) return one
    const found = partRenames(one, fresh, dialect)
    if (found.length === 0) return one
    if (taken.size === 0) for (const key of relationKeys(before)) taken.add(key)
    const free = found.filter(({ to }) => take(taken, one.table.table, to, dialect))
    operations.push(...free.map((part) => operationOf(one.table.table, part, dialect)))
    return withNames(one, free)
  })
  return operations.length === 0
    ? { operations, snapshot: before }
    : { operations, snapshot: { ...before, tables } }
}

interface PartRename {
  readonly part: Constraint | Index
  readonly name: string
  readonly to: string
}

/** Names of indexes are one table's own on MySQL, one schema's on PostgreSQL. */
function take(taken: Set<string>, table: TableName, name: string, dialect: DialectName): boolean {
  if (dialect === 'mysql') return true
  const key = qualifiedKey({ name, ...(table.schema !== undefined && { schema: table.schema }) })
  if (taken.has(key)) return false
  taken.add(key)
  return true
}

function partRenames(
  before: TableDefinition,
  after: TableDefinition,
  dialect: DialectName,
): readonly PartRename[] {
  const { inherits, partitionOf } = before.table.postgres ?? {}
  const isHeir = inherits !== undefined || partitionOf !== undefined
  const isRenamed = (one: Constraint) =>
    dialect === 'postgres' ? !(isHeir && one.kind === 'check') : one.kind === 'unique'
  return [
    ...pairs(before.table.constraints.filter(isRenamed), after.table.constraints.filter(isRenamed)),
    ...(isHeir ? [] : pairs(before.indexes, after.indexes)),
  ]
}

/** Parts that have gone beside such as have come and are the same but for their names. */
function pairs<Part extends Constraint | Index>(
  before: readonly Part[],
  after: readonly Part[],
): readonly PartRename[] {
  const names = (parts: readonly Part[]) => new Set(parts.map(({ name }) => name))
  const [old, fresh] = [names(before), names(after)]
  const come = new Map<string, string[]>()
  for (const one of after) {
    if (one.name === undefined || old.has(one.name)) continue
    const known = come.get(contentOf(one))
    if (known === undefined) come.set(contentOf(one), [one.name])
    else known.push(one.name)
  }
  if (come.size === 0) return []
  return before.flatMap((part): readonly PartRename[] => {
    const { name } = part
    if (name === undefined || fresh.has(name)) return []
    const to = come.get(contentOf(part))?.shift()
    return to === undefined ? [] : [{ part, name, to }]
  })
}

function contentOf({ name: _, comment: __, ...part }: Constraint | Index): string {
  return inOneOrder(part)
}

function operationOf(table: TableName, { part, name, to }: PartRename, dialect: DialectName): Operation {
  const isIndex = !('kind' in part) || dialect === 'mysql'
  return { kind: isIndex ? 'renameIndex' : 'renameConstraint', table, name, to }
}

function withNames({ table, indexes }: TableDefinition, renames: readonly PartRename[]): TableDefinition {
  const names = new Map(renames.map(({ part, to }) => [part, to]))
  const renamed = <Part extends Constraint | Index>(part: Part): Part => {
    const to = names.get(part)
    return to === undefined ? part : { ...part, name: to }
  }
  const byName = new Map(renames.map(({ name, to }) => [name, to]))
  const { clusterOn, replicaIdentity } = table.postgres ?? {}
  const [clustered, identity] = [
    byName.get(clusterOn ?? ''),
    typeof replicaIdentity === 'object' ? byName.get(replicaIdentity.index) : undefined,
  ]
  const postgres = {
    ...table.postgres,
    ...(clustered !== undefined && { clusterOn: clustered }),
    ...(identity !== undefined && { replicaIdentity: { index: identity } }),
  }
  return {
    table: {
      ...table,
      constraints: table.constraints.map(renamed),
      ...(table.postgres !== undefined && { postgres }),
    },
    indexes: indexes.map(renamed),
  }
}
