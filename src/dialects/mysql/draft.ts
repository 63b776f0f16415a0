import type { Constraint } from '../../schema/model.ts'
import { TsmigError } from '../../support/errors.ts'
import type { TableShape } from '../dialect.ts'
import { type ColumnText, isJsonCheck } from './column-text.ts'
import type { FlavourRules } from './flavour.ts'
import { identifier } from './identifier.ts'
import { parseTable } from './parse-table.ts'
import { scanServerText } from './scan.ts'
import { isTextType } from './types.ts'

/**
 * A table in the course of its changes: how it looks to the change that comes next. Nothing is known of it where no
 * shape was given. Names are the same whatever their case.
 */
export class TableDraft {
  readonly name: string
  readonly isKnown: boolean
  readonly rules: FlavourRules
  readonly #columns = new Map<string, ColumnText>()
  readonly #spellings = new Map<string, string>()
  readonly #constraints = new Map<string, Constraint['kind']>()
  readonly #indexes = new Set<string>()
  readonly #keys = new Map<string, readonly string[]>()
  readonly #checks = new Map<string, string>()
  readonly #foreignKeys = new Map<string, readonly string[]>()
  /** The table has the collation of json, which the columns of json don't say then. */
  readonly #isBinary: boolean

  constructor(name: string, shape: TableShape | undefined, rules: FlavourRules) {
    this.name = name
    this.rules = rules
    this.isKnown = shape?.sql !== undefined
    this.#isBinary = /^\) .*?\bCOLLATE=utf8mb4_bin\b/m.test(shape?.sql ?? '')
    if (shape?.sql === undefined) return
    const text = parseTable(shape.sql)
    for (const [column, definition] of text.columns) this.setColumn(column, definition)
    for (const [constraint, kind] of text.constraints) this.#constraints.set(key(constraint), kind)
    for (const [name, columns] of text.foreignKeys) this.#foreignKeys.set(name, columns)
    for (const [name, check] of text.checks) this.#checks.set(name, check)
    for (const index of text.indexes) this.#indexes.add(key(index))
    for (const [name, columns] of text.keys) this.#keys.set(key(name), columns)
  }

  hasColumn(column: string): boolean {
    return this.#columns.has(key(column))
  }

  /** The column's definition, `undefined` where nothing is known. Throws `no-such-column`. */
  column(column: string): ColumnText | undefined {
    const found = this.#columns.get(key(column))
    if (found !== undefined || !this.isKnown) return found
    throw new TsmigError(
      'no-such-column',
      `the table ${this.name} has no column ${column}`,
      'Check the name, and the order of the operations.',
    )
  }

  /** The columns of text that have no character set and no collation of their own. MariaDB's json has one. */
  withoutCollation(): readonly (readonly [name: string, definition: ColumnText])[] {
    const bare = [...this.#columns].filter(
      ([, { type, characterSet, collation, rest }]) =>
        characterSet === undefined &&
        collation === undefined &&
        isTextType(type) &&
        !(this.#isBinary && /^longtext$/i.test(type) && rest.some(isJsonCheck)),
    )
    return bare.map(([folded, definition]) => [this.#spellings.get(folded) ?? folded, definition])
  }

  setColumn(column: string, definition: ColumnText): void {
    this.#columns.set(key(column), definition)
    this.#spellings.set(key(column), column)
  }

  /** As RENAME COLUMN does it: checks that name the column follow. Throws `no-such-column`. */
  renameColumn(column: string, to: string): void {
    const present = this.column(column)
    this.#columns.delete(key(column))
    if (present === undefined) return
    for (const [name, check] of this.checksOf(column)) this.#checks.set(name, withName(check, column, to))
    const rest = present.rest.map((part) => withName(part, column, to))
    this.setColumn(to, { ...present, rest })
  }

  /** The checks of the table that name the column: what each is called, and its text from CHECK on. */
  checksOf(column: string): readonly (readonly [name: string, text: string])[] {
    const name = key(identifier(column))
    return [...this.#checks].filter(([, check]) =>
      scanServerText(check).some(({ text }) => key(text) === name),
    )
  }

  /** The names of the foreign keys that the column is part of. */
  foreignKeysOf(column: string): readonly string[] {
    const found = [...this.#foreignKeys].filter(([, columns]) =>
      columns.some((one) => key(one) === key(column)),
    )
    return found.map(([name]) => name)
  }

  dropColumn(column: string): void {
    this.#columns.delete(key(column))
  }

  constraintKind(name: string): Constraint['kind'] | undefined {
    return this.#constraints.get(key(name))
  }

  setConstraint(name: string, constraint: Constraint): void {
    this.#constraints.set(key(name), constraint.kind)
    if (constraint.kind === 'foreignKey') this.#foreignKeys.set(name, constraint.columns)
    if (constraint.kind === 'unique') this.#keys.set(key(name), constraint.columns)
  }

  /**
   * The foreign keys that have no index but this one, which the server asks for: each with its columns. An index that
   * has the name of one of them is that key's own.
   */
  foreignKeysOn(index: string): readonly (readonly [name: string, columns: readonly string[]])[] {
    const holds = (columns: readonly string[] = [], wanted: readonly string[]) =>
      wanted.every((column, at) => key(column) === key(columns[at] ?? ''))
    return [...this.#foreignKeys].filter(
      ([, columns]) =>
        holds(this.#keys.get(key(index)), columns) &&
        ![...this.#keys].some(([other, held]) => other !== key(index) && holds(held, columns)),
    )
  }

  dropConstraint(name: string): void {
    this.#constraints.delete(key(name))
    this.#indexes.delete(key(name))
    this.#keys.delete(key(name))
    for (const known of this.#checks.keys()) {
      if (key(known) === key(name)) this.#checks.delete(known)
    }
    for (const known of this.#foreignKeys.keys()) {
      if (key(known) === key(name)) this.#foreignKeys.delete(known)
    }
  }

  hasIndex(name: string): boolean {
    return this.#indexes.has(key(name))
  }

  addIndex(name: string, columns: readonly string[]): void {
    this.#indexes.add(key(name))
    this.#keys.set(key(name), columns)
  }
}

/** A check with another name of its column. */
export function withName(part: string, from: string, to: string): string {
  let at = 0
  let written = ''
  for (const { text, start, end } of scanServerText(part)) {
    if (key(text) !== key(identifier(from))) continue
    written += part.slice(at, start) + identifier(to)
    at = end
  }
  return written + part.slice(at)
}

function key(name: string): string {
  return name.toLowerCase()
}
