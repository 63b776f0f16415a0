import type { ColumnDefinition, ConstraintClause, TableDefinition } from '../definition.ts'
import { TokenReader } from '../token-reader.ts'
import { parseColumnClauses } from './column.ts'
import { parseTableConstraint } from './constraint.ts'

const constraintStarts = /^(?:CONSTRAINT|PRIMARY|UNIQUE|CHECK|FOREIGN)$/i
/** Reserved words that end a type. */
const typeEnds = /^(?:CONSTRAINT|PRIMARY|NOT|NULL|UNIQUE|CHECK|DEFAULT|COLLATE|REFERENCES|AS|DEFERRABLE|ON)$/i

/**
 * Reads a CREATE TABLE statement as SQLite stores it (or as a user writes it).
 * Throws a `TsmigError` that names the table where it can't be read, and never leaves a part out.
 */
export function parseTable(sql: string, table: string): TableDefinition {
  const reader = new TokenReader(sql, `The definition of table "${table}"`)
  const name = parseHead(reader)
  reader.expectMark('(')
  const columns: ColumnDefinition[] = []
  const constraints: ConstraintClause[] = []
  do {
    if (reader.seesOneOf(constraintStarts)) {
      constraints.push(...parseConstraints(reader))
    } else {
      columns.push(parseColumn(reader))
    }
  } while (reader.takeMark(','))
  reader.expectMark(')')
  return { name, columns, constraints, ...parseOptions(reader) }
}

function parseHead(reader: TokenReader): string {
  reader.expect('CREATE')
  if (!reader.take('TEMP')) reader.take('TEMPORARY')
  reader.expect('TABLE')
  reader.take('IF', 'NOT', 'EXISTS')
  const name = reader.name()
  return reader.takeMark('.') ? reader.name() : name
}

/** SQLite lets table constraints follow one another without commas. */
function parseConstraints(reader: TokenReader): readonly ConstraintClause[] {
  const constraints: ConstraintClause[] = []
  while (!reader.seesMark(',') && !reader.seesMark(')')) {
    const constraint = parseTableConstraint(reader)
    if (constraint !== undefined) constraints.push(constraint)
  }
  return constraints
}

function parseColumn(reader: TokenReader): ColumnDefinition {
  const name = reader.name()
  const type = parseType(reader)
  return { name, type, clauses: parseColumnClauses(reader, name) }
}

function parseType(reader: TokenReader): string {
  const mark = reader.mark()
  while (!endsType(reader)) reader.next()
  if (reader.mark() > mark && reader.seesMark('(')) reader.parenthesized()
  return reader.textSince(mark)
}

function endsType(reader: TokenReader): boolean {
  const token = reader.peek()
  return (
    token === undefined ||
    !['word', 'name', 'string'].includes(token.kind) ||
    reader.seesOneOf(typeEnds) ||
    reader.sees('GENERATED', 'ALWAYS', 'AS')
  )
}

function parseOptions(reader: TokenReader): Pick<TableDefinition, 'strict' | 'withoutRowid'> {
  let strict = false
  let withoutRowid = false
  while (reader.peek() !== undefined && !reader.takeMark(';')) {
    if (reader.take('WITHOUT', 'ROWID')) withoutRowid = true
    else if (reader.take('STRICT')) strict = true
    else reader.fail('WITHOUT ROWID or STRICT')
    if (!reader.takeMark(',') && reader.peek() !== undefined && !reader.seesMark(';')) reader.fail('a comma')
  }
  if (reader.peek() !== undefined) reader.fail('the end')
  return { strict, withoutRowid }
}
