import type { Routine } from '../../../src/schema/objects.ts'
import { type Declared, withObject } from '../declared.ts'
import { isCallable } from '../domains.ts'
import { comment, type Making } from '../make-parts.ts'
import { objectName } from '../names.ts'
import { withoutObjects } from '../without.ts'
import type { Edit } from './edit.ts'

const servers = ['postgres', 'mysql'] as const

/** What may become of procedures, and of how functions run. */
export const routineEdits: readonly Edit[] = [
  { name: 'addProcedure', dialects: servers, apply: addProcedure },
  { name: 'changeProcedure', dialects: servers, apply: changeProcedure },
  { name: 'dropProcedure', dialects: servers, apply: dropProcedure },
  { name: 'changeRoutineSettings', dialects: servers, apply: changeSettings },
  { name: 'changeArguments', dialects: ['postgres'], apply: changeArguments },
]

function bodyOf({ dialect, dice }: Making): string {
  if (dialect === 'mysql') return dice.one(['SET @done = 1', 'BEGIN\n  SET @done = 2;\nEND'])
  return dice.one(['SELECT 1', 'SELECT 2', "SELECT 'a;b'"])
}

function addProcedure(declared: Declared, making: Making): Declared | undefined {
  const { dialect, dice } = making
  const routine: Routine = {
    type: 'procedure',
    name: objectName(declared, dice),
    arguments: dialect === 'postgres' ? dice.one(['a integer', '']) : 'IN a int(11)',
    ...(dialect === 'postgres' && { language: 'sql' }),
    body: bodyOf(making),
  }
  return { ...declared, objects: [...declared.objects, routine] }
}

function anyRoutine(
  { objects }: Declared,
  { dice }: Making,
  isOne: (routine: Routine) => boolean,
): Routine | undefined {
  return dice.pick(
    objects.filter(
      (object): object is Routine =>
        (object.type === 'function' || object.type === 'procedure') && isOne(object),
    ),
  )
}

function changeProcedure(declared: Declared, making: Making): Declared | undefined {
  const found = anyRoutine(declared, making, ({ type }) => type === 'procedure')
  if (found === undefined) return undefined
  const { comment: was, ...rest } = found
  return withObject(declared, found, {
    ...rest,
    body: bodyOf(making),
    ...(was === undefined && { comment: comment(making.dice) }),
  })
}

function dropProcedure(declared: Declared, making: Making): Declared | undefined {
  const found = anyRoutine(declared, making, ({ type }) => type === 'procedure')
  return found === undefined ? undefined : withoutObjects(declared, (object) => object === found)
}

function changeSettings(declared: Declared, making: Making): Declared | undefined {
  const { dialect, dice } = making
  const found = anyRoutine(
    declared,
    making,
    ({ type, returns }) => returns !== 'trigger' && (dialect === 'postgres' || type === 'procedure'),
  )
  if (found === undefined) return undefined
  if (dialect === 'mysql') {
    const { mysql: was, ...rest } = found
    const mysql = dice.one<NonNullable<Routine['mysql']>>([
      { dataUse: 'reads sql data' },
      { security: 'invoker' },
      { deterministic: true, dataUse: 'no sql' },
    ])
    return withObject(declared, found, was === undefined ? { ...rest, mysql } : rest)
  }
  const { securityDefiner, set, strict, leakproof: _, parallel, cost, ...rest } = found
  const isFunction = found.type === 'function'
  return withObject(declared, found, {
    ...rest,
    ...(securityDefiner === undefined && dice.chance(50) && { securityDefiner: true }),
    ...(set === undefined && dice.chance(50) && { set: { work_mem: '8MB' } }),
    ...(isFunction && strict === undefined && dice.chance(50) && { strict: true }),
    ...(isFunction &&
      parallel === undefined &&
      dice.chance(50) && { parallel: dice.one(['safe', 'restricted']) }),
    ...(isFunction && cost === undefined && dice.chance(50) && { cost: 500 }),
  })
}

/** Another function takes the place of it. */
function changeArguments(declared: Declared, making: Making): Declared | undefined {
  const found = anyRoutine(declared, making, (one) => one.returns !== 'trigger' && !isCallable(one))
  if (found === undefined) return undefined
  const without = withoutObjects(declared, (object) => object === found)
  const fresh = making.dice.one(['a integer', 'a integer, b text', 'x bigint DEFAULT 3', ''])
  if (fresh === found.arguments) return undefined
  return { ...without, objects: [...without.objects, { ...found, arguments: fresh }] }
}
