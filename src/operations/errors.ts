import { TsmigError } from '../support/errors.ts'

/** A call of `op` that can't be meant. Thrown by the call itself, before anything is queued. */
export class OperationError extends TsmigError {
  constructor(message: string, hint: string, options?: { cause?: unknown }) {
    super('invalid-operation', message, hint, options)
  }
}
