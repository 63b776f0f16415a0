import { connect, createServer } from 'node:net'
import { onTestFinished } from 'vitest'

/** A way to a server that doesn't tell it when the client is gone. Goes away when the test ends. */
export async function keepOpen(url: string): Promise<string> {
  const target = new URL(url)
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname)
    client.on('data', (data) => upstream.write(data)).on('error', () => {})
    upstream.on('data', (data) => client.write(data)).on('error', () => {})
    onTestFinished(() => {
      client.destroy()
      upstream.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  const through = new URL(url)
  through.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return through.href
}
