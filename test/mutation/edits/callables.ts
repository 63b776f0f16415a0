import type { Routine } from '../../../src/schema/objects.ts'
import { type Declared, withObject, withTable } from '../declared.ts'
import { callables, isCallable } from '../domains.ts'
import { type Making, quoted } from '../make-parts.ts'
import { columnName, objectName, partName } from '../names.ts'
import { withoutObjects } from '../without.ts'
import { anyTable, type Edit } from './edit.ts'

const postgres = ['postgres'] as const

/** What may become of functions that tables, views and policies call. */
export const callableEdits: readonly Edit[] = [
  { name: 'addCallable', dialects: postgres, apply: addCallable },
  { name: 'callFunction', dialects: postgres, apply: callFunction },
  { name: 'changeCallable', dialects: postgres, apply: changeCallable },
  { name: 'dropCallable', dialects: postgres, apply: dropCallable },
]

const signatures = ['a integer', 'a integer, b integer DEFAULT 2', 'a bigint', 'number integer'] as const

function addCallable({ objects, ...rest }: Declared, { dice }: Making): Declared | undefined {
  const name = dice.pick(
    callables.filter((one) => !objects.some((object) => 'name' in object && object.name === one)),
  )
  if (name === undefined) return undefined
  const callable: Routine = {
    type: 'function',
    name,
    arguments: dice.one(signatures),
    returns: dice.one(['integer', 'bigint']),
    language: 'sql',
    body: dice.one(['SELECT $1 + 1', 'SELECT $1 * 2']),
    volatility: 'immutable',
  }
  return { ...rest, objects: [...objects, callable] }
}

function anyCallable({ objects }: Declared, { dice }: Making): Routine | undefined {
  return dice.pick(objects.filter((object): object is Routine => isCallable(object)))
}

/** A default, a check, an index, a computed column, a view or a policy calls it. */
function callFunction(declared: Declared, making: Making): Declared | undefined {
  const { dice } = making
  const [callable, found] = [anyCallable(declared, making), anyTable(declared, making)]
  if (callable === undefined || found === undefined) return undefined
  const { table, indexes } = found
  const source = dice.pick(
    table.columns.filter(({ type, generated }) => type.type === 'integer' && generated === undefined),
  )
  const own = quoted(callable.name, 'postgres')
  const name = columnName(
    table.columns.map((column) => column.name),
    dice,
  )
  const type = { type: 'bigint' } as const
  const computed = { name, type, nullable: true } as const
  if (source === undefined || dice.chance(20)) {
    const column = { ...computed, default: { sql: `${own}(1)` } }
    return withTable(declared, { ...found, table: { ...table, columns: [...table.columns, column] } })
  }
  const call = `${own}(${quoted(source.name, 'postgres')})`
  switch (dice.below(5)) {
    case 0: {
      const expression = `${call} > -1000`
      const check = { kind: 'check', name: partName('ck', declared, dice), expression } as const
      return withTable(declared, {
        ...found,
        table: { ...table, constraints: [...table.constraints, check] },
      })
    }
    case 1: {
      const index = { name: partName('ix', declared, dice), keys: [{ expression: call }] }
      return withTable(declared, { ...found, indexes: [...indexes, index] })
    }
    case 2: {
      const column = { ...computed, generated: { expression: call, stored: true } }
      return withTable(declared, { ...found, table: { ...table, columns: [...table.columns, column] } })
    }
    case 3: {
      const policy = {
        type: 'policy',
        name: partName('po', declared, dice),
        table: table.table,
        command: 'all',
        using: `${call} > 0`,
      } as const
      return { ...declared, objects: [...declared.objects, policy] }
    }
    default: {
      if (table.table.schema !== undefined) return undefined
      const query = `SELECT ${quoted(source.name, 'postgres')} FROM ${quoted(table.table.name, 'postgres')} WHERE ${call} > 0`
      const view = { type: 'view', name: objectName(declared, dice), query } as const
      return { ...declared, objects: [...declared.objects, view] }
    }
  }
}

/** Whatever is changed, all calls stay good ones. */
function changeCallable(declared: Declared, making: Making): Declared | undefined {
  const { dice } = making
  const found = anyCallable(declared, making)
  if (found === undefined) return undefined
  const { strict, ...rest } = found
  const changed: Routine = dice.one<Routine>([
    { ...found, body: dice.one(['SELECT $1 + 1', 'SELECT $1 * 2', 'SELECT $1 - 1']) },
    { ...found, returns: found.returns === 'integer' ? 'bigint' : 'integer' },
    { ...found, arguments: dice.one(signatures) },
    strict === undefined ? { ...rest, strict: true } : rest,
  ])
  return withObject(declared, found, changed)
}

/** With all that calls it. */
function dropCallable(declared: Declared, making: Making): Declared | undefined {
  const found = anyCallable(declared, making)
  return found && withoutObjects(declared, (object) => object === found)
}
