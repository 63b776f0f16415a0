import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'

export const notAnalysed: Rule = {
  code: 'not-analysed',
  level: 'note',
  servers: allServers,
  title: 'code does something that nobody can tell',
  reason:
    'What op.run does is not known before it runs, and behind a call that reads the database nothing is.',
  safe: 'operations, or op.execute, where they can say it',
  alsoNew: true,
  find({ step }) {
    return step.kind === 'code' ? { message: `what "${step.label}" does is not known` } : undefined
  },
  about({ revision: { stopped } }) {
    if (stopped === undefined) return undefined
    return {
      message: `what comes from here on is not known: ${stopped.reason}`,
      ...(stopped.place !== undefined && { place: stopped.place }),
    }
  },
}
