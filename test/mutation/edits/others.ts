import type { Extension, OtherObject, SchemaObject } from '../../../src/schema/objects.ts'
import { type Declared, withObject, withTable } from '../declared.ts'
import { comment, type Making, quoted } from '../make-parts.ts'
import { columnName, objectName, partName } from '../names.ts'
import { withoutObjects, withoutTable } from '../without.ts'
import { anyTable, type Edit } from './edit.ts'

const postgres = ['postgres'] as const

/** What may become of schemas, extensions, owned sequences, and of what the model has only statements for. */
export const otherEdits: readonly Edit[] = [
  { name: 'addSchema', dialects: postgres, apply: addSchema },
  { name: 'dropSchema', dialects: postgres, apply: dropSchema },
  { name: 'changeSchemaOwner', dialects: postgres, apply: changeSchemaOwner },
  { name: 'addExtension', dialects: postgres, apply: addExtension },
  { name: 'changeExtension', dialects: postgres, apply: changeExtension },
  { name: 'updateExtension', dialects: postgres, apply: updateExtension },
  { name: 'dropExtension', dialects: postgres, apply: dropExtension },
  { name: 'changeSequenceOwner', dialects: postgres, apply: changeOwner },
  { name: 'addCompositeColumn', dialects: postgres, apply: addCompositeColumn },
  { name: 'addStatistics', dialects: postgres, apply: addStatistics },
  { name: 'addOther', apply: addOther },
  { name: 'dropOther', apply: dropOther },
]

function addSchema(declared: Declared, { dice }: Making): Declared | undefined {
  if (declared.objects.some(({ type }) => type === 'schema')) return undefined
  const schema = { type: 'schema', name: 'shop', ...(dice.chance(50) && { comment: comment(dice) }) } as const
  return { ...declared, objects: [...declared.objects, schema] }
}

function dropSchema(declared: Declared): Declared | undefined {
  const found = declared.objects.find(({ type }) => type === 'schema')
  if (found?.type !== 'schema' || extensionIn(declared)?.schema === found.name) return undefined
  const inside = declared.tables.filter(({ table }) => table.table.schema === found.name)
  const isInside = (object: SchemaObject) => 'schema' in object && object.schema === found.name
  // What is of such a type would have to go as well.
  if (declared.objects.some((object) => object.type === 'enum' && isInside(object))) return undefined
  const rest = inside.reduce((left, { table }) => withoutTable(left, table.table), declared)
  return withoutObjects(rest, (object) => object === found || isInside(object))
}

/** One that every PostgreSQL has. */
function addExtension(declared: Declared, { dice }: Making): Declared | undefined {
  if (extensionIn(declared) !== undefined) return undefined
  const place = schemaIn(declared) !== undefined && dice.chance(50) ? { schema: 'shop' } : {}
  const version = dice.chance(50) ? { version: '1.7' } : {}
  const added = { type: 'extension', name: 'hstore', ...place, ...version } as const
  return { ...declared, objects: [...declared.objects, added] }
}

/** An owner that is once told stays told. */
function changeSchemaOwner(declared: Declared): Declared | undefined {
  const found = declared.objects.find(({ type }) => type === 'schema')
  if (found?.type !== 'schema') return undefined
  const owner = found.owner === undefined ? 'pg_read_all_data' : 'postgres'
  return withObject(declared, found, { ...found, owner })
}

/** No script leads back. */
function updateExtension(declared: Declared): Declared | undefined {
  const found = extensionIn(declared)
  return found?.version === '1.7' ? withObject(declared, found, { ...found, version: '1.8' }) : undefined
}

function extensionIn({ objects }: Declared): Extension | undefined {
  return objects.find((object) => object.type === 'extension')
}

function schemaIn({ objects }: Declared): string | undefined {
  return objects.find((object) => object.type === 'schema')?.name
}

function changeExtension(declared: Declared, { dice }: Making): Declared | undefined {
  const found = extensionIn(declared)
  if (found === undefined) return undefined
  if (dice.chance(50)) {
    const { comment: was, ...rest } = found
    return withObject(declared, found, was === undefined ? { ...rest, comment: comment(dice) } : rest)
  }
  const { schema, ...rest } = found
  if (schema === undefined && schemaIn(declared) === undefined) return undefined
  return withObject(declared, found, schema === undefined ? { ...rest, schema: 'shop' } : rest)
}

