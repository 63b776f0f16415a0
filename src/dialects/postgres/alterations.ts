import type { AlterConstraint, AlterIndex, AlterView } from '../../operations/alterations.ts'
import type { Sql } from '../../schema/values.ts'
import { join, raw } from '../ddl.ts'
import { deferralText } from './constraints.ts'
import { ddl } from './identifier.ts'
import { objectName } from './object-name.ts'
import { clustering, settingChanges } from './table-options.ts'

/** ALTER TABLE … ALTER CONSTRAINT, which older servers read as a whole: what isn't said is not so. */
export function alterConstraint({ table, name, to, was = {} }: AlterConstraint): Sql {
  const { deferral, notEnforced } = to
  const kept = deferral === undefined ? was.deferral : deferral
  const actions = [
    kept === undefined ? undefined : kept === null ? raw('NOT DEFERRABLE') : deferralText(kept),
    notEnforced === undefined ? undefined : raw(notEnforced ? 'NOT ENFORCED' : 'ENFORCED'),
  ]
  return join([ddl`ALTER TABLE ${table} ALTER CONSTRAINT ${name}`, ...actions], ' ')
}

/** An index lives in the schema of its table. */
export function alterIndex({ table: { schema }, name, to }: AlterIndex): readonly Sql[] {
  const { storage, tablespace } = to
  const actions = [
    ...settingChanges(storage ?? {}),
    ...(tablespace === undefined ? [] : [ddl`SET TABLESPACE ${tablespace ?? 'pg_default'}`]),
  ]
  const index = { name, ...(schema !== undefined && { schema }) }
  return actions.length === 0 ? [] : [ddl`ALTER INDEX ${index} ${join(actions)}`]
}

/** The check option is one of the settings. */
export function alterView({ view, materialized, to }: AlterView): Sql {
  const { options = {}, checkOption, postgres = {} } = to
  const { tablespace, accessMethod, clusterOn } = postgres
  const actions = [
    ...settingChanges({ ...options, ...(checkOption !== undefined && { check_option: checkOption }) }),
    ...(accessMethod === undefined ? [] : [ddl`SET ACCESS METHOD ${accessMethod ?? 'heap'}`]),
    ...(tablespace === undefined ? [] : [ddl`SET TABLESPACE ${tablespace ?? 'pg_default'}`]),
    ...(clusterOn === undefined ? [] : [clustering(clusterOn)]),
  ]
  return ddl`ALTER ${objectName({ type: 'view', ...view, ...(materialized && { materialized }) })} ${join(actions)}`
}
