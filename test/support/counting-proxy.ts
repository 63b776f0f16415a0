import { closeTogether, openWay } from './way-to-server.ts'

/** A way to a PostgreSQL server that counts what the server has to answer. */
export interface CountingProxy {
  readonly url: string
  /** Messages that clients have waited for an answer to, all connections together. */
  readonly messages: number
  /** Those that have their statements in them, without bindings. */
  readonly texts: readonly string[]
  readonly connections: number
}

/** Goes away when the test ends. */
export async function countMessages(url: string): Promise<CountingProxy> {
  let messages = 0
  const texts: string[] = []
  let connections = 0
  const through = await openWay(url, (client, upstream) => {
    connections += 1
    let waiting = Buffer.alloc(0)
    let started = false
    client.on('data', (data) => {
      upstream.write(data)
      waiting = Buffer.concat([waiting, data])
      for (;;) {
        const head = started ? 1 : 0
        if (waiting.length < head + 4) return
        const length = head + waiting.readInt32BE(head)
        if (waiting.length < length) return
        // A query, or the end of one that has bindings.
        const kind = started && String.fromCharCode(waiting[0] ?? 0)
        if (kind === 'Q' || kind === 'S') messages += 1
        if (kind === 'Q') texts.push(waiting.toString('utf8', 5, length - 1))
        started = true
        waiting = waiting.subarray(length)
      }
    })
    upstream.on('data', (data) => client.write(data))
    closeTogether(client, upstream)
  })
  return {
    url: through,
    get messages() {
      return messages
    },
    texts,
    get connections() {
      return connections
    },
  }
}
