import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'

export const wideIndex: Rule = {
  code: 'wide-index',
  level: 'note',
  servers: allServers,
  title: 'an index has more than three columns',
  reason: 'Each column makes the index larger and writes slower, and searches rarely reach beyond the third.',
  safe: 'the columns that are searched by, those that tell most first',
  alsoNew: true,
  find({ step }) {
    if (step.kind !== 'createIndex' || step.index.unique || step.index.keys.length <= 3) return undefined
    return { message: `${step.index.name} has ${step.index.keys.length} columns` }
  },
}
