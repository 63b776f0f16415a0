import type { Constraint } from '../../schema/model.ts'
import type { ColumnText } from './column-text.ts'
import { parseColumn } from './parse-column.ts'
import { scanServerText } from './scan.ts'

/** What a change of a table has to know of it. Names are spelled as the server has them. */
export interface TableText {
  readonly columns: ReadonlyMap<string, ColumnText>
  readonly constraints: ReadonlyMap<string, Constraint['kind']>
  readonly indexes: ReadonlySet<string>
  /** The columns that an index, a unique constraint or the primary key (`PRIMARY`) holds whole, from its first on. */
  readonly keys: ReadonlyMap<string, readonly string[]>
  /** The text of each check that is the table's own, from CHECK on. */
  readonly checks: ReadonlyMap<string, string>
  /** The columns of each foreign key. */
  readonly foreignKeys: ReadonlyMap<string, readonly string[]>
}

/** Takes the text of SHOW CREATE TABLE apart. */
export function parseTable(sql: string): TableText {
  const columns = new Map<string, ColumnText>()
  const constraints = new Map<string, Constraint['kind']>()
  const indexes = new Set<string>()
  const keys = new Map<string, readonly string[]>()
  const checks = new Map<string, string>()
  const foreignKeys = new Map<string, readonly string[]>()
  for (const item of items(sql)) {
    const [first, second, third] = scanServerText(item)
    if (first === undefined) continue
    if (isName(first.text)) {
      columns.set(nameOf(first.text), parseColumn(item.slice(first.end).trim()))
    } else if (/^CONSTRAINT$/i.test(first.text)) {
      const name = nameOf(second?.text ?? '')
      const isCheck = /^CHECK$/i.test(third?.text ?? '')
      constraints.set(name, isCheck ? 'check' : 'foreignKey')
      if (isCheck) checks.set(name, item.slice(third?.start))
      else foreignKeys.set(name, firstNames(item.slice(third?.end)))
    } else if (/^PRIMARY$/i.test(first.text)) {
      constraints.set('PRIMARY', 'primaryKey')
      keys.set('PRIMARY', wholeColumns(item.slice(first.end)))
    } else {
      const token = isName(second?.text ?? '') ? second : third
      const name = nameOf(token?.text ?? '')
      indexes.add(name)
      keys.set(name, wholeColumns(item.slice(token?.end)))
      if (/^UNIQUE$/i.test(first.text)) constraints.set(name, 'unique')
    }
  }
  return { columns, constraints, indexes, keys, checks, foreignKeys }
}

/** What stands between the outer parentheses, at its commas. */
function items(sql: string): readonly string[] {
  const cuts: number[] = []
  let depth = 0
  for (const { kind, text, start } of scanServerText(sql)) {
    if (kind !== 'mark') continue
    if (text === ')') depth -= 1
    const isOuter = (text === ',' && depth === 1) || (text === ')' && depth === 0)
    if (isOuter || (text === '(' && depth === 0)) cuts.push(start)
    if (text === '(') depth += 1
    if (text === ')' && depth === 0) break
  }
  return cuts.slice(1).map((end, index) => sql.slice((cuts[index] ?? 0) + 1, end).trim())
}

/** The names between the first parentheses. */
function firstNames(text: string): readonly string[] {
  const tokens = scanServerText(text)
  const end = tokens.findIndex(({ text: mark }) => mark === ')')
  return tokens.slice(0, end).flatMap((token) => (isName(token.text) ? nameOf(token.text) : []))
}

/** The same, up to a column of which only the beginning is held. */
function wholeColumns(text: string): readonly string[] {
  const names: string[] = []
  let depth = 0
  for (const token of scanServerText(text)) {
    if (token.text === '(') depth += 1
    if (depth === 2) return names.slice(0, -1)
    if (token.text === ')') return names
    if (depth === 1 && isName(token.text)) names.push(nameOf(token.text))
  }
  return names
}

/** In double quotes with ANSI_QUOTES, else in backticks. */
function isName(text: string): boolean {
  return /^[`"]/.test(text)
}

function nameOf(text: string): string {
  const quote = text.charAt(0)
  return text.slice(1, -1).replaceAll(quote + quote, quote)
}
