import { connect, createServer, type Socket } from 'node:net'

/** A way to a server that takes its time, and counts. */
export interface SlowProxy {
  readonly port: number
  /** How often a client has sent something behind an answer, or as the first: since it was last asked. */
  roundTrips(): number
  close(): Promise<void>
}

/** Passes on what comes, either way, half of `roundTrip` milliseconds later. */
export async function openSlowProxy(
  target: { readonly host: string; readonly port: number },
  roundTrip: number,
): Promise<SlowProxy> {
  let trips = 0
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    const upstream = connect({ ...target, noDelay: true, allowHalfOpen: true })
    let isAnswered = true
    client.on('data', () => {
      if (isAnswered) trips += 1
      isAnswered = false
    })
    upstream.on('data', () => {
      isAnswered = true
    })
    passOn(client, upstream, roundTrip / 2)
    passOn(upstream, client, roundTrip / 2)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    roundTrips() {
      const counted = trips
      trips = 0
      return counted
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function passOn(from: Socket, to: Socket, delay: number): void {
  const later = (pass: () => void) => setTimeout(() => to.writable && pass(), delay)
  from
    .on('data', (data) => later(() => to.write(data)))
    .on('end', () => later(() => to.end()))
    .on('error', () => to.destroy())
}
