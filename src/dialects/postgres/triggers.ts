import type { AlterPolicy, SetRowSecurity } from '../../operations/object-operation.ts'
import type { Policy, Trigger } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { expression, join, raw } from '../ddl.ts'
import { commentOf, commentStatement } from './comments.ts'
import { deferralText } from './constraints.ts'
import { roles } from './grants.ts'
import { ddl } from './identifier.ts'
import { objectName } from './object-name.ts'

export function createTrigger(trigger: Trigger): Sql {
  const { name, table, timing, events, columns, forEach, when, body, referencing, constraint } = trigger
  const watched = events.map((event) =>
    event === 'update' && columns !== undefined ? ddl`UPDATE OF ${columns}` : raw(event.toUpperCase()),
  )
  const { old, new: fresh } = referencing ?? {}
  return join(
    [
      raw(constraint === undefined ? 'CREATE TRIGGER' : 'CREATE CONSTRAINT TRIGGER'),
      ddl`${name} ${raw(timing.toUpperCase())} ${join(watched, ' OR ')} ON ${table}`,
      constraint === undefined ? undefined : deferralText(constraint),
      referencing === undefined ? undefined : raw('REFERENCING'),
      old === undefined ? undefined : ddl`OLD TABLE AS ${old}`,
      fresh === undefined ? undefined : ddl`NEW TABLE AS ${fresh}`,
      raw(`FOR EACH ${forEach.toUpperCase()}`),
      when === undefined ? undefined : ddl`WHEN (${expression(when)})`,
      ddl`EXECUTE FUNCTION ${expression(body)}`,
    ],
    ' ',
  )
}

/** When it fires, where that is not as usual. */
export function triggerState({ name, table, enabled }: Trigger): readonly Sql[] {
  if (enabled === undefined) return []
  const state = { disabled: 'DISABLE', replica: 'ENABLE REPLICA', always: 'ENABLE ALWAYS' }[enabled]
  return [ddl`ALTER TABLE ${table} ${raw(state)} TRIGGER ${name}`]
}

/** CREATE OR REPLACE TRIGGER is PostgreSQL 14's. */
export function replaceTrigger(trigger: Trigger): readonly Sql[] {
  return [
    ddl`DROP ${objectName(trigger)}`,
    createTrigger(trigger),
    ...triggerState(trigger),
    ...commentOf(trigger),
  ]
}

export function createPolicy(policy: Policy): Sql {
  const { name, table, command, restrictive, using, check } = policy
  return join(
    [
      ddl`CREATE POLICY ${name} ON ${table}`,
      restrictive === true ? raw('AS RESTRICTIVE') : undefined,
      raw(`FOR ${command.toUpperCase()}`),
      policy.roles === undefined ? undefined : ddl`TO ${roles(policy.roles)}`,
      using === undefined ? undefined : ddl`USING (${expression(using)})`,
      check === undefined ? undefined : ddl`WITH CHECK (${expression(check)})`,
    ],
    ' ',
  )
}

export function alterPolicy({ name, table, to }: AlterPolicy): readonly Sql[] {
  const { roles: names, using, check, comment } = to
  const parts = [
    names === undefined ? undefined : names === null ? raw('TO PUBLIC') : ddl`TO ${roles(names)}`,
    using === undefined ? undefined : ddl`USING (${expression(using)})`,
    check === undefined ? undefined : ddl`WITH CHECK (${expression(check)})`,
  ].filter((part) => part !== undefined)
  const policy = ddl`POLICY ${name} ON ${table}`
  return [
    ...(parts.length === 0 ? [] : [ddl`ALTER ${policy} ${join(parts, ' ')}`]),
    ...(comment === undefined ? [] : [commentStatement(policy, comment)]),
  ]
}

export function setRowSecurity({ table, enabled, forced }: SetRowSecurity): Sql {
  const actions = [
    raw(`${enabled ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`),
    forced === undefined ? undefined : raw(`${forced ? '' : 'NO '}FORCE ROW LEVEL SECURITY`),
  ]
  return ddl`ALTER TABLE ${table} ${join(actions)}`
}
