import type { Client, QueryResult } from 'pg'

/** What the typings of pg leave out. */
interface Query {
  handleCommandComplete(...taken: unknown[]): void
}

interface QueryConfig {
  readonly text: string
  readonly types?: { getTypeParser(): (text: string) => string }
}

type Callback = (error: Error | null | undefined, results: QueryResult | QueryResult[]) => void

type QueryClass = {
  new (config: QueryConfig, values: undefined, callback: Callback): Query
  readonly prototype: Query
}

/** A message that is on its way. */
export interface SentQuery {
  /** The results of its statements. */
  readonly answer: Promise<readonly QueryResult[]>
  /** Has a function called for each of its statements that is done, from the first on. */
  readonly hear: (onDone: () => void) => void
}

/** The queries that a client of pg itself is sent; `undefined` for one of another kind, which can't be looked into. */
export function queryClassOf(client: Client): QueryClass | undefined {
  const { Query: found } = client.constructor as { readonly Query?: QueryClass }
  return typeof found?.prototype.handleCommandComplete === 'function' ? found : undefined
}

/** Sends statements in one text, and counts those that are done. `isRead`: their rows are asked for. */
export function sendQuery(client: Client, text: string, { isRead }: { readonly isRead: boolean }): SentQuery {
  const QueryOf = queryClassOf(client)
  if (QueryOf === undefined) return sendPlainly(client, text)
  let done = 0
  let tell = () => {}
  const answer = new Promise<readonly QueryResult[]>((resolve, reject) => {
    const callback: Callback = (error, results) => (error ? reject(error) : resolve([results].flat()))
    const query = new QueryOf({ text, ...(!isRead && { types: unread }) }, undefined, callback)
    const complete = query.handleCommandComplete
    query.handleCommandComplete = (...taken) => {
      complete.apply(query, taken)
      done += 1
      tell()
    }
    client.query(query as unknown as Parameters<Client['query']>[0])
  })
  const hear = (onDone: () => void) => {
    for (let told = 0; told < done; told++) onDone()
    tell = onDone
  }
  return { answer, hear }
}

/** Values that nobody looks at are left as they come: a parser of the user's may throw, when all is done and committed. */
const unread = { getTypeParser: () => (text: string) => text }

function sendPlainly(client: Client, text: string): SentQuery {
  const results: Promise<QueryResult | QueryResult[]> = client.query(text)
  return { answer: results.then((found) => [found].flat()), hear: () => {} }
}
