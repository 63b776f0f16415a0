import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/**
 * Opens a way to a PostgreSQL server, and gives its url: `pass` hands on what comes from either end of a connection. It goes
 * away when the test ends.
 */
export async function openWay(
  url: string,
  pass: (client: Socket, upstream: Socket) => void,
): Promise<string> {
  const through = new URL(url)
  const { hostname, port } = through
  const sockets: Socket[] = []
  const server = createServer((client) => {
    const upstream = connect(Number(port || 5432), hostname)
    for (const socket of [client, upstream]) sockets.push(socket.on('error', () => {}))
    pass(client, upstream)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  through.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return through.href
}

/** Where one end is gone, so is the other. */
export function closeTogether(client: Socket, upstream: Socket): void {
  client.on('close', () => upstream.destroy())
  upstream.on('close', () => client.destroy())
}
