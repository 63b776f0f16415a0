/** Checksums of what counts in revision files. */
import { hash } from 'node:crypto'
import { splitRules } from '../dialects/split-rules.ts'
import { tokenAt } from '../dialects/split-token.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import { lex, type Token } from './lex.ts'
import { isSqlFile, parseSqlRevision } from './sql-revision.ts'

/** It goes up when the same file would get another checksum: those of another form are not compared. */
const form = 1

/** How a revision in SQL is taken apart. */
export interface SqlRules {
  readonly dialect: DialectName
  /** The names of the project's databases, where it has several. */
  readonly databases: readonly string[]
}

/**
 * The checksum of a revision's code. White space, line ends and comments don't count, nor what formatters change:
 * the kind of quotes, semicolons, trailing commas, parentheses around a lone parameter. Of SQL, the tokens of each
 * part, by the rules of its dialect. A text that can't be taken apart counts line by line.
 */
export function codeChecksum(source: string, path: string, rules: SqlRules): string {
  const tokens = isSqlFile(path) ? sqlTokens(source, path, rules) : codeTokens(source)
  const text = tokens.map((token) => `${token.length}:${token}`).join(',')
  const digest = hash('sha256', text, 'hex').slice(0, 40)
  return `${form}:${languageOf(path)}:${digest}`
}

/** Whether two checksums of a revision's code are of one form and language, and not the same. */
export function isOtherCode(one: string, other: string): boolean {
  return prefixOf(one) === prefixOf(other) && one !== other
}

function prefixOf(checksum: string): string {
  return checksum.slice(0, checksum.lastIndexOf(':'))
}

/** What a compiler made of a file is not compared with the file. */
function languageOf(path: string): string {
  return /\.([cm]?)([jt]s|sql)$/.exec(path)?.[2] ?? 'other'
}

function codeTokens(source: string): readonly string[] {
  const { tokens, gaveUp } = lex(source)
  if (gaveUp !== undefined) return lines(source)
  return tokens.flatMap((token, index) => (isFormatting(tokens, index) ? [] : spelled(tokens, token, index)))
}

function spelled(tokens: readonly Token[], token: Token, index: number): string {
  if (token.holes === true) return `t${token.text}`
  switch (token.kind) {
    case 'string':
    case 'template':
      return isPlainKey(tokens, index) ? `n${token.text}` : `s${token.text}`
    case 'number':
      return `d${token.text.toLowerCase()}`
    default:
      return `${token.kind[0]}${token.text}`
  }
}

/** `{ 'a': 1 }` is `{ a: 1 }`. */
function isPlainKey(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index]
  return (
    token?.kind === 'string' &&
    /^[A-Za-z_$][\w$]*$/.test(token.text) &&
    isMark(tokens[index + 1], ':') &&
    (isMark(tokens[index - 1], '{') || isMark(tokens[index - 1], ','))
  )
}

function isFormatting(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index]
  if (isMark(token, ';')) return true
  const next = tokens[index + 1]
  if (isMark(token, ',')) return isMark(next, ')') || isMark(next, ']') || isMark(next, '}')
  if (isMark(token, '(')) return opensParameter(tokens, index)
  return isMark(token, ')') && opensParameter(tokens, index - 2)
}

/** `(name) =>`. */
function opensParameter(tokens: readonly Token[], index: number): boolean {
  return (
    isMark(tokens[index], '(') &&
    tokens[index + 1]?.kind === 'name' &&
    isMark(tokens[index + 2], ')') &&
    isMark(tokens[index + 3], '=>')
  )
}

function isMark(token: Token | undefined, text: string): boolean {
  return token?.kind === 'punctuator' && token.text === text
}

function sqlTokens(source: string, path: string, { dialect, databases }: SqlRules): readonly string[] {
  try {
    const text = source.replaceAll('\r\n', '\n')
    const { header, transaction, upgrade, downgrade } = parseSqlRevision(text, path, databases)
    const parts = Object.entries({ upgrade, downgrade }).flatMap(([direction, found]) => {
      if (found === undefined) return []
      const named = 'all' in found ? [['', found.all] as const] : [...found.byName]
      return named.flatMap(([name, part]) => [`-- ${direction} ${name}`, ...tokensOf(part.text, dialect)])
    })
    return [JSON.stringify([header, transaction]), ...parts]
  } catch {
    return lines(source)
  }
}

function tokensOf(text: string, dialect: DialectName): readonly string[] {
  const tokens: string[] = []
  for (let at = 0; at < text.length; ) {
    const { kind, start, end } = tokenAt(text, at, splitRules[dialect])
    if (kind !== 'space') tokens.push(text.slice(start, end))
    at = end
  }
  return tokens
}

function lines(source: string): readonly string[] {
  return source
    .split(/\r\n|[\n\r]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
