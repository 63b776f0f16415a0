import { TsmigError } from '../support/errors.ts'

export const declareIt = 'Write: export default defineEnvironment({ connection: { client: … } })'
export const declareDatabases = 'Write: databases: { main: { connection: { client: … } } }'
export const mendIt = 'Mend what it needs, or the file; --raiseerr shows where it was thrown.'

/** What is wrong with the env file. */
export function failed(file: string, what: string, hint: string, cause?: unknown): TsmigError {
  return new TsmigError(
    'bad-environment',
    `${file}: ${what}`,
    hint,
    cause === undefined ? undefined : { cause },
  )
}
