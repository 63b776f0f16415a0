import type { Routine, Trigger } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { expression, join, raw } from '../ddl.ts'
import { ddl } from './identifier.ts'
import { commentText } from './quote.ts'
import { refuseParts, unsupported } from './unsupported.ts'

/** CREATE OR REPLACE, or a guard before the name. */
export interface CreateWords {
  readonly replace?: true
  readonly guard?: string
  /** The trigger that comes next. */
  readonly precedes?: string
}

function createText({ replace }: CreateWords): string {
  return replace === true ? 'CREATE OR REPLACE' : 'CREATE'
}

/** CREATE FUNCTION or PROCEDURE. What it does with data is told, as a server that keeps a binary log wants it. */
export function createRoutine(routine: Routine, words: CreateWords): Sql {
  const { type, language, returns, volatility, securityDefiner, comment, mysql = {} } = routine
  const { strict, leakproof, parallel, cost, rows, set } = routine
  const owner = `the ${type} ${routine.name}`
  refuseParts(owner, {
    'STRICT functions': strict,
    'LEAKPROOF functions': leakproof,
    'PARALLEL functions': parallel,
    'cost of a function': cost,
    'number of rows of a function': rows,
    'settings of a function': set,
  })
  if (language !== undefined && language.toLowerCase() !== 'sql') {
    throw unsupported(`has no language ${language}, and ${owner} is written in it`, 'Write its body in SQL.')
  }
  return join(
    [
      ddl`${raw(createText(words))} ${raw(type.toUpperCase())} ${raw(words.guard ?? '')}${routine}(${expression(routine.arguments)})`,
      returns === undefined ? undefined : raw(`RETURNS ${returns}`),
      volatility === undefined ? undefined : raw(dataUse[volatility]),
      mysql.deterministic === true ? raw('DETERMINISTIC') : undefined,
      mysql.dataUse === undefined ? undefined : raw(mysql.dataUse.toUpperCase()),
      securityDefiner === undefined ? undefined : raw('SQL SECURITY DEFINER'),
      mysql.security === 'invoker' ? raw('SQL SECURITY INVOKER') : undefined,
      comment === undefined ? undefined : raw(`COMMENT ${commentText(comment)}`),
      raw(routine.body),
    ],
    '\n',
  )
}

const dataUse = {
  immutable: 'DETERMINISTIC NO SQL',
  stable: 'READS SQL DATA',
  volatile: 'NOT DETERMINISTIC MODIFIES SQL DATA',
} as const

/** CREATE TRIGGER, of one event and for each row; it lives in the database of its table. */
export function createTrigger(trigger: Trigger, words: CreateWords): Sql {
  const { name, table, timing, events, columns, forEach, when, referencing, constraint, comment } = trigger
  refuseParts(`the trigger ${name}`, {
    'triggers INSTEAD OF a statement': timing === 'instead of' ? timing : undefined,
    'triggers FOR EACH STATEMENT': forEach === 'statement' ? forEach : undefined,
    'triggers for TRUNCATE': events.includes('truncate') ? 'truncate' : undefined,
    'triggers for some columns': columns,
    'condition of a trigger': when,
    'transition tables': referencing,
    'constraint triggers': constraint,
    'comments on triggers': comment,
  })
  const [event, ...more] = events
  if (event === undefined || more.length > 0) {
    throw unsupported(
      `has triggers for one event each, and ${name} has ${events.length}`,
      'Write one trigger for each event.',
    )
  }
  const moment = raw(`${timing.toUpperCase()} ${event.toUpperCase()}`)
  const head = ddl`${raw(createText(words))} TRIGGER ${raw(words.guard ?? '')}${triggerName(trigger)} ${moment} ON ${table} FOR EACH ROW`
  const place =
    trigger.follows !== undefined
      ? ddl`FOLLOWS ${trigger.follows}`
      : words.precedes !== undefined
        ? ddl`PRECEDES ${words.precedes}`
        : undefined
  return join([join([head, place], ' '), raw(trigger.body)], '\n')
}

export function triggerName({ name, table }: Pick<Trigger, 'name' | 'table'>): Sql {
  return ddl`${{ ...table, name }}`
}
