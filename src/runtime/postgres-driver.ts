import type { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import type { Client, ClientConfig, QueryResult } from 'pg'
import type { Driver } from './session.ts'

const require = createRequire(import.meta.url)

/** So that a connection whose other end is gone without a word is found out. */
const dead = { keepAlive: true, keepAliveInitialDelayMillis: 30_000 }

/** Connects with `pg`. Rejects with the driver's own error. */
export async function connectPostgres(config: ClientConfig): Promise<Driver> {
  const client = new (loadDriver().Client)({ application_name: 'tsmig', ...dead, ...config })
  // A connection that breaks between two statements is reported by the next one.
  client.on('error', () => {})
  await client.connect()
  return postgresDriver(client, () => client.end())
}

/**
 * pg looks where it runs: where there is no `navigator`, as in Node 20, it tries Node's `fetch`, which takes longer to
 * load than pg itself. And where the stacks of the user's files are led back to their sources, so would its own be.
 */
function loadDriver(): typeof import('pg') {
  const leadsBack = process.sourceMapsEnabled
  const isNamed = 'navigator' in globalThis
  process.setSourceMapsEnabled(false)
  if (!isNamed)
    Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'Node.js' }, configurable: true })
  try {
    return require('pg')
  } finally {
    if (!isNamed) Reflect.deleteProperty(globalThis, 'navigator')
    process.setSourceMapsEnabled(leadsBack)
  }
}

/** A driver over a connection that is there already. */
export function postgresDriver(client: Client, close: () => Promise<void>): Driver {
  // What the typings of pg leave out.
  const { processID, connection } = client as {
    processID?: number | null
    connection?: EventEmitter & { readonly stream?: { destroy(): void } }
  }
  /** What begins a transaction and waits for a statement to go with: a round trip less. */
  let opening: string | undefined
  const sendTogether = async (statements: readonly string[]): Promise<readonly QueryResult[]> => {
    const before = opening === undefined ? '' : `${opening};\n`
    opening = undefined
    const results: QueryResult | QueryResult[] = await client
      .query(before + statements.join(';\n'))
      .catch((error: unknown) => {
        throw placedBehind(before, error)
      })
    return [results].flat()
  }
  const ready = async (): Promise<void> => {
    if (opening !== undefined) await sendTogether([])
  }
  const send = async (
    sql: string,
    bindings: readonly unknown[] | undefined,
  ): Promise<QueryResult | QueryResult[]> => {
    if (opening === undefined) return client.query(sql, bindings && [...bindings])
    if (bindings === undefined) return [...(await sendTogether([sql]))]
    await ready()
    return client.query(sql, [...bindings])
  }
  return {
    connection: client,
    ...(typeof processID === 'number' && { announcedBackend: processID }),
    query: async (sql, bindings) => lastOf(await send(sql, bindings))?.rows ?? [],
    begin: (sql) => {
      opening = sql
    },
    ready,
    ...(connection !== undefined && {
      queryAll: async (statements, onEach = () => {}) => {
        await ready()
        connection.on('commandComplete', onEach)
        try {
          return (await sendTogether(statements)).map(({ rows }) => rows)
        } finally {
          connection.off('commandComplete', onEach)
        }
      },
    }),
    run: async ({ sql, bindings }) => rowCount(await send(sql, bindings)),
    runAll: async (statements) => (await sendTogether(statements)).slice(-statements.length).map(rowCount),
    close,
    abandon: () => connection?.stream?.destroy(),
  }
}

/** Several statements in one text give one result each. */
function lastOf(result: QueryResult | QueryResult[]): QueryResult | undefined {
  return Array.isArray(result) ? result.at(-1) : result
}

function rowCount(result: QueryResult | QueryResult[]): number | undefined {
  return lastOf(result)?.rowCount ?? undefined
}

/** The server counts from the beginning of the message: what is told is the place in the statement. */
function placedBehind(before: string, error: unknown): unknown {
  const { position } = error as { position?: unknown }
  if (before === '' || typeof position !== 'string') return error
  return Object.assign(error as object, { position: String(Number(position) - before.length) })
}
