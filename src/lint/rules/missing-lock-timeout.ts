import { named } from '../../operations/describe.ts'
import { locks } from '../locks.ts'
import { type Rule, tableOf } from '../rule.ts'
import { sqlWords } from '../sql-text.ts'

export const missingLockTimeout: Rule = {
  code: 'missing-lock-timeout',
  level: 'warning',
  servers: ['postgres'],
  title: 'a lock is waited for without an end',
  reason:
    'A change that waits for a long query makes every query on the table wait behind it. With a lock_timeout it gives up, and can be tried again.',
  safe: "a table_lock_timeout other than 0 in the ini or in the revision, or op.execute(`SET LOCAL lock_timeout = '3s'`) before it",
  about({ revision, final, hasLockTimeout }) {
    const own = revision.tableLockTimeout
    if (own === undefined ? hasLockTimeout : own > 0) return undefined
    const setsIt = revision.entries.some(
      ({ step }) => step.kind === 'execute' && /\bLOCK_TIMEOUT\b/.test(sqlWords(step.sql)),
    )
    if (setsIt) return undefined
    const first = revision.entries.find((entry) => {
      const table = tableOf(entry)
      return locks(entry.step) && table !== undefined && !final.isNew(table)
    })
    const table = first === undefined ? undefined : tableOf(first)
    if (first === undefined || table === undefined) return undefined
    return {
      message: `the change of ${named(table)} waits for running queries without an end, and all others wait behind it`,
      ...(first.place !== undefined && { place: first.place }),
    }
  },
}
