import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'

export const ignoreWithoutReason: Rule = {
  code: 'ignore-without-reason',
  level: 'warning',
  servers: allServers,
  title: 'a comment has a rule ignored and does not say why',
  reason:
    'Whoever reads it later cannot tell whether the reason still holds. Until there is one, it silences nothing.',
  safe: '// tsmig-ignore drop-table: nothing has read it since May',
  alsoNew: true,
}
