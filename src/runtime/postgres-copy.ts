import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { Client } from 'pg'

const require = createRequire(import.meta.url)

/** Sends the pieces of a COPY … FROM STDIN. Rejects with the driver's own error, or with what a piece failed on. */
export async function copyIn(client: Client, sql: string, pieces: Iterable<Uint8Array>): Promise<void> {
  const { from } = require('pg-copy-streams') as typeof import('pg-copy-streams')
  const stream = client.query(from(sql))
  let refusal: { readonly error: unknown } | undefined
  const refused = new Promise<never>((_resolve, reject) => {
    stream.on('error', (error) => {
      refusal ??= { error }
      reject(error)
    })
  })
  const finished = once(stream, 'finish')
  // Either may fail while nobody waits for it.
  for (const end of [refused, finished]) end.catch(() => {})
  try {
    // One by one: of a COPY that the server has ended, no piece may be left that is still to be sent.
    for (const piece of pieces) {
      if (!stream.write(piece)) await Promise.race([once(stream, 'drain'), refused])
      if (refusal !== undefined) throw refusal.error
    }
  } catch (error) {
    if (refusal === undefined) await takeBack(stream, error)
    throw error
  }
  stream.end()
  await Promise.race([finished, refused])
}

/** Ends a COPY so that the server takes back what it has of it. */
function takeBack(stream: import('pg-copy-streams').CopyStreamQuery, reason: unknown): Promise<void> {
  return new Promise((resolve) => {
    stream.once('close', resolve)
    stream.destroy(reason instanceof Error ? reason : new Error(String(reason)))
  })
}
