import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'
import { readerOf } from '../sql/read-statement.ts'
import { sqlWords } from '../sql-text.ts'

export const allRowsAtOnce: Rule = {
  code: 'all-rows-at-once',
  level: 'warning',
  servers: allServers,
  title: 'one statement changes all rows of a table',
  reason:
    'An UPDATE or DELETE without WHERE holds the locks of all rows until it ends, and leaves as many dead ones; TRUNCATE also holds readers off.',
  safe: "op.backfill('product', { set: { slug: sql`lower(name)` } }), which commits batch by batch",
  bySize: true,
  find({ step }, { schema, server }) {
    if (step.kind !== 'execute') return undefined
    const words = sqlWords(step.sql)
    const [, verb, name = ''] =
      /^(UPDATE|DELETE FROM|TRUNCATE(?: TABLE)?)(?: ONLY)? ([^ ;]+)/.exec(words) ?? []
    if (verb === undefined || / WHERE | LIMIT /.test(words)) return undefined
    const reader = readerOf(step.sql, server.name === 'mariadb' ? 'mysql' : server.name)
    for (const word of verb.split(' ')) reader?.take(word)
    reader?.take('ONLY')
    const table = reader?.qualified() ?? { name }
    if (schema.isNew(table)) return undefined
    return { message: `${verb} changes all rows of ${named(table)} in one statement` }
  },
}
