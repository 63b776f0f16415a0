import type { Operation } from '../operations/operation.ts'
import type { PlacedOperation } from '../operations/placed-operation.ts'
import type { Grant, Routine, RoutinePrivileges } from '../schema/objects.ts'
import { isRoutine } from '../schema/routine.ts'
import { qualifiedKey } from '../schema/snapshot.ts'
import { dropOfObject } from './renames/made-way.ts'

/** Enough of a routine to know it again. */
type RoutineName = Pick<Routine, 'type' | 'name' | 'schema' | 'arguments'>

/** The operations, and behind each that makes a routine anew what gives it the privileges that went with the old one. */
export function withRoutinePrivileges(
  operations: readonly PlacedOperation[],
  privileges: readonly RoutinePrivileges[],
): readonly PlacedOperation[] {
  if (privileges.length === 0) return operations
  const pairs = remadeRoutines(operations.map(({ operation }) => operation))
  return operations.flatMap((placed) => {
    const { operation, outside } = placed
    const made = createdBy(operation)
    const was = made && pairs.get(made)
    const held = privileges.find((one) => [made, was].some((routine) => routine && isSame(one, routine)))
    if (made === undefined || was === undefined || held === undefined) return [placed]
    const given = privilegesOf(made, held).map((one) => ({ operation: one, ...(outside && { outside }) }))
    return [placed, ...given]
  })
}

/** Whether some routine is made anew, so that there are privileges to ask for. */
export function remakesRoutines(operations: readonly PlacedOperation[]): boolean {
  return remadeRoutines(operations.map(({ operation }) => operation)).size > 0
}

/**
 * Of each routine that is made the one that it takes the place of: of the same arguments, or the only other one of the
 * name, which then has got other arguments.
 */
function remadeRoutines(operations: readonly Operation[]): ReadonlyMap<RoutineName, RoutineName> {
  const dropped = operations.flatMap((one) => droppedBy(one) ?? [])
  const made = operations.flatMap((one) => createdBy(one) ?? [])
  const alone = (some: readonly RoutineName[], others: readonly RoutineName[], name: string) => {
    const left = some.filter(
      (one) => qualifiedKey(one) === name && !others.some((other) => isSame(one, other)),
    )
    return left.length === 1 ? left[0] : undefined
  }
  const pairs = new Map<RoutineName, RoutineName>()
  for (const one of made) {
    const same = dropped.find((old) => isSame(old, one))
    const was = same ?? (alone(made, dropped, qualifiedKey(one)) && alone(dropped, made, qualifiedKey(one)))
    if (was !== undefined) pairs.set(one, was)
  }
  return pairs
}

function createdBy(operation: Operation): RoutineName | undefined {
  return operation.kind === 'createObject' && isRoutine(operation.object) ? operation.object : undefined
}

function droppedBy(operation: Operation): RoutineName | undefined {
  return operation.kind === 'dropObject' && isRoutine(operation.object) ? operation.object : undefined
}

function isSame(one: RoutineName, other: RoutineName): boolean {
  return qualifiedKey(one) === qualifiedKey(other) && one.arguments === other.arguments
}

/** A new routine is everybody's to call. */
function privilegesOf(routine: RoutineName, { roles }: RoutinePrivileges): readonly Operation[] {
  const { type: kind, name, schema, arguments: parameters } = routine
  const on = { kind, name, ...(schema !== undefined && { schema }), arguments: parameters }
  const grant = (to: readonly string[]): Grant => ({ type: 'grant', privileges: ['execute'], on, to })
  const namesOf = (isPassed: boolean) =>
    roles.filter((role) => role.name !== 'public' && role.isPassed === isPassed).map((role) => role.name)
  const [plain, passed] = [namesOf(false), namesOf(true)]
  const operations: Operation[] = []
  if (!roles.some((role) => role.name === 'public')) operations.push(dropOfObject(grant(['public'])))
  if (plain.length > 0) operations.push({ kind: 'createObject', object: grant(plain) })
  if (passed.length > 0)
    operations.push({ kind: 'createObject', object: { ...grant(passed), withGrantOption: true } })
  return operations
}
