import type { TableDefinition } from '../../../src/schema/define-table.ts'
import type { Column, Table, TableName } from '../../../src/schema/model.ts'
import { type Declared, tableNamed, withNewTable, withTable } from '../declared.ts'
import type { Making } from '../make-parts.ts'
import { columnName } from '../names.ts'
import { withoutTable } from '../without.ts'
import type { Edit } from './edit.ts'

const postgres = ['postgres'] as const

/** What may become of partitions. */
export const partitionEdits: readonly Edit[] = [
  { name: 'addPartitionedTable', dialects: postgres, apply: addPartitioned },
  { name: 'addPartition', dialects: postgres, apply: addPartition },
  { name: 'detachPartition', dialects: postgres, apply: detach },
  { name: 'attachPartition', dialects: postgres, apply: attach },
  { name: 'dropPartition', dialects: postgres, apply: dropPartition },
  { name: 'addColumnToPartitioned', dialects: postgres, apply: addColumn },
]

const parent: TableName = { name: 'journal' }

const parts: Readonly<Record<string, string>> = {
  journal_low: 'FOR VALUES FROM (MINVALUE) TO (100)',
  journal_high: 'FOR VALUES FROM (100) TO (200)',
  journal_rest: 'FOR VALUES FROM (200) TO (MAXVALUE)',
}

/** The tables of which nothing but these edits knows what belongs together. */
export function isOfPartitions({ name }: TableName): boolean {
  return parts[name] !== undefined || name === parent.name
}

/** The partitioned table, where there is one. */
export function whole(declared: Declared): TableDefinition | undefined {
  return tableNamed(declared, parent)
}

export function isPart({ table }: TableDefinition): boolean {
  return parts[table.table.name] !== undefined && table.postgres?.partitionOf !== undefined
}

/** Whether a partition of it has, once it stands by itself, what is known here. */
function isPlain(
  { table: { constraints }, indexes }: TableDefinition,
  { indexes: own }: TableDefinition,
): boolean {
  const names = [...constraints, ...indexes].map(({ name }) => name ?? '')
  return (
    own.length === 0 &&
    names.every((name) => ['journal_pkey', 'journal_known', 'journal_body_idx'].includes(name))
  )
}

const number: Column = { name: 'id', type: { type: 'integer' }, nullable: false }
const text: Column = { name: 'body', type: { type: 'text' }, nullable: true }

function addPartitioned(declared: Declared, { dice }: Making): Declared | undefined {
  if (tableNamed(declared, parent) !== undefined) return undefined
  const table: Table = {
    table: parent,
    columns: [number, text],
    constraints: [
      { kind: 'primaryKey', name: 'journal_pkey', columns: ['id'] },
      ...(dice.chance(50)
        ? [{ kind: 'check', name: 'journal_known', expression: 'id > -100' } as const]
        : []),
    ],
    postgres: { partitionBy: { strategy: 'range', keys: [{ column: 'id' }] } },
  }
  const indexes = dice.chance(50) ? [{ name: 'journal_body_idx', keys: [{ column: 'body' }] }] : []
  return withNewTable(withNewTable(declared, { table, indexes }), partition('journal_low'))
}

function partition(name: string): TableDefinition {
  const partitionOf = { table: parent, bounds: parts[name] ?? '' }
  return { table: { table: { name }, columns: [], constraints: [], postgres: { partitionOf } }, indexes: [] }
}

function addPartition(declared: Declared, { dice }: Making): Declared | undefined {
  const free = Object.keys(parts).filter((name) => tableNamed(declared, { name }) === undefined)
  const name = dice.pick(free)
  if (name === undefined || tableNamed(declared, parent) === undefined) return undefined
  return withNewTable(declared, partition(name))
}

function anyPart({ tables }: Declared, { dice }: Making, isPart: boolean): TableDefinition | undefined {
  return dice.pick(
    tables.filter(
      ({ table }) =>
        parts[table.table.name] !== undefined && (table.postgres?.partitionOf !== undefined) === isPart,
    ),
  )
}

/** It keeps all that it had from the table that it was part of, under the names that the server gave. */
function detach(declared: Declared, making: Making): Declared | undefined {
  const [found, whole] = [anyPart(declared, making, true), tableNamed(declared, parent)]
  if (found === undefined || whole === undefined || !isPlain(whole, found)) return undefined
  const { name } = found.table.table
  return withTable(declared, {
    table: {
      table: found.table.table,
      columns: whole.table.columns,
      constraints: whole.table.constraints.map((one) =>
        one.kind === 'primaryKey' ? { ...one, name: `${name}_pkey` } : one,
      ),
    },
    indexes: whole.indexes.map((index) => ({ ...index, name: `${name}_body_idx` })),
  })
}

/** Where it is still as it was. */
function attach(declared: Declared, making: Making): Declared | undefined {
  const [found, whole] = [anyPart(declared, making, false), tableNamed(declared, parent)]
  if (found === undefined || whole === undefined) return undefined
  return withTable(declared, partition(found.table.table.name))
}

function dropPartition(declared: Declared, making: Making): Declared | undefined {
  const found = anyPart(declared, making, true)
  return found && withoutTable(declared, found.table.table)
}

function addColumn(declared: Declared, { dice }: Making): Declared | undefined {
  const whole = tableNamed(declared, parent)
  if (whole === undefined) return undefined
  const { columns } = whole.table
  const name = columnName(
    columns.map((column) => column.name),
    dice,
  )
  const column: Column = { name, type: { type: 'integer' }, nullable: true }
  return withTable(declared, { ...whole, table: { ...whole.table, columns: [...columns, column] } })
}
