import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'

export const triggerWaitsForWriters: Rule = {
  code: 'trigger-waits-for-writers',
  level: 'note',
  servers: ['postgres'],
  title: 'a trigger is made on a live table',
  reason:
    'CREATE TRIGGER takes a SHARE ROW EXCLUSIVE lock: it waits for every writer, and the writers behind it wait, too.',
  safe: 'a lock_timeout, so that it gives up in place of holding all up',
  find({ step }, { hasLockTimeout }) {
    if (step.kind !== 'createObject' || step.object.type !== 'trigger' || hasLockTimeout) return undefined
    return { message: `making ${step.object.name} waits for the writers of ${named(step.object.table)}` }
  },
}
