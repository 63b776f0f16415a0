import type { TableName } from '../../src/schema/model.ts'
import type {
  EnumType,
  Policy,
  Routine,
  SchemaObject,
  Sequence,
  Trigger,
  View,
} from '../../src/schema/objects.ts'
import { type Declared, isSameName, viewColumns } from './declared.ts'
import { comment, isKeyable, type Making, makeCondition, quoted } from './make-parts.ts'
import { objectName, partName } from './names.ts'

/** Something that a view can read from. */
interface Source {
  readonly name: TableName
  readonly columns: readonly string[]
  readonly condition?: string
  /** A column by which rows may be grouped. */
  readonly group?: string
}

function sourcesIn({ tables, objects }: Declared, making: Making): readonly Source[] {
  return [
    ...tables.flatMap(({ table }): readonly Source[] => {
      if (table.columns.length === 0) return []
      const condition = makeCondition(table, making)
      const columns = table.columns.map(({ name }) => name)
      const group = making.dice.pick(table.columns.filter((one) => isKeyable(one, making.dialect)))?.name
      return [
        {
          name: table.table,
          columns,
          ...(group !== undefined && { group }),
          ...(condition !== undefined && { condition }),
        },
      ]
    }),
    ...objects.flatMap((object): readonly Source[] =>
      object.type === 'view' ? [{ name: object, columns: viewColumns(object) }] : [],
    ),
  ]
}

/** A view on a table, or on another view; on PostgreSQL it may be a materialized one. */
export function makeView(declared: Declared, making: Making): View | undefined {
  const { dialect, dice } = making
  const query = makeQuery(declared, making)
  if (query === undefined) return undefined
  const view: View = {
    type: 'view',
    name: objectName(declared, dice),
    ...elsewhere(declared, making),
    query,
    ...(dialect === 'postgres' && dice.chance(15) && { comment: comment(dice) }),
  }
  if (dialect !== 'postgres' || dice.chance(70)) return view
  const [first] = viewColumns(view).filter((column) => isKeyableAnywhere(column, declared, making))
  return {
    ...view,
    materialized: true,
    ...(first !== undefined &&
      dice.chance(50) && {
        indexes: [{ name: partName('ix', declared, dice), keys: [{ column: first }] }],
      }),
  }
}

/** Whether what has the name can stand in an index, whichever table it comes from. */
function isKeyableAnywhere(name: string, { tables }: Declared, { dialect }: Making): boolean {
  return tables.every(({ table }) =>
    table.columns.every((column) => column.name !== name || isKeyable(column, dialect)),
  )
}

/** MariaDB writes to no view that reads its table twice. */
function isApart(table: TableName, source: TableName): boolean {
  return table.schema === undefined && !isSameName(table, source)
}

/** `SELECT a, b FROM t`, with more or less around it. */
export function makeQuery(declared: Declared, making: Making): string | undefined {
  const { dialect, dice } = making
  const source = dice.pick(sourcesIn(declared, making))
  if (source === undefined) return undefined
  const name = (text: string) => quoted(text, dialect)
  const { schema } = source.name
  const from = `${schema === undefined ? '' : `${name(schema)}.`}${name(source.name.name)}`
  const { group } = source
  if (group !== undefined && !source.columns.includes('Extra') && dice.chance(15))
    return `SELECT ${name(group)}, count(*) AS ${name('Extra')} FROM ${from} GROUP BY ${name(group)}`
  const columns = dice.some(source.columns, 3).map((column) => name(column))
  const isFree = !source.columns.includes('Extra')
  const items = isFree && dice.chance(20) ? [...columns, `1 + 1 AS ${name('Extra')}`] : columns
  const other = dice.pick(
    declared.tables.filter((one) => one.table.columns.some((each) => each.name === 'id')),
  )
  if (other !== undefined && isApart(other.table.table, source.name) && dice.chance(15)) {
    const numbered = `SELECT 1 FROM ${name(other.table.table.name)} WHERE ${name('id')} > -100`
    return `SELECT ${items.join(', ')} FROM ${from} WHERE EXISTS (${numbered})`
  }
  const where = source.condition !== undefined && dice.chance(30) ? ` WHERE ${source.condition}` : ''
  return `SELECT ${items.join(', ')} FROM ${from}${where}`
}

/** Now and then the schema that is not the connection's own. */
function elsewhere({ objects }: Declared, { dice }: Making): { readonly schema?: string } {
  const found = objects.find(({ type }) => type === 'schema')
  return found?.type === 'schema' && dice.chance(25) ? { schema: found.name } : {}
}

export function makeEnum(declared: Declared, making: Making): EnumType {
  const { dice } = making
  const values = dice.some(['new', 'open', 'done', "it's", 'Gone', 'x y'], 4)
  return {
    type: 'enum',
    name: objectName(declared, dice),
    ...elsewhere(declared, making),
    values,
    ...(dice.chance(20) && { comment: comment(dice) }),
  }
}

export function makeSequence(declared: Declared, making: Making): Sequence {
  return { type: 'sequence', name: objectName(declared, making.dice), ...sequenceParts(making) }
}

export function sequenceParts({ dialect, dice }: Making): Omit<Sequence, 'type' | 'name'> {
  return {
    ...(dialect === 'postgres' && dice.chance(30) && { dataType: dice.one(['smallint', 'integer']) }),
    ...(dice.chance(30) && { start: 10 }),
    ...(dice.chance(30) && { increment: dice.one([2, 5]) }),
    ...(dice.chance(20) && { maximum: 5000 }),
    ...(dice.chance(20) && { cache: 5 }),
    ...(dice.chance(20) && { cycle: true as const }),
    ...(dialect === 'postgres' && dice.chance(20) && { comment: comment(dice) }),
  }
}

