import { messageOf } from './errors.ts'

/** What to do where a revision takes `op` for something that is there everywhere, as it is in Alembic. */
export function hintForOp(thrown: unknown): string | undefined {
  const message = messageOf(thrown)
  const isSought =
    (thrown instanceof SyntaxError && message.endsWith("'tsmig' does not provide an export named 'op'")) ||
    (thrown instanceof ReferenceError && message === 'op is not defined')
  return isSought ? 'The function is given op: export async function upgrade(op: Op) { … }' : undefined
}
