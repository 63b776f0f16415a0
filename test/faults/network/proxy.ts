import { connect, createServer, type Socket } from 'node:net'

/** What happens to a connection, counted in bytes that the client has sent. */
export interface Fault {
  readonly kind: 'cut' | 'stall' | 'half-close'
  readonly after: number
}

export interface Proxy {
  readonly port: number
  /** Bytes that clients have sent until now, all connections together. */
  readonly sent: number
  close(): Promise<void>
}

/** A TCP proxy whose connections go wrong together, when clients have sent so many bytes; without a fault, none does. */
export async function openProxy(
  target: { readonly host: string; readonly port: number },
  fault?: Fault,
): Promise<Proxy> {
  let sent = 0
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(socket)
          if (fault?.kind !== 'stall' || sent < fault.after)
            for (const other of [client, upstream]) other.destroy()
        })
    }
    upstream.on('data', (data) => {
      if (fault === undefined || sent < fault.after) client.write(data)
    })
    client.on('data', (data) => {
      const isOver = fault !== undefined && sent >= fault.after
      sent += data.length
      if (isOver) return
      if (fault === undefined || sent < fault.after) {
        upstream.write(data)
        return
      }
      // What was sent arrives; the answer never does.
      upstream.write(data, () => {
        if (fault.kind === 'cut') for (const socket of [client, upstream]) socket.destroy()
        if (fault.kind === 'half-close') client.end()
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    get sent() {
      return sent
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
