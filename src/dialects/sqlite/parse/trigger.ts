import type { TableName } from '../../../schema/model.ts'
import type { Trigger } from '../../../schema/objects.ts'
import { bare } from '../canonical/expression.ts'
import { TokenReader } from '../token-reader.ts'
import { withoutSemicolons } from './view.ts'

/** A CREATE TRIGGER statement as data. Throws a `TsmigError` where it can't be read. */
export function parseTrigger(sql: string, name: string, table: TableName): Trigger {
  const reader = new TokenReader(sql, `The definition of trigger "${name}"`)
  parseHead(reader)
  const timing = parseTiming(reader)
  const { event, columns } = parseEvent(reader)
  reader.expect('ON')
  reader.name()
  if (reader.take('FOR')) {
    reader.expect('EACH')
    reader.expect('ROW')
  }
  const when = reader.take('WHEN') ? { when: bare(parseCondition(reader)) } : {}
  reader.expect('BEGIN')
  const body = withoutSemicolons(reader.rest())
  if (!/\bEND$/i.test(body)) reader.fail('END')
  return {
    type: 'trigger',
    name,
    table,
    timing,
    events: [event],
    ...(columns !== undefined && { columns }),
    forEach: 'row',
    ...when,
    body: withoutSemicolons(body.slice(0, -'END'.length)),
  }
}

function parseHead(reader: TokenReader): void {
  reader.expect('CREATE')
  if (!reader.take('TEMP')) reader.take('TEMPORARY')
  reader.expect('TRIGGER')
  reader.take('IF', 'NOT', 'EXISTS')
  reader.name()
  if (reader.takeMark('.')) reader.name()
}

/** BEFORE, unless it says otherwise. */
function parseTiming(reader: TokenReader): Trigger['timing'] {
  if (reader.take('AFTER')) return 'after'
  if (reader.take('INSTEAD', 'OF')) return 'instead of'
  reader.take('BEFORE')
  return 'before'
}

function parseEvent(reader: TokenReader): {
  readonly event: 'insert' | 'update' | 'delete'
  readonly columns?: readonly string[]
} {
  if (reader.take('INSERT')) return { event: 'insert' }
  if (reader.take('DELETE')) return { event: 'delete' }
  reader.expect('UPDATE')
  if (!reader.take('OF')) return { event: 'update' }
  const columns: string[] = []
  do columns.push(reader.name())
  while (reader.takeMark(','))
  return { event: 'update', columns }
}

const statements = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'WITH', 'VALUES']

/** What stands between WHEN and BEGIN; a column may be called `begin`, too. */
function parseCondition(reader: TokenReader): string {
  const mark = reader.mark()
  do reader.next()
  while (!(reader.sees('BEGIN') && statements.some((word) => reader.sees('BEGIN', word))))
  return reader.textSince(mark)
}
