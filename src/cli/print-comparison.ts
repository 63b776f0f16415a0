import type { PossibleRename } from '../autogenerate/renames/renames.ts'
import type { DatabaseFindings } from '../commands/autogenerate.ts'
import { describe, describeWhole } from '../operations/describe.ts'
import type { Operation } from '../operations/operation.ts'
import { printable } from '../support/text.ts'
import { tellUnread } from './tell-unread.ts'
import type { Terminal } from './terminal.ts'

/** An operation as a line; a batch as a line a change, and one for the table as a whole. */
export function operationLines(operation: Operation): readonly string[] {
  if (operation.kind !== 'alterTable') return [onOneLine(describe(operation))]
  const whole = describeWhole(operation)
  return [...operation.changes.flatMap(operationLines), ...(whole === undefined ? [] : [onOneLine(whole)])]
}

function onOneLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n')
}

/** The name of a database before a line, where there are several. */
export function inDatabase({ database }: { readonly database?: string }): string {
  return database === undefined ? '' : `${printable(database)}: `
}

/** Tells on stderr what a comparison found beside operations. */
export function tellFindings(
  found: DatabaseFindings,
  terminal: Terminal,
  { quiet }: { readonly quiet: boolean },
): void {
  const { log, paint } = terminal
  for (const loss of found.losses) {
    log(`${inDatabase(found)}${paint.warning('loses data:')} ${printable(loss)}`)
  }
  tellUnread(found.unread, terminal, inDatabase(found))
  if (!quiet) tellUnmanaged(found, terminal)
}

/** Tells on stderr what may have been renamed. */
export function tellPossibleRenames(
  found: { readonly database?: string; readonly possibleRenames: readonly PossibleRename[] },
  { log, paint }: Terminal,
): void {
  for (const rename of found.possibleRenames) {
    const { from, to } = rename
    const what =
      rename.what === 'table' ? `table ${from} to ${to}` : `column ${from} of ${rename.table.name} to ${to}`
    log(`${inDatabase(found)}${paint.warning('renamed?')} ${printable(what)}: counted as dropped and added`)
  }
}

const shown = 10

/** What stands in the database and is nobody's. */
function tellUnmanaged(found: DatabaseFindings, { log, paint }: Terminal): void {
  const parts = found.unmanaged
  if (parts.length === 0) return
  const names = parts.slice(0, shown).map(({ what, name, schema, table }) => {
    return `${what} ${[schema, table, name].filter((one) => one !== undefined).join('.')}`
  })
  const more = parts.length > shown ? `, and ${parts.length - shown} more` : ''
  log(
    inDatabase(found) +
      paint.faint(
        `left alone, as nothing declares it and no revision made it: ${printable(names.join(', '))}${more}` +
          ' (--include-unmanaged counts it, too)',
      ),
  )
}
