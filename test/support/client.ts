import { createConnection } from 'mysql2/promise'
import pg from 'pg'

/** A session of somebody else. */
export interface Client {
  query(sql: string): Promise<unknown>
  close(): Promise<void>
}

export async function openClient(kind: 'postgres' | 'mysql', url: string): Promise<Client> {
  if (kind === 'postgres') {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    await client.connect()
    return { query: (sql) => client.query(sql), close: () => client.end().catch(() => undefined) }
  }
  const connection = await createConnection({ uri: url.replace(/^mariadb:/, 'mysql:') })
  return {
    query: (sql) => connection.query(sql),
    close: async () => connection.destroy(),
  }
}
