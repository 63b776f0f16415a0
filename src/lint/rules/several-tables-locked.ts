import { named } from '../../operations/describe.ts'
import type { Entry } from '../entry.ts'
import { locksAll } from '../locks.ts'
import { type Rule, tableOf } from '../rule.ts'

export const severalTablesLocked: Rule = {
  code: 'several-tables-locked',
  level: 'warning',
  servers: ['postgres'],
  title: 'one transaction locks several tables',
  reason:
    'Locks are held until the transaction ends, so each table waits for the work on the others; with code that takes them in another order, that is a deadlock.',
  safe: 'a revision for each table, or op.outsideTransaction around what needs no transaction',
  about({ revision, final }) {
    const tables = new Map<string, Entry[]>()
    for (const entry of revision.entries) {
      const table = tableOf(entry)
      if (
        entry.transaction === undefined ||
        table === undefined ||
        !locksAll(entry.step) ||
        final.isNew(table)
      )
        continue
      const key = `${entry.transaction}`
      tables.set(key, [...(tables.get(key) ?? []), entry])
    }
    return [...tables.values()].flatMap((entries) => {
      const names = [...new Set(entries.flatMap((entry) => tableOf(entry) ?? []).map(named))]
      const last = entries.findLast((entry) => nameOfTable(entry) !== names[0])
      if (names.length < 2) return []
      return {
        message: `${names.join(' and ')} are locked together until the transaction ends`,
        ...(last?.place !== undefined && { place: last.place }),
      }
    })
  },
}

function nameOfTable(entry: Entry): string | undefined {
  const table = tableOf(entry)
  return table === undefined ? undefined : named(table)
}
