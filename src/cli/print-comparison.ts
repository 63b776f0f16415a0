import type { UnmanagedPart } from '../commands/check.ts'
import { describe } from '../operations/describe.ts'
import type { Operation } from '../operations/operation.ts'
import { printable } from '../support/text.ts'
import type { Terminal } from './terminal.ts'

/** An operation as a line; a batch as a line a change. */
export function operationLines(operation: Operation): readonly string[] {
  if (operation.kind === 'alterTable') return operation.changes.flatMap(operationLines)
  return [printable(describe(operation)).replaceAll('\n', '\\n')]
}

/** Tells on stderr what the operations lose of the rows. */
export function tellLosses(losses: readonly string[], { log, paint }: Terminal): void {
  for (const loss of losses) log(`${paint.warning('loses data:')} ${printable(loss)}`)
}

const shown = 10

/** Tells on stderr what stands in the database and is nobody's. */
export function tellUnmanaged(parts: readonly UnmanagedPart[], { log, paint }: Terminal): void {
  if (parts.length === 0) return
  const names = parts.slice(0, shown).map(({ what, name, schema, table }) => {
    return `${what} ${[schema, table, name].filter((one) => one !== undefined).join('.')}`
  })
  const more = parts.length > shown ? `, and ${parts.length - shown} more` : ''
  log(
    paint.faint(
      `left alone, as nothing declares it and no revision made it: ${printable(names.join(', '))}${more}` +
        ' (--include-unmanaged counts it, too)',
    ),
  )
}
