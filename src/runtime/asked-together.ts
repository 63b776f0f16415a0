import type { Query, Rows } from '../dialects/query.ts'

/**
 * Gives the answers to these questions out of one message, sent with the first of them, where the driver can do that;
 * each answer once. Where one of them fails, and for whatever else is asked, each is asked by itself.
 */
export function askedTogether(query: Query, questions: readonly string[]): Query {
  const { all } = query
  if (all === undefined) return query
  let asked: Promise<Map<string, Rows>> | undefined
  return async (sql, bindings) => {
    if (!questions.includes(sql)) return query(sql, bindings)
    asked ??= all(questions).then(
      (answers) => new Map(answers.map((rows, at) => [questions[at] ?? '', rows])),
      () => new Map(),
    )
    const answers = await asked
    const rows = answers.get(sql)
    answers.delete(sql)
    return rows ?? query(sql, bindings)
  }
}