/** A function that needs nothing else. */
export function makeFunction(declared: Declared, making: Making): Routine {
  const { dialect, dice } = making
  return {
    type: 'function',
    name: objectName(declared, dice),
    arguments: dialect === 'postgres' ? dice.one(['a integer', 'a integer, b text', '']) : 'a int(11)',
    returns: dialect === 'postgres' ? 'integer' : 'int(11)',
    ...(dialect === 'postgres' && { language: 'sql' }),
    ...functionParts(making),
  }
}

export function functionParts({ dialect, dice }: Making): Pick<Routine, 'body' | 'volatility' | 'comment'> {
  const body = dice.one(['1', '2 + 3', "length('x')"])
  return {
    body: dialect === 'postgres' ? `SELECT ${body}` : `RETURN ${body}`,
    volatility: dice.one(['immutable', 'stable']),
    ...(dice.chance(20) && { comment: comment(dice) }),
  }
}

/** A trigger, and on PostgreSQL the function that it calls, where there is none. */
export function makeTrigger(declared: Declared, making: Making): readonly SchemaObject[] {
  const { dialect, dice } = making
  const on = dice.pick(declared.tables.filter(({ table }) => table.columns.length > 0))
  if (on === undefined) return []
  const { table } = on.table
  const name = partName('tr', declared, dice)
  const found = declared.objects.find((object) => object.type === 'function' && object.returns === 'trigger')
  const called = found?.type === 'function' ? found : triggerFunction(declared, making)
  const columns = on.table.columns.map((column) => column.name)
  const parts = triggerParts(columns, making)
  const trigger: Trigger = {
    type: 'trigger',
    name,
    table,
    ...parts,
    body:
      dialect === 'postgres'
        ? `${quoted(called.name, dialect)}()`
        : triggerBody(columns, parts.events, declared, making),
  }
  if (dialect === 'mysql' && isMomentTaken(declared, trigger)) return []
  return dialect === 'postgres' && found === undefined ? [called, trigger] : [trigger]
}

/** Whether another trigger fires at the same time: MariaDB keeps them in the order in which they came. */
export function isMomentTaken({ objects }: Declared, { name, table, timing, events }: Trigger): boolean {
  return objects.some(
    (one) =>
      one.type === 'trigger' &&
      one.name !== name &&
      isSameName(one.table, table) &&
      one.timing === timing &&
      one.events.join() === events.join(),
  )
}

/** What it does may be about a column of its own table, or rows of another. */
export function triggerBody(
  columns: readonly string[],
  events: Trigger['events'],
  declared: Declared,
  { dialect, dice }: Making,
): string {
  const column = dice.pick(columns)
  const row = `${events.includes('delete') ? 'OLD' : 'NEW'}.${quoted(column ?? 'id', dialect)}`
  const other = dice.pick(
    declared.tables.filter(({ table }) => table.columns.some(({ name }) => name === 'id')),
  )
  const id = quoted('id', dialect)
  const change =
    other === undefined
      ? []
      : [`UPDATE ${quoted(other.table.table.name, dialect)} SET ${id} = ${id} WHERE ${id} = 700`]
  if (dialect === 'mysql')
    return dice.one(['SET @seen = 1', 'BEGIN\n  SET @seen = 2;\nEND', `SET @seen = ${row}`])
  return dice.one(['SELECT 1', 'SELECT 2; SELECT 3', "SELECT 'a;b'", `SELECT ${row}`, ...change])
}

function triggerFunction(declared: Declared, { dice }: Making): Routine {
  return {
    type: 'function',
    name: objectName(declared, dice),
    arguments: '',
    returns: 'trigger',
    language: 'plpgsql',
    body: 'BEGIN RETURN NEW; END',
  }
}

/** When it fires, and for what. */
export function triggerParts(
  columns: readonly string[],
  { dialect, dice }: Making,
): Pick<Trigger, 'timing' | 'events' | 'columns' | 'forEach' | 'when' | 'comment'> {
  const event = dice.one(['insert', 'update', 'delete'] as const)
  const watched =
    dialect !== 'mysql' && event === 'update' && dice.chance(40) ? dice.pick(columns) : undefined
  const [first] = columns
  const when =
    dialect !== 'mysql' && event === 'update' && first !== undefined && dice.chance(30)
      ? `OLD.${quoted(first, dialect)} IS NOT NULL`
      : undefined
  const events =
    dialect === 'postgres' && event === 'insert' && dice.chance(30)
      ? (['insert', 'delete'] as const)
      : [event]
  return {
    timing: dice.one(['before', 'after']),
    events,
    ...(watched !== undefined && { columns: [watched] }),
    forEach: 'row',
    ...(when !== undefined && { when }),
    ...(dialect === 'postgres' && dice.chance(15) && { comment: comment(dice) }),
  }
}

/** A policy on any table. PostgreSQL. */
export function makePolicy(declared: Declared, making: Making): Policy | undefined {
  const on = making.dice.pick(declared.tables.filter(({ table }) => table.columns.length > 0))
  if (on === undefined) return undefined
  return {
    type: 'policy',
    name: partName('po', declared, making.dice),
    table: on.table.table,
    ...policyParts(makeCondition(on.table, making) ?? 'true', making),
  }
}

export function policyParts(
  condition: string,
  { dice }: Making,
): Pick<Policy, 'command' | 'using' | 'check' | 'restrictive' | 'comment'> {
  const command = dice.one(['all', 'select', 'insert', 'update', 'delete'] as const)
  return {
    command,
    ...(command !== 'insert' && { using: condition }),
    ...((command === 'insert' || (command === 'all' && dice.chance(50))) && { check: condition }),
    ...(dice.chance(20) && { restrictive: true as const }),
    ...(dice.chance(15) && { comment: comment(dice) }),
  }
}
