import type { ColumnType } from '../../../src/schema/column-type.ts'
import type { EnumType, SchemaObject } from '../../../src/schema/objects.ts'
import { columnOf, type Declared, isSameName, tableNamed, withObject } from '../declared.ts'
import { isCallable } from '../domains.ts'
import {
  functionParts,
  isMomentTaken,
  makeEnum,
  makeFunction,
  makePolicy,
  makeQuery,
  makeSequence,
  makeTrigger,
  makeView,
  policyParts,
  sequenceParts,
  triggerBody,
  triggerParts,
} from '../make-objects.ts'
import { comment, type Making, makeCondition } from '../make-parts.ts'
import { withoutObjects } from '../without.ts'
import type { Edit } from './edit.ts'

const servers = ['postgres', 'mysql'] as const

/** What may become of all but tables. */
export const objectEdits: readonly Edit[] = [
  { name: 'addView', apply: (declared, making) => adding(declared, makeView(declared, making)) },
  { name: 'changeView', apply: changeView },
  { name: 'dropView', apply: (declared, making) => dropping(declared, making, 'view') },
  { name: 'addTrigger', apply: (declared, making) => adding(declared, ...makeTrigger(declared, making)) },
  { name: 'changeTrigger', apply: changeTrigger },
  { name: 'dropTrigger', apply: (declared, making) => dropping(declared, making, 'trigger') },
  {
    name: 'addFunction',
    dialects: servers,
    apply: (declared, making) => adding(declared, makeFunction(declared, making)),
  },
  { name: 'changeFunction', dialects: servers, apply: changeFunction },
  { name: 'dropFunction', dialects: servers, apply: dropFunction },
  {
    name: 'addSequence',
    dialects: servers,
    apply: (declared, making) => adding(declared, makeSequence(declared, making)),
  },
  { name: 'changeSequence', dialects: servers, apply: changeSequence },
  {
    name: 'dropSequence',
    dialects: servers,
    apply: (declared, making) => dropping(declared, making, 'sequence'),
  },
  {
    name: 'addEnum',
    dialects: ['postgres'],
    apply: (declared, making) => adding(declared, makeEnum(declared, making)),
  },
  { name: 'addEnumValue', dialects: ['postgres'], apply: addEnumValue },
  { name: 'dropEnumValue', dialects: ['postgres'], apply: dropEnumValue },
  {
    name: 'addPolicy',
    dialects: ['postgres'],
    apply: (declared, making) => adding(declared, makePolicy(declared, making)),
  },
  { name: 'changePolicy', dialects: ['postgres'], apply: changePolicy },
  {
    name: 'dropPolicy',
    dialects: ['postgres'],
    apply: (declared, making) => dropping(declared, making, 'policy'),
  },
  { name: 'changeObjectComment', dialects: ['postgres'], apply: changeComment },
]

function adding(declared: Declared, ...objects: readonly (SchemaObject | undefined)[]): Declared | undefined {
  const found = objects.flatMap((object) => object ?? [])
  if (found.length === 0) return undefined
  return { ...declared, objects: [...declared.objects, ...found] }
}

function anyObject<Type extends SchemaObject['type']>(
  { objects }: Declared,
  { dice }: Making,
  type: Type,
): (SchemaObject & { readonly type: Type }) | undefined {
  return dice.pick(
    objects.filter((object): object is SchemaObject & { readonly type: Type } => object.type === type),
  )
}

function dropping(declared: Declared, making: Making, type: SchemaObject['type']): Declared | undefined {
  const found = anyObject(declared, making, type)
  return found === undefined ? undefined : withoutObjects(declared, (object) => object === found)
}

/** Views on it go where they are: their columns may be no more. */
function changeView(declared: Declared, making: Making): Declared | undefined {
  const found = anyObject(declared, making, 'view')
  if (found === undefined) return undefined
  const without = withoutObjects(declared, (object) => object === found)
  const query = makeQuery(without, making)
  if (query === undefined || query === found.query) return undefined
  const { indexes: _, columnComments: __, ...rest } = found
  // What writes in its place goes on to do so.
  const writing = declared.objects.filter(
    (one) => making.dialect === 'postgres' && one.type === 'trigger' && isSameName(one.table, found),
  )
  return { ...without, objects: [...without.objects, { ...rest, query }, ...writing] }
}

function changeTrigger(declared: Declared, making: Making): Declared | undefined {
  const found = anyObject(declared, making, 'trigger')
  const definition = found === undefined ? undefined : tableNamed(declared, found.table)
  if (found === undefined || definition === undefined) return undefined
  // What keeps a constraint, or sees what changed, runs behind the change alone.
  const { columns: _, when: __, comment: ___, constraint: ____, referencing: _____, ...rest } = found
  const columns = definition.table.columns.map(({ name }) => name)
  const parts = triggerParts(columns, making)
  const body =
    making.dialect === 'postgres' ? found.body : triggerBody(columns, parts.events, declared, making)
  const trigger = { ...rest, ...parts, body }
  if (making.dialect === 'mysql' && isMomentTaken(declared, trigger)) return undefined
  return withObject(declared, found, trigger)
}

