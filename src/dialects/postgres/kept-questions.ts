import { createHash } from 'node:crypto'
import type { Query } from '../dialect.ts'
import { isLostStatement } from '../driver-errors.ts'

/**
 * The same query, whose questions the server keeps when they are asked a second time: to plan one about the catalog
 * takes longer than to answer it, where there isn't much in it. For a session that is asked the same over and over.
 * Where the server has lost one, by somebody's DISCARD or behind a pooler, that fails as `isLostStatement` tells, and all
 * are asked as they are from then on.
 */
export function keepQuestions(query: Query): Query {
  const { all } = query
  if (all === undefined) return query
  const asked = new Set<string>()
  const prepared = new Set<string>()
  let isOver = false
  const kept: Query = (sql, bindings) => query(sql, bindings)
  kept.all = async (statements, onEach) => {
    const known = statements.every((sql) => asked.has(sql))
    for (const sql of statements) asked.add(sql)
    if (isOver || !known) return all(statements, onEach)
    try {
      const missing = statements.filter((sql) => !prepared.has(sql))
      if (missing.length > 0) await all(missing.map((sql) => `PREPARE ${nameOf(sql)} AS ${sql}`))
      for (const sql of missing) prepared.add(sql)
      return await all(
        statements.map((sql) => `EXECUTE ${nameOf(sql)}`),
        onEach,
      )
    } catch (error) {
      if (isLostStatement(error)) isOver = true
      throw error
    }
  }
  return kept
}

/** Behind a pooler somebody else's may have the name: it is of the same text then. */
function nameOf(sql: string): string {
  return `tsmig_${createHash('sha256').update(sql).digest('hex').slice(0, 32)}`
}
