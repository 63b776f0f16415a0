import type { TableDefinition } from '../../../schema/define-table.ts'
import type { Constraint, PostgresTable, TableName } from '../../../schema/model.ts'
import type { View } from '../../../schema/objects.ts'
import type { Catalog } from './catalog.ts'
import { columnOf } from './columns.ts'
import { constraintOf } from './constraints.ts'
import { indexOf } from './indexes.ts'
import { ownParts } from './inherited.ts'
import { partitioningOf } from './partitioning.ts'
import type { Relation } from './relation.ts'
import type { RelationRow } from './relations.ts'
import { settingsIn } from './text.ts'

/** `relations`: all of them by number, for the tables that this one inherits from. */
export function tableOf(
  relation: Relation,
  catalog: Catalog,
  relations: ReadonlyMap<number, Relation>,
): TableDefinition {
  const { row, table, indexes } = relation
  const { columns, constraints } = ownParts(relation, relations)
  const behind = new Map(indexes.map((index) => [index.oid, index]))
  const taken = new Set<number>()
  const own: Constraint[] = []
  for (const one of constraints) {
    const index = one.kind === 'f' ? undefined : behind.get(one.index)
    if (index !== undefined) taken.add(index.oid)
    own.push(constraintOf(one, relation, catalog, index, relations))
  }
  const options = optionsOf(relation, catalog, relations)
  return {
    table: {
      table,
      columns: columns.map((one) => columnOf(one, table, catalog, relation.sequences.get(one.number))),
      constraints: own,
      ...(row.comment !== null && { comment: row.comment }),
      ...(options !== undefined && { postgres: options }),
    },
    indexes: indexes.filter(({ oid }) => !taken.has(oid)).map((index) => indexOf(index, relation, catalog)),
  }
}

export function viewOf(relation: Relation, catalog: Catalog): View {
  const { row, table, columns, indexes } = relation
  const { check_option: checkOption, ...options } = settingsIn(row.options) ?? {}
  const comments = columns.flatMap(({ name, comment }) =>
    comment === null ? [] : [[name, comment] as const],
  )
  return {
    type: 'view',
    ...table,
    query: (row.definition ?? '').trim().replace(/;$/, ''),
    ...(row.kind === 'm' && { materialized: true }),
    ...(indexes.length > 0 && { indexes: indexes.map((index) => indexOf(index, relation, catalog)) }),
    ...(comments.length > 0 && { columnComments: Object.fromEntries(comments) }),
    ...(row.kind === 'm' && !row.populated && { withoutData: true }),
    ...((checkOption === 'local' || checkOption === 'cascaded') && { checkOption }),
    ...(Object.keys(options).length > 0 && { options }),
    ...materializedOf(relation),
    ...(row.comment !== null && { comment: row.comment }),
  }
}

function materializedOf({ row, indexes }: Relation): Pick<View, 'postgres'> {
  const { tablespace, accessMethod } = row
  const clustered = indexes.find((index) => index.clustered)
  if (tablespace === null && accessMethod === null && clustered === undefined) return {}
  return {
    postgres: {
      ...(tablespace !== null && { tablespace }),
      ...(accessMethod !== null && { accessMethod }),
      ...(clustered !== undefined && { clusterOn: clustered.name }),
    },
  }
}

function optionsOf(
  relation: Relation,
  catalog: Catalog,
  relations: ReadonlyMap<number, Relation>,
): PostgresTable | undefined {
  const { row, indexes } = relation
  if (isPlain(row) && indexes.every((index) => !index.clustered && !index.replicaIdentity)) return undefined
  const parents = parentsOf(row, relations)
  const [parent] = parents
  const storage = { ...settingsIn(row.options), ...settingsIn(row.toastOptions, 'toast.') }
  const clustered = indexes.find((index) => index.clustered)
  const identity = indexes.find((index) => index.replicaIdentity)
  return {
    ...(row.unlogged === true && { unlogged: true }),
    ...(row.partitionKey !== null && { partitionBy: partitioningOf(row.partitionKey) }),
    ...(row.bounds !== null &&
      parent !== undefined && { partitionOf: { table: parent, bounds: row.bounds } }),
    ...(row.bounds === null && parents.length > 0 && { inherits: parents }),
    ...(Object.keys(storage).length > 0 && { storage }),
    ...(row.tablespace !== null && { tablespace: row.tablespace }),
    ...(row.accessMethod !== null && { accessMethod: row.accessMethod }),
    ...(row.ofName !== null && { ofType: catalog.named(row.ofSchema ?? '', row.ofName) }),
    ...(row.rowSecurity && { rowSecurity: row.forced ? 'forced' : 'enabled' }),
    ...(row.forced && !row.rowSecurity && { rowSecurity: 'forced but disabled' }),
    ...(clustered !== undefined && { clusterOn: clustered.name }),
    ...(row.replicaIdentity !== null && {
      replicaIdentity: row.replicaIdentity === 'f' ? 'full' : 'nothing',
    }),
    ...(identity !== undefined && { replicaIdentity: { index: identity.name } }),
  }
}

function isPlain(row: RelationRow): boolean {
  return (
    row.unlogged === null &&
    row.partitionKey === null &&
    row.parents === null &&
    row.options === null &&
    row.toastOptions === null &&
    row.tablespace === null &&
    row.accessMethod === null &&
    !row.rowSecurity &&
    !row.forced &&
    row.ofName === null &&
    row.replicaIdentity === null
  )
}

export function parentsOf(
  { parents }: RelationRow,
  relations: ReadonlyMap<number, Relation>,
): readonly TableName[] {
  if (parents === null) return []
  return parents.split(' ').flatMap((oid) => relations.get(Number(oid))?.table ?? [])
}
