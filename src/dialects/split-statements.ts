/** Splits a script into statements, by the rules of the database that is to run it. */
import { followBody } from './split-bodies.ts'
import { SplitError, unterminated } from './split-errors.ts'
import { type SplitDialect, type SplitRules, splitRules } from './split-rules.ts'
import { type SplitToken, tokenAt } from './split-token.ts'

export interface SplitStatement {
  /** From its first word to its last, without what ends it. */
  readonly sql: string
  /** Where it begins in the script, and in which line, from 1. */
  readonly offset: number
  readonly line: number
  /** The bare words that it begins with, in upper case, at most four. */
  readonly words: readonly string[]
}

/**
 * The statements of a script, in order. What stands between them are comments, space, and what ends them.
 * Throws `SplitError` for a quote, comment, parenthesis or body that is never closed, for COPY with its rows,
 * and for commands of a database's own client.
 */
export function splitStatements(script: string, dialect: SplitDialect): readonly SplitStatement[] {
  const rules = splitRules[dialect]
  const statements: SplitStatement[] = []
  const lines = lineCounter(script)
  let position = 0
  let delimiter = ';'
  for (;;) {
    position = skipSpace(script, position, rules)
    if (position >= script.length) return statements
    const command = rules.delimiterCommand ? delimiterAt(script, position) : undefined
    if (command !== undefined) {
      delimiter = command.delimiter
      position = command.end
      continue
    }
    const found = statementAt(script, position, { dialect, rules, delimiter })
    if (found.end > position) {
      const sql = script.slice(position, found.end)
      statements.push({ sql, offset: position, line: lines(position), words: found.words })
    }
    position = found.next
  }
}

/** The line of a place in a script, from 1. */
export function lineOf(script: string, offset: number): number {
  return lineCounter(script)(offset)
}

/** Counts on from the last place it was asked for: places come in order, and each line break is looked for once. */
function lineCounter(script: string): (offset: number) => number {
  let line = 1
  let next = script.indexOf('\n')
  return (offset) => {
    while (next >= 0 && next < offset) {
      line += 1
      next = script.indexOf('\n', next + 1)
    }
    return line
  }
}

function skipSpace(script: string, from: number, rules: SplitRules): number {
  let position = from
  while (position < script.length) {
    const token = tokenAt(script, position, rules)
    if (token.kind !== 'space') break
    position = token.end
  }
  return position
}

interface Found {
  /** The end of the last token; the start of the statement where it is empty. */
  readonly end: number
  /** Behind what ends it. */
  readonly next: number
  readonly words: readonly string[]
}

function statementAt(
  script: string,
  start: number,
  { dialect, rules, delimiter }: { dialect: SplitDialect; rules: SplitRules; delimiter: string },
): Found {
  const body = followBody(dialect)
  const words: string[] = []
  let leading = true
  let end = start
  let position = start
  while (position < script.length) {
    const ends = script.startsWith(delimiter, position)
    if (ends && (delimiter !== ';' || body.open() === undefined)) {
      return { end, next: position + delimiter.length, words }
    }
    const token = cutAt(delimiter, script, tokenAt(script, position, rules))
    position = token.end
    if (token.kind === 'space') continue
    refuseClientCommand(script, token, start, rules)
    const text = seen(script, token)
    leading &&= token.kind === 'word' && words.length < 4
    if (leading) words.push(text)
    body.see(text, token.start)
    end = token.end
  }
  const open = delimiter === ';' ? body.open() : undefined
  if (open !== undefined) throw unterminated(start, `The ${open} of the statement`)
  return { end, next: position, words }
}

/** A delimiter of one's own ends a word that it stands behind: `END$$`. */
function cutAt(delimiter: string, script: string, token: SplitToken): SplitToken {
  if (delimiter === ';' || token.kind !== 'word') return token
  const at = script.slice(token.start + 1, token.end + delimiter.length - 1).indexOf(delimiter)
  return at < 0 ? token : { ...token, end: token.start + 1 + at }
}

function seen(script: string, token: SplitToken): string {
  if (token.kind === 'quoted') return "'"
  const text = script.slice(token.start, token.end)
  return token.kind === 'word' ? text.toUpperCase() : text
}

const delimiterCommand = /delimiter(?:[ \t]+(\S+)[^\n]*|[ \t]*(?=[\r\n]|$))/iy

function delimiterAt(script: string, position: number): { delimiter: string; end: number } | undefined {
  delimiterCommand.lastIndex = position
  const found = delimiterCommand.exec(script)
  if (found === null) return undefined
  const delimiter = found[1] ?? ''
  if (delimiter !== '' && delimiter.length <= 16 && !/["'`\\]/.test(delimiter)) {
    return { delimiter, end: delimiterCommand.lastIndex }
  }
  throw new SplitError(
    'unsupported-sql',
    position,
    delimiter === '' ? 'DELIMITER names none' : `DELIMITER ${delimiter.slice(0, 40)} can't be used`,
    'Write up to 16 characters without quotes and backslashes: DELIMITER //',
  )
}

function refuseClientCommand(script: string, token: SplitToken, start: number, rules: SplitRules): void {
  const { mark, anywhere, client } = rules.clientCommand
  if (token.kind !== 'mark' || script[token.start] !== mark || !(anywhere || token.start === start)) return
  const command = /^\S*/.exec(script.slice(token.start, token.start + 40))?.[0] ?? mark
  throw new SplitError(
    'unsupported-sql',
    token.start,
    `${command} is a command of ${client}, and no SQL`,
    `Take it out: a revision is run by the database itself, not by ${client}.`,
  )
}
