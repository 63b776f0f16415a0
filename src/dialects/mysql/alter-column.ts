import type { AlterColumn, ColumnChange, ExistingColumn } from '../../operations/operation.ts'
import type { ColumnType } from '../../schema/column-type.ts'
import type { Sql } from '../../schema/values.ts'
import { TsmigError } from '../../support/errors.ts'
import { expression, join, raw } from '../ddl.ts'
import { type ColumnText, isJsonCheck, printColumn } from './column-text.ts'
import {
  checkIdentity,
  collationText,
  columnText,
  generatedText,
  refuseGenerated,
  refuseNewPlace,
} from './columns.ts'
import { clockText, defaultText, isClock } from './default.ts'
import { type TableDraft, withName } from './draft.ts'
import { ddl } from './identifier.ts'
import { commentText } from './quote.ts'
import { scanServerText } from './scan.ts'
import { isTextType, needsExpressionDefault, typeText } from './types.ts'
import { unsupported } from './unsupported.ts'

/** Whether the change restates the column, for which its present definition has to be known. */
export function restates({ to }: AlterColumn): boolean {
  const [first, ...more] = Object.keys(to)
  return !(first === 'name' && more.length === 0)
}

/**
 * RENAME COLUMN and SET DEFAULT where they say it all; else MODIFY or CHANGE, which state the whole column: what the
 * change doesn't name is restated as the server spells it, or as `existing` has it.
 */
export function alterColumn(operation: AlterColumn, draft: TableDraft): readonly Sql[] {
  const { table, column, to } = operation
  if (to.using !== undefined) {
    throw unsupported(
      'converts the values of a column by itself, and has no USING',
      'Add a column of the new type, fill it with op.execute, drop the old one and rename.',
    )
  }
  if (!restates(operation)) return rename(operation, draft)
  const lone = loneDefault(operation, draft)
  if (lone !== undefined) return [ddl`ALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT ${raw(lone)}`]
  const present = presentColumn(operation, draft)
  const changed = changedColumn(present, to)
  if (draft.isKnown || operation.existing?.generated !== undefined) {
    refuseNewPlace(column, present.generated, changed.generated)
  }
  refuseGenerated(to.name ?? column, changed, draft.rules)
  draft.setColumn(column, changed)
  const definition = raw(printColumn(changed))
  const modify = ddl`ALTER TABLE ${table} MODIFY COLUMN ${column} ${definition}`
  if (to.name === undefined) return [modify]
  // A check of the column's own names it: RENAME changes that, and CHANGE doesn't.
  if (changed.rest.some((part) => /^CHECK\b/i.test(part))) return [modify, ...rename(operation, draft)]
  const change = ddl`CHANGE COLUMN ${column} ${to.name} ${definition}`
  return [ddl`ALTER TABLE ${table} ${renaming(change, column, to.name, draft)}`]
}

function rename({ table, column, to }: AlterColumn, draft: TableDraft): readonly Sql[] {
  const name = to.name ?? column
  const action = ddl`RENAME COLUMN ${column} TO ${name}`
  return [ddl`ALTER TABLE ${table} ${renaming(action, column, name, draft)}`]
}

/** MySQL renames no column that a check names: the checks go, and come back with the new name, at one stroke. */
function renaming(action: Sql, column: string, to: string, draft: TableDraft): Sql {
  const checks = draft.rules.renamesInChecks ? [] : draft.checksOf(column)
  if (checks.some(([, text]) => hasQuestionMark(text))) throw illegible('check')
  draft.renameColumn(column, to)
  return join([
    ...checks.map(([name]) => ddl`DROP CONSTRAINT ${name}`),
    action,
    ...checks.map(([name, text]) => ddl`ADD CONSTRAINT ${name} ${raw(withName(text, column, to))}`),
  ])
}

/** The text of a new default that SET DEFAULT can give; it knows no clock, and would forget ON UPDATE. */
function loneDefault({ column, to, existing }: AlterColumn, draft: TableDraft): string | undefined {
  if (Object.keys(to).length !== 1 || to.default === undefined || to.default === null) return undefined
  const present = draft.column(column)
  const type = present === undefined ? existing?.type : rawType(present.type)
  const text = defaultText(to.default, type)
  if (type !== undefined && needsExpressionDefault(type) && !draft.rules.setsEveryDefault) return undefined
  if (present?.onUpdate !== undefined || isClock(text) || / ON UPDATE /.test(text)) return undefined
  if (present !== undefined) draft.setColumn(column, { ...present, default: text })
  return text
}

