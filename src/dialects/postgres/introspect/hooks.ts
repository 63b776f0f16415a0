import type { TableName } from '../../../schema/model.ts'
import type { OtherObject, Policy, Trigger } from '../../../schema/objects.ts'
import { raw } from '../../ddl.ts'
import { ddl } from '../identifier.ts'
import { type Catalog, firstOid } from './catalog.ts'
import type { Question } from './reader.ts'
import { numbersOf } from './relations.ts'
import { indexOutside, withoutParentheses } from './text.ts'

/** A trigger, a policy or a rule as the catalog has it: what belongs to a table and acts on its own. */
export interface HookRow {
  readonly kind: 'trigger' | 'trigger state' | 'policy' | 'restrictive policy' | 'rule'
  readonly oid: number
  readonly table: number
  readonly name: string
  /** The statement of a trigger or a rule. */
  readonly definition: string | null
  /** Its letters: a trigger's bits, a policy's command. */
  readonly bits: number
  readonly letter: string
  /** The state of the trigger that this one came from, on a partition. */
  readonly formerLetter: string | null
  /** The columns of a trigger by number. */
  readonly columns: string | null
  readonly oldTable: string | null
  readonly newTable: string | null
  /** A constraint trigger, and what it is. */
  readonly constraint: boolean
  readonly deferrable: boolean
  readonly deferred: boolean
  /** Whether a constraint trigger names a second table. */
  readonly second: boolean
  readonly roles: readonly string[] | null
  readonly using: string | null
  readonly check: string | null
  readonly comment: string | null
}

/** But for what the server made itself, and what comes from a partitioned table. */
export function hooksQuestion({ schemas }: Catalog): Question<HookRow> {
  const from = (catalog: string, table: string) => `FROM pg_catalog.${catalog} t
JOIN pg_catalog.pg_class c ON c.oid = t.${table} AND c.relnamespace IN (${numbersOf(schemas)})
LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.${catalog}'::regclass AND d.objoid = t.oid AND d.objoid >= ${firstOid}`
  const trigger = `SELECT 'trigger' AS kind, t.oid, t.tgrelid AS table, t.tgname::text AS name,
  coalesce(pg_get_triggerdef(t.oid), '') AS definition, t.tgtype::integer AS bits, t.tgenabled::text AS letter, NULL AS "formerLetter",
  nullif(t.tgattr::text, '') AS columns, t.tgoldtable::text AS "oldTable", t.tgnewtable::text AS "newTable",
  t.tgconstraint <> 0 AS constraint, t.tgdeferrable AS deferrable, t.tginitdeferred AS deferred,
  t.tgconstrrelid <> 0 AS second, NULL::text[] AS roles, NULL AS using, NULL AS check, d.description AS comment
${from('pg_trigger', 'tgrelid')} WHERE NOT t.tgisinternal AND t.tgparentid = 0`
  const none = `NULL AS columns, NULL AS "oldTable", NULL AS "newTable", false AS constraint, false AS deferrable, false AS deferred, false AS second`
  const state = `SELECT 'trigger state' AS kind, t.oid, t.tgrelid AS table, t.tgname::text AS name, NULL AS definition, 0 AS bits,
  t.tgenabled::text AS letter, p.tgenabled::text AS "formerLetter", ${none}, NULL::text[] AS roles, NULL AS using, NULL AS check, NULL AS comment
${from('pg_trigger', 'tgrelid')}
JOIN pg_catalog.pg_trigger p ON p.oid = t.tgparentid AND p.tgenabled <> t.tgenabled AND NOT p.tgisinternal
WHERE t.tgparentid <> 0`
  const policy = `SELECT CASE WHEN t.polpermissive THEN 'policy' ELSE 'restrictive policy' END AS kind, t.oid, t.polrelid AS table,
  t.polname::text AS name, NULL AS definition, 0 AS bits, t.polcmd::text AS letter, NULL AS "formerLetter", ${none},
  CASE WHEN t.polroles <> '{0}' THEN ARRAY(SELECT CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r) END::text
    FROM unnest(t.polroles) r ORDER BY 1) END AS roles,
  CASE WHEN t.polqual IS NOT NULL THEN coalesce(pg_get_expr(t.polqual, t.polrelid), '') END AS using,
  CASE WHEN t.polwithcheck IS NOT NULL THEN coalesce(pg_get_expr(t.polwithcheck, t.polrelid), '') END AS check,
  d.description AS comment
${from('pg_policy', 'polrelid')}`
  const rule = `SELECT 'rule' AS kind, t.oid, t.ev_class AS table, t.rulename::text AS name,
  coalesce(pg_get_ruledef(t.oid), '') AS definition, 0 AS bits, t.ev_enabled::text AS letter, NULL AS "formerLetter", ${none},
  NULL::text[] AS roles, NULL AS using, NULL AS check, d.description AS comment
${from('pg_rewrite', 'ev_class')} WHERE t.rulename <> '_RETURN'`
  return {
    what: 'triggers, policies and rules',
    parts: [trigger, state, policy, rule],
    title: `q.kind || ' ' || quote_ident(q.name) || ' on ' || q."table"::regclass`,
    isGone: ({ definition, using, check }) => definition === '' || using === '' || check === '',
  }
}

