import type { Trigger } from '../../../schema/objects.ts'
import { expression } from '../../ddl.ts'
import { UnsupportedOperationError } from '../../errors.ts'
import { quoteIdentifier, quoteTableName } from '../../identifier.ts'

/**
 * The CREATE TRIGGER statement. The body is one statement or several; its last semicolon may be left out.
 * What only other databases' triggers have is an `UnsupportedOperationError`.
 */
export function createTriggerText(trigger: Trigger, ifNotExists = false): string {
  const event = eventText(trigger)
  refuseForeignOptions(trigger)
  const guard = ifNotExists ? 'IF NOT EXISTS ' : ''
  const name = quoteTableName({ ...trigger.table, name: trigger.name })
  const when = trigger.when === undefined ? '' : ` WHEN (${expression(trigger.when).sql})`
  return [
    `CREATE TRIGGER ${guard}${name} ${trigger.timing.toUpperCase()} ${event}`,
    `ON ${quoteIdentifier(trigger.table.name)} FOR EACH ROW${when} BEGIN`,
    `  ${bodyText(trigger.body)}`,
    'END',
  ].join('\n')
}

function eventText(trigger: Trigger): string {
  const [event, ...more] = trigger.events
  if (event === undefined || more.length > 0) {
    throw new UnsupportedOperationError(
      'sqlite',
      `has triggers on one event each, and "${trigger.name}" is on ${trigger.events.join(', ') || 'none'}`,
      'Create a trigger of its own for each event.',
    )
  }
  if (event === 'truncate') {
    throw unsupported(trigger, 'no TRUNCATE', 'Watch delete: a DELETE of all rows fires for each of them.')
  }
  if (trigger.columns === undefined) return event.toUpperCase()
  if (event === 'update') return `UPDATE OF ${trigger.columns.map(quoteIdentifier).join(', ')}`
  throw unsupported(trigger, `no columns of ${event}`, "Leave columns out, or watch 'update'.")
}

function refuseForeignOptions(trigger: Trigger): void {
  if (trigger.forEach === 'statement') {
    throw unsupported(
      trigger,
      'no triggers for each statement',
      "Use forEach: 'row', or do the work in the application.",
    )
  }
  if (trigger.referencing !== undefined) {
    throw unsupported(trigger, 'no transition tables', 'Leave referencing out, and use NEW and OLD.')
  }
  if (trigger.constraint !== undefined) {
    throw unsupported(trigger, 'no constraint triggers', 'Leave constraint out.')
  }
}

function bodyText(body: string): string {
  const text = expression(body.trim()).sql
  return text.endsWith(';') ? text : `${text};`
}

function unsupported(trigger: Trigger, what: string, hint: string): UnsupportedOperationError {
  return new UnsupportedOperationError(
    'sqlite',
    `has ${what}, which trigger "${trigger.name}" asks for`,
    hint,
  )
}