function presentColumn({ table, column, to, existing = {} }: AlterColumn, draft: TableDraft): ColumnText {
  const present = draft.column(column)
  if (present !== undefined) return legible(present, to, existing)
  const { comment, type = to.type, nullable = to.nullable, collation, ...told }: ExistingColumn = existing
  if (type === undefined || nullable === undefined) {
    throw new TsmigError(
      'unknown-column',
      `the column ${column} of ${table.name} is not known, and MySQL changes a column by stating all of it`,
      'In a script, tell its type, nullability, default and comment in `existing`; online, check that the table is there.',
    )
  }
  const { default: value, identity, generated, serial: _, ...others } = told
  return columnText({
    ...others,
    type,
    nullable,
    // What is `null` is known not to be there.
    ...(identity && { identity }),
    ...(generated && { generated }),
    ...(collation && { collation }),
    ...(value === undefined || value === null ? {} : { default: value }),
    ...(comment === undefined || comment === null ? {} : { comment }),
  })
}

/**
 * The server shows a character beyond U+FFFF as a question mark, and restating that would store one: what has a
 * question mark in a string has to be told, by the change or by `existing`.
 */
function legible(present: ColumnText, to: ColumnChange, existing: ExistingColumn): ColumnText {
  const known: { type?: string; default?: string } = {}
  if (existing.type !== undefined) known.type = typeText(existing.type)
  if (existing.default !== undefined && existing.default !== null) {
    known.default = defaultText(existing.default, existing.type ?? rawType(present.type))
  }
  const read = (part: 'type' | 'default'): string | undefined => {
    const text = present[part]
    if (to[part] !== undefined || text === undefined || !hasQuestionMark(text)) return text
    if (known[part] !== undefined) return known[part]
    throw illegible(part)
  }
  const { default: _, ...rest } = present
  if (to.generated === undefined && hasQuestionMark(present.generated ?? '')) throw illegible('generated')
  if (present.rest.some(hasQuestionMark)) throw illegible('check')
  const value = read('default')
  return { ...rest, type: read('type') ?? present.type, ...(value === undefined ? {} : { default: value }) }
}

/** What can't be restated as it is: throws `unreadable-sql`. */
export function refuseIllegible({ type, default: value = '', generated = '', rest }: ColumnText): void {
  if (hasQuestionMark(type)) throw illegible('type')
  if (hasQuestionMark(value)) throw illegible('default')
  if (hasQuestionMark(generated)) throw illegible('generated')
  if (rest.some(hasQuestionMark)) throw illegible('check')
}

