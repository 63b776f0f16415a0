import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'

export const ignoreOfUnknown: Rule = {
  code: 'ignore-of-unknown',
  level: 'warning',
  servers: allServers,
  title: 'a comment has a rule ignored that there is none of',
  reason: 'It silences nothing, though it looks as if it did.',
  safe: 'the code that the finding shows',
  alsoNew: true,
}
