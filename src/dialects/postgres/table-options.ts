import type { AlterTableOptions, PostgresTableChange } from '../../operations/object-operation.ts'
import type { SettingChanges } from '../../operations/setting-changes.ts'
import type { PostgresTable } from '../../schema/model.ts'
import { isSame } from '../../schema/same.ts'
import type { Sql } from '../../schema/values.ts'
import { join, raw } from '../ddl.ts'
import { ddl } from './identifier.ts'
import { settingName, settings } from './settings.ts'

/** One ALTER TABLE: what writes all rows anew writes them once. What is MySQL's is passed over. */
export function alterTableOptions({ table, to, was }: AlterTableOptions): readonly Sql[] {
  const actions = actionsOf(to.postgres ?? {}, was?.postgres ?? {})
  return actions.length === 0 ? [] : [ddl`ALTER TABLE ${table} ${join(actions)}`]
}

function actionsOf(to: PostgresTableChange, was: PostgresTable): readonly Sql[] {
  const { unlogged, storage, tablespace, accessMethod, clusterOn, replicaIdentity } = to
  return [
    ...parentage(to.inherits, was.inherits ?? []),
    ...(unlogged === undefined ? [] : [raw(unlogged ? 'SET UNLOGGED' : 'SET LOGGED')]),
    ...(to.ofType === undefined ? [] : [to.ofType === null ? raw('NOT OF') : ddl`OF ${to.ofType}`]),
    ...settingChanges(storage ?? {}),
    ...(accessMethod === undefined ? [] : [ddl`SET ACCESS METHOD ${accessMethod ?? 'heap'}`]),
    ...(tablespace === undefined ? [] : [ddl`SET TABLESPACE ${tablespace ?? 'pg_default'}`]),
    ...(clusterOn === undefined ? [] : [clustering(clusterOn)]),
    ...(replicaIdentity === undefined ? [] : [ddl`REPLICA IDENTITY ${identityText(replicaIdentity)}`]),
  ]
}

function parentage(
  inherits: PostgresTableChange['inherits'],
  before: NonNullable<PostgresTable['inherits']>,
): readonly Sql[] {
  if (inherits === undefined) return []
  const after = inherits ?? []
  const isIn = (list: readonly object[], one: object) => list.some((other) => isSame(one, other))
  return [
    ...before.filter((one) => !isIn(after, one)).map((one) => ddl`NO INHERIT ${one}`),
    ...after.filter((one) => !isIn(before, one)).map((one) => ddl`INHERIT ${one}`),
  ]
}

/** SET for what has a value, RESET for what has none any more. */
export function settingChanges(changes: SettingChanges): readonly Sql[] {
  const set = Object.entries(changes).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  )
  const reset = Object.keys(changes).filter((name) => changes[name] === null)
  return [
    ...(set.length === 0 ? [] : [ddl`SET ${settings(Object.fromEntries(set))}`]),
    ...(reset.length === 0 ? [] : [raw(`RESET (${reset.map(settingName).join(', ')})`)]),
  ]
}

export function clustering(index: string | null): Sql {
  return index === null ? raw('SET WITHOUT CLUSTER') : ddl`CLUSTER ON ${index}`
}

/** What stands behind REPLICA IDENTITY. */
export function identityText(identity: NonNullable<PostgresTable['replicaIdentity']> | null): Sql {
  if (identity === null) return raw('DEFAULT')
  return typeof identity === 'object' ? ddl`USING INDEX ${identity.index}` : raw(identity.toUpperCase())
}
