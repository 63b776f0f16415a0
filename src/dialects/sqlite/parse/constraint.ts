import type {
  ConflictAction,
  Deferral,
  ForeignKey,
  ReferentialAction,
  SqliteKey,
} from '../../../schema/model.ts'
import type { ConstraintClause } from '../definition.ts'
import type { TokenReader } from '../token-reader.ts'
import { foldName } from '../tokenize.ts'

/** A constraint of the table; `undefined` for a name with no constraint after it, which SQLite allows. */
export function parseTableConstraint(reader: TokenReader): ConstraintClause | undefined {
  const name = parseConstraintName(reader)
  const mark = reader.mark()
  const read = parseBody(reader)
  if (read === undefined) return name === undefined ? reader.fail('a constraint') : undefined
  return nameClause({ kind: 'constraint', text: reader.textSince(mark), ...read }, name)
}

/** The name after CONSTRAINT, where there is one. */
export function parseConstraintName(reader: TokenReader): string | undefined {
  return reader.take('CONSTRAINT') ? reader.name() : undefined
}

/** The clause with its name, and its constraint with it. */
export function nameClause(clause: ConstraintClause, name: string | undefined): ConstraintClause {
  return name === undefined ? clause : { ...clause, name, constraint: { ...clause.constraint, name } }
}

type Body = Pick<ConstraintClause, 'constraint' | 'autoincrement'>

function parseBody(reader: TokenReader): Body | undefined {
  if (reader.take('PRIMARY', 'KEY')) return parsePrimaryKey(reader)
  if (reader.take('UNIQUE')) {
    const { columns, details } = parseKeys(reader)
    return {
      constraint: { kind: 'unique', columns, ...keyDetails({ ...parseConflict(reader), ...details }) },
    }
  }
  if (reader.take('CHECK')) {
    const expression = reader.parenthesized()
    // SQLite takes it here, and has no use for it.
    parseConflict(reader)
    return { constraint: { kind: 'check', expression } }
  }
  if (reader.take('FOREIGN', 'KEY')) {
    const columns = parseNames(reader)
    reader.expect('REFERENCES')
    return { constraint: parseReference(reader, columns) }
  }
  return undefined
}

function parsePrimaryKey(reader: TokenReader): Body {
  const { columns, autoincrement, details } = parseKeys(reader)
  return {
    constraint: {
      kind: 'primaryKey',
      columns,
      ...keyDetails({ ...parseConflict(reader), ...details }),
    },
    ...(autoincrement ? { autoincrement } : {}),
  }
}

/** `( a COLLATE nocase DESC, b AUTOINCREMENT )` */
function parseKeys(reader: TokenReader): {
  columns: readonly string[]
  autoincrement: boolean
  details: SqliteKey
} {
  const columns: string[] = []
  const descending: string[] = []
  const collations: [string, string][] = []
  let autoincrement = false
  reader.expectMark('(')
  do {
    const column = reader.name()
    columns.push(column)
    while (!reader.seesMark(',') && !reader.seesMark(')')) {
      if (reader.take('AUTOINCREMENT')) autoincrement = true
      else if (reader.take('COLLATE')) collations.push([column, reader.name()])
      else if (reader.expectOneOf(['ASC', 'DESC']) === 'DESC') descending.push(column)
    }
  } while (reader.takeMark(','))
  reader.expectMark(')')
  const details = {
    ...(descending.length > 0 && { descending }),
    ...(collations.length > 0 && { collations: Object.fromEntries(collations) }),
  }
  return { columns, autoincrement, details }
}

/** The part of a key that only SQLite has, where there is something in it. */
export function keyDetails(details: SqliteKey): { readonly sqlite?: SqliteKey } {
  return Object.keys(details).length === 0 ? {} : { sqlite: details }
}

/** `( a, b )` */
function parseNames(reader: TokenReader): readonly string[] {
  const names: string[] = []
  reader.expectMark('(')
  do {
    names.push(reader.name())
    // SQLite takes collations and orders here, and has no use for them.
    while (!reader.seesMark(',') && !reader.seesMark(')')) reader.next()
  } while (reader.takeMark(','))
  reader.expectMark(')')
  return names
}

const conflictActions = ['rollback', 'abort', 'fail', 'ignore', 'replace'] as const

/** ON CONFLICT and its action, where it comes next; ABORT, which goes without saying, is nothing. */
export function parseConflict(reader: TokenReader): { readonly onConflict?: ConflictAction } {
  if (!reader.take('ON', 'CONFLICT')) return {}
  const word = reader.expectOneOf(conflictActions.map((action) => action.toUpperCase()))
  const onConflict = conflictActions.find((action) => action.toUpperCase() === word)
  return onConflict === undefined || onConflict === 'abort' ? {} : { onConflict }
}

/** What follows REFERENCES. No columns there: the primary key of the other table is meant. */
export function parseReference(reader: TokenReader, columns: readonly string[]): ForeignKey {
  const name = reader.name()
  const referenced = reader.seesMark('(') ? parseNames(reader) : []
  let key: ForeignKey = { kind: 'foreignKey', columns, references: { table: { name }, columns: referenced } }
  for (;;) {
    if (reader.take('MATCH')) key = { ...key, ...matchOf(reader.name()) }
    else if (reader.take('ON', 'DELETE')) key = { ...key, onDelete: parseAction(reader) }
    else if (reader.take('ON', 'UPDATE')) key = { ...key, onUpdate: parseAction(reader) }
    else if (reader.take('ON', 'INSERT')) parseAction(reader)
    else break
  }
  const deferral = parseDeferral(reader)
  return deferral === undefined ? key : { ...key, deferral }
}

/** `DEFERRABLE …` or `NOT DEFERRABLE …`, where it comes next. */
export function parseDeferral(reader: TokenReader): Deferral | undefined {
  const no = reader.take('NOT', 'DEFERRABLE')
  if (!no && !reader.take('DEFERRABLE')) return undefined
  if (!reader.take('INITIALLY')) return { deferrable: !no }
  return { deferrable: !no, initially: reader.take('DEFERRED') ? 'deferred' : immediately(reader) }
}

function immediately(reader: TokenReader): 'immediate' {
  reader.expect('IMMEDIATE')
  return 'immediate'
}

function parseAction(reader: TokenReader): ReferentialAction {
  if (reader.take('NO', 'ACTION')) return 'no action'
  if (reader.take('SET', 'NULL')) return 'set null'
  if (reader.take('SET', 'DEFAULT')) return 'set default'
  if (reader.take('CASCADE')) return 'cascade'
  reader.expect('RESTRICT')
  return 'restrict'
}

/** SQLite takes any word here and heeds none. */
function matchOf(word: string): Pick<ForeignKey, 'match'> {
  const match = foldName(word)
  return match === 'full' || match === 'partial' || match === 'simple' ? { match } : {}
}
