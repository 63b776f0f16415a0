/** A program as its user starts it. */
export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** What one whole process took. */
export interface Cost {
  /** From its start to the end of its output, in milliseconds. */
  readonly wall: number
  /** Of its own processors and its children's, in milliseconds; 0 where the system doesn't tell (only Linux does). */
  readonly cpu: number
  /** Its highest resident memory, in megabytes; 0 where the system doesn't tell. */
  readonly memory: number
  readonly stdout: string
}
