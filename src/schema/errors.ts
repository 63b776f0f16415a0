import { TsmigError } from '../support/errors.ts'

/** A column, table, constraint or index described in a way that can't be meant. Thrown where it is written. */
export class DefinitionError extends TsmigError {
  constructor(message: string, hint: string) {
    super('invalid-definition', message, hint)
  }
}
