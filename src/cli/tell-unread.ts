import type { UnreadPart } from '../schema/snapshot.ts'
import { printable } from '../support/text.ts'
import type { Terminal } from './terminal.ts'

/** Names and counts on stderr what could not be read of a database; `before` begins each line. */
export function tellUnread(unread: readonly UnreadPart[], terminal: Terminal, before = ''): void {
  for (const { what, reason } of unread) {
    terminal.log(`${before}${terminal.paint.warning('not read:')} ${printable(`${what}: ${reason}`)}`)
  }
  if (unread.length > 0) terminal.log(`${before}${counted(unread.length, 'part')} not read`)
}

/** `1 table`, `2 tables`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