/** The table or view that a trigger, policy or rule belongs to. */
interface Watched {
  readonly table: TableName
  readonly names: readonly (string | undefined)[]
}

export function hookOf(row: HookRow, watched: Watched): Trigger | Policy | OtherObject {
  switch (row.kind) {
    case 'policy':
    case 'restrictive policy':
      return policyOf(row, watched.table)
    case 'rule':
      return ruleOf(row, watched.table)
    case 'trigger state':
      return stateOf(row, watched.table)
    default:
      return row.second ? wholeTriggerOf(row, watched.table) : triggerOf(row, watched)
  }
}

const events = [
  [4, 'insert'],
  [8, 'delete'],
  [16, 'update'],
  [32, 'truncate'],
] as const

const states: Readonly<Record<string, 'disabled' | 'replica' | 'always' | undefined>> = {
  D: 'disabled',
  R: 'replica',
  A: 'always',
}

function triggerOf(row: HookRow, { table, names }: Watched): Trigger {
  const { bits, columns, oldTable, newTable } = row
  const { when, body } = actionOf(row.definition ?? '')
  const enabled = states[row.letter]
  return {
    type: 'trigger',
    name: row.name,
    table,
    timing: (bits & 2) !== 0 ? 'before' : (bits & 64) !== 0 ? 'instead of' : 'after',
    events: events.flatMap(([bit, event]) => ((bits & bit) === 0 ? [] : [event])),
    ...(columns !== null && { columns: columns.split(' ').map((number) => names[Number(number)] ?? '') }),
    forEach: (bits & 1) === 0 ? 'statement' : 'row',
    ...(when !== undefined && { when }),
    body,
    ...((oldTable !== null || newTable !== null) && {
      referencing: {
        ...(oldTable !== null && { old: oldTable }),
        ...(newTable !== null && { new: newTable }),
      },
    }),
    ...(row.constraint && {
      constraint: { deferrable: row.deferrable, ...(row.deferred && { initially: 'deferred' as const }) },
    }),
    ...(enabled !== undefined && { enabled }),
    ...(row.comment !== null && { comment: row.comment }),
  }
}

/** The condition and the call of a trigger, which nothing but its statement tells. */
function actionOf(definition: string): { readonly when?: string; readonly body: string } {
  const execute = ' EXECUTE FUNCTION '
  const at = indexOutside(definition, execute)
  const body = definition.slice(at + execute.length)
  const head = definition.slice(0, at)
  const condition = indexOutside(head, ' WHEN (')
  if (condition === -1) return { body }
  return { when: withoutParentheses(head.slice(condition + ' WHEN '.length)), body }
}

/** A partition may switch on and off by itself what it has from its table. */
function stateOf({ name, letter, formerLetter }: HookRow, table: TableName): OtherObject {
  const set = (state: string | null) =>
    ddl`ALTER TABLE ONLY ${table} ${raw(switches[state ?? ''] ?? 'ENABLE')} TRIGGER ${name}`.sql
  return {
    type: 'other',
    what: 'trigger state',
    ...table,
    name,
    table,
    create: set(letter),
    drop: set(formerLetter),
  }
}

const switches: Readonly<Record<string, string>> = {
  D: 'DISABLE',
  R: 'ENABLE REPLICA',
  A: 'ENABLE ALWAYS',
}

/** A trigger that the model has no parts for. */
function wholeTriggerOf(row: HookRow, table: TableName): OtherObject {
  return {
    type: 'other',
    what: 'trigger',
    name: row.name,
    table,
    create: withState(row.definition ?? '', row, table, 'TRIGGER'),
    drop: ddl`DROP TRIGGER ${row.name} ON ${table}`.sql,
    ...(row.comment !== null && { comment: row.comment }),
  }
}

function ruleOf(row: HookRow, table: TableName): OtherObject {
  return {
    type: 'other',
    what: 'rule',
    name: row.name,
    table,
    create: withState((row.definition ?? '').replace(/;$/, ''), row, table, 'RULE'),
    drop: ddl`DROP RULE ${row.name} ON ${table}`.sql,
    ...(row.comment !== null && { comment: row.comment }),
  }
}

function withState(create: string, { letter, name }: HookRow, table: TableName, what: string): string {
  const state = switches[letter]
  if (state === undefined) return create
  return `${create};\n${ddl`ALTER TABLE ${table}`.sql} ${state} ${what} ${ddl`${name}`.sql}`
}

const commands: Readonly<Record<string, Policy['command']>> = {
  '*': 'all',
  r: 'select',
  a: 'insert',
  w: 'update',
  d: 'delete',
}

function policyOf(row: HookRow, table: TableName): Policy {
  return {
    type: 'policy',
    name: row.name,
    table,
    command: commands[row.letter] ?? 'all',
    ...(row.kind === 'restrictive policy' && { restrictive: true }),
    ...(row.roles !== null && { roles: row.roles }),
    ...(row.using !== null && { using: withoutParentheses(row.using) }),
    ...(row.check !== null && { check: withoutParentheses(row.check) }),
    ...(row.comment !== null && { comment: row.comment }),
  }
}
