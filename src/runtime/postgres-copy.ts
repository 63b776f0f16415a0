import type { Socket } from 'node:net'
import type { Client } from 'pg'

/** Sends the pieces of a COPY … FROM STDIN. Rejects with the driver's own error, or with what a piece failed on. */
export async function copyIn(client: Client, sql: string, pieces: Iterable<Uint8Array>): Promise<void> {
  const copy = new Copy(sql)
  client.query(copy)
  try {
    // The first is made while the server gets ready.
    for (const piece of pieces) {
      const connection = await copy.begun
      // One by one: of a COPY that the server has ended, no piece may be left that is still to be sent.
      if (!writePiece(connection.stream, piece)) await drained(connection.stream, copy)
      if (copy.refusal !== undefined) throw copy.refusal.error
    }
  } catch (error) {
    if (copy.refusal === undefined) await takeBack(copy, error)
    throw error
  }
  const connection = await copy.begun
  connection.endCopyFrom()
  await copy.done
}

/** What the typings of pg leave out. */
interface Connection {
  readonly stream: Socket
  query(sql: string): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

/** A query in the form that pg takes from elsewhere: it calls these methods with what the server answers. */
class Copy {
  readonly #sql: string
  /** The server waits for data. */
  readonly begun: Promise<Connection>
  /** The server has taken all of it, and waits for the next query. */
  readonly done: Promise<void>
  refusal: { readonly error: unknown } | undefined
  /** Called with it. */
  onRefusal = (): void => {}
  #begin: (connection: Connection) => void = () => {}
  #end: () => void = () => {}
  #refuse: (error: unknown) => void = () => {}
  /** pg puts one of its own in its place that ends its `query_timeout`. */
  callback = (): void => {}

  constructor(sql: string) {
    this.#sql = sql
    const refused = new Promise<never>((_resolve, reject) => {
      this.#refuse = reject
    })
    const begun = new Promise<Connection>((resolve) => {
      this.#begin = resolve
    })
    const done = new Promise<void>((resolve) => {
      this.#end = resolve
    })
    this.begun = Promise.race([begun, refused])
    this.done = Promise.race([done, refused])
    // Either may fail while nobody waits for it.
    for (const end of [this.begun, this.done]) end.catch(() => {})
  }

  submit(connection: unknown): void {
    const { query } = connection as Connection
    query.call(connection, this.#sql)
  }

  handleCopyInResponse(connection: Connection): void {
    this.#begin(connection)
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.callback()
    this.#end()
  }

  handleError(error: unknown): void {
    this.callback()
    this.refusal ??= { error }
    this.#refuse(error)
    this.onRefusal()
  }
}

/** A message of data: its letter, how long it is, and the piece, in one write. */
function writePiece(stream: Socket, piece: Uint8Array): boolean {
  const head = Buffer.alloc(5)
  head.write('d')
  head.writeUInt32BE(piece.length + 4, 1)
  stream.cork()
  stream.write(head)
  const mayGoOn = stream.write(piece)
  stream.uncork()
  return mayGoOn
}

/** Until the stream takes more, or the server has refused. */
async function drained(stream: Socket, copy: Copy): Promise<void> {
  if (copy.refusal !== undefined) return
  await new Promise<void>((resolve) => {
    copy.onRefusal = resolve
    stream.once('drain', resolve)
  })
}

/** Ends a COPY so that the server takes back what it has of it. */
async function takeBack(copy: Copy, reason: unknown): Promise<void> {
  try {
    const connection = await copy.begun
    connection.sendCopyFail(reason instanceof Error ? reason.message : String(reason))
    await copy.done
  } catch {
    // The server says so by an error.
  }
}