/** As a character of a string, or as the byte that spells it. */
function hasQuestionMark(text: string): boolean {
  return scanServerText(text).some(
    ({ kind, text: part }) => kind === 'string' && (part.includes('?') || /^'(?:[\da-f]{2})*?3f/i.test(part)),
  )
}

function illegible(part: string): TsmigError {
  return new TsmigError(
    'unreadable-sql',
    `the ${part} of the column has a question mark in it, and the server shows some characters as one: restated, they could be lost`,
    part === 'check'
      ? 'Alter the column with op.execute, stating all of it.'
      : 'State it in the operation, too: as what changes, or in `existing`.',
  )
}

function changedColumn(present: ColumnText, to: ColumnChange): ColumnText {
  return withComment(withDefault(withSource(withSettings(withType(present, to), to), to), to), to)
}

/** What only MySQL's columns have. */
function withSettings(present: ColumnText, { mysql = {}, type }: ColumnChange): ColumnText {
  const { characterSet, onUpdate, invisible, check } = mysql
  const { onUpdate: update, ...others } = present
  const kind = type ?? rawType(present.type)
  const when = onUpdate === undefined ? update : onUpdate === null ? undefined : clockText(onUpdate, kind)
  const rest = present.rest.filter(
    (part) =>
      !(invisible !== undefined && /^INVISIBLE$/i.test(part)) &&
      !(check !== undefined && /^CHECK\b/i.test(part) && !isJsonCheck(part)),
  )
  return {
    ...(characterSet === undefined ? others : inLetters(others, characterSet)),
    ...(when !== undefined && { onUpdate: when }),
    rest: [
      // Nothing but another check follows a check.
      ...(invisible === true ? ['INVISIBLE'] : []),
      ...rest,
      ...(check === undefined || check === null ? [] : [`CHECK (${expression(check).sql})`]),
    ],
  }
}

/** A collation belongs to one character set. */
function inLetters(present: Omit<ColumnText, 'onUpdate'>, characterSet: string | null): ColumnText {
  const { characterSet: _, collation, ...rest } = present
  if (characterSet === null) return rest
  const isOwn = collation?.toLowerCase().startsWith(`${characterSet.toLowerCase()}_`) === true
  return { ...rest, characterSet: collationText(characterSet), ...(isOwn && { collation }) }
}

function withType(present: ColumnText, { type, collation }: ColumnChange): ColumnText {
  const { characterSet, collation: before, ...rest } = present
  const kept = {
    ...(characterSet === undefined ? {} : { characterSet }),
    ...(before === undefined ? {} : { collation: before }),
  }
  const told = collation === null || collation === undefined ? {} : { collation: collationText(collation) }
  const letters = collation === undefined ? kept : told
  if (type === undefined) return { ...rest, ...letters }
  const text = typeText(type)
  // What MariaDB adds to a json column, and where the column is one no more, is no check of the user's.
  const isText = isTextType(text) && !present.rest.some(isJsonCheck)
  return {
    ...retimed(rest, type),
    type: text,
    ...(collation !== undefined || (isText && isTextType(present.type)) ? letters : {}),
    rest: present.rest.filter((part) => !isJsonCheck(part)),
  }
}

/** The default in the form that the new type asks for. */
function retimed(present: Omit<ColumnText, 'characterSet' | 'collation'>, type: ColumnType): ColumnText {
  const { default: value, onUpdate, ...rest } = present
  const isMoment = /^(?:datetime|timestamp)\b/i.test(typeText(type))
  const update = onUpdate !== undefined && isMoment ? { onUpdate: clockText('CURRENT_TIMESTAMP', type) } : {}
  if (value === undefined) return { ...rest, ...update }
  if (isClock(value)) {
    return { ...rest, ...update, default: isMoment ? clockText('CURRENT_TIMESTAMP', type) : value }
  }
  const bare = !value.startsWith('(') && !/^null$/i.test(value)
  return { ...rest, ...update, default: bare && needsExpressionDefault(type) ? `(${value})` : value }
}

function withSource(present: ColumnText, { nullable, identity, generated }: ColumnChange): ColumnText {
  let { autoIncrement, generated: computed, ...rest } = present
  if (identity === null) autoIncrement = undefined
  else if (identity !== undefined) {
    checkIdentity(identity)
    autoIncrement = true
  }
  if (generated === null) computed = undefined
  else if (generated !== undefined) computed = generatedText(generated)
  return {
    ...rest,
    ...(autoIncrement === undefined ? {} : { autoIncrement }),
    ...(computed === undefined ? {} : { generated: computed }),
    nullable: nullable ?? present.nullable,
  }
}

function withDefault(present: ColumnText, to: ColumnChange): ColumnText {
  const { default: before, onUpdate, ...rest } = present
  const given = to.default
  const hasNoDefault = present.autoIncrement === true || present.generated !== undefined
  if (hasNoDefault) return rest
  const text =
    given === undefined
      ? before
      : given === null
        ? undefined
        : defaultText(given, to.type ?? rawType(present.type))
  const isNull = text === undefined || (/^null$/i.test(text) && !present.nullable)
  const keepsUpdate = onUpdate !== undefined && !/ ON UPDATE /.test(text ?? '')
  return { ...rest, ...(isNull ? {} : { default: text }), ...(keepsUpdate ? { onUpdate } : {}) }
}

function withComment(present: ColumnText, { comment }: ColumnChange): ColumnText {
  if (comment === undefined) return present
  const { comment: _, ...rest } = present
  return comment === null ? rest : { ...rest, comment: commentText(comment) }
}

function rawType(sql: string): ColumnType {
  return { type: 'raw', sql }
}
