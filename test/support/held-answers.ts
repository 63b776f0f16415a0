import { closeTogether, openWay } from './way-to-server.ts'

/**
 * A way to a PostgreSQL server that keeps answers back: from the message on that holds `from`, until so many more messages
 * that begin a transaction have come.
 */
export function holdAnswers(
  url: string,
  { from, messages }: { readonly from: string; readonly messages: number },
): Promise<string> {
  return openWay(url, (client, upstream) => {
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
    closeTogether(client, upstream)
  })
}
