import type { TableName } from '../../schema/model.ts'
import type { Grant, Policy, SchemaObject, Trigger } from '../../schema/objects.ts'
import { qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import type { RenameMap } from './rename-map.ts'
import { namesWithin } from './renamed-table.ts'

/**
 * An object after renames, where the server renames along: the owner of a sequence, the tables of triggers, policies and
 * grants with the columns that they name, and their conditions. What it doesn't has to make way (`madeWay`).
 */
export function renamedObject(object: SchemaObject, map: RenameMap): SchemaObject {
  switch (object.type) {
    case 'sequence': {
      const { ownedBy } = object
      if (ownedBy === undefined) return object
      const { table, column } = ownedBy
      return { ...object, ownedBy: { table: map.table(table), column: map.column(table, column) } }
    }
    case 'trigger':
      return renamedTrigger(object, map)
    case 'policy':
      return renamedPolicy(object, map)
    case 'grant':
      return renamedGrant(object, map)
    case 'other':
      return object.table === undefined ? object : { ...object, table: map.table(object.table) }
    default:
      return object
  }
}

function renamedTrigger(trigger: Trigger, map: RenameMap): Trigger {
  const { table, columns, when } = trigger
  const names = namesWithin(table, map)
  return {
    ...trigger,
    table: names.to,
    ...(columns !== undefined && { columns: columns.map(names.column) }),
    ...(when !== undefined && { when: names.text(when) }),
  }
}

function renamedPolicy(policy: Policy, map: RenameMap): Policy {
  const { table, using, check } = policy
  const names = namesWithin(table, map)
  return {
    ...policy,
    table: names.to,
    ...(using !== undefined && { using: names.text(using) }),
    ...(check !== undefined && { check: names.text(check) }),
  }
}

/** A privilege on a table goes with it on PostgreSQL; MySQL keeps it for whatever comes by the old name. */
function renamedGrant(grant: Grant, map: RenameMap): Grant {
  const { on, columns } = grant
  if (on.kind !== 'table' || map.dialect !== 'postgres') return grant
  const table: TableName = { name: on.name, ...(on.schema !== undefined && { schema: on.schema }) }
  return {
    ...grant,
    on: { kind: 'table', ...map.table(table) },
    ...(columns !== undefined && { columns: columns.map((name) => map.column(table, name)) }),
  }
}

/** The names that relations of a schema have: tables, indexes, keys, views, sequences. By their qualified keys. */
export function relationKeys({ tables, objects }: SchemaSnapshot): ReadonlySet<string> {
  const within = ({ schema }: TableName, name: string) =>
    qualifiedKey({ name, ...(schema !== undefined && { schema }) })
  return new Set([
    ...tables.flatMap(({ table: { table, constraints }, indexes }) => [
      qualifiedKey(table),
      ...indexes.map(({ name }) => within(table, name)),
      ...constraints.flatMap(({ name }) => (name === undefined ? [] : [within(table, name)])),
    ]),
    ...objects.flatMap((one) => (one.type === 'view' || one.type === 'sequence' ? [qualifiedKey(one)] : [])),
  ])
}
