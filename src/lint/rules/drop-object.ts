import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'

export const dropObject: Rule = {
  code: 'drop-object',
  level: 'warning',
  servers: allServers,
  title: 'a view, type, function or sequence goes that the running code may use',
  reason: 'While the new code is rolled out, the old one still uses it, and fails.',
  safe: "code that doesn't use it first, then a revision with `export const phase = 'contract'`",
  find({ step }, { revision }) {
    if (step.kind !== 'dropObject' || revision.phase === 'contract') return undefined
    const { object } = step
    switch (object.type) {
      case 'view':
      case 'sequence':
      case 'function':
      case 'procedure':
      case 'enum':
      case 'domain':
      case 'composite':
      case 'schema':
        return { message: `code that still uses the ${object.type} ${object.name} fails` }
      default:
        return undefined
    }
  },
}
