/** The command did what it was asked, and the process ends with a code that says what came of it. */
export class EndedWith extends Error {
  readonly exitCode: number

  constructor(exitCode: number) {
    super(`ended with ${exitCode}`)
    this.exitCode = exitCode
  }
}
