import type { TableName } from '../../schema/model.ts'
import { TsmigError } from '../../support/errors.ts'
import type { StoredSql, TableShape } from '../dialect.ts'
import { UnsupportedOperationError } from '../errors.ts'
import { quoteIdentifier } from '../identifier.ts'
import { alreadyThere } from './shape-errors.ts'
import { mentions, qualify, triggerTarget } from './stored-sql.ts'
import { isKeyword, isMark, sameName, type Token, tokenize } from './tokenize.ts'

/**
 * What makes a view again under another name, with its triggers; SQLite has no rename for it. Where other views or
 * triggers speak of it, which SQLite would leave broken, an `UnsupportedOperationError`.
 */
export function renameView(view: TableName, to: string, shape: TableShape | undefined): readonly string[] {
  if (shape?.sql === undefined || !isView(shape)) throw unknownObject(`view "${view.name}"`)
  const own = dependentTriggers(shape, view.name)
  const others = [...shape.views, ...shape.triggers.filter((trigger) => !own.includes(trigger))]
  if (others.length > 0) {
    throw new UnsupportedOperationError(
      'sqlite',
      `can't rename view "${view.name}": ${others.map(({ name }) => `"${name}"`).join(', ')} would still speak of the old name`,
      'Drop those first, and create them again with the new name.',
    )
  }
  const renamed = own.map(({ name, sql }) => {
    if (bodyMentions(sql, view.name)) throw ownTriggerSpeaks(view, name)
    return retarget(sql, to)
  })
  return [rename(shape.sql, to), ...renamed].map((sql) => qualify(sql, view.schema))
}

/** What makes a trigger again under another name. */
export function renameTrigger(
  trigger: { readonly name: string; readonly table: TableName },
  to: string,
  shape: TableShape | undefined,
): string {
  const found = shape?.triggers.find(({ name }) => sameName(name, trigger.name))
  if (found === undefined) throw unknownObject(`trigger "${trigger.name}" of "${trigger.table.name}"`)
  if (shape?.triggers.some(({ name }) => name !== found.name && sameName(name, to))) {
    throw alreadyThere(trigger.table.name, `a trigger "${to}"`)
  }
  return qualify(rename(found.sql, to), trigger.table.schema)
}

/** The triggers on a table or view itself, which go when it is dropped. */
export function dependentTriggers(shape: TableShape | undefined, name: string): readonly StoredSql[] {
  return (shape?.triggers ?? []).filter(({ sql }) => {
    const target = triggerTarget(sql)
    return target !== undefined && sameName(target, name)
  })
}

/** Whether the shape is that of a view. */
export function isView(shape: TableShape): boolean {
  return shape.sql !== undefined && /^\s*CREATE\s+(?:TEMP\s+|TEMPORARY\s+)?VIEW\b/i.test(shape.sql)
}

/** The CREATE statement, as SQLite stores it, with another name for what it creates. */
function rename(sql: string, to: string): string {
  const tokens = tokenize(sql)
  const created = tokens.findIndex((token) => isKeyword(token, 'VIEW') || isKeyword(token, 'TRIGGER'))
  const first = isKeyword(tokens[created + 1], 'IF') ? created + 4 : created + 1
  return replaceToken(sql, isMark(tokens[first + 1], '.') ? tokens[first + 2] : tokens[first], to)
}

function retarget(sql: string, to: string): string {
  const tokens = tokenize(sql)
  const on = tokens.findIndex((token, index) => index > 2 && isKeyword(token, 'ON'))
  return replaceToken(sql, tokens[on + 1], to)
}

function replaceToken(sql: string, token: Token | undefined, name: string): string {
  if (token === undefined) return sql
  return sql.slice(0, token.start) + quoteIdentifier(name) + sql.slice(token.end)
}

function bodyMentions(sql: string, view: string): boolean {
  const body = tokenize(sql).find((token) => isKeyword(token, 'BEGIN'))
  return body !== undefined && mentions(sql.slice(body.start), view)
}

function ownTriggerSpeaks(view: TableName, trigger: string): UnsupportedOperationError {
  return new UnsupportedOperationError(
    'sqlite',
    `can't rename view "${view.name}": the body of its trigger "${trigger}" speaks of it by name`,
    'Drop the trigger first, and create it again with the new name.',
  )
}

function unknownObject(title: string): TsmigError {
  return new TsmigError(
    'unknown-object',
    `SQLite renames by making anew, and ${title} is not known`,
    'Check its name; in a script, the revisions before have to make it.',
  )
}
