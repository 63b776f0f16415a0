import { isDeepStrictEqual } from 'node:util'
import type { TableDefinition } from '../../../src/schema/define-table.ts'
import type { Column, Constraint, ForeignKey, Table } from '../../../src/schema/model.ts'
import type { Trigger } from '../../../src/schema/objects.ts'
import { type Declared, tableNamed, withTable } from '../declared.ts'
import { type Making, makeForeignKey, quoted, targetsIn } from '../make-parts.ts'
import { partName } from '../names.ts'
import { withoutObjects } from '../without.ts'
import type { Edit } from './edit.ts'
import { isPart, whole } from './partitions.ts'

const postgres = ['postgres'] as const

/** What may become of a partitioned table as of any other, and of what a partition has beside. */
export const partitionedEdits: readonly Edit[] = [
  { name: 'changeColumnOfPartitioned', dialects: postgres, apply: changeColumn },
  { name: 'changeCheckOfPartitioned', dialects: postgres, apply: changeCheck },
  { name: 'changeIndexOfPartitioned', dialects: postgres, apply: changeIndex },
  { name: 'changeKeyOfPartitioned', dialects: postgres, apply: changeKey },
  { name: 'changeTriggerOfPartitioned', dialects: postgres, apply: changeTrigger },
  { name: 'changeIndexOfPartition', dialects: postgres, apply: changeIndexOfPart },
]

/** Its text becomes wider or narrower, falls back on something, or may be nothing no more. */
function changeColumn(declared: Declared, making: Making): Declared | undefined {
  const { dice } = making
  const found = whole(declared)
  if (found === undefined) return undefined
  return withColumn(declared, found, 'body', (column) => {
    const { default: value, ...rest } = column
    const wide = { type: 'text' } as const
    return dice.one<Column>([
      { ...column, type: column.type.type === 'text' ? { type: 'varchar', length: 60 } : wide },
      value === undefined ? { ...rest, default: 'none' } : rest,
      { ...column, comment: dice.one(['what it is', 'more']) },
      { ...column, nullable: !column.nullable, ...(column.nullable && { default: 'none' }) },
    ])
  })
}

function withColumn(
  declared: Declared,
  found: TableDefinition,
  name: string,
  change: (column: Column) => Column,
): Declared | undefined {
  const columns = found.table.columns.map((one) => (one.name === name ? change(one) : one))
  if (isDeepStrictEqual(columns, found.table.columns)) return undefined
  return withTable(declared, { ...found, table: { ...found.table, columns } })
}

function withConstraints(
  declared: Declared,
  found: TableDefinition,
  constraints: Table['constraints'],
): Declared {
  return withTable(declared, { ...found, table: { ...found.table, constraints } })
}

/** One comes, or goes, or holds something else. */
function changeCheck(declared: Declared, { dice }: Making): Declared | undefined {
  const found = whole(declared)
  if (found === undefined) return undefined
  const name = 'journal_short'
  const others = found.table.constraints.filter((one) => one.name !== name)
  if (others.length < found.table.constraints.length && dice.chance(50))
    return withConstraints(declared, found, others)
  const expression = dice.one(['length("body") < 500', `"body" <> 'no'`])
  const check: Constraint = { kind: 'check', name, expression }
  const constraints = [...others, check]
  return isDeepStrictEqual(constraints, found.table.constraints)
    ? undefined
    : withConstraints(declared, found, constraints)
}

function changeIndex(declared: Declared, { dice }: Making): Declared | undefined {
  const found = whole(declared)
  if (found === undefined) return undefined
  const name = 'journal_more_idx'
  const others = found.indexes.filter((one) => one.name !== name)
  if (others.length < found.indexes.length && dice.chance(50))
    return withTable(declared, { ...found, indexes: others })
  const index = dice.one<TableDefinition['indexes'][number]>([
    { name, keys: [{ expression: 'lower("body")' }] },
    { name, keys: [{ column: 'id', order: 'desc' }, { column: 'body' }] },
    { name, keys: [{ column: 'body' }], where: 'id > 0' },
    { name, keys: [{ column: 'body' }, { column: 'id' }], unique: true },
  ])
  const indexes = [...others, index]
  return isDeepStrictEqual(indexes, found.indexes) ? undefined : withTable(declared, { ...found, indexes })
}

/** A foreign key that starts at it comes, or goes. */
function changeKey(declared: Declared, making: Making): Declared | undefined {
  const found = whole(declared)
  if (found === undefined) return undefined
  const { columns, constraints } = found.table
  const key = constraints.find((one): one is ForeignKey => one.kind === 'foreignKey')
  if (key !== undefined)
    return withConstraints(
      declared,
      found,
      constraints.filter((one) => one !== key),
    )
  const targets = targetsIn(declared).filter((one) => one.columns.every(({ name }) => name === 'id'))
  const target = making.dice.pick(targets)
  if (target === undefined) return undefined
  const taken = columns.map(({ name }) => name)
  const made = makeForeignKey(taken, target, declared, making)
  const { notValid: _, match: __, ...plain } = made.key
  return withTable(declared, {
    ...found,
    table: { ...found.table, columns: [...columns, ...made.columns], constraints: [...constraints, plain] },
  })
}

/** Each partition has it, too, and says nothing of it. */
function changeTrigger(declared: Declared, making: Making): Declared | undefined {
  const found = whole(declared)
  if (found === undefined) return undefined
  const { table } = found.table
  const has = declared.objects.find((one) => one.type === 'trigger' && one.table.name === table.name)
  if (has !== undefined) return withoutObjects(declared, (object) => object === has)
  const called = declared.objects.find((one) => one.type === 'function' && one.returns === 'trigger')
  if (called?.type !== 'function') return undefined
  const trigger: Trigger = {
    type: 'trigger',
    name: partName('tr', declared, making.dice),
    table,
    timing: 'after',
    events: [making.dice.one(['insert', 'update', 'delete'] as const)],
    forEach: making.dice.one(['row', 'statement']),
    body: `${quoted(called.name, 'postgres')}()`,
  }
  return { ...declared, objects: [...declared.objects, trigger] }
}

/** One that its table has not. */
function changeIndexOfPart(declared: Declared, { dice }: Making): Declared | undefined {
  const found = dice.pick(declared.tables.filter(isPart))
  if (found === undefined || tableNamed(declared, found.table.table) === undefined) return undefined
  const { name } = found.table.table
  const indexes =
    found.indexes.length > 0 ? [] : [{ name: `${name}_own`, keys: [{ expression: 'upper("body")' }] }]
  return withTable(declared, { ...found, indexes })
}
