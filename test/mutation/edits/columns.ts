import { isDeepStrictEqual } from 'node:util'
import type { Column } from '../../../src/schema/model.ts'
import { type Declared, withTable } from '../declared.ts'
import { kindOf, kindsOf } from '../kinds.ts'
import {
  collationFor,
  comment,
  computation,
  isComputable,
  isPlain,
  isSpelling,
  type Making,
  makeColumn,
  makeGenerated,
  spelling,
} from '../make-parts.ts'
import { identityFor } from '../make-table.ts'
import { withoutColumn, withoutUsers } from '../without.ts'
import { anyColumn, anyTable, type Edit, isInForeignKey, isInPrimaryKey, withColumn } from './edit.ts'

/** What may become of columns. */
export const columnEdits: readonly Edit[] = [
  { name: 'addColumn', apply: addColumn },
  { name: 'addGeneratedColumn', apply: addGenerated },
  { name: 'dropColumn', apply: dropColumn },
  { name: 'changeType', apply: changeType },
  { name: 'changeNullability', apply: changeNullability },
  { name: 'changeDefault', apply: changeDefault },
  { name: 'changeColumnComment', dialects: ['postgres', 'mysql'], apply: changeComment },
  { name: 'changeCollation', apply: changeCollation },
  { name: 'changeGenerated', apply: changeGenerated },
  { name: 'switchIdentity', apply: switchIdentity },
]

function addColumn(declared: Declared, making: Making): Declared | undefined {
  const found = anyTable(declared, making)
  if (found === undefined) return undefined
  const column = makeColumn(
    declared,
    found.table.columns.map(({ name }) => name),
    making,
  )
  return withColumns(declared, found, [...found.table.columns, column])
}

function addGenerated(declared: Declared, making: Making): Declared | undefined {
  const found = anyTable(declared, making)
  const column = found === undefined ? undefined : makeGenerated(found.table, making)
  if (found === undefined || column === undefined) return undefined
  return withColumns(declared, found, [...found.table.columns, column])
}

function withColumns(
  declared: Declared,
  found: Declared['tables'][number],
  columns: readonly Column[],
): Declared {
  return withTable(declared, { ...found, table: { ...found.table, columns } })
}

function dropColumn(declared: Declared, making: Making): Declared | undefined {
  const found = anyColumn(
    declared,
    making,
    (column, definition) => !isInPrimaryKey(column, definition) && definition.table.columns.length > 2,
  )
  if (found === undefined) return undefined
  return withoutColumn(declared, found.definition.table.table, found.column.name)
}

/** Within a group of types, or to text: what uses the column stays where it still fits. */
function changeType(declared: Declared, making: Making): Declared | undefined {
  const { dialect, dice } = making
  const found = anyColumn(
    declared,
    making,
    (column, definition) =>
      isPlain(column) &&
      column.identity === undefined &&
      column.serial !== true &&
      column.type.type !== 'enum' &&
      !isInForeignKey(column, definition, declared),
  )
  if (found === undefined) return undefined
  const { definition, column } = found
  const was = kindOf(column.type, dialect)
  const kinds = kindsOf(dialect).filter(
    (one) => one.group !== undefined && one.group === was.group && !isDeepStrictEqual(one.type, was.type),
  )
  const kind = dice.pick(kinds)
  if (kind === undefined) return undefined
  const { default: value, mysql, ...rest } = column
  // What follows the clock does so in the precision of its type.
  const { onUpdate: _, ...settings } = mysql ?? {}
  const fallback = value === undefined ? undefined : dice.pick(kind.defaults)
  const changed = {
    ...rest,
    type: kind.type,
    ...(fallback !== undefined && { default: fallback }),
    ...(Object.keys(settings).length > 0 && { mysql: settings }),
  }
  // What an index has the beginning of may get shorter than that; an operator class is for types like the old one.
  const isCut = definition.indexes.some(({ keys }) =>
    keys.some((key) => key.column === column.name && (key.prefix ?? key.operatorClass) !== undefined),
  )
  const isAlike = kind.keyable && kind.family === was.family && !isInPrimaryKey(column, definition) && !isCut
  const left = isAlike ? declared : withoutUsers(declared, definition.table.table, column.name)
  if (isInPrimaryKey(column, definition)) return undefined
  const table = left.tables.find((one) => one.table.table.name === definition.table.table.name)
  return table === undefined ? undefined : withTable(left, withColumn(table, changed))
}

