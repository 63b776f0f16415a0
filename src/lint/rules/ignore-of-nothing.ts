import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'

export const ignoreOfNothing: Rule = {
  code: 'ignore-of-nothing',
  level: 'note',
  servers: allServers,
  title: 'a comment has a rule ignored that finds nothing there',
  reason:
    'What it was for is gone, or stands elsewhere; it would silence the next finding that nobody has looked at.',
  safe: 'take the comment out, or put it above the statement that it is about',
  alsoNew: true,
}
