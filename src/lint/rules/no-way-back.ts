import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'

export const noWayBack: Rule = {
  code: 'no-way-back',
  level: 'warning',
  servers: allServers,
  title: 'the revision has no downgrade',
  reason: 'A deploy that went wrong can not be taken back by tsmig.',
  safe: 'a downgrade; where there is none on purpose, one that throws and says why',
  about({ revision }) {
    if (revision.entries.length === 0) return undefined
    if (revision.wayBack === 'missing') return { message: 'there is no downgrade' }
    if (revision.wayBack === 'empty') return { message: 'the downgrade does nothing' }
    return undefined
  },
}