function changeNullability(declared: Declared, making: Making): Declared | undefined {
  const found = anyColumn(
    declared,
    making,
    (column, definition) =>
      isPlain(column) &&
      column.identity === undefined &&
      column.serial !== true &&
      // What is never empty and has nothing to fall back on can't be invisible.
      column.mysql?.invisible !== true &&
      !isInPrimaryKey(column, definition) &&
      !isInForeignKey(column, definition, declared),
  )
  if (found === undefined) return undefined
  const { definition, column } = found
  return withTable(declared, withColumn(definition, { ...column, nullable: !column.nullable }))
}

function changeDefault(declared: Declared, making: Making): Declared | undefined {
  const { dialect, dice } = making
  const found = anyColumn(
    declared,
    making,
    (column) =>
      isPlain(column) &&
      column.identity === undefined &&
      column.serial !== true &&
      kindOf(column.type, dialect).defaults.length > 0,
  )
  if (found === undefined) return undefined
  const { definition, column } = found
  const { default: value, ...rest } = column
  const next =
    dice.chance(30) && value !== undefined ? undefined : dice.pick(kindOf(column.type, dialect).defaults)
  if (isDeepStrictEqual(next, value)) return undefined
  return withTable(
    declared,
    withColumn(definition, { ...rest, ...(next !== undefined && { default: next }) }),
  )
}

function changeComment(declared: Declared, making: Making): Declared | undefined {
  const found = anyColumn(declared, making, () => true)
  if (found === undefined) return undefined
  const { comment: was, ...rest } = found.column
  const next = was === undefined || making.dice.chance(50) ? comment(making.dice) : undefined
  if (next === was) return undefined
  const column = { ...rest, ...(next !== undefined && { comment: next }) }
  return withTable(declared, withColumn(found.definition, column))
}

function changeCollation(declared: Declared, making: Making): Declared | undefined {
  const { dialect, dice } = making
  const found = anyColumn(
    declared,
    making,
    (column, definition) =>
      isPlain(column) &&
      kindOf(column.type, dialect).family === 'text' &&
      !isInForeignKey(column, definition, declared),
  )
  if (found === undefined) return undefined
  const { collation: was, ...rest } = found.column
  const next = was !== undefined && dice.chance(40) ? undefined : collationFor(dialect, dice)
  if (next === was) return undefined
  return withTable(
    declared,
    withColumn(found.definition, { ...rest, ...(next !== undefined && { collation: next }) }),
  )
}

function changeGenerated(declared: Declared, making: Making): Declared | undefined {
  const found = anyColumn(declared, making, ({ generated }) => generated !== undefined)
  if (found?.column.generated === undefined) return undefined
  const { definition, column } = found
  const { generated, ...rest } = column
  const isText = column.type.type === 'varchar'
  const isSource = isText ? isSpelling : isComputable
  const source = making.dice.pick(
    definition.table.columns.filter((one) => isSource(one, definition.table, making.dialect)),
  )
  if (source === undefined || making.dice.chance(20)) return withTable(declared, withColumn(definition, rest))
  const expression = isText ? spelling(source.name, making) : computation(source.name, making)
  if (generated === undefined || expression === generated.expression) return undefined
  return withTable(declared, withColumn(definition, { ...column, generated: { ...generated, expression } }))
}

/** The database begins to number the rows of a table, or stops. */
function switchIdentity(declared: Declared, making: Making): Declared | undefined {
  const found = anyColumn(
    declared,
    making,
    ({ name, type, serial }, { table }) =>
      name === 'id' &&
      serial !== true &&
      ['integer', 'bigint'].includes(type.type) &&
      (making.dialect === 'postgres' ||
        table.constraints.some((one) => one.kind === 'primaryKey' && one.columns.join() === 'id')) &&
      table.withoutRowid !== true,
  )
  if (found === undefined) return undefined
  const { definition, column } = found
  const { identity: was, default: _, ...rest } = column
  if (was !== undefined && (making.dialect !== 'postgres' || making.dice.chance(50)))
    return withTable(declared, withColumn(definition, rest))
  const identity = identityFor(making)
  if (isDeepStrictEqual(identity, was)) return undefined
  return withTable(declared, withColumn(definition, { ...rest, nullable: false, identity }))
}
