import { connect, createServer } from 'node:net'
import { onTestFinished } from 'vitest'

/**
 * A way to a PostgreSQL server that keeps answers back: from the message on that holds `from`, until so many more messages
 * that begin a transaction have come. Goes away when the test ends.
 */
export async function holdAnswers(
  url: string,
  { from, messages }: { readonly from: string; readonly messages: number },
): Promise<string> {
  const target = new URL(url)
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname)
    let missing: number | undefined
    const held: Buffer[] = []
    client.on('data', (data) => {
      upstream.write(data)
      const text = data.toString('latin1')
      const at = missing === undefined ? text.indexOf(from) : 0
      if (at !== -1) missing = (missing ?? messages) - (text.slice(at).split('BEGIN;').length - 1)
      if (missing === undefined || missing > 0) return
      for (const one of held.splice(0)) client.write(one)
    })
    upstream.on('data', (data) => {
      if (missing !== undefined && missing > 0) held.push(data)
      else client.write(data)
    })
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
  through.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return through.href
}
