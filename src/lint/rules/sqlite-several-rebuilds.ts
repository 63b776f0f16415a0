import { named } from '../../operations/describe.ts'
import type { Entry } from '../entry.ts'
import { type Rule, tableOf } from '../rule.ts'
import { rebuilds } from '../sqlite-rebuilds.ts'

export const sqliteSeveralRebuilds: Rule = {
  code: 'sqlite-several-rebuilds',
  level: 'warning',
  servers: ['sqlite'],
  title: 'one table is built anew several times',
  reason: 'Each call copies all rows once more.',
  safe: "one op.batch('product', (batch) => { … }) for all changes of the table",
  about({ revision, final }) {
    const places = new Map<string, Entry[]>()
    for (const entry of revision.entries) {
      const table = tableOf(entry)
      if (table === undefined || final.isNew(table) || !rebuilds(entry.step)) continue
      const own = places.get(named(table)) ?? []
      if (!entry.batched || own.every(({ place }) => place !== entry.place))
        places.set(named(table), [...own, entry])
    }
    return [...places].flatMap(([name, entries]) => {
      const second = entries[1]
      return second === undefined
        ? []
        : {
            message: `${name} is built anew ${entries.length} times`,
            ...(second.place !== undefined && { place: second.place }),
          }
    })
  },
}
