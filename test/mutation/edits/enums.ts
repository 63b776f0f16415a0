import type { ColumnType } from '../../../src/schema/column-type.ts'
import type { Column } from '../../../src/schema/model.ts'
import type { EnumType } from '../../../src/schema/objects.ts'
import { type Declared, withTable } from '../declared.ts'
import { isPlain, type Making } from '../make-parts.ts'
import { columnName } from '../names.ts'
import { anyColumn, anyTable, type Edit, isInForeignKey, withColumn } from './edit.ts'

/** What may become of columns of enums, and of enums that nothing is of any more. */
export const enumEdits: readonly Edit[] = [
  { name: 'addEnumColumn', dialects: ['postgres'], apply: addColumn },
  { name: 'addEnumList', dialects: ['postgres'], apply: addList },
  { name: 'enumToText', apply: toText },
  { name: 'dropEnum', dialects: ['postgres'], apply: dropEnum },
  { name: 'changeOwnEnum', dialects: ['sqlite', 'mysql'], apply: changeOwn },
]

function anyEnum({ objects }: Declared, { dice }: Making): EnumType | undefined {
  return dice.pick(objects.filter((object) => object.type === 'enum'))
}

function typeOf({ name, schema, values }: EnumType): ColumnType {
  return { type: 'enum', values, name, ...(schema !== undefined && { schema }) }
}

function adding(
  declared: Declared,
  making: Making,
  change: (type: ColumnType, first: string) => Omit<Column, 'name'>,
): Declared | undefined {
  const [type, found] = [anyEnum(declared, making), anyTable(declared, making)]
  const [first] = type?.values ?? []
  if (type === undefined || found === undefined || first === undefined) return undefined
  const { columns } = found.table
  const taken = columns.map(({ name }) => name)
  const column = { name: columnName(taken, making.dice), ...change(typeOf(type), first) }
  return withTable(declared, { ...found, table: { ...found.table, columns: [...columns, column] } })
}

function addColumn(declared: Declared, making: Making): Declared | undefined {
  const isGiven = making.dice.chance(50)
  return adding(declared, making, (type, first) => ({
    type,
    nullable: !isGiven,
    ...(isGiven && { default: first }),
  }))
}

function addList(declared: Declared, making: Making): Declared | undefined {
  const isGiven = making.dice.chance(50)
  return adding(declared, making, (of) => ({
    type: { type: 'array', of },
    nullable: true,
    ...(isGiven && { default: [] }),
  }))
}

/** What stands on it stays: the first value is a text, too. */
function toText(declared: Declared, making: Making): Declared | undefined {
  const found = anyColumn(
    declared,
    making,
    (column, definition) =>
      column.type.type === 'enum' && isPlain(column) && !isInForeignKey(column, definition, declared),
  )
  if (found === undefined) return undefined
  const type: ColumnType = { type: 'varchar', length: 60 }
  return withTable(declared, withColumn(found.definition, { ...found.column, type }))
}

function dropEnum(declared: Declared, making: Making): Declared | undefined {
  const found = anyEnum(declared, making)
  if (found === undefined) return undefined
  const isOfIt = (type: ColumnType): boolean =>
    type.type === 'array' ? isOfIt(type.of) : type.type === 'enum' && type.name === found.name
  if (declared.tables.some(({ table }) => table.columns.some(({ type }) => isOfIt(type)))) return undefined
  return { ...declared, objects: declared.objects.filter((object) => object !== found) }
}

/** One more value at any place behind the first, or one less at the end. */
function changeOwn(declared: Declared, making: Making): Declared | undefined {
  const { dice } = making
  const found = anyColumn(
    declared,
    making,
    (column, definition) =>
      column.type.type === 'enum' && isPlain(column) && !isInForeignKey(column, definition, declared),
  )
  if (found?.column.type.type !== 'enum') return undefined
  const { values } = found.column.type
  const place = 1 + dice.below(values.length)
  const free = ['first', 'mid', "isn't"].filter((value) => !values.includes(value))
  const value = dice.pick(free)
  const changed =
    values.length > 1 && (value === undefined || dice.chance(40))
      ? values.slice(0, -1)
      : [...values.slice(0, place), ...(value === undefined ? [] : [value]), ...values.slice(place)]
  const type: ColumnType = { type: 'enum', values: changed }
  return withTable(declared, withColumn(found.definition, { ...found.column, type }))
}
