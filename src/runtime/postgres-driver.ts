import type { EventEmitter } from 'node:events'
import type { Client, ClientConfig, QueryResult } from 'pg'
import { splitStatements } from '../dialects/split-statements.ts'
import { copyIn } from './postgres-copy.ts'
import { PostgresMessages } from './postgres-messages.ts'
import { requirePackage } from './require-package.ts'
import type { Driver } from './session.ts'

/** So that a connection whose other end is gone without a word is found out. */
const dead = { keepAlive: true, keepAliveInitialDelayMillis: 30_000 }

/** Connects with `pg`; `meanwhile` is called while the server makes itself ready. Rejects with the driver's own error. */
export async function connectPostgres(
  config: ClientConfig,
  meanwhile: () => void = () => {},
): Promise<Driver> {
  const client = new (loadDriver().Client)({ application_name: 'tsmig', ...dead, ...config })
  // A connection that breaks between two statements is reported by the next one.
  client.on('error', () => {})
  const connected = client.connect()
  // What the typings of pg leave out. It answers the event itself first.
  const { connection } = client as { connection?: EventEmitter }
  connection?.once('connect', () => setImmediate(meanwhile))
  await connected
  return { ...postgresDriver(client, () => client.end()), hangsUp: true }
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
    return requirePackage('pg') as typeof import('pg')
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
  const messages = new PostgresMessages(client)
  const alone: Driver = {
    connection: client,
    ...(typeof processID === 'number' && { announcedBackend: processID }),
    query: async (sql, bindings) => (await messages.send(sql, bindings))?.rows ?? [],
    begin: async (text) => {
      for (const { sql } of splitStatements(text, 'postgres')) await messages.send(sql)
    },
    run: async ({ sql, bindings }) => rowCount(await messages.send(sql, bindings)),
    copyIn: (sql, pieces) => copyIn(client, sql, pieces),
    close,
    abandon: () => connection?.stream?.destroy(),
  }
  if (process.env.TSMIG_MESSAGES === 'single') return alone
  return {
    ...alone,
    begin: (sql) => messages.begin(sql),
    ready: () => messages.ready(),
    copyIn: async (sql, pieces) => {
      await messages.ready()
      await alone.copyIn?.(sql, pieces)
    },
    ...(messages.areCounted && {
      queryAll: async (statements, onDone) =>
        (await messages.together(statements, { onDone })).map(({ rows }) => rows),
      runEach: async (statements, onDone) =>
        void (await messages.together(statements, { onDone, isRead: false })),
    }),
    ...(messages.canSendAhead && {
      sendAhead: (opening, statements) => messages.sendAhead(opening, statements),
    }),
    runAll: async (statements) => (await messages.together(statements)).map(rowCount),
  }
}

function rowCount(result: QueryResult | undefined): number | undefined {
  return result?.rowCount ?? undefined
}
