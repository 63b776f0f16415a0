import type { GeneratedColumn } from '../../../schema/model.ts'
import type { ColumnClause, ConstraintClause, SqliteConstraint } from '../definition.ts'
import { readEnumCheck } from '../enum-check.ts'
import type { TokenReader } from '../token-reader.ts'
import { isMark } from '../tokenize.ts'
import {
  keyDetails,
  nameClause,
  parseConflict,
  parseConstraintName,
  parseDeferral,
  parseReference,
} from './constraint.ts'

/** The clauses of a column, after its name and type. */
export function parseColumnClauses(reader: TokenReader, column: string): readonly ColumnClause[] {
  const clauses: ColumnClause[] = []
  while (!reader.seesMark(',') && !reader.seesMark(')')) {
    const name = parseConstraintName(reader)
    const mark = reader.mark()
    const text = () => reader.textSince(mark)
    const deferral = name === undefined ? parseDeferral(reader) : undefined
    if (deferral !== undefined) {
      deferLast(clauses, { deferral, text: text() })
      continue
    }
    const clause = parseClause(reader, column, text)
    if (clause === undefined && name === undefined) return reader.fail('a column constraint')
    clauses.push(withName(clause ?? { kind: 'other', text: '' }, name))
  }
  return clauses
}

function withName(clause: ColumnClause, name: string | undefined): ColumnClause {
  if (clause.kind === 'constraint') return nameClause(clause, name)
  return name === undefined ? clause : { ...clause, name }
}

/** DEFERRABLE may stand apart from its REFERENCES: it belongs to the last foreign key before it. */
function deferLast(
  clauses: ColumnClause[],
  found: { deferral: NonNullable<ReturnType<typeof parseDeferral>>; text: string },
): void {
  const index = clauses.findLastIndex(
    (clause) => clause.kind === 'constraint' && clause.constraint.kind === 'foreignKey',
  )
  const clause = clauses[index]
  if (clause?.kind !== 'constraint' || clause.constraint.kind !== 'foreignKey') {
    clauses.push({ kind: 'other', text: found.text })
    return
  }
  const constraint = { ...clause.constraint, deferral: found.deferral }
  clauses[index] = { ...clause, constraint, text: `${clause.text} ${found.text}` }
}

function parseClause(reader: TokenReader, column: string, text: () => string): ColumnClause | undefined {
  if (reader.take('NOT', 'NULL')) {
    const conflict = parseConflict(reader)
    return { kind: 'notNull', text: text(), ...conflict }
  }
  if (reader.take('NULL')) {
    parseConflict(reader)
    return { kind: 'null', text: text() }
  }
  if (reader.take('DEFAULT')) return parseDefault(reader, text)
  if (reader.take('COLLATE')) return { kind: 'collate', collation: reader.name(), text: text() }
  if (reader.sees('GENERATED') || reader.sees('AS')) {
    return { kind: 'generated', generated: parseGenerated(reader), text: text() }
  }
  return parseColumnConstraint(reader, column, text)
}

function parseDefault(reader: TokenReader, text: () => string): ColumnClause {
  const mark = reader.mark()
  if (reader.seesMark('(')) {
    reader.parenthesized()
  } else {
    if (isMark(reader.peek(), '-') || isMark(reader.peek(), '+')) reader.next()
    reader.next()
  }
  return { kind: 'default', value: reader.textSince(mark), text: text() }
}

function parseGenerated(reader: TokenReader): GeneratedColumn {
  reader.take('GENERATED', 'ALWAYS')
  reader.expect('AS')
  const expression = reader.parenthesized()
  const stored = reader.take('STORED')
  if (!stored) reader.take('VIRTUAL')
  return { expression, stored }
}

function parseColumnConstraint(
  reader: TokenReader,
  column: string,
  text: () => string,
): ConstraintClause | undefined {
  const columns = [column]
  const clause = (constraint: SqliteConstraint): ConstraintClause => ({
    kind: 'constraint',
    constraint,
    text: text(),
  })
  if (reader.take('PRIMARY', 'KEY')) return parsePrimaryKey(reader, column, text)
  if (reader.take('UNIQUE')) {
    return clause({ kind: 'unique', columns, ...keyDetails(parseConflict(reader)) })
  }
  if (reader.take('CHECK')) {
    const expression = reader.parenthesized()
    const oneOf = readEnumCheck(expression, column)
    return { ...clause({ kind: 'check', expression }), ...(oneOf === undefined ? {} : { oneOf }) }
  }
  if (reader.take('REFERENCES')) return clause(parseReference(reader, columns))
  return undefined
}

function parsePrimaryKey(reader: TokenReader, column: string, text: () => string): ConstraintClause {
  const descending = reader.take('DESC')
  if (!descending) reader.take('ASC')
  const conflict = parseConflict(reader)
  const autoincrement = reader.take('AUTOINCREMENT')
  const details = keyDetails({ ...conflict, ...(descending && { descending: [column] }) })
  return {
    kind: 'constraint',
    constraint: { kind: 'primaryKey', columns: [column], ...details },
    text: text(),
    ...(autoincrement ? { autoincrement } : {}),
    ...(descending ? { descending } : {}),
  }
}
