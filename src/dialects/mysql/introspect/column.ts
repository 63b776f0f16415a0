import type { ColumnType } from '../../../schema/column-type.ts'
import { frozenValue } from '../../../schema/freeze.ts'
import type { Column, MysqlColumn } from '../../../schema/model.ts'
import { isSql } from '../../../schema/values.ts'
import { jsonText } from '../../json-text.ts'
import { ownText, unescaped, withoutParentheses } from '../server-text.ts'
import { type Row, textIn, textOrEmpty } from './catalog-row.ts'
import { mariadbDefault, mysqlDefault } from './default.ts'
import { columnTypeOf, isNumeric } from './type.ts'

/** What a column is read with beside its own row. */
export interface ColumnSurroundings {
  readonly isMariadb: boolean
  readonly schema: string
  /** The collation of its table. */
  readonly collation: string | undefined
  /** MariaDB: the condition of the column's own. */
  readonly check?: string | undefined
  /** MariaDB: the spatial reference system. */
  readonly srid?: string | undefined
  /** The default, where the catalog can't show it. */
  readonly exactDefault?: Column['default']
}

/** A column as the model has it. */
export function columnOf(row: Row, around: ColumnSurroundings): Column {
  const { isMariadb, schema } = around
  const text = textOrEmpty(row, 'type')
  const extra = textOrEmpty(row, 'extra')
  const isJson = isMariadb && isJsonColumn(row, around.check)
  const srid = textIn(row, 'srid') ?? around.srid
  const type = isJson ? ({ type: 'json' } as const) : columnTypeOf(withSrid(text, srid, isMariadb))
  const collation = isJson ? undefined : textIn(row, 'collation')
  const comment = textOrEmpty(row, 'comment')
  const generated = generatedOf(row, extra, around)
  const value = generated === undefined ? defaultOf(row, around, type) : undefined
  const mysql = mysqlPart(extra, isJson ? undefined : around.check)
  return {
    name: textOrEmpty(row, 'name'),
    type,
    nullable: textOrEmpty(row, 'nullable') === 'YES',
    ...(value !== undefined && { default: isSql(value) ? { sql: ownText(value.sql, schema) } : value }),
    ...(/\bauto_increment\b/i.test(extra) &&
      isNumeric(text) && { identity: { mode: 'by default' } as const }),
    ...(generated !== undefined && { generated }),
    ...(collation !== undefined && collation !== around.collation && { collation }),
    ...(comment !== '' && { comment }),
    ...(mysql !== undefined && { mysql }),
  }
}

/** MariaDB's json is a longtext with a check that it adds by itself. */
function isJsonColumn(row: Row, check: string | undefined): boolean {
  const name = textOrEmpty(row, 'name').replaceAll('`', '``')
  return (
    textOrEmpty(row, 'type') === 'longtext' &&
    textOrEmpty(row, 'collation') === 'utf8mb4_bin' &&
    check === `json_valid(\`${name}\`)`
  )
}

function withSrid(type: string, srid: string | undefined, isMariadb: boolean): string {
  if (srid === undefined) return type
  return isMariadb ? `${type} REF_SYSTEM_ID=${srid}` : `${type} SRID ${srid}`
}

function defaultOf(
  row: Row,
  { isMariadb, exactDefault }: ColumnSurroundings,
  type: ColumnType,
): Column['default'] {
  const value = exactDefault ?? (isMariadb ? mariadbDefault(row) : mysqlDefault(row))
  return type.type === 'json' && typeof value === 'string' ? documentIn(value) : value
}

/** The document that the text is, where it is written as tsmig would write it. */
function documentIn(text: string): Column['default'] {
  try {
    const document: unknown = JSON.parse(text)
    const isWhole = typeof document === 'object' && document !== null && jsonText(document) === text
    return isWhole ? frozenValue(document, 'The default') : text
  } catch {
    return text
  }
}

function generatedOf(
  row: Row,
  extra: string,
  { isMariadb, schema }: ColumnSurroundings,
): Column['generated'] | undefined {
  const text = textOrEmpty(row, 'computed')
  if (text === '') return undefined
  const expression = withoutParentheses(ownText(isMariadb ? text : unescaped(text), schema))
  return { expression, stored: /\b(?:STORED|PERSISTENT)\b/i.test(extra) }
}

function mysqlPart(extra: string, check: string | undefined): MysqlColumn | undefined {
  const [, onUpdate] = /\bon update ([^\s,]+)/i.exec(extra) ?? []
  const isInvisible = /\bINVISIBLE\b/i.test(extra)
  if (onUpdate === undefined && !isInvisible && check === undefined) return undefined
  return {
    ...(onUpdate !== undefined && { onUpdate }),
    ...(isInvisible && { invisible: true }),
    ...(check !== undefined && { check }),
  }
}
