import type { Operation } from '../../operations/operation.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { Constraint, ForeignKey, TableName } from '../../schema/model.ts'
import { isSame } from '../../schema/same.ts'
import { commentChange } from './comment.ts'
import { indexSettings, type PartOwner } from './indexes.ts'

/**
 * What leads from one definition of a constraint to another without dropping it: that its rows are checked now, when a
 * foreign key is checked and whether, the settings of the index behind it, its comment. `undefined` where the database
 * has no way.
 */
export function constraintAlteration(
  owner: PartOwner,
  was: Constraint,
  now: Constraint,
  dialect: DialectName,
): readonly Operation[] | undefined {
  const { name } = now
  const { table } = owner
  if (dialect !== 'postgres' || name === undefined) return undefined
  if (isNotValid(now) && !isNotValid(was)) return undefined
  if (!isSame(lasting(was), lasting(now))) return undefined
  const settings = indexSettings(owner, name, settingsOf(was), settingsOf(now))
  if (settings === undefined) return undefined
  return [
    ...deferral(table, name, was, now),
    ...validation(table, name, was, now),
    ...settings,
    ...commentChange({ type: 'constraint', name, table }, was, now),
  ]
}

/** What can't be altered: of a foreign key less than of others. */
function lasting(constraint: Constraint): object {
  const { comment: _, notValid: __, storage: ___, tablespace: ____, ...rest } = { ...absent, ...constraint }
  if (constraint.kind !== 'foreignKey') return rest
  const {
    deferral: _____,
    notEnforced: ______,
    ...key
  } = { ...rest, deferral: undefined, notEnforced: undefined }
  return key
}

const absent = { notValid: undefined, storage: undefined, tablespace: undefined }

function settingsOf(constraint: Constraint): Pick<Constraint & { kind: 'unique' }, 'storage' | 'tablespace'> {
  return 'storage' in constraint || 'tablespace' in constraint ? constraint : {}
}

/** What was not enforced is checked when it is; when it is no more, nothing is known of its rows. */
function isNotValid(constraint: Constraint): boolean {
  return 'notValid' in constraint && constraint.notValid === true
}

function validation(table: TableName, name: string, was: Constraint, now: Constraint): readonly Operation[] {
  if (!isNotValid(was) || isNotValid(now) || isNotEnforced(now)) return []
  if (was.kind !== 'check' && was.kind !== 'foreignKey') return []
  return [{ kind: 'validateConstraint', table, name, was }]
}

function isNotEnforced(constraint: Constraint): boolean {
  return 'notEnforced' in constraint && constraint.notEnforced === true
}

function deferral(table: TableName, name: string, was: Constraint, now: Constraint): readonly Operation[] {
  if (was.kind !== 'foreignKey' || now.kind !== 'foreignKey') return []
  const to = {
    ...(!isSame(was.deferral, now.deferral) && { deferral: now.deferral ?? null }),
    ...(was.notEnforced !== now.notEnforced && { notEnforced: now.notEnforced === true }),
  }
  if (Object.keys(to).length === 0) return []
  return [{ kind: 'alterConstraint', table, name, to, was: rulesOf(was) }]
}

function rulesOf({ deferral, notEnforced }: ForeignKey): Pick<ForeignKey, 'deferral' | 'notEnforced'> {
  return { ...(deferral && { deferral }), ...(notEnforced && { notEnforced }) }
}
