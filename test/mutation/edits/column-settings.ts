import { isDeepStrictEqual } from 'node:util'
import type { Column, MysqlColumn } from '../../../src/schema/model.ts'
import { type Declared, withTable } from '../declared.ts'
import { kindOf } from '../kinds.ts'
import { isPlain, type Making, quoted } from '../make-parts.ts'
import { anyColumn, type Edit, isInForeignKey, isInPrimaryKey, withColumn } from './edit.ts'

/** What may become of settings of columns that only one database has. */
export const columnSettingEdits: readonly Edit[] = [
  { name: 'switchSerial', dialects: ['postgres'], apply: switchSerial },
  { name: 'changeCompression', dialects: ['postgres'], apply: changeCompression },
  { name: 'changeOnUpdate', dialects: ['mysql'], apply: changeOnUpdate },
  { name: 'switchColumnVisibility', dialects: ['mysql'], apply: switchVisibility },
  { name: 'changeColumnCharacterSet', dialects: ['mysql'], apply: changeCharacterSet },
  { name: 'changeOwnCheck', dialects: ['mysql'], apply: changeOwnCheck },
  { name: 'changeOnNull', dialects: ['sqlite'], apply: changeOnNull },
]

function changing(
  declared: Declared,
  found: ReturnType<typeof anyColumn>,
  change: (column: Column) => Column | undefined,
): Declared | undefined {
  const column = found && change(found.column)
  if (found === undefined || column === undefined || isDeepStrictEqual(column, found.column)) return undefined
  return withTable(declared, withColumn(found.definition, column))
}

/**
 * The rows are numbered by a sequence of the column's own, or no more. In an unlogged table, a sequence that is made for a
 * column which stands is logged, and one that is made with the table is not.
 */
function switchSerial(declared: Declared, making: Making): Declared | undefined {
  const found = anyColumn(
    declared,
    making,
    ({ name, type, identity }, { table }) =>
      table.postgres?.unlogged !== true &&
      name === 'id' &&
      identity === undefined &&
      ['integer', 'bigint'].includes(type.type),
  )
  return changing(declared, found, ({ serial, default: _, ...rest }) =>
    serial === true ? rest : { ...rest, nullable: false, serial: true },
  )
}

function changeCompression(declared: Declared, making: Making): Declared | undefined {
  const found = anyColumn(declared, making, ({ type }) => ['text', 'varchar', 'jsonb'].includes(type.type))
  return changing(declared, found, ({ postgres: { compression, ...settings } = {}, ...column }) => {
    const postgres = { ...settings, ...(compression === undefined && { compression: 'pglz' as const }) }
    return { ...column, ...(Object.keys(postgres).length > 0 && { postgres }) }
  })
}

function withMysql(
  { mysql = {}, ...column }: Column,
  change: (settings: MysqlColumn) => MysqlColumn,
): Column {
  const settings = change(mysql)
  return { ...column, ...(Object.keys(settings).length > 0 && { mysql: settings }) }
}

function changeOnUpdate(declared: Declared, making: Making): Declared | undefined {
  const found = anyColumn(declared, making, (column) => column.type.type === 'timestamp' && isPlain(column))
  const { precision = 6 } = found?.column.type.type === 'timestamp' ? found.column.type : {}
  const now = precision === 0 ? 'current_timestamp()' : `current_timestamp(${precision})`
  return changing(declared, found, (column) =>
    withMysql(column, ({ onUpdate, ...rest }) =>
      onUpdate === undefined ? { ...rest, onUpdate: now } : rest,
    ),
  )
}

/** What is never empty and has nothing to fall back on can't be invisible. */
function switchVisibility(declared: Declared, making: Making): Declared | undefined {
  const found = anyColumn(
    declared,
    making,
    (column, { table }) =>
      column.nullable && isPlain(column) && table.columns.filter(({ mysql }) => !mysql?.invisible).length > 2,
  )
  return changing(declared, found, (column) =>
    withMysql(column, ({ invisible, ...rest }) => (invisible === true ? rest : { ...rest, invisible: true })),
  )
}

function changeCharacterSet(declared: Declared, making: Making): Declared | undefined {
  const found = anyColumn(
    declared,
    making,
    (column, definition) =>
      isPlain(column) &&
      ['varchar', 'char', 'text'].includes(column.type.type) &&
      column.collation === undefined &&
      !isInForeignKey(column, definition, declared),
  )
  return changing(declared, found, (column) =>
    withMysql(column, ({ characterSet, ...rest }) =>
      characterSet === undefined ? { ...rest, characterSet: making.dice.one(['latin1', 'utf8mb3']) } : rest,
    ),
  )
}

function changeOwnCheck(declared: Declared, making: Making): Declared | undefined {
  const found = anyColumn(
    declared,
    making,
    (column, definition) =>
      isPlain(column) &&
      kindOf(column.type, making.dialect).family === 'number' &&
      column.name !== 'id' &&
      !isInForeignKey(column, definition, declared),
  )
  return changing(declared, found, (column) =>
    withMysql(column, ({ check, ...rest }) =>
      check === undefined ? { ...rest, check: `${quoted(column.name, 'mysql')} < 100000` } : rest,
    ),
  )
}

function changeOnNull(declared: Declared, making: Making): Declared | undefined {
  const found = anyColumn(
    declared,
    making,
    (column, definition) => !column.nullable && isPlain(column) && !isInPrimaryKey(column, definition),
  )
  return changing(declared, found, ({ sqlite, ...rest }) =>
    sqlite === undefined
      ? { ...rest, sqlite: { onNull: making.dice.one(['ignore', 'fail', 'rollback'] as const) } }
      : rest,
  )
}
