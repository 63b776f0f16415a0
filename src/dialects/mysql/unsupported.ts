import { UnsupportedOperationError } from '../errors.ts'

/** An error that says what MySQL and MariaDB have no way to do: `what` follows the database's name. */
export function unsupported(what: string, hint: string): UnsupportedOperationError {
  return new UnsupportedOperationError('mysql', what, hint)
}

/** Throws where one of `refused`, by the words that name it, is there. */
export function refuseParts(
  owner: string,
  refused: Readonly<Record<string, unknown>>,
  hint = 'Leave it out where op.dialect is mysql.',
): void {
  const found = Object.entries(refused).find(([, value]) => value !== undefined && value !== false)
  if (found !== undefined) throw unsupported(`has no ${found[0]}, and ${owner} has it`, hint)
}
