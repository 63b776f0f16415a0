import { locks } from '../locks.ts'
import { type Rule, tableOf } from '../rule.ts'

export const severalChangesKept: Rule = {
  code: 'several-changes-kept',
  level: 'warning',
  servers: ['mysql', 'mariadb'],
  title: 'several changes of tables, and no taking back',
  reason: 'MySQL and MariaDB commit with every change of a table: where the second fails, the first stays.',
  safe: 'a revision for each change',
  about({ revision, final }) {
    const changes = revision.entries.filter((entry) => {
      const table = tableOf(entry)
      return locks(entry.step) && !entry.batched && table !== undefined && !final.isNew(table)
    })
    const second = changes[1]
    if (second === undefined) return undefined
    return {
      message: `${changes.length} changes, each committed by itself: where one fails, those before it stay`,
      ...(second.place !== undefined && { place: second.place }),
    }
  },
}
