import type { Knex } from 'knex'
import { customMethods } from './custom-operation.ts'
import { type GroupName, type MethodName, methodGroups } from './method-groups.ts'
import type { Op } from './op.ts'
import { type OpContext, OpParts } from './op-parts.ts'

/**
 * The `op` of one step of one run. A run has thousands of steps that call a method or two each: the methods of a group
 * are made when one of them is asked for.
 */
export function createOp(context: OpContext): Op {
  const parts = new OpParts(context)
  const { dialect, database } = context
  const op: Op = Object.create(prototype(), {
    [groupsOf]: { value: new OpGroups(parts) },
    dialect: { value: dialect, enumerable: true },
    ...(database !== undefined && { database: { value: database, enumerable: true } }),
  })
  for (const [name, value] of Object.entries(customMethods(parts.turns, op)))
    Object.defineProperty(op, name, { value, enumerable: true })
  return Object.freeze(op)
}

const groupsOf = Symbol('groups')

type Methods = Readonly<Record<string, unknown>>

/** The groups of methods that one `op` has made. */
class OpGroups {
  readonly parts: OpParts
  readonly #made: Partial<Record<GroupName, Methods>> = {}

  constructor(parts: OpParts) {
    this.parts = parts
  }

  method(group: GroupName, name: string): unknown {
    this.#made[group] ??= { ...methodGroups[group](this.parts) }
    return this.#made[group][name]
  }
}

interface WithGroups {
  readonly [groupsOf]: OpGroups
}

/** Does not compile where `op` has something that stands in no group. */
const others = {
  knex: ({ parts }) => parts.directKnex(),
  schema: ({ parts }) => parts.schemaBuilder(),
} satisfies Record<Exclude<keyof Op, MethodName | 'dialect' | 'database'>, (groups: OpGroups) => unknown>

let made: object | undefined

/** What every `op` has, as getters, that find what was made for it. */
function prototype(): object {
  made ??= Object.freeze(Object.defineProperties({}, gettersOf(namesOfGroups())))
  return made
}

function namesOfGroups(): readonly (readonly [string, (groups: OpGroups) => unknown])[] {
  const parts = new OpParts(nowhere)
  const methods = (Object.keys(methodGroups) as GroupName[]).flatMap((group) =>
    Object.keys(methodGroups[group](parts)).map(
      (name) => [name, (groups: OpGroups) => groups.method(group, name)] as const,
    ),
  )
  return [...methods, ...Object.entries(others)]
}

function gettersOf(all: readonly (readonly [string, (groups: OpGroups) => unknown])[]) {
  const getter = ([name, find]: (typeof all)[number]) =>
    [name, { enumerable: true, get: foundIn(find) }] as const
  return Object.fromEntries(all.map(getter))
}

function foundIn(find: (groups: OpGroups) => unknown) {
  return function (this: WithGroups) {
    return find(this[groupsOf])
  }
}

/** Groups are made for it to see what is in them. */
const nowhere: OpContext = {
  dialect: 'postgres',
  submit: () => Promise.reject(new Error('an op of no run')),
  knex: (): Knex => {
    throw new Error('an op of no run')
  },
}
