import type { OtherObject } from '../../../schema/objects.ts'
import { tableName } from '../identifier.ts'
import { commentText, plain } from '../quote.ts'
import { type Row, textIn, textOrEmpty } from './catalog-row.ts'
import { nameIn } from './table.ts'

/** An event by its row and its body, as the statements that make it and take it away. */
export function eventOf(row: Row, body: string, own: string | undefined): OtherObject {
  const name = nameIn(textOrEmpty(row, 'schema'), textOrEmpty(row, 'name'), own)
  const comment = textOrEmpty(row, 'comment')
  const create = [
    `CREATE EVENT ${tableName(name)} ON SCHEDULE ${scheduleText(row)}`,
    textOrEmpty(row, 'completion') === 'PRESERVE' ? ' ON COMPLETION PRESERVE' : '',
    statuses[textOrEmpty(row, 'status')] ?? '',
    comment === '' ? '' : ` COMMENT ${commentText(comment)}`,
    ` DO ${body}`,
  ].join('')
  return { type: 'other', what: 'event', ...name, create, drop: `DROP EVENT ${tableName(name)}` }
}

const statuses: Readonly<Record<string, string>> = {
  DISABLED: ' DISABLE',
  SLAVESIDE_DISABLED: ' DISABLE ON SLAVE',
  REPLICA_SIDE_DISABLED: ' DISABLE ON REPLICA',
}

function scheduleText(row: Row): string {
  if (textOrEmpty(row, 'type') === 'ONE TIME') return `AT ${plain(textOrEmpty(row, 'at'))}`
  const unit = textOrEmpty(row, 'unit')
  const amount = textOrEmpty(row, 'amount')
  const moments = (['starts', 'ends'] as const).flatMap((word) => {
    const moment = textIn(row, word)
    return moment === undefined ? [] : ` ${word.toUpperCase()} ${plain(moment)}`
  })
  return `EVERY ${/^\d+$/.test(amount) ? amount : plain(unquoted(amount))} ${unit}${moments.join('')}`
}

/** MariaDB shows an interval of several parts in quotes. */
function unquoted(text: string): string {
  return text.replace(/^'([\s\S]*)'$/, '$1')
}
