import type { View } from '../../../schema/objects.ts'
import { TokenReader } from '../token-reader.ts'

/** A CREATE VIEW statement as data. Throws a `TsmigError` where it can't be read. */
export function parseView(sql: string, name: string): View {
  const reader = new TokenReader(sql, `The definition of view "${name}"`)
  reader.expect('CREATE')
  if (!reader.take('TEMP')) reader.take('TEMPORARY')
  reader.expect('VIEW')
  reader.take('IF', 'NOT', 'EXISTS')
  reader.name()
  if (reader.takeMark('.')) reader.name()
  const columns = reader.seesMark('(') ? { columns: parseColumns(reader) } : {}
  reader.expect('AS')
  return { type: 'view', name, query: withoutSemicolons(reader.rest()), ...columns }
}

function parseColumns(reader: TokenReader): readonly string[] {
  const columns: string[] = []
  reader.expectMark('(')
  do columns.push(reader.name())
  while (reader.takeMark(','))
  reader.expectMark(')')
  return columns
}

/** The statement, or statements, without what ends the last of them. */
export function withoutSemicolons(sql: string): string {
  return sql.replace(/[\s;]+$/, '')
}
