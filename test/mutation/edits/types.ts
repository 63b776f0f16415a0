import type { ColumnType } from '../../../src/schema/column-type.ts'
import type { Column } from '../../../src/schema/model.ts'
import type { CompositeType, Domain } from '../../../src/schema/objects.ts'
import { type Declared, withObject, withTable } from '../declared.ts'
import { isDomainColumn } from '../domains.ts'
import { comment, isPlain, type Making } from '../make-parts.ts'
import { makeComposite, makeDomain } from '../make-types.ts'
import { columnName } from '../names.ts'
import { anyColumn, anyTable, type Edit, isInForeignKey, withColumn } from './edit.ts'

const postgres = ['postgres'] as const

/** What may become of domains and composite types, and of columns of the former. */
export const typeEdits: readonly Edit[] = [
  {
    name: 'addDomain',
    dialects: postgres,
    apply: (declared, making) => adding(declared, makeDomain(declared, making)),
  },
  { name: 'addDomainColumn', dialects: postgres, apply: addDomainColumn },
  { name: 'switchDomain', dialects: postgres, apply: switchDomain },
  { name: 'changeDomain', dialects: postgres, apply: changeDomain },
  { name: 'dropDomain', dialects: postgres, apply: dropDomain },
  {
    name: 'addComposite',
    dialects: postgres,
    apply: (declared, making) => adding(declared, makeComposite(declared, making)),
  },
  { name: 'addAttribute', dialects: postgres, apply: addAttribute },
  { name: 'changeAttribute', dialects: postgres, apply: changeAttribute },
  { name: 'dropAttribute', dialects: postgres, apply: dropAttribute },
]

function adding(declared: Declared, object: Domain | CompositeType | undefined): Declared | undefined {
  return object && { ...declared, objects: [...declared.objects, object] }
}

function anyDomain({ objects }: Declared, { dice }: Making): Domain | undefined {
  return dice.pick(objects.filter((object) => object.type === 'domain'))
}

function anyComposite({ objects }: Declared, { dice }: Making): CompositeType | undefined {
  return dice.pick(objects.filter((object) => object.type === 'composite'))
}

function addDomainColumn(declared: Declared, making: Making): Declared | undefined {
  const [domain, found] = [anyDomain(declared, making), anyTable(declared, making)]
  if (domain === undefined || found === undefined) return undefined
  // The rows that are there have nothing to put in.
  if (!domain.nullable && domain.default === undefined) return undefined
  const { columns } = found.table
  const name = columnName(
    columns.map((column) => column.name),
    making.dice,
  )
  const column = { name, type: { type: 'raw', sql: domain.name }, nullable: true } as const
  return withTable(declared, { ...found, table: { ...found.table, columns: [...columns, column] } })
}

/** A column of a domain becomes one of plain numbers, or the other way round; what stands on it stays. */
function switchDomain(declared: Declared, making: Making): Declared | undefined {
  const domain = anyDomain(declared, making)
  if (domain === undefined) return undefined
  const isOfIt = (column: Column) => isDomainColumn(column, domain.name)
  const found = anyColumn(
    declared,
    making,
    (column, definition) =>
      (isOfIt(column) || (column.type.type === 'integer' && domain.nullable)) &&
      isPlain(column) &&
      column.identity === undefined &&
      column.serial !== true &&
      !isInForeignKey(column, definition, declared),
  )
  if (found === undefined) return undefined
  const { definition, column } = found
  const type: ColumnType = isOfIt(column) ? { type: 'integer' } : { type: 'raw', sql: domain.name }
  // Its default is not always taken by the checks of the domain.
  const { default: _, ...rest } = column
  return withTable(declared, withColumn(definition, { ...rest, type }))
}

function changeDomain(declared: Declared, making: Making): Declared | undefined {
  const { dice } = making
  const found = anyDomain(declared, making)
  if (found === undefined) return undefined
  switch (dice.below(4)) {
    case 0: {
      const { default: was, ...rest } = found
      return withObject(declared, found, was === undefined ? { ...rest, default: 1 + dice.below(2) } : rest)
    }
    case 1: {
      const { comment: was, ...rest } = found
      return withObject(declared, found, was === undefined ? { ...rest, comment: comment(dice) } : rest)
    }
    case 2:
      // What columns of it hold from before may be nothing.
      if (isUsed(declared, found)) return undefined
      return withObject(declared, found, { ...found, nullable: !found.nullable })
    default: {
      const name = dice.one(['ck_low', 'ck_high'])
      const others = found.checks.filter((one) => one.name !== name)
      if (others.length < found.checks.length)
        return withObject(declared, found, { ...found, checks: others })
      const expression = name === 'ck_low' ? 'VALUE > -10' : 'VALUE < 1000'
      return withObject(declared, found, {
        ...found,
        checks: [...others, { kind: 'check', name, expression }],
      })
    }
  }
}

function dropDomain(declared: Declared, making: Making): Declared | undefined {
  const found = anyDomain(declared, making)
  if (found === undefined || isUsed(declared, found)) return undefined
  return { ...declared, objects: declared.objects.filter((object) => object !== found) }
}

function isUsed({ tables }: Declared, { name }: Domain | CompositeType): boolean {
  return tables.some(({ table }) => table.columns.some((column) => isDomainColumn(column, name)))
}

function addAttribute(declared: Declared, making: Making): Declared | undefined {
  const found = anyComposite(declared, making)
  if (found === undefined) return undefined
  const name = columnName(
    found.attributes.map((one) => one.name),
    making.dice,
  )
  const attributes = [...found.attributes, { name, type: { type: 'integer' } as const }]
  return withObject(declared, found, { ...found, attributes })
}

function changeAttribute(declared: Declared, making: Making): Declared | undefined {
  const found = anyComposite(declared, making)
  const attribute = found === undefined ? undefined : making.dice.pick(found.attributes)
  if (found === undefined || attribute === undefined) return undefined
  const attributes = found.attributes.map((one) => {
    if (one !== attribute) return one
    return making.dice.chance(50) && !isUsed(declared, found)
      ? { ...one, type: { type: one.type.type === 'integer' ? 'bigint' : 'integer' } as const }
      : { ...one, comment: comment(making.dice) }
  })
  return withObject(declared, found, { ...found, attributes })
}

function dropAttribute(declared: Declared, making: Making): Declared | undefined {
  const found = anyComposite(declared, making)
  if (found === undefined || found.attributes.length < 2) return undefined
  const gone = making.dice.pick(found.attributes)
  return withObject(declared, found, {
    ...found,
    attributes: found.attributes.filter((one) => one !== gone),
  })
}
