import { TsmigError } from '../support/errors.ts'

/** Two schemas differ in a way that no operation leads across. Thrown by comparing them. */
export class UnalterableError extends TsmigError {
  constructor(message: string, hint: string) {
    super('unalterable', message, hint)
  }
}
