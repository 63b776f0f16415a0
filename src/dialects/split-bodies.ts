/**
 * Statements that hold semicolons of their own. Each database has one kind of them beside quotes: functions in
 * standard SQL on PostgreSQL, triggers on SQLite, stored programs on MySQL.
 */
import { SplitError } from './split-errors.ts'
import type { SplitDialect } from './split-rules.ts'

/** What has been seen of one statement so far. */
export interface Body {
  /** Takes the next word in upper case, or the next mark; `'` stands for anything in quotes. */
  see(text: string, offset: number): void
  /** What is open, so that a semicolon doesn't end the statement. */
  open(): 'parenthesis' | 'BEGIN' | undefined
}

/** Follows one statement from its start. */
export function followBody(dialect: SplitDialect): Body {
  switch (dialect) {
    case 'postgres':
      return postgresBody()
    case 'sqlite':
      return sqliteBody()
    case 'mysql':
      return mysqlBody()
    default:
      return dialect satisfies never
  }
}

/** CREATE RULE has semicolons in parentheses; a function may have BEGIN ATOMIC … END. */
function postgresBody(): Body {
  const first: string[] = []
  let before = ''
  let parentheses = 0
  let blocks = 0
  return {
    see(text, offset) {
      if (first.length < 4) first.push(text)
      if (text === '(') parentheses += 1
      else if (text === ')') parentheses = Math.max(0, parentheses - 1)
      else if (parentheses === 0) {
        if (first[0] === 'COPY') refuseCopy(before, text, offset)
        if (before === 'BEGIN' && text === 'ATOMIC' && isRoutine(first)) blocks += 1
        else if (blocks > 0 && text === 'CASE') blocks += 1
        else if (blocks > 0 && text === 'END') blocks -= 1
      }
      before = text
    },
    open: () => (parentheses > 0 ? 'parenthesis' : blocks > 0 ? 'BEGIN' : undefined),
  }
}

function isRoutine(first: readonly string[]): boolean {
  return /^CREATE (OR REPLACE )?(FUNCTION|PROCEDURE)\b/.test(first.join(' '))
}

function refuseCopy(before: string, text: string, offset: number): void {
  if (!(before === 'FROM' && text === 'STDIN') && !(before === 'TO' && text === 'STDOUT')) return
  throw new SplitError(
    'unsupported-sql',
    offset,
    `COPY … ${before} ${text.toLowerCase()} can't run from a revision: its rows are no SQL`,
    'Write the rows as INSERT (pg_dump --inserts does), or load them in a TypeScript revision with op.bulkInsert.',
  )
}

/** A trigger ends with END behind a semicolon; the END of a CASE never stands there. */
function sqliteBody(): Body {
  const first: string[] = []
  let trigger = false
  let begun = false
  let before = ''
  let last = ''
  return {
    see(text) {
      if (first.length < 8 && !trigger) {
        first.push(text)
        trigger = /^(EXPLAIN (QUERY PLAN )?)?CREATE (TEMP |TEMPORARY )?TRIGGER$/.test(first.join(' '))
      } else if (trigger && text === 'BEGIN') begun = true
      before = last
      last = text
    },
    open: () => (begun && !(last === 'END' && (before === ';' || before === 'BEGIN')) ? 'BEGIN' : undefined),
  }
}

const programs = new Set(['PROCEDURE', 'FUNCTION', 'TRIGGER', 'EVENT', 'PACKAGE'])
const others = new Set(
  'TABLE TEMPORARY VIEW INDEX UNIQUE DATABASE SCHEMA USER ROLE SERVER SEQUENCE TABLESPACE'.split(' '),
)
const closers = new Set(['IF', 'LOOP', 'WHILE', 'REPEAT', 'FOR'])

/** BEGIN … END and CASE … END nest; END IF, END LOOP and their like close what isn't counted. */
function mysqlBody(): Body {
  let before = ''
  let seen = 0
  let program: boolean | undefined
  let depth = 0
  const count = (text: string): void => {
    if (text === 'END') depth -= 1
    else if (before === 'END' && closers.has(text)) depth += 1
    else if (text === 'BEGIN' || (text === 'CASE' && before !== 'END')) depth += 1
  }
  return {
    see(text) {
      seen += 1
      if (seen === 1 && text !== 'CREATE' && text !== 'BEGIN') program = false
      if (seen === 3 && before === 'NOT' && text === 'ATOMIC') program = true
      if (program === undefined && programs.has(text)) program = true
      else if (program === undefined && others.has(text)) program = false
      if (program !== false) count(text)
      before = text
    },
    open: () => (program === true && depth > 0 ? 'BEGIN' : undefined),
  }
}
