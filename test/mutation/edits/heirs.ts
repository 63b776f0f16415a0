import type { TableDefinition } from '../../../src/schema/define-table.ts'
import type { Column, Constraint, Table, TableName } from '../../../src/schema/model.ts'
import { type Declared, tableNamed, withNewTable, withTable } from '../declared.ts'
import type { Making } from '../make-parts.ts'
import { columnName } from '../names.ts'
import { withoutTable } from '../without.ts'
import type { Edit } from './edit.ts'

const postgres = ['postgres'] as const

/** What may become of a table that others inherit from, and of these. */
export const heirEdits: readonly Edit[] = [
  { name: 'addParent', dialects: postgres, apply: addParent },
  { name: 'addHeir', dialects: postgres, apply: addHeir },
  { name: 'stopInheriting', dialects: postgres, apply: stopInheriting },
  { name: 'inheritAgain', dialects: postgres, apply: inheritAgain },
  { name: 'dropHeir', dialects: postgres, apply: dropHeir },
  { name: 'addColumnToParent', dialects: postgres, apply: addColumn },
  { name: 'dropColumnOfParent', dialects: postgres, apply: dropColumn },
  { name: 'changeColumnOfParent', dialects: postgres, apply: changeColumn },
  { name: 'changeCheckOfParent', dialects: postgres, apply: changeCheck },
]

const parent: TableName = { name: 'animal' }
const heirs: readonly string[] = ['animal_cat', 'animal_dog']

/** The tables of which nothing but these edits knows what belongs together. */
export function isOfInheritance({ name }: TableName): boolean {
  return name === parent.name || heirs.includes(name)
}

const number: Column = { name: 'id', type: { type: 'integer' }, nullable: false, default: 0 }
const text: Column = { name: 'label', type: { type: 'text' }, nullable: true }
const lives: Column = { name: 'lives', type: { type: 'integer' }, nullable: true }
const known: Constraint = { kind: 'check', name: 'animal_known', expression: 'id > -100' }

function addParent(declared: Declared, { dice }: Making): Declared | undefined {
  if (tableNamed(declared, parent) !== undefined) return undefined
  const table: Table = { table: parent, columns: [number, text], constraints: dice.chance(50) ? [known] : [] }
  return withNewTable(withNewTable(declared, { table, indexes: [] }), heir('animal_cat'))
}

function heir(name: string): TableDefinition {
  return {
    table: { table: { name }, columns: [lives], constraints: [], postgres: { inherits: [parent] } },
    indexes: [],
  }
}

function addHeir(declared: Declared, { dice }: Making): Declared | undefined {
  const name = dice.pick(heirs.filter((one) => tableNamed(declared, { name: one }) === undefined))
  if (name === undefined || tableNamed(declared, parent) === undefined) return undefined
  return withNewTable(declared, heir(name))
}

function anyHeir({ tables }: Declared, { dice }: Making, inherits: boolean): TableDefinition | undefined {
  return dice.pick(
    tables.filter(
      ({ table }) =>
        heirs.includes(table.table.name) && (table.postgres?.inherits !== undefined) === inherits,
    ),
  )
}

/** It keeps all that it had from its parent. */
function stopInheriting(declared: Declared, making: Making): Declared | undefined {
  const [found, whole] = [anyHeir(declared, making, true), tableNamed(declared, parent)]
  if (found === undefined || whole === undefined) return undefined
  const own = new Set(found.table.columns.map(({ name }) => name))
  const { postgres: _, ...table } = found.table
  return withTable(declared, {
    ...found,
    table: {
      ...table,
      columns: [...whole.table.columns.filter(({ name }) => !own.has(name)), ...table.columns],
      constraints: [...table.constraints, ...whole.table.constraints],
    },
  })
}

/** Where it still has all that its parent has: that is not its own any more. */
function inheritAgain(declared: Declared, making: Making): Declared | undefined {
  const [found, whole] = [anyHeir(declared, making, false), tableNamed(declared, parent)]
  if (found === undefined || whole === undefined) return undefined
  const has = (list: readonly object[], one: object) =>
    list.some((each) => JSON.stringify(each) === JSON.stringify(one))
  const { columns, constraints } = found.table
  if (!whole.table.columns.every((one) => has(columns, one))) return undefined
  if (!whole.table.constraints.every((one) => has(constraints, one))) return undefined
  return withTable(declared, heir(found.table.table.name))
}

function dropHeir(declared: Declared, making: Making): Declared | undefined {
  const found = anyHeir(declared, making, true)
  return found && withoutTable(declared, found.table.table)
}

/** Now and then one that an heir has already: the two become one. */
function addColumn(declared: Declared, { dice }: Making): Declared | undefined {
  const whole = tableNamed(declared, parent)
  if (whole === undefined) return undefined
  const { columns } = whole.table
  const isFree = columns.every(({ name }) => name !== lives.name)
  const names = [...columns.map(({ name }) => name), lives.name]
  const fresh: Column = { name: columnName(names, dice), type: { type: 'integer' }, nullable: true }
  return withColumns(declared, whole, [...columns, isFree && dice.chance(30) ? lives : fresh])
}

function dropColumn(declared: Declared, { dice }: Making): Declared | undefined {
  const whole = tableNamed(declared, parent)
  const found = dice.pick(whole?.table.columns.filter(({ name }) => name !== 'id') ?? [])
  if (whole === undefined || found === undefined) return undefined
  return withColumns(
    declared,
    whole,
    whole.table.columns.filter((column) => column !== found),
  )
}

function changeColumn(declared: Declared, { dice }: Making): Declared | undefined {
  const whole = tableNamed(declared, parent)
  const found = dice.pick(whole?.table.columns.filter(({ name }) => name !== lives.name) ?? [])
  if (whole === undefined || found === undefined) return undefined
  const { default: was, ...rest } = found
  const value = found.type.type === 'text' ? 'none' : 7
  const changed: Column = was === value ? { ...rest, nullable: true } : { ...rest, default: value }
  return withColumns(
    declared,
    whole,
    whole.table.columns.map((column) => (column === found ? changed : column)),
  )
}

function withColumns(declared: Declared, whole: TableDefinition, columns: readonly Column[]): Declared {
  return withTable(declared, { ...whole, table: { ...whole.table, columns } })
}

function changeCheck(declared: Declared): Declared | undefined {
  const whole = tableNamed(declared, parent)
  if (whole === undefined) return undefined
  const constraints = whole.table.constraints.length === 0 ? [known] : []
  return withTable(declared, { ...whole, table: { ...whole.table, constraints } })
}