function isTriggerFunction(object: SchemaObject): boolean {
  return object.type === 'function' && object.returns === 'trigger'
}

function changeFunction(declared: Declared, making: Making): Declared | undefined {
  const found = making.dice.pick(
    declared.objects.filter((object) => object.type === 'function' && !isCallable(object)),
  )
  if (found?.type !== 'function') return undefined
  if (isTriggerFunction(found)) {
    const body = making.dice.one([
      'BEGIN RETURN NEW; END',
      'BEGIN RETURN OLD; END',
      '\nBEGIN\n  RETURN NULL;\nEND\n',
    ])
    return body === found.body ? undefined : withObject(declared, found, { ...found, body })
  }
  const { comment: _, ...rest } = found
  const returns = making.dialect === 'postgres' && making.dice.chance(20) ? 'bigint' : rest.returns
  return withObject(declared, found, {
    ...rest,
    ...(returns !== undefined && { returns }),
    ...functionParts(making),
  })
}

function dropFunction(declared: Declared, making: Making): Declared | undefined {
  const found = making.dice.pick(
    declared.objects.filter(
      (object) => object.type === 'function' && !isTriggerFunction(object) && !isCallable(object),
    ),
  )
  return found === undefined ? undefined : withoutObjects(declared, (object) => object === found)
}

function changeSequence(declared: Declared, making: Making): Declared | undefined {
  const found = anyObject(declared, making, 'sequence')
  if (found === undefined) return undefined
  const { type, name, schema, ownedBy } = found
  return withObject(declared, found, {
    type,
    name,
    ...(schema !== undefined && { schema }),
    ...(ownedBy !== undefined && { ownedBy }),
    ...sequenceParts(making),
  })
}

/** At any place; the columns of the enum say so, too. */
function addEnumValue(declared: Declared, making: Making): Declared | undefined {
  const found = anyObject(declared, making, 'enum')
  if (found === undefined) return undefined
  const free = ['first', 'mid', 'last', "isn't"].filter((value) => !found.values.includes(value))
  const value = making.dice.pick(free)
  if (value === undefined) return undefined
  // Behind the first: that is what rows and defaults hold, and what stays when values go.
  const place = 1 + making.dice.below(found.values.length)
  return withValues(declared, found, [...found.values.slice(0, place), value, ...found.values.slice(place)])
}

/** The last: rows and defaults hold the first. */
function dropEnumValue(declared: Declared, making: Making): Declared | undefined {
  const found = anyObject(declared, making, 'enum')
  if (found === undefined || found.values.length < 2) return undefined
  return withValues(declared, found, found.values.slice(0, -1))
}

function withValues(declared: Declared, found: EnumType, values: readonly string[]): Declared {
  const changed = withObject(declared, found, { ...found, values })
  return {
    ...changed,
    tables: changed.tables.map((one) => ({
      ...one,
      table: {
        ...one.table,
        columns: one.table.columns.map((column) => ({
          ...column,
          type: withValuesIn(column.type, found, values),
        })),
      },
    })),
  }
}

function withValuesIn(type: ColumnType, found: EnumType, values: readonly string[]): ColumnType {
  if (type.type === 'array') return { ...type, of: withValuesIn(type.of, found, values) }
  return type.type === 'enum' && type.name === found.name ? { ...type, values } : type
}

function changePolicy(declared: Declared, making: Making): Declared | undefined {
  const found = anyObject(declared, making, 'policy')
  const definition = found === undefined ? undefined : tableNamed(declared, found.table)
  if (found === undefined || definition === undefined) return undefined
  const { type, name, table } = found
  const condition = makeCondition(definition.table, making) ?? 'false'
  if (making.dice.chance(50)) {
    return withObject(declared, found, { type, name, table, ...policyParts(condition, making) })
  }
  const roles = making.dice.chance(50) ? ['current_user'] : undefined
  const { roles: _, ...rest } = found
  return withObject(declared, found, {
    ...rest,
    ...(roles !== undefined && { roles }),
    ...(found.using !== undefined && { using: condition }),
    ...(found.check !== undefined && { check: condition }),
  })
}

function changeComment(declared: Declared, making: Making): Declared | undefined {
  const found = making.dice.pick(declared.objects)
  if (found === undefined || found.type === 'grant' || found.type === 'other') return undefined
  const { comment: was, ...rest } = found
  const text = was === undefined ? comment(making.dice) : undefined
  // A column may tell of its comment, too.
  if (found.type === 'view' && columnOf === undefined) return undefined
  return withObject(declared, found, { ...rest, ...(text !== undefined && { comment: text }) })
}
