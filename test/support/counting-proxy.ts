import { connect, createServer } from 'node:net'
import { onTestFinished } from 'vitest'

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
  const target = new URL(url)
  const server = createServer((client) => {
    connections += 1
    const upstream = connect(Number(target.port || 5432), target.hostname)
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
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      one.on('error', () => {}).on('close', () => other.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  const through = new URL(url)
  through.hostname = '127.0.0.1'
  through.port = String(typeof address === 'object' ? address?.port : '')
  return {
    url: through.href,
    get messages() {
      return messages
    },
    texts,
    get connections() {
      return connections
    },
  }
}
