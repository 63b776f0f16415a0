import type { TableDefinition } from '../../../src/schema/define-table.ts'
import type { Column } from '../../../src/schema/model.ts'
import type { Sequence } from '../../../src/schema/objects.ts'
import { isSql, type Sql, sql } from '../../../src/schema/values.ts'
import { type Declared, withTable } from '../declared.ts'
import { sequenceParts } from '../make-objects.ts'
import type { Making } from '../make-parts.ts'
import { objectName } from '../names.ts'
import { withoutObjects } from '../without.ts'
import { anyColumn, type Edit, withColumn } from './edit.ts'

const postgres = ['postgres'] as const

/** Where a column of PostgreSQL has its numbers from. */
export const numberingEdits: readonly Edit[] = [
  { name: 'numberBySequence', dialects: postgres, apply: numberBySequence },
  { name: 'numberByIdentity', dialects: postgres, apply: numberByIdentity },
]

/** A sequence that somebody declared, by the name of the one that goes with the identity now and then. */
function numberBySequence(declared: Declared, making: Making): Declared | undefined {
  const found = anyColumn(
    declared,
    making,
    ({ identity, serial, type }) =>
      (identity !== undefined || serial === true) && ['integer', 'bigint'].includes(type.type),
  )
  if (found === undefined) return undefined
  const { definition, column } = found
  const own = `${definition.table.table.name}_${column.name}_seq`
  const isFree =
    column.identity !== undefined && declared.objects.every((one) => !('name' in one) || one.name !== own)
  const sequence: Sequence = {
    type: 'sequence',
    name: isFree && making.dice.chance(50) ? own : objectName(declared, making.dice),
    ...sequenceParts(making),
  }
  const { identity: _, serial: __, ...rest } = column
  const changed = withTable(declared, withColumn(definition, { ...rest, default: nextOf(sequence) }))
  return { ...changed, objects: [...changed.objects, sequence] }
}

function nextOf({ name }: Sequence): Sql {
  const text = `nextval('"${name}"'::regclass)`
  return sql`${{ sql: text }}`
}

/** The sequence goes, or stays for others. */
function numberByIdentity(declared: Declared, making: Making): Declared | undefined {
  const found = anyColumn(declared, making, (column) => sequenceOf(column, declared) !== undefined)
  const sequence = found && sequenceOf(found.column, declared)
  if (found === undefined || sequence === undefined) return undefined
  const changed = withTable(declared, numbered(found.definition, found.column))
  return making.dice.chance(50) ? withoutObjects(changed, (one) => one === sequence) : changed
}

function numbered(definition: TableDefinition, column: Column): TableDefinition {
  const { default: _, ...rest } = column
  return withColumn(definition, { ...rest, nullable: false, identity: { mode: 'by default' } })
}

function sequenceOf({ default: value }: Column, { objects }: Declared): Sequence | undefined {
  if (!isSql(value)) return undefined
  return objects.find((one): one is Sequence => one.type === 'sequence' && value.sql === nextOf(one).sql)
}