function dropExtension(declared: Declared): Declared | undefined {
  const found = extensionIn(declared)
  return found && { ...declared, objects: declared.objects.filter((object) => object !== found) }
}

function changeOwner(declared: Declared, making: Making): Declared | undefined {
  const found = making.dice.pick(declared.objects.filter((object) => object.type === 'sequence'))
  const on = anyTable(declared, making)
  const column = on && making.dice.pick(on.table.columns)
  if (found?.type !== 'sequence' || on === undefined || column === undefined) return undefined
  const { ownedBy, ...rest } = found
  if (ownedBy !== undefined) return withObject(declared, found, rest)
  if (on.table.table.schema !== undefined) return undefined
  return withObject(declared, found, { ...rest, ownedBy: { table: on.table.table, column: column.name } })
}

function addCompositeColumn(declared: Declared, making: Making): Declared | undefined {
  const found = anyTable(declared, making)
  const type = making.dice.pick(declared.objects.filter((object) => object.type === 'composite'))
  if (found === undefined || type?.type !== 'composite') return undefined
  const { columns } = found.table
  const name = columnName(
    columns.map((column) => column.name),
    making.dice,
  )
  const column = { name, type: { type: 'raw', sql: type.name }, nullable: true } as const
  return withTable(declared, { ...found, table: { ...found.table, columns: [...columns, column] } })
}

/** A rule, statistics or an aggregate on PostgreSQL, a virtual table on SQLite, an event on MariaDB. */
function addOther(declared: Declared, making: Making): Declared | undefined {
  const object = otherFor(declared, making)
  return object && { ...declared, objects: [...declared.objects, object] }
}

/** As PostgreSQL itself writes a name. */
export function quotedAsNeeded(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && name !== 'order' ? name : quoted(name, 'postgres')
}

/** What the planner is to know of two columns, in the server's words: nothing else is compared. */
function addStatistics(declared: Declared, making: Making): Declared | undefined {
  const found = anyTable(declared, making)
  if (found === undefined || found.table.columns.length < 2) return undefined
  const { table, columns } = found.table
  const usable = columns.filter(({ type, generated }) => type.type !== 'json' && generated === undefined)
  const chosen = new Set(making.dice.some(usable, 2))
  const pair = usable.filter((one) => chosen.has(one)).map(({ name }) => quotedAsNeeded(name))
  if (pair.length < 2) return undefined
  const name = partName('st', declared, making.dice)
  const own = `public.${quotedAsNeeded(name)}`
  const on = [...(table.schema === undefined ? [] : [table.schema]), table.name].map(quotedAsNeeded).join('.')
  const object: OtherObject = {
    type: 'other',
    what: 'statistics',
    name,
    table,
    create: `CREATE STATISTICS ${own} (dependencies) ON ${pair.join(', ')} FROM ${on}`,
    drop: `DROP STATISTICS ${own}`,
  }
  return { ...declared, objects: [...declared.objects, object] }
}

function otherFor(declared: Declared, making: Making): OtherObject | undefined {
  const { dialect, dice } = making
  const name = objectName(declared, dice)
  const own = quoted(name, dialect)
  switch (dialect) {
    case 'sqlite':
      return {
        type: 'other',
        what: 'virtual table',
        name,
        create: `CREATE VIRTUAL TABLE ${own} USING fts5(body)`,
        drop: `DROP TABLE ${own}`,
      }
    case 'mysql':
      return {
        type: 'other',
        what: 'event',
        name,
        create: `CREATE EVENT ${own} ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO SET @seen = 1`,
        drop: `DROP EVENT ${own}`,
      }
    case 'postgres':
      return {
        type: 'other',
        what: 'aggregate',
        name,
        create: `CREATE AGGREGATE ${own}(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')`,
        drop: `DROP AGGREGATE ${own}(integer)`,
      }
    default:
      return dialect satisfies never
  }
}

function dropOther(declared: Declared, { dice }: Making): Declared | undefined {
  const found = dice.pick(declared.objects.filter(({ type }) => type === 'other'))
  return found && { ...declared, objects: declared.objects.filter((object) => object !== found) }
}
