import { DefinitionError } from './errors.ts'
import { deepFreeze } from './freeze.ts'
import type { TableName } from './model.ts'
import { nameOf, namesOf } from './names.ts'
import type { Trigger } from './objects.ts'
import { given, knownParts, namePart, oneOf, sqlPart, textOf } from './parts.ts'
import type { Sql } from './values.ts'
import { withoutEnd } from './view.ts'

type TriggerEvent = Trigger['events'][number]

/** A trigger without its name and table. */
export interface TriggerParts {
  readonly timing: Trigger['timing']
  readonly events: TriggerEvent | readonly TriggerEvent[]
  /** The columns whose update it watches; all unless given. */
  readonly columns?: string | readonly string[]
  /** `row` unless given. */
  readonly forEach?: 'row' | 'statement'
  /** The condition, without the parentheses around it. */
  readonly when?: string | Sql
  /** PostgreSQL: the function call, `audit('product')`; SQLite: statements; MySQL: one statement, or BEGIN … END. */
  readonly body: string | Sql
  /** Names of transition tables. PostgreSQL. */
  readonly referencing?: { readonly old?: string; readonly new?: string }
  /** A constraint trigger: `{ deferrable: true, initially: 'deferred' }`. PostgreSQL. */
  readonly constraint?: { readonly deferrable?: boolean; readonly initially?: 'immediate' | 'deferred' }
  /** The trigger of the same moment that runs right before it. MySQL. */
  readonly follows?: string
  /** When it fires, where that is not unless the session is a replica's. PostgreSQL. */
  readonly enabled?: 'disabled' | 'replica' | 'always'
  readonly comment?: string
}

export const triggerParts = [
  'timing',
  'events',
  'columns',
  'forEach',
  'when',
  'body',
  'referencing',
  'constraint',
  'follows',
  'enabled',
  'comment',
] as const

/** A trigger as data. Throws `DefinitionError` for parts that contradict each other. */
export function trigger(name: string, table: TableName, parts: TriggerParts): Trigger {
  const { timing, columns, forEach, when, body, referencing, constraint, enabled, comment } = knownParts(
    `The trigger ${name}`,
    parts,
    triggerParts,
  )
  const events = eventsOf(name, parts.events)
  const made: Trigger = {
    type: 'trigger',
    name: nameOf(name, "A trigger's name"),
    table,
    timing:
      oneOf(timing, ['before', 'after', 'instead of'], `The timing of ${name}`) ?? missing(name, 'timing'),
    events,
    forEach: oneOf(forEach, ['row', 'statement'], `\`forEach\` of ${name}`) ?? 'row',
    body: withoutLastSemicolon(sqlPart(body, `The body of ${name}`) ?? missing(name, 'body'), name),
    ...given({
      columns: columns === undefined ? undefined : namesOf(columns, `The trigger ${name}`),
      when: sqlPart(when, `The condition of ${name}`),
      referencing: referencing === undefined ? undefined : transitionsOf(name, referencing),
      constraint:
        constraint === undefined
          ? undefined
          : {
              deferrable: constraint.deferrable ?? constraint.initially === 'deferred',
              ...given({ initially: constraint.initially }),
            },
      follows: namePart(parts.follows, `The trigger before ${name}`),
      enabled: oneOf(enabled, ['disabled', 'replica', 'always'], `\`enabled\` of ${name}`),
      comment: textOf(comment, `The comment of ${name}`),
    }),
  }
  refuseContradictions(made)
  return deepFreeze(made)
}

/** The body of a PostgreSQL trigger is a call; elsewhere statements may need their last semicolon. */
function withoutLastSemicolon(body: string, name: string): string {
  return /^\s*(?:[\w".]+)\s*\([^;]*\)\s*;\s*$/.test(body) ? withoutEnd(body, `The body of ${name}`) : body
}

function eventsOf(name: string, events: TriggerParts['events']): readonly TriggerEvent[] {
  const list: readonly TriggerEvent[] = Array.isArray(events) ? [...events] : [events as TriggerEvent]
  for (const event of list) {
    oneOf(event, ['insert', 'update', 'delete', 'truncate'], `An event of ${name}`) ?? missing(name, 'events')
  }
  if (list.length > 0 && new Set(list).size === list.length) return list
  throw new DefinitionError(
    `The trigger ${name} has ${list.length === 0 ? 'no events' : 'one event twice'}`,
    "Give some of 'insert', 'update', 'delete', 'truncate', each once.",
  )
}

function transitionsOf(
  name: string,
  { old, new: fresh }: NonNullable<TriggerParts['referencing']>,
): NonNullable<Trigger['referencing']> {
  if (old === undefined && fresh === undefined) {
    throw new DefinitionError(`\`referencing\` of ${name} is empty`, 'Name the old table, the new, or both.')
  }
  return given({ old: namePart(old, 'The old table'), new: namePart(fresh, 'The new table') })
}

function refuseContradictions({ name, timing, events, columns, forEach, constraint }: Trigger): void {
  const wrong =
    columns !== undefined && !events.includes('update')
      ? ['columns, and does not watch updates', "Add 'update' to its events."]
      : forEach === 'row' && events.includes('truncate')
        ? ['truncate for each row', "TRUNCATE touches no rows: forEach: 'statement'."]
        : timing === 'instead of' && forEach === 'statement'
          ? ['`instead of` for each statement', "It runs for each row: forEach: 'row'."]
          : constraint !== undefined && (timing !== 'after' || forEach !== 'row')
            ? ['`constraint`, and does not run after each row', "Constraint triggers do: timing: 'after'."]
            : constraint?.initially === 'deferred' && !constraint.deferrable
              ? ['`initially: deferred`, and is not deferrable', 'Leave `deferrable` out, or make it true.']
              : undefined
  if (wrong !== undefined) throw new DefinitionError(`The trigger ${name} has ${wrong[0]}`, wrong[1] ?? '')
}

function missing(name: string, part: string): never {
  throw new DefinitionError(
    `The trigger ${name} has no ${part}`,
    "Give { timing: 'after', events: 'insert', body: … }.",
  )
}
