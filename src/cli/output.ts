import { fstatSync, writeSync } from 'node:fs'

/**
 * stdout or stderr. Node takes as long to make a stream of one as for all else that a listing needs: until somebody
 * asks for it, as a revision does that logs, files and pipes are written without.
 */
export class Output {
  readonly #name: 'stdout' | 'stderr'
  readonly #takesAtOnce: boolean
  #stream: NodeJS.WriteStream | undefined
  #write: NodeJS.WriteStream['write'] | undefined
  #beforeOthers = (): void => {}
  #lost: NodeJS.ErrnoException | undefined
  #held = ''

  constructor(name: 'stdout' | 'stderr') {
    this.#name = name
    // Those of Windows are written later, by Node too.
    this.#takesAtOnce =
      process.platform !== 'win32' && !fstatSync(name === 'stdout' ? 1 : 2).isCharacterDevice()
    onFirstUse(name, (stream) => {
      this.#stream = stream.on('error', (error) => {
        this.#lost ??= error
      })
      const write: NodeJS.WriteStream['write'] = stream.write.bind(stream)
      this.#write = write
      const told = (...written: Parameters<typeof write>): boolean => {
        this.#beforeOthers()
        return write(...written)
      }
      stream.write = told as typeof write
    })
  }

  /** Calls it before anybody but us writes to the stream, as a revision does that logs. */
  onOthers(call: () => void): void {
    this.#beforeOthers = call
  }

  /** Why something could not be written: nobody reads on, or there is no room. No reason to stop a run half-way. */
  get lost(): NodeJS.ErrnoException | undefined {
    return this.#lost
  }

  get isTerminal(): boolean {
    return !this.#takesAtOnce && Boolean(process[this.#name].isTTY)
  }

  /** So many characters go in a line of a terminal. */
  get columns(): number {
    return process[this.#name].columns
  }

  write(text: string): void {
    const all = this.#held + text
    this.#held = ''
    if (this.#stream !== undefined || !this.#takesAtOnce) this.#writeToStream(all)
    else if (this.#lost === undefined) this.#writeAtOnce(Buffer.from(all))
  }

  /** Writes it with what comes next, or when Node has nothing else to do: what is on its way to a server goes first. */
  writeSoon(text: string): void {
    if (this.#held === '') setImmediate(() => this.writeHeld())
    this.#held += text
  }

  /** Writes what waits, if anything does. */
  writeHeld(): void {
    if (this.#held !== '') this.write('')
  }

  #writeToStream(text: string | Uint8Array, done?: () => void): void {
    const stream = process[this.#name]
    const write = this.#write ?? stream.write.bind(stream)
    write(text, undefined, done)
  }

  #writeAtOnce(bytes: Buffer): void {
    let rest = bytes
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(this.#name === 'stdout' ? 1 : 2, rest))
    } catch (error) {
      // Whoever shares the pipe doesn't wait for it to be read: a stream knows how to.
      if ((error as { code?: unknown }).code === 'EAGAIN') this.#writeToStream(rest)
      else this.#lost = error as NodeJS.ErrnoException
    }
  }

  /** What was written to a stream may still be on its way. */
  async flush(): Promise<void> {
    this.writeHeld()
    if (this.#stream !== undefined) await new Promise<void>((resolve) => this.#writeToStream('', resolve))
  }
}

/** Hands over a stream of the process when it is made: Node does it when it is asked for. */
function onFirstUse(name: 'stdout' | 'stderr', use: (stream: NodeJS.WriteStream) => void): void {
  const own = Object.getOwnPropertyDescriptor(process, name)
  if (own?.get === undefined) {
    use(process[name])
    return
  }
  Object.defineProperty(process, name, {
    ...own,
    get() {
      Object.defineProperty(process, name, own)
      use(process[name])
      return process[name]
    },
  })
}
